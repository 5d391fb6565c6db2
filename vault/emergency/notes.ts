import type { Shown } from '../../policy/masks.ts';
import type { Control } from '../control.ts';
import { factsFor } from '../facts.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome, Tampered, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { judge, type Judged, levelsOf, refuse, refuseMissing, show, whyOf } from '../read.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { refuseMadeUp } from '../watch/canary.ts';
import { resealed, storeRecord } from '../write.ts';
import { counted, countRead } from './under-order.ts';

const purpose = 'emergency_order';
const type = 'emergency_note';

/** A note of what somebody needs, taken under an order. */
export interface Note {
  id: string;
  resident: string;
  at: number;
  fields: Record<string, Shown>;
}

/** What the policy says of a note about this resident, under this order. */
function decideNote(
  unit: Unit,
  order: string,
  resident: string,
  action: 'create' | 'update' | 'list',
  fields: string[],
) {
  const grounds = { purpose, case: order } as const;
  const facts = factsFor(unit, { id: '', type, subject: resident }, grounds);
  const question = { action, role: unit.actor.role, purpose, type, fields };
  return { grounds, decision: judge(unit, question, facts) };
}

/**
 * Writes down what somebody needs. The record belongs to the order, whose end destroys it; that it was written is an entry
 * about the resident too, which stays.
 */
export function takeNote(
  unit: Unit,
  request: { order: string; resident: string; need: string; outcome?: string | undefined },
): Outcome<{ id: string }> {
  const { vault, actor, now } = unit;
  const { order, resident, need, outcome } = request;
  const words = { need, ...(outcome === undefined ? {} : { outcome }) };
  const isResident = vault.store.records.byId('resident', resident) !== undefined;
  const { grounds, decision } = decideNote(unit, order, resident, 'create', Object.keys(words));
  const about = { id: '', type, version: 0, subject: isResident ? resident : undefined };
  if (!decision.granted) return refuse(unit, 'order.note', about, grounds, decision);
  const found = vault.rows.get('order', order);
  if (!isResident || found === undefined) return refuseMissing(unit, 'order.note', grounds);
  // Nobody who does not exist has said what they need.
  const madeUp = refuseMadeUp(unit, 'order.note', { subject: resident, purpose });
  if (madeUp !== undefined) return madeUp;
  const checked = normalise(type, words, now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  const id = newId(vault.random);
  const stored = storeRecord(vault, { id, type, subject: order, version: 1 }, checked.draft);
  const row = vault.rows.add(
    'order_note',
    id,
    { order, resident, by: actor.id, at: now },
    vault.journal.size,
  );
  append(unit, {
    action: 'order.note',
    decision: 'done',
    subject: { subject: order, purpose },
    records: [stored.record],
    rows: [...stored.rows, row],
    digests: stored.digests,
  });
  noteTo(unit, resident, grounds, decision, [counted(vault, found, 'collected')]);
  return done({ id });
}

/** Writes what came of it. */
export function closeNote(unit: Unit, request: { note: string; outcome: string }): Outcome<{ id: string }> {
  const { vault, now } = unit;
  const found = vault.rows.get('order_note', request.note);
  if (found === undefined) return refuseMissing(unit, 'order.note', { purpose });
  const { order, resident } = found.content;
  const { grounds, decision } = decideNote(unit, order, resident, 'update', ['outcome']);
  const row = vault.store.records.byId(type, request.note);
  if (row === undefined) throw new Tampered(`${type} ${request.note}`);
  if (!decision.granted) return refuse(unit, 'order.note', { ...row, subject: resident }, grounds, decision);
  const checked = normalise(type, { outcome: request.outcome }, now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  const stored = resealed(vault, row, checked.draft);
  append(unit, {
    action: 'order.note',
    decision: 'done',
    subject: { subject: order, purpose },
    records: [stored.record],
    rows: stored.rows,
    digests: stored.digests,
  });
  noteTo(unit, resident, grounds, decision, []);
  return done({ id: request.note });
}

/** The same in the resident's own log: that a note about them was written, and not what it says. */
function noteTo(
  unit: Unit,
  resident: string,
  grounds: { purpose: 'emergency_order'; case: string },
  decision: Judged,
  rows: ReturnType<typeof counted>[],
): void {
  append(unit, {
    action: 'order.note',
    decision: 'done',
    subject: { subject: resident, fields: decision.fields, ...whyOf(grounds, decision) },
    rows,
  });
}

/** No more are shown at a time; who has more than that to do needs help. */
const mostNotes = 50;

/** The notes of an order about people of the actor's grids, newest first. Each is an entry about the person. */
export function listNotes(unit: Unit, request: { order: string }): Outcome<{ items: Note[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'order.notes', { ownGrid: actor.grids.length > 0 });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const notes = vault.store.control
    .withMember('order_note', 'order', request.order)
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'order_note')) ?? [])
    .sort((a, b) => b.content.at - a.content.at);
  const items = notes.flatMap((note) => released(unit, note) ?? []).slice(0, mostNotes);
  if (items.length === 0)
    append(unit, {
      action: 'order.notes',
      decision: 'granted',
      subject: { purpose, case: request.order, reason: 'nothing_found' },
    });
  return done({ items });
}

function released(unit: Unit, { key, content }: Control<'order_note'>): Note | undefined {
  const { order, resident, at } = content;
  const { grounds, decision } = decideNote(unit, order, resident, 'list', ['need', 'outcome']);
  const row = unit.vault.store.records.byId(type, key);
  if (!decision.granted || row === undefined) return undefined;
  const { fields } = show(unit, row, decision);
  countRead(unit, grounds);
  append(unit, {
    action: 'order.notes',
    decision: 'granted',
    subject: { subject: resident, ...levelsOf(fields), ...whyOf(grounds, decision) },
  });
  return { id: key, resident, at, fields };
}
