import { type CaseState, erasedReporter } from '../../policy/cases/case.ts';
import type { FieldName } from '../../policy/fields.ts';
import { isInBuilding } from '../../policy/narrowing.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { type Acting, actingFacts, actingFor } from '../people/acting.ts';
import type { Control } from '../control.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, levelsOf, refuse, refuseMissing, type ReleasedRecord, show, whyOf } from '../read.ts';
import type { CaseNumber } from '../storage/control.ts';
import { findTicket, stateOf, ticketRow, type TicketState } from './ticket.ts';
import { append, type Unit } from '../vault.ts';
import { noteLook } from '../watch/look.ts';

/** A ticket as it was released: its words, and of its reporter what the reader may know. */
export interface ReleasedTicket extends TicketState {
  fields: ReleasedRecord['fields'];
  /** Null for an unbound reporter, and for whoever may not know. */
  reporter: { id: string; name: ReleasedRecord['fields'][string] } | null;
}

/** Reads one ticket, and its reporter's name as far as the policy lets the reader see it. */
export function readTicket(
  unit: Unit,
  request: { ticket: string; purpose: PurposeId },
): Outcome<ReleasedTicket> {
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'ticket.read', request);
  return releaseTicket(actingFor(unit, found.content.reporter).unit, found, request.purpose, 'read');
}

export interface TicketSearch {
  purpose: PurposeId;
  where:
    | { grid: number; building?: number | undefined }
    | { mine: true; for?: string | undefined }
    | { todo: true }
    | { state: CaseState };
  state?: CaseState | undefined;
  /** Of one's own: only these, for a page that shows no more. */
  fields?: readonly FieldName<'ticket'>[] | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface TicketList {
  items: ReleasedTicket[];
  cursor: string | null;
  remaining: number;
}

/**
 * Lists tickets of a grid, of a state, or one's own, oldest first: a page goes on from the number of the last ticket, which
 * never changes. Of a grid also those of one building, a stretch looked through at a time. Every released ticket is an entry, as in
 * `search/search.ts`.
 */
export function listTickets(unit: Unit, request: TicketSearch): Outcome<TicketList> {
  const { where } = request;
  if ('todo' in where) return todo(unit, request);
  if ('mine' in where) return ownTickets(actingFor(unit, where.for), request);
  const ownGrid = 'grid' in where && unit.actor.grids.includes(where.grid);
  const allowed = permitted(unit, 'ticket.list', { ownGrid });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose: request.purpose });
  const filter =
    'grid' in where
      ? ({ by: 'grid', grid: where.grid, state: request.state } as const)
      : ({ by: 'state', state: where.state } as const);
  const building = 'grid' in where ? where.building : undefined;
  const most = building === undefined ? request.limit : mostLooked;
  const page = unit.vault.store.control.numberedCases(filter, after(request.cursor), most);
  const items: ReleasedTicket[] = [];
  let looked = 0;
  let said = 0;
  let last: Control<'case'> | undefined;
  for (const row of page.rows) {
    if (items.length === request.limit) break;
    last = unit.vault.rows.checked(row, 'case');
    looked += 1;
    // Of who was erased only the numbers are left.
    if (last.content.reporter === erasedReporter) continue;
    if (building !== undefined && !isAt(unit, last, request.purpose, building)) continue;
    said += 1;
    const released = releaseTicket(unit, last, request.purpose, 'list');
    if (released.ok) items.push(released.value);
  }
  if (said === 0) noteNothing(unit, request.purpose);
  const remaining = page.rows.length - looked + page.remaining;
  const next = remaining > 0 && last !== undefined ? `${last.content.year}n${last.content.number}` : null;
  return done({ items, cursor: next, remaining });
}

/** So many tickets of a grid are looked through for a building in one request. */
const mostLooked = 100;

/**
 * Whether a ticket's place, as the reader would see it, names a building: no index has that. What they do not see is not
 * among those of any building.
 */
function isAt(unit: Unit, found: Control<'case'>, purpose: PurposeId, building: number): boolean {
  const row = ticketRow(unit, found);
  const decision = decideOn(unit, row, { purpose, case: found.key, fields: ['place'] }, 'list');
  const place = decision.granted ? show(unit, row, decision).fields['place'] : undefined;
  return place !== undefined && isInBuilding(place, building);
}

/** What a worker has to do is in one of these states: first what is in their hands, then what waits for somebody. */
const inHand = ['handling', 'extension_requested', 'handled'] as const;
const waiting = ['submitted', 'accepted', 'dispatched', 'reopened'] as const;

/**
 * A worker's tickets of today: those in their hands, then those that wait in their grids, each the oldest first. As long
 * as it is, it has one page: who has more than that to do needs help, not a second page.
 */
function todo(unit: Unit, { purpose, limit }: TicketSearch): Outcome<TicketList> {
  const { actor, vault } = unit;
  const allowed = permitted(unit, 'ticket.list', { ownGrid: actor.grids.length > 0 });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const inState = (state: CaseState) =>
    actor.grids.flatMap((grid) =>
      vault.store.control
        .cases({ by: 'grid', grid, state }, '', mostInState)
        .rows.map((row) => vault.rows.checked(row, 'case')),
    );
  const oldestFirst = (a: Control<'case'>, b: Control<'case'>) => a.content.opened - b.content.opened;
  const mine = inHand.flatMap(inState).filter(
    ({ content: { assignee, reporter, state } }) =>
      // What they reported and handled themselves is done.
      assignee === actor.id && !(state === 'handled' && reporter === actor.id),
  );
  const all = [...mine.sort(oldestFirst), ...waiting.flatMap(inState).sort(oldestFirst)];
  const items = all.slice(0, limit).flatMap((found) => {
    const released = releaseTicket(unit, found, purpose, 'list');
    return released.ok ? [released.value] : [];
  });
  if (all.length === 0) noteNothing(unit, purpose);
  return done({ items, cursor: null, remaining: Math.max(0, all.length - limit) });
}

