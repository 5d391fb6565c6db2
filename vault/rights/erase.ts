import { clearAccess, erasedReporter, isOpen, isWaiting } from '../../policy/cases/case.ts';
import { holdLaws, type HoldLaw } from '../../policy/erasure/holds.ts';
import { fieldsOf, fieldSpec, type RecordType } from '../../policy/fields.ts';
import { purposeSpec } from '../../policy/purposes.ts';
import { dropAttachmentsOf } from '../attachments/drop.ts';
import { dropOfBindings, unbind } from '../access/binding.ts';
import type { Control, ControlKind, WrittenRow } from '../control.ts';
import { endActing } from '../people/relations.ts';
import { irrecoverableAt } from '../keys/rotation.ts';
import { tagInUse } from '../keys/tags.ts';
import type { LogReason } from '../../policy/words.ts';
import { marksOf, reviewOf, withoutThem } from '../erasure/traces.ts';
import { suppress, suppressionLife } from '../erasure/suppression.ts';
import { notifyContact } from '../notify.ts';
import { Tampered, unlessTampered } from '../outcome.ts';
import type { ControlRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';
import { resealed } from '../write.ts';

/** The two dates of an erasure, UTC milliseconds: unreadable since, irrecoverable from. */
export interface Erased {
  at: number;
  until: number;
  /** Until when an old list does not bring them back; null where they did not ask for that, or no number was held. */
  suppressed: number | null;
  /** What a law has kept all the same, and until when; null where it is nothing. */
  kept: { law: HoldLaw; types: RecordType[]; until: number } | null;
}

export interface Erasing {
  /** The rule that lets it happen. */
  rule: string;
  /** Who wants it: the person, the end of the time it may be kept, or the ledger after the database was put back. */
  why?: 'asked' | 'retention' | 'replayed';
  /** They do not want to be written down again from an old list. */
  suppressed?: boolean;
}

const reasonOf = {
  asked: 'asked_to_erase',
  retention: 'retention_over',
  replayed: 'replayed',
} as const satisfies Readonly<Record<NonNullable<Erasing['why']>, LogReason>>;

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
  'hold',
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
 * how they stood. Whoever reported before they were bound goes too, and a household in which nobody else lives. From this
 * moment nothing of it opens; a copy that was made before opens until its epoch's key is destroyed (`vault/keys/rotation.ts`).
 *
 * The entry is nobody's: one of theirs would open for nobody. It is the last of the request where they ask themselves,
 * because their own log key is gone behind it.
 */
export function eraseSubject(unit: Unit, subject: string, erasing: Erasing): Erased {
  const { vault, now } = unit;
  const { rule, why = 'asked' } = erasing;
  const until = irrecoverableAt(now, vault.recovery);
  endActing(vault, subject, now);
  emptyNotes(unit, subject);
  const all = [subject, ...contactsBefore(unit, subject), ...householdLeft(unit, subject)];
  const kept = heldOf(unit, subject);
  const review = reviewOf(unit, subject, marksOf(unit, subject));
  const suppression = erasing.suppressed === true ? suppress(unit, subject) : undefined;
  const written: WrittenRow[] = all.flatMap((one) => [
    vault.rows.put(
      'erasure',
      one,
      erasureRow(one === subject ? kept : null, now, why, until),
      vault.journal.size,
    ),
    ...anonymised(unit, one),
  ]);
  const contacts = contactsOf(unit, all);
  for (const one of all) dropRows(unit, one);
  const unbound = [...dropBindings(unit, all), ...unbind(unit, subject)];
  for (const one of all) dropRecords(unit, one, one === subject ? (kept?.types ?? []) : []);
  const shared = withoutThem(unit, new Set(all));
  const { article = '' } = purposeSpec('exercise_right')?.basis ?? {};
  append(unit, {
    action: 'erase',
    decision: 'done',
    subject: { purpose: 'exercise_right', basis: article, rule, reason: reasonOf[why] },
    rows: [
      ...written,
      ...unbound.filter(({ version }) => version > 0),
      ...shared,
      ...review,
      ...(suppression === undefined ? [] : [suppression]),
    ],
  });
  dropOfBindings(unit, subject, unbound);
  // Sessions, links, codes, what was answered, what was counted.
  for (const one of all) vault.store.transient.dropNaming(one);
  for (const one of all) {
    if (one !== subject || kept === null) vault.store.keys.destroy(one, 'data');
    vault.store.keys.destroy(one, 'log');
    vault.journal.forgetKey(one);
    vault.ledger.add({ kind: 'erase', id: one, at: now });
  }
  // Last: what waited to be said to them is dropped above, and this is what their bot has to know.
  for (const contact of contacts) notifyContact(unit, contact, 'erased');
  const suppressed = suppression === undefined ? null : now + suppressionLife;
  return { at: now, until, suppressed, kept };
}

/** Of an erasure the part that nothing spoilt can stop: no key, no record, no tag. For a replay (`erasure/ledger.ts`). */
export function eraseBare(vault: Vault, subject: string, now: number): void {
  const until = irrecoverableAt(now, vault.recovery);
  const row = vault.rows.put('erasure', subject, { at: now, reason: 'replayed', until }, vault.journal.size);
  for (const { id } of vault.store.records.allOf(subject)) vault.store.tags.drop(id);
  dropAttachmentsOf(vault, subject);
  vault.store.records.dropOf(subject);
  vault.store.transient.dropNaming(subject);
  for (const use of ['data', 'log'] as const) vault.store.keys.destroy(subject, use);
  vault.journal.forgetKey(subject);
  appendAsSystem(
    vault,
    { action: 'erase', decision: 'done', subject: { reason: 'replayed' }, rows: [row] },
    now,
  );
}

function erasureRow(kept: Erased['kept'], at: number, reason: NonNullable<Erasing['why']>, until: number) {
  return { at, reason, until, ...(kept === null ? {} : { kept }) };
}

/** What an order to keep, that has not run out, covers of what they have. */
export function heldOf({ vault, now }: Unit, subject: string): Erased['kept'] {
  const hold = vault.rows.get('hold', subject)?.content;
  if (hold === undefined || hold.lifted !== null || hold.until <= now || !(hold.law in holdLaws)) return null;
  const has = new Set(vault.store.records.allOf(subject).map(({ type }) => type));
  const types = hold.types.filter((type) => has.has(type));
  return types.length === 0 ? null : { law: hold.law, types, until: hold.until };
}

/**
 * The household of somebody after whom nobody is left in it: its address says where they lived. Found by the members'
 * index; where members are not indexed, no household is known to be empty.
 */
function householdLeft({ vault }: Unit, subject: string): string[] {
  const row = vault.store.records.byId('resident', subject);
  const keys = fieldSpec('resident', 'household')?.indexed && 'resident.household';
  if (row === undefined || keys === undefined) return [];
  const household = unlessTampered(() => openRecord(vault, row, ['household']).get('household')) ?? '';
  if (vault.rows.get('subject', household)?.content.kind !== 'household') return [];
  const tag = tagInUse(vault, subject, keys);
  const members = tag === undefined ? [] : vault.store.tags.find(keys, tag, 2);
  return members.some(({ record }) => record !== subject) ? [] : [household];
}

/** The chat contacts of all of them. */
const contactsOf = ({ vault }: Unit, all: readonly string[]): string[] =>
  all.flatMap((one) => vault.store.control.bindingsOf(one).map(({ key }) => key));

/**
 * Forgets the contacts that nobody else was ever bound to: an ended binding would keep the keyed hash of a chat account.
 * One whose history is in somebody else's log stays, ended, or the log would miss it.
 * @returns what was dropped, as version 0
 */
function dropBindings({ vault }: Unit, all: readonly string[]): WrittenRow[] {
  const gone = new Set(all);
  return all
    .flatMap((one) => vault.store.control.bindingsOf(one))
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'binding')) ?? [])
    .filter(({ key, version, content: { was } }) => {
      const theirs = version === 1 || (version === 2 && was !== undefined && gone.has(was));
      const row = vault.store.control.get('binding', key);
      return theirs && row !== undefined && gone.has(wroteOf(vault, row));
    })
    .map(({ kind, key }) => {
      vault.rows.drop(kind, key);
      return { kind, key, version: 0, digest: '' };
    });
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
    delete left.attachments;
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

function dropRecords({ vault }: Unit, subject: string, kept: readonly string[]): void {
  const { records, tags } = vault.store;
  for (const { id, type } of records.allOf(subject)) {
    tags.drop(id);
    if (!kept.includes(type)) records.drop(id);
  }
  if (!kept.includes('attachment')) dropAttachmentsOf(vault, subject);
}
