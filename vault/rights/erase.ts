import { clearAccess, erasedReporter, isOpen, isWaiting } from '../../policy/cases/case.ts';
import { fieldsOf } from '../../policy/fields.ts';
import { purposeSpec } from '../../policy/purposes.ts';
import { dropOfBindings, unbind } from '../access/binding.ts';
import type { Control, ControlKind, WrittenRow } from '../control.ts';
import { Tampered } from '../outcome.ts';
import { endActing } from '../people/relations.ts';
import { irrecoverableAt } from '../keys/rotation.ts';
import type { ControlRow } from '../storage/schema.ts';
import { append, type Unit } from '../vault.ts';
import { resealed } from '../write.ts';

/** The two dates of an erasure, UTC milliseconds: unreadable since, irrecoverable from. */
export interface Erased {
  at: number;
  until: number;
}

/**
 * Whose row goes with whom: what says nothing but how one person stood. A row of another kind that names them stays: what
 * two people approved, who had a ticket, what an order covered. It names them by a random id that leads nowhere any more.
 *
 * Consents go too. No law orders them kept for somebody of whom nothing is held any more, and a receipt in the person's
 * own hand proves what they agreed to.
 */
const theirs: ReadonlySet<string> = new Set<ControlKind>([
  'subject',
  'consent',
  'consent_event',
  'relation',
  'right',
  'restriction',
  'sign_in',
  'sign_in_number',
  'passkey',
]);

/** Somebody's tickets that a worker has: these have to be closed first, for somebody is working on them. */
export function ticketsInHand(unit: Unit, subject: string): Control<'case'>[] {
  return ticketsOf(unit, subject).filter(
    ({ content: { state } }) =>
      clearAccess(state) || (isOpen(state) && !isWaiting(state) && state !== 'submitted'),
  );
}

const ticketsOf = ({ vault }: Unit, subject: string): Control<'case'>[] =>
  vault.store.control
    .reportedBy(subject, { year: 10_000, number: 0 }, 10_000)
    .rows.map((row) => vault.rows.checked(row, 'case'));

/**
 * Destroys the keys of everything that is held about somebody, and deletes it: records, index tags, bindings, sessions, and
 * how they stood. Whoever reported before they were bound goes too. From this moment nothing of it opens; a copy that was
 * made before opens until its epoch's key is destroyed (`vault/keys/rotation.ts`).
 *
 * The entry is nobody's: one of theirs would open for nobody. It is the last of the request where they ask themselves,
 * because their own log key is gone behind it.
 */
export function eraseSubject(unit: Unit, subject: string, { rule }: { rule: string }): Erased {
  const { vault, now } = unit;
  const until = irrecoverableAt(now, vault.recovery);
  endActing(vault, subject, now);
  emptyNotes(unit, subject);
  const all = [subject, ...contactsBefore(unit, subject)];
  const written: WrittenRow[] = all.flatMap((one) => [
    vault.rows.put('erasure', one, { at: now, reason: 'asked', until }, vault.journal.size),
    ...anonymised(unit, one),
  ]);
  const unbound = unbind(unit, subject);
  for (const one of all) dropRows(unit, one);
  for (const one of all) dropRecords(unit, one);
  append(unit, {
    action: 'erase',
    decision: 'done',
    subject: {
      purpose: 'exercise_right',
      basis: purposeSpec('exercise_right')?.basis.article ?? '',
      rule,
      reason: 'asked_to_erase',
    },
    rows: [...written, ...unbound],
  });
  dropOfBindings(unit, subject, unbound);
  // Sessions, links, codes, what was answered, what was counted.
  for (const one of all) vault.store.transient.dropNaming(one);
  for (const one of all) {
    vault.store.keys.destroy(one, 'data');
    vault.store.keys.destroy(one, 'log');
    vault.journal.forgetKey(one);
  }
  return { at: now, until };
}

/** As whom their chat contacts reported before they were bound. */
function contactsBefore({ vault }: Unit, subject: string): string[] {
  const bindings = vault.store.control.bindingsOf(subject).map((row) => vault.rows.checked(row, 'binding'));
  return bindings.flatMap(({ content: { was } }) =>
    was !== undefined && vault.rows.get('subject', was)?.content.kind === 'reporter' ? [was] : [],
  );
}

/** Their tickets without them, and what is said of them without whom it is said of. */
function anonymised(unit: Unit, subject: string): WrittenRow[] {
  const { rows, store, journal } = unit.vault;
  const reported = ticketsOf(unit, subject).map(({ key, content }) => {
    const left = { ...content, state: 'closed' as const, reporter: erasedReporter };
    delete left.photos;
    return rows.put('case', key, left, journal.size);
  });
  const said = store.control.accusing(subject).map((row) => {
    const { key, content } = rows.checked(row, 'case');
    const left = { ...content };
    delete left.accused;
    delete left.statement;
    return rows.put('case', key, left, journal.size);
  });
  return [...reported, ...said];
}

/**
 * What was written down of their needs under an order belongs to the order, whose log has it: it stays as a note about
 * nobody that says nothing, and goes with the order. Before anything of the erasure is written.
 */
function emptyNotes(unit: Unit, subject: string): void {
  const { vault } = unit;
  for (const row of vault.store.control.withMember('order_note', 'resident', subject)) {
    const { key, content } = vault.rows.checked(row, 'order_note');
    const note = vault.store.records.byId('emergency_note', key);
    if (note === undefined) throw new Tampered(`emergency_note ${key}`);
    const emptied = resealed(
      vault,
      note,
      new Map(Object.keys(fieldsOf('emergency_note')).map((name) => [name, ''])),
    );
    const left = vault.rows.put(
      'order_note',
      key,
      { ...content, resident: erasedReporter },
      vault.journal.size,
    );
    append(unit, {
      action: 'order.note',
      decision: 'done',
      subject: { subject: content.order, purpose: 'emergency_order', reason: 'asked_to_erase' },
      records: [emptied.record],
      rows: [...emptied.rows, left],
      digests: emptied.digests,
    });
  }
}

function dropRows({ vault }: Unit, subject: string): void {
  for (const row of vault.store.control.naming(subject))
    if (theirs.has(row.kind) && isTheirs(row, subject) && wroteOf(vault, row) === subject)
      vault.rows.drop(row.kind as ControlKind, row.key);
}

/** By its key, or because it says so itself. */
const isTheirs = ({ key, content }: ControlRow, subject: string): boolean =>
  key === subject || key.startsWith(`${subject}/`) || content.includes(`"subject":"${subject}"`);

/**
 * Whose entry a row was written in last. One that another's entry wrote is part of that person's history, and the log
 * would miss it.
 */
function wroteOf({ store }: Unit['vault'], row: ControlRow): string {
  const entry = store.log.get(row.seq);
  if (entry === undefined) throw new Tampered(`row ${row.kind}/${row.key}`);
  return entry.subject;
}

function dropRecords({ vault }: Unit, subject: string): void {
  const { records, tags } = vault.store;
  for (const { id } of records.allOf(subject)) tags.drop(id);
  records.dropOf(subject);
}
