import { erasedReporter } from '../../policy/cases/case.ts';
import type { Entry } from '../journal.ts';
import { dropChunks } from '../attachments/drop.ts';
import { irrecoverableAt } from '../keys/rotation.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import { unlessTampered } from '../outcome.ts';
import { eraseSubject } from '../rights/erase.ts';
import type { RecordRow } from '../storage/schema.ts';
import { appendAsSystem, type Vault } from '../vault.ts';
import { today } from '../validate.ts';
import { resealed } from '../write.ts';
import { type Due, dueByWrite, dueOf, sweptByWrite, sweptKinds } from './due-for-sweep.ts';
import { systemUnit } from './ledger.ts';

/** How many rows one step looks at: a few milliseconds. */
const batch = 100;

/** Where a walk is: in which part, behind which key. */
export interface SweepWalk {
  part: number;
  after: string;
  /** The day whose walk has come to its end. */
  done: string;
}

/** The parts of a walk: kinds of control rows, then types of records. */
const parts = [...sweptKinds, ...sweptByWrite];

/**
 * One step of the day's sweep. Each thing that goes is an entry of its own, with the day's count beside it, so a sweep that
 * was ended half way goes on with what is left, and counts nothing twice.
 * @returns whether there is more of it today
 */
export function sweepStep(vault: Vault, walk: SweepWalk, now: number): boolean {
  const day = today(now);
  if (walk.done === day) return false;
  if (walk.part >= parts.length) {
    Object.assign(walk, { done: day, part: 0, after: '' });
    const row = vault.rows.get('sweep', day)?.content;
    // A day on which nothing went has no entry.
    if (row !== undefined && !row.done) note(vault, { rows: [putSweep(vault, day, now, {}, true)] }, now);
    return false;
  }
  const { dues, last } = look(vault, walk, now);
  for (const due of dues) act(vault, due, now);
  if (last === undefined) {
    walk.part += 1;
    walk.after = '';
  } else walk.after = last;
  return true;
}

/** What the next rows of a walk say is over; `last` where more follow. */
function look(vault: Vault, { part, after }: SweepWalk, now: number): { dues: Due[]; last?: string } {
  const name = parts[part];
  const isType = part >= sweptKinds.length;
  const { control, records } = vault.store;
  const rows = isType
    ? records
        .ofType(name ?? '', after, batch)
        .map((row) => ({ key: row.id, find: () => dueByWrite(vault, row, now) }))
    : control
        .after(name ?? '', after, batch)
        .map((row) => ({ key: row.key, find: () => dueOf(vault, row, now) }));
  // One that is not as it was written is left to `lindun verify`, and does not stop the others.
  const dues = rows.flatMap(({ find }) => unlessTampered(find) ?? []);
  const last = rows.length < batch ? undefined : rows.at(-1)?.key;
  return { dues, ...(last === undefined ? {} : { last }) };
}

/** What would go if there were a sweep at `now`, counted by type, or type and field. Nothing is changed. */
export function previewSweep(vault: Vault, now: number): Record<string, number> {
  const counts: Record<string, number> = {};
  const walk: SweepWalk = { part: 0, after: '', done: '' };
  while (walk.part < parts.length) {
    const { dues, last } = look(vault, walk, now);
    for (const name of dues.flatMap(namesOf)) counts[name] = (counts[name] ?? 0) + 1;
    if (last === undefined) walk.part += 1;
    walk.after = last ?? '';
  }
  return counts;
}

function note(vault: Vault, what: Pick<Entry, 'rows'>, now: number): void {
  appendAsSystem(vault, { action: 'retention.sweep', decision: 'done', subject: {}, ...what }, now);
}

function namesOf(due: Due): string[] {
  switch (due.what) {
    case 'record':
      return [due.row.type];
    case 'fields':
      return due.fields.map((field) => `${due.row.type}.${field}`);
    case 'subject':
      return [due.type];
    case 'kept':
      return ['kept'];
  }
}