/** Of one grid in one state; more have piled up somewhere else than in a worker's day. */
const mostInState = 200;

/**
 * One's own tickets, or those of whom one acts for, newest first: one entry for all of them, whatever was found (design: one chat intent, one entry).
 * A page goes on from the number of the last ticket, which never changes; its state and its place may.
 */
function ownTickets(acting: Acting, { purpose, fields, cursor, limit }: TicketSearch): Outcome<TicketList> {
  const { unit, subject } = acting;
  const { control } = unit.vault.store;
  if (subject !== unit.actor.id && control.get('subject', subject) === undefined)
    return refuseMissing(unit, 'ticket.list', { purpose });
  const allowed = permitted(unit, 'ticket.list', actingFacts(acting, 'ticket.list'));
  const whose = subject === unit.actor.id ? {} : { subject };
  if (!allowed.granted) return refuseOperation(unit, allowed, { ...whose, purpose });
  const { rows: found, remaining } = control.reportedBy(subject, before(cursor), limit);
  const cases = found.map((row) => unit.vault.rows.checked(row, 'case'));
  const nothing = { id: '', type: 'ticket', subject, version: 0 };
  const rows = cases.map((found) => ticketRow(unit, found));
  const decision = decideOn(unit, rows[0] ?? nothing, { purpose, fields }, 'list');
  // All of one's own stand under one rule (`own-ticket` in policy/rules.ts).
  if (!decision.granted) return refuse(unit, 'ticket.list', nothing, { purpose }, decision);
  const items = cases.flatMap((found, at): ReleasedTicket[] => {
    const row = rows[at];
    return row ? [{ ...stateOf(unit, found), fields: show(unit, row, decision).fields, reporter: null }] : [];
  });
  append(unit, {
    action: 'ticket.list',
    decision: 'granted',
    subject: {
      subject,
      fields: decision.fields,
      level: decision.level,
      ...whyOf({ purpose }, decision),
    },
    records: rows.map(({ type, id, version }) => ({ type, id, version })),
  });
  const last = cases.at(-1)?.content;
  const next = remaining > 0 && last !== undefined ? `${last.year}n${last.number}` : null;
  return done({ items, cursor: next, remaining });
}

/** Where a page of one's own tickets begins; a cursor that is none of ours leads behind the last one. */
const before = (cursor: string | undefined): CaseNumber =>
  cursor === undefined ? { year: 10_000, number: 0 } : (numberIn(cursor) ?? { year: 0, number: 0 });

/** And where one of oldest first does. */
const after = (cursor: string | undefined): CaseNumber =>
  cursor === undefined ? { year: 0, number: 0 } : (numberIn(cursor) ?? { year: 10_000, number: 0 });

function numberIn(cursor: string): CaseNumber | undefined {
  const [, year, number] = /^(\d{4})n(\d{1,9})$/.exec(cursor) ?? [];
  return number === undefined ? undefined : { year: Number(year), number: Number(number) };
}

function noteNothing(unit: Unit, purpose: PurposeId): void {
  append(unit, { action: 'ticket.list', decision: 'granted', subject: { purpose, reason: 'nothing_found' } });
}

function releaseTicket(
  unit: Unit,
  found: Control<'case'>,
  purpose: PurposeId,
  action: 'read' | 'list',
): Outcome<ReleasedTicket> {
  const row = ticketRow(unit, found);
  const grounds = { purpose, case: found.key };
  const decision = decideOn(unit, row, grounds, action);
  if (!decision.granted) return refuse(unit, `ticket.${action}`, row, grounds, decision);
  const { fields } = show(unit, row, decision);
  const shown = levelsOf(fields);
  const named = reporterName(unit, found, purpose, action);
  append(unit, {
    action: `ticket.${action}`,
    decision: 'granted',
    subject: {
      subject: row.subject,
      fields: { ...shown.fields, ...(named === null ? {} : { 'reporter.name': named.name.level }) },
      level: shown.level,
      ...whyOf(grounds, decision),
    },
    records: [row, ...(named === null ? [] : [named.row])].map(({ type, id, version }) => ({
      type,
      id,
      version,
    })),
  });
  if (action === 'read') noteLook(unit, { ...row, type: 'resident' }, { purpose, said: decision.said });
  const reporter = named === null ? null : { id: found.content.reporter, name: named.name };
  return done({ ...stateOf(unit, found), fields, reporter });
}

/** The reporter's name at the level the reader gets it; null for an unbound reporter and for who gets nothing. */
function reporterName(unit: Unit, found: Control<'case'>, purpose: PurposeId, action: 'read' | 'list') {
  const row = unit.vault.store.records.byId('resident', found.content.reporter);
  if (row === undefined || row.subject === unit.actor.id) return null;
  const decision = decideOn(unit, row, { purpose, case: found.key, fields: ['name'] }, action);
  const name = decision.granted ? show(unit, row, decision).fields['name'] : undefined;
  return name === undefined ? null : { row, name };
}
