import type { Kind } from '../media/kinds.ts';
import { buildingIn } from '../../policy/checks/building.ts';
import {
  type CaseAction,
  type CaseState,
  daysInHand,
  erasedReporter,
  step,
} from '../../policy/cases/case.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import { takeFromDay } from '../access/budget.ts';
import type { Control, ControlContents } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { decideOn, refuse, refuseMissing, whyOf } from '../read.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { notifyOfTicket } from '../notify.ts';
import { normalise, today } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { resealed, storeRecord } from '../write.ts';

/** A ticket's public side: what its control row says, without a word of what was reported. */
export interface TicketState {
  id: string;
  year: number;
  number: number;
  state: CaseState;
  grid: number;
  version: number;
  opened: number;
  mine: boolean;
  /** What is attached, numbered from 1: what each is, and from when others than its reporter may see it. */
  attachments: { kind: Kind; from: number }[];
}

export interface NewTicket {
  category: string;
  description: string;
  place?: string | undefined;
  /** Where it is, when somebody has chosen; otherwise found from the place, or where the reporter lives. */
  grid?: number | undefined;
  /** Whom one reports for; oneself when left out. */
  for?: string | undefined;
}

/** What a group hears of a report: that it arrived, and its number. Everybody gets one, also somebody unbound. */
export interface Receipt {
  receipt: 'received';
  number: number;
}

/** Tickets in no grid yet lie here, for the dispatcher. */
export const unplaced = 0;