function putSweep(
  vault: Vault,
  day: string,
  now: number,
  more: Record<string, number>,
  done = false,
): WrittenRow {
  const before = vault.rows.get('sweep', day)?.content.counts ?? {};
  const counts = { ...before };
  for (const [name, n] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + n;
  return vault.rows.put('sweep', day, { at: now, counts, done }, vault.journal.size);
}

function act(vault: Vault, due: Due, now: number): void {
  const counts = Object.fromEntries(namesOf(due).map((name) => [name, 1]));
  const count = (): WrittenRow => putSweep(vault, today(now), now, counts);
  switch (due.what) {
    case 'record':
      return dropRecord(vault, due, now, count);
    case 'fields':
      return emptyFields(vault, due, now, count);
    case 'subject':
      eraseSubject(systemUnit(vault, now), due.subject, { rule: 'retention', why: 'retention' });
      return note(vault, { rows: [count()] }, now);
    case 'kept':
      return dropKept(vault, due.subject, now, count);
  }
}

/** Deletes a record, and what its case's row says of it. Whose everything is gone with it is erased, too. */
function dropRecord(
  vault: Vault,
  { row, case: ofCase }: Extract<Due, { what: 'record' }>,
  now: number,
  count: () => WrittenRow,
): void {
  const { id, type, version, subject } = row;
  const content: ControlContents['swept'] = {
    type: type as ControlContents['swept']['type'],
    version,
    at: now,
  };
  const rows = [
    vault.rows.put('swept', id, content, vault.journal.size),
    ...(ofCase === undefined ? [] : withoutIt(vault, ofCase, row)),
    count(),
  ];
  if (type === 'attachment') dropChunks(vault, row);
  vault.store.tags.drop(id);
  vault.store.records.drop(id);
  appendAsSystem(
    vault,
    {
      action: 'retention.sweep',
      decision: 'done',
      subject: { subject, reason: 'retention_over' },
      records: [{ type, id, version }],
      rows,
    },
    now,
  );
  const isReporter = vault.rows.get('subject', subject)?.content.kind === 'reporter';
  if (isReporter && !vault.store.records.hasAny(subject))
    eraseSubject(systemUnit(vault, now), subject, { rule: 'retention', why: 'retention' });
}

/** A ticket's row without what has gone: of the ticket itself only its number, its grid and its times are left. */
function withoutIt(vault: Vault, key: string, { id, type }: RecordRow): WrittenRow[] {
  const found = vault.rows.get('case', key) as Control<'case'>;
  const left = { ...found.content };
  if (type === 'ticket') {
    left.reporter = erasedReporter;
    delete left.attachments;
  }
  if (type === 'ticket' || left.statement === id) {
    delete left.accused;
    delete left.statement;
  }
  if (type === 'attachment') {
    const attachments = (left.attachments ?? []).filter((one) => one.id !== id);
    if (attachments.length > 0) left.attachments = attachments;
    else delete left.attachments;
  }
  return [vault.rows.put('case', key, left, vault.journal.size)];
}

function emptyFields(
  vault: Vault,
  { row, fields }: Extract<Due, { what: 'fields' }>,
  now: number,
  count: () => WrittenRow,
): void {
  const stored = resealed(vault, row, new Map(fields.map((name) => [name, ''])));
  appendAsSystem(
    vault,
    {
      action: 'retention.sweep',
      decision: 'done',
      subject: {
        subject: row.subject,
        fields: Object.fromEntries(fields.map((name) => [name, 'none' as const])),
        reason: 'retention_over',
      },
      records: [stored.record],
      rows: [...stored.rows, count()],
      digests: stored.digests,
    },
    now,
  );
}

/** What a law had kept of somebody: its time is over, and so is theirs. */
function dropKept(vault: Vault, subject: string, now: number, count: () => WrittenRow): void {
  const found = vault.rows.get('erasure', subject);
  if (found === undefined) return;
  const { kept: _, ...content } = found.content;
  const until = irrecoverableAt(now, vault.recovery);
  const rows = [vault.rows.put('erasure', subject, { ...content, until }, vault.journal.size), count()];
  vault.store.records.dropOf(subject);
  vault.store.keys.destroy(subject, 'data');
  appendAsSystem(
    vault,
    { action: 'erase', decision: 'done', subject: { reason: 'retention_over' }, rows },
    now,
  );
}
