import { conditions } from './conditions.ts';
import type { Facts } from './facts.ts';
import { fieldSpec, isRecordType } from './fields.ts';
import { highest, type Level } from './levels.ts';
import { showable } from './masks.ts';
import { purposeCovers, purposeSpec } from './purposes.ts';
import { mostUseful, type ReasonCode } from './reasons.ts';
import { policy as inForce, type Grant, type Policy } from './rules.ts';

export type { Facts } from './facts.ts';

/**
 * Who wants to do what to which fields, and what for. Plain strings, because `decide` is total: what it
 * does not know it refuses.
 */
export interface Question {
  readonly action: string;
  readonly role: string;
  readonly purpose: string;
  readonly type: string;
  readonly fields: readonly string[];
}

export interface Decision {
  readonly granted: boolean;
  /** The highest level of any field. */
  readonly level: Level;
  /** Every asked field. For a write: `clear` for each, or `none` for each. */
  readonly fields: Readonly<Record<string, Level>>;
  /** Why a field got `none`; empty when every field got something. */
  readonly withheld: Readonly<Record<string, ReasonCode>>;
  /** The rule that decided: the one that gave the highest level, or the one that stood in the way. */
  readonly rule: string;
  readonly reason: ReasonCode;
  /** The fact that stood in the way; null for a grant, and where no rule was near. */
  readonly fact: keyof Facts | null;
  /** What the purpose rests on, e.g. `PIPL Art 13(1)`; empty for a purpose that does not exist. */
  readonly basis: string;
}

interface Verdict {
  readonly level: Level;
  readonly rule: string;
  readonly reason: ReasonCode;
  readonly fact: keyof Facts | null;
}

const isWrite = (action: string): boolean => action === 'create' || action === 'update';

/**
 * Decides one question. Pure and total.
 *
 * Each field is judged alone. A read is granted when at least one field is: the others come back as `none`,
 * with the reason. A write is granted only whole, because writing half of what somebody meant would lose
 * the other half without a word. A refusal reports, of all its fields' reasons, the one somebody can act on
 * (`reasons.ts`).
 */
export function decide(question: Question, facts: Facts, policy: Policy = inForce): Decision {
  const verdicts = new Map(question.fields.map((field) => [field, judge(question, field, facts, policy)]));
  const all = [...verdicts.values()];
  const granted = isWrite(question.action)
    ? all.length > 0 && all.every((verdict) => verdict.level !== 'none')
    : all.some((verdict) => verdict.level !== 'none');

  const level = granted ? highest(all.map((verdict) => verdict.level)) : 'none';
  const decisive = granted ? all.find((verdict) => verdict.level === level) : mostUsefulOf(all);
  const refused = [...verdicts].filter(([, verdict]) => verdict.level === 'none');
  return {
    granted,
    level,
    fields: Object.fromEntries([...verdicts].map(([field, { level }]) => [field, granted ? level : 'none'])),
    withheld: Object.fromEntries(refused.map(([field, { reason }]) => [field, reason])),
    rule: decisive?.rule ?? 'none',
    reason: decisive?.reason ?? 'no_rule',
    fact: decisive?.fact ?? null,
    basis: purposeSpec(question.purpose)?.basis.article ?? '',
  };
}

function mostUsefulOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const refused = verdicts.filter((verdict) => verdict.level === 'none');
  const reason = mostUseful(refused.map((verdict) => verdict.reason));
  return refused.find((verdict) => verdict.reason === reason);
}

const refuse = (reason: ReasonCode, rule = 'none', fact: keyof Facts | null = null): Verdict => ({
  level: 'none',
  rule,
  reason,
  fact,
});

/** One field: is there a rule for it at all, does a refusal stand before it, and what do its grants give? */
function judge(question: Question, field: string, facts: Facts, policy: Policy): Verdict {
  if (purposeSpec(question.purpose) === undefined || !isRecordType(question.type)) return refuse('no_rule');
  if (!purposeCovers(question.purpose, question.type, field)) return refuse('purpose_does_not_cover');

  const grants = policy.grants.filter((grant) => concerns(grant, question, field));
  if (grants.length === 0) return refuse('no_rule');
  for (const refusal of policy.refusals) {
    const reason = refusal.refuse(question, facts);
    if (reason !== null) return refuse(reason, refusal.id, refusal.fact);
  }
  return strongest(grants.map((grant) => weigh(grant, question, field, facts)));
}

const concerns = (grant: Grant, { action, role, purpose, type }: Question, field: string): boolean =>
  grant.purpose === purpose &&
  grant.type === type &&
  (grant.roles as readonly string[]).includes(role) &&
  (grant.actions as readonly string[]).includes(action) &&
  (grant.fields as readonly string[]).includes(field);

interface Weighed extends Verdict {
  readonly unmet: number;
}

/** What one grant gives, or the first of its conditions that does not hold and how many do not. */
function weigh(grant: Grant, { action }: Question, field: string, facts: Facts): Weighed {
  const unmet = grant.when.flatMap((name) => {
    const reason = conditions[name].unmet(facts);
    return reason === null ? [] : [{ reason, fact: conditions[name].fact }];
  });
  const [first] = unmet;
  if (first !== undefined) return { ...refuse(first.reason, grant.id, first.fact), unmet: unmet.length };
  const spec = fieldSpec(grant.type, field);
  if (spec === undefined) return { ...refuse('no_rule'), unmet: 0 };
  const level = isWrite(action) ? grant.level : showable(spec, grant.level);
  if (level === 'none') return { ...refuse('nothing_masked', grant.id), unmet: 0 };
  return { level, rule: grant.id, reason: 'granted', fact: null, unmet: 0 };
}

/** The highest level given; when none is, the grant that came nearest, the earlier one on a tie. */
function strongest(weighed: readonly Weighed[]): Verdict {
  const level = highest(weighed.map((verdict) => verdict.level));
  if (level !== 'none') return weighed.find((verdict) => verdict.level === level) ?? refuse('no_rule');
  const nearest = Math.min(...weighed.map((verdict) => verdict.unmet));
  return weighed.find((verdict) => verdict.unmet === nearest) ?? refuse('no_rule');
}