/** Takes a report: one's own, or of whom one acts for, whose ticket it then is. */
export function createTicket(asking: Unit, request: NewTicket): Outcome<Receipt | TicketState> {
  const { unit, subject } = actingFor(asking, request.for);
  const { vault, actor } = unit;
  if (subject !== actor.id && vault.rows.get('subject', subject) === undefined)
    return refuseMissing(unit, 'ticket.create', { purpose: 'handle_ticket' });
  const { category, description, place } = request;
  const words = { category, description, ...(place === undefined || place === '' ? {} : { place }) };
  const id = newId(vault.random);
  const row = { id, type: 'ticket', subject, version: 0 };
  const grounds = { purpose: 'handle_ticket' as const };
  const decision = decideOn(unit, row, { ...grounds, fields: Object.keys(words) }, 'create');
  if (!decision.granted) return refuse(unit, 'ticket.create', row, grounds, decision);
  const checked = normalise('ticket', words, unit.now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  if (request.grid !== undefined && !isGrid(unit, request.grid)) return noSuchGrid();
  const over = takeFromDay(unit, 'ticket.create', { subject });
  if (over !== undefined) return over;

  const year = yearOf(unit.now);
  const content: ControlContents['case'] = {
    kind: 'ticket',
    year,
    number: vault.store.control.lastCaseNumber(year) + 1,
    state: 'submitted',
    grid: gridFor(unit, request, subject),
    reporter: subject,
    assignee: null,
    opened: unit.now,
  };
  const stored = storeRecord(vault, { ...row, version: 1 }, checked.draft);
  const caseRow = vault.rows.add('case', id, content, vault.journal.size);
  notifyOfTicket(unit, content, 'create');
  append(unit, {
    action: 'ticket.create',
    decision: 'done',
    subject: {
      subject,
      case: id,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: stored.digests,
  });
  if (actor.context === 'group') return done({ receipt: 'received', number: content.number });
  return done(stateOf(unit, { kind: 'case', key: id, version: 1, content }));
}

export interface MoveRequest {
  /** A ticket's id, or its number as people say it: `318`, `0318`, `2026-0318`. */
  ticket: string;
  action: CaseAction;
  /** The version the mover saw; staff must name it. */
  version?: number | undefined;
  /** `dispatch`: where to. */
  grid?: number | undefined;
  /** `handle`: what was done. */
  result?: string | undefined;
  /** `rate`: 1 to 5. */
  rating?: string | undefined;
}

/** Moves a ticket one step: policy/cases/case.ts says who may and when. */
export function moveTicket(asking: Unit, request: MoveRequest): Outcome<TicketState> {
  const found = findTicket(asking, request.ticket);
  if (found === undefined) return refuseMissing(asking, 'ticket.move', { purpose: 'handle_ticket' });
  const { content } = found;
  const acting = actingFor(asking, content.reporter);
  const { unit } = acting;
  const { vault, actor } = unit;
  const { self, delegateOf, relation } = actingFacts(acting, 'ticket.move');
  const ways = {
    state: content.state,
    action: request.action,
    reporter: self || delegateOf,
    assignee: content.assignee === actor.id,
  };
  const ownGrid = actor.grids.includes(content.grid);
  const within = actor.only === null || actor.only === found.key;
  const allowed = permitted(unit, 'ticket.move', { ownGrid, within, delegateOf, relation, move: ways });
  const stepped = step(content.state, request.action, { ...ways, role: actor.role, ownGrid });
  if (!allowed.granted || !stepped.ok) {
    return refuseOperation(unit, allowed, {
      subject: content.reporter,
      case: found.key,
      purpose: 'handle_ticket',
    });
  }
  const staff = actor.context === 'desk';
  if (staff && request.version === undefined) return failed('version_missing');
  if (request.version !== undefined && request.version !== found.version) return failed('version_changed');
  const row = ticketRow(unit, found);
  const words = wordsOf(request);
  const grounds = { purpose: 'handle_ticket' as const };
  const said = decideOn(unit, row, { ...grounds, fields: Object.keys(words) }, 'update');
  if (Object.keys(words).length > 0 && !said.granted) return refuse(unit, 'ticket.move', row, grounds, said);
  const checked = normalise('ticket', words, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });
  if (request.action === 'dispatch' && request.grid !== undefined && !isGrid(unit, request.grid)) {
    return noSuchGrid();
  }

  const stored = checked.draft.size > 0 ? resealed(vault, row, checked.draft) : undefined;
  const next = { ...content, state: stepped.to, ...assigned(unit, request, content) };
  const caseRow = vault.rows.put('case', found.key, next, vault.journal.size);
  notifyOfTicket(unit, next, request.action);
  append(unit, {
    action: `ticket.${request.action}`,
    decision: 'done',
    subject: { subject: content.reporter, case: found.key, purpose: 'handle_ticket' },
    records: stored === undefined ? [] : [stored.record],
    rows: [...(stored?.rows ?? []), caseRow],
    digests: stored?.digests ?? [],
  });
  return done(stateOf(unit, { ...found, version: caseRow.version, content: next }));
}

/** Adds the reporter's further words to a ticket: below those that were added before, never in their place. */
export function supplementTicket(
  asking: Unit,
  request: { ticket: string; text: string },
): Outcome<TicketState> {
  const found = findTicket(asking, request.ticket);
  if (found === undefined) return refuseMissing(asking, 'ticket.supplement', { purpose: 'handle_ticket' });
  const { unit } = actingFor(asking, found.content.reporter);
  const { vault } = unit;
  const row = ticketRow(unit, found);
  const grounds = { purpose: 'handle_ticket' as const };
  const decision = decideOn(unit, row, { ...grounds, fields: ['supplement'] }, 'update');
  if (!decision.granted) return refuse(unit, 'ticket.supplement', row, grounds, decision);
  const over = takeFromDay(unit, 'ticket.supplement', { subject: row.subject, case: found.key });
  if (over !== undefined) return over;
  const added = normalise('ticket', { supplement: request.text }, unit.now, { partial: true });
  if (!added.ok) return failed('invalid', { errors: added.errors });
  const before = openRecord(vault, row, ['supplement']).get('supplement') ?? '';
  const supplement = [before, added.draft.get('supplement') ?? ''].filter((text) => text !== '').join('\n');
  const checked = normalise('ticket', { supplement }, unit.now, { partial: true });
  if (!checked.ok) return failed('invalid', { errors: checked.errors });

  const stored = resealed(vault, row, checked.draft);
  // The case goes one version on as well: who read the ticket before sees that it has changed.
  const caseRow = vault.rows.put('case', found.key, found.content, vault.journal.size);
  append(unit, {
    action: 'ticket.supplement',
    decision: 'done',
    subject: {
      subject: row.subject,
      case: found.key,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: stored.digests,
  });
  return done(stateOf(unit, { ...found, version: caseRow.version }));
}

/** A ticket by its id or by its number, read with or without zeros; the year is this one unless it is said. */
export function findTicket(unit: Unit, ticket: string): Control<'case'> | undefined {
  const { rows, store } = unit.vault;
  const said = /^(?:(\d{4})-)?0*(\d{1,9})$/.exec(ticket);
  if (said === null) return there(rows.get('case', ticket));
  const year = said[1] === undefined ? yearOf(unit.now) : Number(said[1]);
  const row = store.control.caseByNumber(year, Number(said[2]));
  return there(row && rows.checked(row, 'case'));
}

const there = (found: Control<'case'> | undefined): Control<'case'> | undefined =>
  found?.content.reporter === erasedReporter ? undefined : found;

/** @throws Tampered when a case has no sealed ticket */
export function ticketRow(unit: Unit, found: Control<'case'>): RecordRow {
  const row = unit.vault.store.records.byId('ticket', found.key);
  if (row === undefined) throw new Tampered(`ticket ${found.key}`);
  return row;
}

export function stateOf(unit: Unit, { key, version, content }: Control<'case'>): TicketState {
  const { year, number, state, grid, opened, assignee, attachments = [] } = content;
  const mine = assignee === unit.actor.id;
  return {
    id: key,
    year,
    number,
    state,
    grid,
    version,
    opened,
    mine,
    attachments: attachments.map(({ kind, from }) => ({ kind, from })),
  };
}

/** A move's own words, as fields of the ticket. */
function wordsOf({ action, result, rating }: MoveRequest): Record<string, string> {
  if (action === 'handle' && result !== undefined) return { result };
  if (action === 'rate' && rating !== undefined) return { rating };
  return {};
}

/** Who has the ticket after the move, and where it lies. */
function assigned(
  unit: Unit,
  { action, grid }: MoveRequest,
  before: ControlContents['case'],
): Pick<ControlContents['case'], 'assignee' | 'grid' | 'until'> {
  const until = unit.now + daysInHand * 24 * 3_600_000;
  if (action === 'take') return { assignee: unit.actor.id, grid: before.grid, until };
  if (action === 'grant_extension') return { assignee: before.assignee, grid: before.grid, until };
  if (action === 'dispatch') return { assignee: null, grid: grid ?? before.grid };
  if (action === 'return' || action === 'reopen') return { assignee: null, grid: before.grid };
  return { assignee: before.assignee, grid: before.grid };
}

function noSuchGrid() {
  const words = { zh: '没有这个网格', en: 'there is no such grid' };
  return failed('invalid', { errors: [{ field: 'grid', code: 'no_such_grid', ...words }] });
}

export const isGrid = (unit: Unit, grid: number): boolean => gridsOf(unit).some(({ id }) => id === grid);

const gridsOf = (unit: Unit) => unit.vault.rows.get('community', 'self')?.content.grids ?? [];

/** The year in China, which tickets are numbered by. */
export const yearOf = (time: number): number => Number(today(time).slice(0, 4));

/** The grid a report belongs to: as chosen, else by the building it names, else where the reporter lives. */
export function gridFor(
  unit: Unit,
  request: Pick<NewTicket, 'place' | 'description' | 'grid'>,
  reporter: string,
): number {
  if (request.grid !== undefined) return request.grid;
  const building = buildingIn(`${request.place ?? ''} ${request.description}`);
  const byBuilding = gridsOf(unit).find(
    ({ buildings }) => building !== undefined && buildings.includes(building),
  );
  if (byBuilding) return byBuilding.id;
  return unit.vault.rows.get('subject', reporter)?.content.grid ?? unplaced;
}
