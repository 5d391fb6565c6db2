import type { Bilingual } from '../../policy/bilingual.ts';
import { explain, type Happened } from '../../policy/rights/explain.ts';
import { roleWords } from '../../policy/words.ts';
import { maskedName } from '../masked-name.ts';
import type { OpenedEntry } from '../journal.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';

/** Which decision: by its number in one's own log, or by the reference that one was refused with. */
export type ExplainRequest = { seq: number } | { reference: string };

export interface Explanation {
  seq: number;
  time: number;
  /** What happened, what for, by which rule, what stood in the way, and what can be done; a paragraph each. */
  paragraphs: Bilingual[];
}

/** How many of one's own latest acts are looked through for a reference. */
const mostScanned = 500;
const purpose = 'access_audit' as const;

/**
 * Explains a decision to whom it was about, or to whoever was refused (PIPL Art 48); the officer may have any explained.
 *
 * What somebody else's data was asked for is explained without a word about it, and in the same words whether or not it is
 * there: an explanation tells no more than the refusal did.
 */
export function explainEntry(unit: Unit, request: ExplainRequest): Outcome<Explanation> {
  const { vault, actor } = unit;
  const entry = 'seq' in request ? entryAt(unit, request.seq) : entryOf(unit, request.reference);
  const about = entry?.subject.subject;
  const mine = entry !== undefined && (about === actor.id || entry.actor.actor === actor.id);
  const allowed = permitted(unit, 'log.explain', { self: mine });
  const isSubject = actor.role === 'resident' || actor.role === 'reporter';
  const whose = isSubject ? { subject: actor.id } : about === undefined ? {} : { subject: about };
  if (!allowed.granted || entry === undefined) return refuseOperation(unit, allowed, { ...whose, purpose });
  const foreign = isSubject && about !== actor.id;
  const happened = happenedIn(entry, foreign);
  const paragraphs = explain(
    happened,
    whoIn(unit, entry),
    vault.policy.version(happened.policy)?.table.grants ?? null,
  );
  append(unit, {
    action: 'log.explain',
    decision: 'granted',
    subject: { ...whose, purpose, rule: allowed.rule },
  });
  return done({ seq: entry.seq, time: entry.leaf.public.time, paragraphs });
}

function entryAt({ vault }: Unit, seq: number): OpenedEntry | undefined {
  const row = vault.store.log.get(seq);
  return row && vault.journal.open(row);
}

/** The latest of the actor's own entries of a request. */
function entryOf({ vault, actor }: Unit, reference: string): OpenedEntry | undefined {
  const rows = vault.store.log.newestFirst({ actor: actor.id }, vault.journal.size, mostScanned);
  for (const row of rows) {
    const entry = vault.journal.open(row);
    if (entry.actor.request === reference) return entry;
  }
  return undefined;
}

/** @param foreign what was asked for is not the reader's: nothing of it is told, not even whether it is there */
function happenedIn({ leaf, subject }: OpenedEntry, foreign: boolean): Happened {
  const { action, decision, role, policy } = leaf.public;
  const common = { action, decision, role, policy };
  if (foreign)
    return {
      ...common,
      purpose: subject.purpose ?? null,
      rule: null,
      reason: decision === 'refused' ? 'not_your_record' : null,
      fields: {},
      types: [],
    };
  return {
    ...common,
    purpose: subject.purpose ?? null,
    rule: subject.rule ?? null,
    reason: subject.reason ?? null,
    fields: { ...subject.fields },
    types: [...(subject.records ?? []).map(({ type }) => type), ...typeAsked(subject.asked)],
  };
}

/** The record type of what was asked, `read:resident`. */
const typeAsked = (asked: string | undefined): string[] => {
  const type = asked?.split(':')[1];
  return type === undefined ? [] : [type];
};

/** Who it was, as the reader may know them. */
function whoIn({ vault, actor }: Unit, { actor: { actor: id }, leaf }: OpenedEntry): Bilingual {
  if (id === actor.id) return { zh: '您', en: 'You' };
  const { role } = leaf.public;
  if (role === 'system') return { zh: '系统自己', en: 'The system itself' };
  const words = Object.hasOwn(roleWords, role)
    ? roleWords[role as keyof typeof roleWords]
    : { zh: role, en: role };
  const isResident = role === 'guardian' || role === 'delegate' || role === 'resident';
  const { who } = maskedName(vault, id, isResident ? 'resident' : 'staff');
  const name = who === null || who.level === 'none' ? '' : who.value;
  return { zh: `${words.zh}${name}`, en: name === '' ? `A ${words.en}` : `${words.en} ${name}` };
}
