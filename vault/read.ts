import { decide, type Decision, type Question } from '../policy/decide.ts';
import { type Facts, type SaidFacts, saidFacts } from '../policy/facts.ts';
import { fieldsOf, type RecordType } from '../policy/fields.ts';
import { highest, type Level } from '../policy/levels.ts';
import { present, type Shown } from '../policy/masks.ts';
import type { LogAction } from '../policy/words.ts';
import type { Action } from '../policy/grant.ts';
import { actingFor } from './people/acting.ts';
import { remindersOf, type ShownReminder } from './records/reminders.ts';
import { type Grounds, factsFor, saidWords } from './facts.ts';
import { countRead } from './emergency/under-order.ts';
import { done, failed, type Outcome } from './outcome.ts';
import type { RecordRow } from './storage/schema.ts';
import { openRecord } from './subject.ts';
import { isTripwire, stop, stopped } from './watch/canary.ts';
import { noteLook } from './watch/look.ts';
import { append, type Unit } from './vault.ts';

/** One record as it was released: each asked field at its level, with a value where the level has one. */
export interface ReleasedRecord {
  type: RecordType;
  id: string;
  version: number;
  fields: Record<string, Shown>;
  /** Of a dog: what its record reminds of. */
  reminders?: ShownReminder[];
}

export interface ReadRequest extends Grounds {
  type: RecordType;
  id: string;
  /** All fields of the type when left out. */
  fields?: readonly string[] | undefined;
}

/**
 * Reads one record: decide, open, mask, append, respond.
 *
 * A record that does not exist is refused like one that may not be seen; the log tells them apart.
 */
export function readRecord(unit: Unit, request: ReadRequest): Outcome<ReleasedRecord> {
  const row = unit.vault.store.records.byId(request.type, request.id);
  if (row === undefined) return refuseMissing(unit, 'record.read', request);
  const { unit: asking } = actingFor(unit, row.subject);
  const decision = decideOn(asking, row, request);
  if (!decision.granted) return refuse(asking, 'record.read', row, request, decision);
  return done(release(asking, 'record.read', row, request, decision));
}

/** A decision, with what was asked and what was true: the log keeps both, so that it can be made again. */
export interface Judged extends Decision {
  asked: `${Action}:${string}`;
  said: SaidFacts;
}

/** What the policy says of doing something with a record, for this actor and now. */
export function decideOn(
  unit: Unit,
  row: Pick<RecordRow, 'id' | 'type' | 'subject'>,
  request: Grounds & { fields?: readonly string[] | undefined },
  action: Action = 'read',
): Judged {
  const type = row.type as RecordType;
  const fields = request.fields ?? Object.keys(fieldsOf(type));
  const question = { action, role: unit.actor.role, purpose: request.purpose, type, fields };
  const judged = judge(unit, question, factsFor(unit, row, request));
  // In a list a canary is one of many; opened alone, or changed, it is a trap that somebody stepped into.
  return action !== 'list' && isTripwire(unit, row.subject) ? stopped(judged) : judged;
}

/** What the policy in force says of a question, under these facts. */
export function judge(unit: Unit, question: Question & { action: Action }, facts: Facts): Judged {
  const decision = decide(question, facts, unit.vault.policy.current.table);
  return { ...decision, asked: `${question.action}:${question.type}`, said: saidFacts(facts) };
}

/** Opens what was granted, masks it, and appends the entry. The caller has seen that it was granted. */
export function release(
  unit: Unit,
  action: LogAction,
  row: RecordRow,
  grounds: Grounds,
  decision: Judged,
): ReleasedRecord {
  const released = show(unit, row, decision);
  countRead(unit, grounds);
  append(unit, {
    action,
    decision: 'granted',
    subject: {
      subject: row.subject,
      ...levelsOf(released.fields),
      ...whyOf(grounds, decision),
    },
    records: [{ type: row.type, id: row.id, version: row.version }],
  });
  if (action === 'record.read' || action === 'attachment.read')
    noteLook(unit, row, { purpose: grounds.purpose, said: decision.said });
  return released;
}

/** Opens and masks, without an entry: for callers that append one entry over several records. */
export function show(unit: Unit, row: RecordRow, decision: Decision): ReleasedRecord {
  const type = row.type as RecordType;
  const granted = Object.entries(decision.fields).filter(([, level]) => level !== 'none');
  const values = openRecord(
    unit.vault,
    row,
    granted.map(([name]) => name),
  );
  const fields: ReleasedRecord['fields'] = {};
  const specs = fieldsOf(type);
  for (const [name, level] of Object.entries(decision.fields)) {
    const spec = specs[name];
    fields[name] = spec === undefined ? { level: 'none' } : present(level, spec, values.get(name) ?? '');
  }
  const released = { type, id: row.id, version: row.version, fields };
  return type === 'dog' ? { ...released, reminders: remindersOf(unit, row, decision) } : released;
}

/** What the log says was shown: each field's level, and the highest. */
export function levelsOf(fields: ReleasedRecord['fields']): { fields: Record<string, Level>; level: Level } {
  const entries = Object.entries(fields).map(([name, { level }]) => [name, level] as const);
  return { fields: Object.fromEntries(entries), level: highest(entries.map(([, level]) => level)) };
}

/** Logs a refusal about a record and gives its problem, which says nothing of the reason. */
export function refuse(
  unit: Unit,
  action: LogAction,
  row: Pick<RecordRow, 'type' | 'id' | 'version'> & { subject: string | undefined },
  grounds: Grounds,
  decision: Judged,
): { ok: false; problem: { code: 'denied' } } {
  append(unit, {
    action,
    decision: 'refused',
    subject: {
      // Of a subject that is not there nothing is logged: it would be given a key.
      ...(row.subject === undefined ? {} : { subject: row.subject }),
      fields: decision.fields,
      level: 'none',
      ...whyOf(grounds, decision),
      reason: decision.reason,
    },
    records: row.version > 0 ? [{ type: row.type, id: row.id, version: row.version }] : [],
  });
  if (decision.reason === 'canary') stop(unit);
  return { ok: false, problem: { code: 'denied' } };
}

/** Logs a request for something that is not there. */
export function refuseMissing(unit: Unit, action: LogAction, grounds: Partial<Grounds>) {
  append(unit, {
    action,
    decision: 'refused',
    subject: { reason: 'not_there', ...(grounds.purpose ? { purpose: grounds.purpose } : {}) },
  });
  return failed('denied');
}

/** What the subject part says of the reasons: the rule that decided, and the words that a person gave. */
export function whyOf(grounds: Grounds, decision: Judged) {
  const words = saidWords(grounds.reason);
  return {
    purpose: grounds.purpose,
    ...(decision.basis === '' ? {} : { basis: decision.basis }),
    rule: decision.rule,
    asked: decision.asked,
    facts: { ...decision.said },
    ...(grounds.case === undefined ? {} : { case: grounds.case }),
    ...(words ? { words } : {}),
  };
}
