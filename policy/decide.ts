import { conditions, type ConditionName } from './conditions.ts';
import type { Facts } from './facts.ts';
import { isRecordType } from './fields.ts';
import { higher, type Level } from './levels.ts';
import { isWrite, type Offer, offersFor } from './offers.ts';
import { purposeCovers, purposeSpec } from './purposes.ts';
import { type ReasonCode, usefulness } from './reasons.ts';
import type { Asked, AskedField, Grant, Policy } from './grant.ts';
import { policy as inForce } from './rules.ts';

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

/**
 * Decides one question. Pure and total.
 *
 * Each field is judged alone. A read is granted when at least one field is: the others come back as `none`,
 * with the reason. A write is granted only whole, because writing half of what somebody meant would lose
 * the other half without a word. A refusal reports, of all its fields' reasons, the one somebody can act on
 * (`reasons.ts`).
 */
export function decide(question: Question, facts: Facts, policy: Policy = inForce): Decision {
  const verdicts = judgeAll(question, facts, policy);
  const refused: Judged[] = [];
  let best: Verdict | undefined;
  for (const verdict of verdicts) {
    if (verdict[1].level === 'none') refused.push(verdict);
    else if (best === undefined || higher(best.level, verdict[1].level) !== best.level) [, best] = verdict;
  }
  const whole = refused.length === 0 || !isWrite(question.action);
  const decisive = whole && best !== undefined ? best : mostUsefulOf(refused);
  const granted = decisive?.reason === 'granted';
  return {
    granted,
    level: decisive?.level ?? 'none',
    fields: byField(verdicts, ({ level }) => (granted ? level : 'none')),
    withheld: byField(refused, ({ reason }) => reason),
    rule: decisive?.rule ?? 'none',
    reason: decisive?.reason ?? 'no_rule',
    fact: decisive?.fact ?? null,
    basis: purposeSpec(question.purpose)?.basis.article ?? '',
  };
}

/** As `Object.fromEntries`, which takes four times as long. No assignment makes a field of the name `__proto__`. */
function byField<T>(judged: readonly Judged[], of: (verdict: Verdict) => T): Readonly<Record<string, T>> {
  const found: Record<string, T> = {};
  for (const [field, verdict] of judged) {
    if (field === '__proto__') Object.defineProperty(found, field, { value: of(verdict), enumerable: true });
    else found[field] = of(verdict);
  }
  return found;
}

/** Of the fields that got nothing, the verdict that somebody can do most about; of equals the first. */
function mostUsefulOf(refused: readonly Judged[]): Verdict | undefined {
  let best: Verdict | undefined;
  for (const [, verdict] of refused)
    if (best === undefined || usefulness(verdict.reason) < usefulness(best.reason)) best = verdict;
  return best;
}

type Judged = readonly [field: string, verdict: Verdict];

const refuse = (reason: ReasonCode, rule = 'none', fact: keyof Facts | null = null): Verdict => ({
  level: 'none',
  rule,
  reason,
  fact,
});

/**
 * Each field: is there a rule for it at all, does a refusal stand before it, and what do its grants give? What is the
 * same for all fields is found once.
 */
function judgeAll(question: Question, facts: Facts, policy: Policy): readonly Judged[] {
  const { action, role, purpose, type } = question;
  const fields = [...new Set(question.fields)];
  if (purposeSpec(purpose) === undefined || !isRecordType(type))
    return fields.map((field) => [field, refuse('no_rule')]);
  const near = offersFor(policy, question);
  const weighed = new Map<Grant, Weighed>();
  const asked = { action, role, purpose, type };
  const always = near.size === 0 ? undefined : refusalOf(asked, facts, policy);
  return fields.map((field) => {
    const offers = near.get(field);
    if (offers === undefined)
      return [field, refuse(purposeCovers(purpose, type, field) ? 'no_rule' : 'purpose_does_not_cover')];
    const refusal = always ?? fieldRefusalOf({ action, role, purpose, type, field }, facts, policy);
    return [field, refusal ?? strongest(offers, facts, weighed)];
  });
}

/** The first refusal that has something to say, whatever the field. */
function refusalOf(asked: Asked, facts: Facts, { refusals }: Policy): Verdict | undefined {
  for (const refusal of refusals) {
    if (refusal.looksAtField === true) continue;
    const reason = refusal.refuse(asked, facts);
    if (reason !== null) return refuse(reason, refusal.id, refusal.fact);
  }
  return undefined;
}

/** The first that has something to say to this field. */
function fieldRefusalOf(asked: AskedField, facts: Facts, { refusals }: Policy): Verdict | undefined {
  for (const refusal of refusals) {
    if (refusal.looksAtField !== true) continue;
    const reason = refusal.refuse(asked, facts);
    if (reason !== null) return refuse(reason, refusal.id, refusal.fact);
  }
  return undefined;
}

/** Whether a grant's conditions hold; if not, the first that does not and how many do not. */
interface Weighed {
  readonly unmet: number;
  readonly first: ConditionName | null;
  readonly reason: ReasonCode;
}

function weigh({ when }: Grant, facts: Facts): Weighed {
  let found: Weighed = { unmet: 0, first: null, reason: 'granted' };
  for (const name of when) {
    const reason = conditions[name].unmet(facts);
    if (reason === null) continue;
    found = found.first === null ? { unmet: 1, first: name, reason } : { ...found, unmet: found.unmet + 1 };
  }
  return found;
}

/** The highest level given; when none is, the grant that came nearest. Of equals the one that stands earlier. */
function strongest(offers: readonly Offer[], facts: Facts, weighed: Map<Grant, Weighed>): Verdict {
  let given: Verdict | undefined;
  let nearest: { readonly unmet: number; readonly verdict: Verdict } | undefined;
  for (const { grant, level } of offers) {
    let found = weighed.get(grant);
    if (found === undefined) weighed.set(grant, (found = weigh(grant, facts)));
    const { unmet, first, reason } = found;
    if (first === null && level !== 'none') {
      if (given === undefined || higher(given.level, level) !== given.level)
        given = { level, rule: grant.id, reason: 'granted', fact: null };
    } else if (nearest === undefined || unmet < nearest.unmet) {
      const verdict =
        first === null
          ? refuse('nothing_masked', grant.id)
          : refuse(reason, grant.id, conditions[first].fact);
      nearest = { unmet, verdict };
    }
  }
  return given ?? nearest?.verdict ?? refuse('no_rule');
}
