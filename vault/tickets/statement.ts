import { takeFromDay } from '../access/budget.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import {
  decideOn,
  type Judged,
  levelsOf,
  refuse,
  refuseMissing,
  type ReleasedRecord,
  show,
  whyOf,
} from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { findTicket, ticketRow } from './ticket.ts';
import { newId } from '../keys/keychain.ts';
import { normalise, today } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { resealed, storeRecord } from '../write.ts';

/**
 * A ticket about a neighbour has two people in it. What is said of the neighbour is a record of the neighbour's own, in
 * the worker's words: they read it and answer it. Nothing leads from it to the ticket but the ticket's control row, and
 * every entry about it is in the neighbour's log alone, without the ticket: its number may have been said in a group, beside
 * who reported.
 */
export interface Statement {
  id: string;
  version: number;
  /** Category, what is said, the answer, and the day on which they were told. */
  fields: ReleasedRecord['fields'];
}

export interface NewStatement {
  ticket: string;
  /** The resident it is about. */
  accused: string;
  /** For them to read, and free of the reporter's words. */
  said: string;
}

/** Tells a resident what a ticket says of them: by the worker who has it in hand. */
export function writeStatement(unit: Unit, request: NewStatement): Outcome<{ id: string }> {
  const { vault } = unit;
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'statement.write', { purpose: 'handle_ticket' });
  const id = newId(vault.random);
  const row = { id, type: 'statement', subject: request.accused, version: 0 };
  const grounds = { purpose: 'handle_ticket', case: found.key } as const;
  const decision = decideOn(unit, row, { ...grounds, fields: ['category', 'said', 'day'] }, 'create');
  // Nobody learns from their log that somebody tried.
  if (!decision.granted)
    return refuse(unit, 'statement.write', { ...row, subject: undefined }, grounds, decision);
  const { content } = found;
  const isResident = vault.rows.get('subject', request.accused)?.content.kind === 'resident';
  if (!isResident || request.accused === content.reporter)
    return failed('invalid', { errors: [{ field: 'accused', code: 'no_such_resident', ...noSuchResident }] });
  if (content.statement !== undefined) return failed('conflict');
  const category = openRecord(vault, ticketRow(unit, found), ['category']).get('category') ?? '';
  const checked = normalise('statement', { category, said: request.said, day: today(unit.now) }, unit.now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors.map(unnested) });

  const stored = storeRecord(vault, { ...row, version: 1 }, checked.draft);
  const next = { ...content, accused: request.accused, statement: id };
  const caseRow = vault.rows.put('case', found.key, next, vault.journal.size);
  append(unit, {
    action: 'statement.write',
    decision: 'done',
    subject: {
      subject: request.accused,
      fields: decision.fields,
      level: decision.level,
      ...withoutCase(decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: stored.digests,
  });
  notifyPerson(unit, request.accused, 'said_of_you');
  return done({ id });
}

/** For the worker who has the ticket: what was said to the neighbour, and what they answered. Null where nobody was told. */
export function readStatement(
  unit: Unit,
  request: { ticket: string },
): Outcome<{ statement: Statement | null }> {
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'statement.read', { purpose: 'handle_ticket' });
  const id = found.content.statement;
  const row = id === undefined ? undefined : unit.vault.store.records.byId('statement', id);
  const grounds = { purpose: 'handle_ticket', case: found.key } as const;
  // Decided also where there is none: who has not the ticket must not learn that there is.
  const asked = row ?? { id: found.key, type: 'statement', subject: '', version: 0 };
  const decision = decideOn(unit, asked, grounds);
  if (!decision.granted)
    return refuse(unit, 'statement.read', { ...asked, subject: undefined }, grounds, decision);
  if (row === undefined) {
    const subject = { ...withoutCase(decision), reason: 'nothing_found' } as const;
    append(unit, { action: 'statement.read', decision: 'granted', subject });
    return done({ statement: null });
  }
  return done({ statement: release(unit, row, decision) });
}

/** What is said of oneself: one entry, whatever there is. */
export function listStatements(unit: Unit): Outcome<{ items: Statement[] }> {
  const { vault, actor } = unit;
  const grounds = { purpose: 'own_record' } as const;
  const { rows } = vault.store.records.bySubject(actor.id, 'statement', '', mostListed);
  const nothing = { id: '', type: 'statement', subject: actor.id, version: 0 };
  const decision = decideOn(unit, rows[0] ?? nothing, grounds, 'list');
  if (!decision.granted) return refuse(unit, 'statement.read', nothing, grounds, decision);
  const items = rows.map((row) => shown(unit, row, decision));
  append(unit, {
    action: 'statement.read',
    decision: 'granted',
    subject: {
      subject: actor.id,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: rows.map(({ type, id, version }) => ({ type, id, version })),
  });
  return done({ items });
}

const mostListed = 50;

/** Answers what is said of oneself; again, to change the answer. */
export function replyStatement(
  unit: Unit,
  request: { id: string; reply: string },
): Outcome<{ id: string; version: number }> {
  const { vault } = unit;
  const row = vault.store.records.byId('statement', request.id);
  const grounds = { purpose: 'exercise_right' } as const;
  if (row === undefined) return refuseMissing(unit, 'statement.reply', grounds);
  const decision = decideOn(unit, row, { ...grounds, fields: ['reply'] }, 'update');
  if (!decision.granted) return refuse(unit, 'statement.reply', row, grounds, decision);
  const over = takeFromDay(unit, 'statement.reply', { subject: row.subject });
  if (over !== undefined) return over;
  const checked = normalise('statement', { reply: request.reply }, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors.map(unnested) });
  const stored = resealed(vault, row, checked.draft);
  append(unit, {
    action: 'statement.reply',
    decision: 'done',
    subject: {
      subject: row.subject,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: stored.rows,
    digests: stored.digests,
  });
  return done({ id: row.id, version: row.version + 1 });
}

function release(unit: Unit, row: RecordRow, decision: Judged): Statement {
  const released = shown(unit, row, decision);
  append(unit, {
    action: 'statement.read',
    decision: 'granted',
    subject: { subject: row.subject, ...levelsOf(released.fields), ...withoutCase(decision) },
    records: [{ type: row.type, id: row.id, version: row.version }],
  });
  return released;
}

const shown = (unit: Unit, row: RecordRow, decision: Judged): Statement => ({
  id: row.id,
  version: row.version,
  fields: show(unit, row, decision).fields,
});

/** The reasons as an entry has them, without the ticket that it was done for. */
const withoutCase = (decision: Judged) => whyOf({ purpose: 'handle_ticket' }, decision);

const unnested = <E extends { field: string }>(error: E): E => ({
  ...error,
  field: error.field.replace(/^fields\./, ''),
});
const noSuchResident = {
  zh: '找不到这位居民,或者就是报事人自己',
  en: 'there is no such resident, or it is the reporter',
};
