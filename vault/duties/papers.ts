import type { RecordType } from '../../policy/fields.ts';
import { fieldsOf } from '../../policy/fields.ts';
import type { Action } from '../../policy/grant.ts';
import type { LogAction } from '../../policy/words.ts';
import type { WrittenRow } from '../control.ts';
import { factsFor } from '../facts.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { judge, type Judged, refuse, refuseMissing, whyOf } from '../read.ts';
import { addSubject, openRecord } from '../subject.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { resealed, type StoredRecord, storeRecord } from '../write.ts';

/**
 * The papers a controller keeps (impact assessments, breach records): what is said in words is a sealed record, a
 * subject of its own, and goes the way of every record; what has to be counted stands in a control row beside it.
 */
export type Paper = Extract<RecordType, 'pia' | 'breach'>;
export type PaperWords = Readonly<Record<string, string>>;

const grounds = { purpose: 'keep_duties' } as const;

/** A new paper, stored but not logged: the caller appends the entry with its row. */
export interface NewPaper {
  id: string;
  /** What the entry has to say of it. */
  decision: Judged;
  rows: WrittenRow[];
  stored: StoredRecord;
}

/** Seals a new paper. The entry that takes it in must be the next one. */
export function addPaper(unit: Unit, action: LogAction, type: Paper, said: PaperWords): Outcome<NewPaper> {
  const { vault } = unit;
  const id = newId(vault.random);
  const row = { id, type, subject: id, version: 0 };
  const decision = judgePaper(unit, row, 'create', Object.keys(said));
  if (!decision.granted) return refuse(unit, action, { ...row, subject: undefined }, grounds, decision);
  const checked = normalise(type, said, unit.now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  const rows = [addSubject(vault, id, { kind: 'paper', grid: null })];
  const stored = storeRecord(vault, { ...row, version: 1 }, checked.draft, { newSubject: true });
  return done({ id, decision, rows: [...rows, ...stored.rows], stored });
}

/** Changes what a paper says, and appends the entry. */
export function changePaper(
  unit: Unit,
  action: LogAction,
  type: Paper,
  change: { id: string; version: number; fields: PaperWords },
): Outcome<{ id: string; version: number }> {
  const row = unit.vault.store.records.byId(type, change.id);
  if (row === undefined) return refuseMissing(unit, action, grounds);
  const decision = judgePaper(unit, row, 'update', Object.keys(change.fields));
  if (!decision.granted) return refuse(unit, action, row, grounds, decision);
  const checked = normalise(type, change.fields, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  if (row.version !== change.version) return failed('version_changed');
  const stored = resealed(unit.vault, row, checked.draft);
  logPaper(unit, action, row.subject, { decision, rows: stored.rows, stored });
  return done({ id: row.id, version: row.version + 1 });
}

/** Opens a paper, and appends the entry of reading it. */
export function readPaper(
  unit: Unit,
  type: Paper,
  id: string,
): Outcome<{ version: number; fields: Record<string, string> }> {
  const row = unit.vault.store.records.byId(type, id);
  if (row === undefined) return refuseMissing(unit, 'record.read', grounds);
  const names = Object.keys(fieldsOf(type));
  const decision = judgePaper(unit, row, 'read', names);
  if (!decision.granted) return refuse(unit, 'record.read', row, grounds, decision);
  const opened = openRecord(unit.vault, row, names);
  append(unit, {
    action: 'record.read',
    decision: 'granted',
    subject: {
      subject: row.subject,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [{ type, id, version: row.version }],
  });
  return done({ version: row.version, fields: Object.fromEntries(opened) });
}

/** The entry of a paper that was written. */
export function logPaper(
  unit: Unit,
  action: LogAction,
  subject: string,
  { decision, rows, stored }: Pick<NewPaper, 'decision' | 'rows' | 'stored'>,
): void {
  append(unit, {
    action,
    decision: 'done',
    subject: { subject, fields: decision.fields, level: decision.level, ...whyOf(grounds, decision) },
    records: [stored.record],
    rows,
    digests: stored.digests,
  });
}

function judgePaper(
  unit: Unit,
  row: { id: string; type: string; subject: string },
  action: Action,
  fields: readonly string[],
): Judged {
  const question = { action, role: unit.actor.role, ...grounds, type: row.type, fields };
  return judge(unit, question, factsFor(unit, row, grounds));
}
