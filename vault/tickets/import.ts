import { daysInHand, leftBehind, type PastState } from '../../policy/cases/case.ts';
import { takesTickets } from '../../policy/roles.ts';
import type { ControlContents } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { decideOn, refuse, whyOf } from '../read.ts';
import { gridFor, isGrid, yearOf } from './ticket.ts';
import { type Draft, normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { isTaken, idTaken, storeRecord } from '../write.ts';

/** A ticket of the time before Lindun, as a line of an import brings it in. */
export interface PastTicket {
  /** Chosen by the caller where something refers to it; random when left out. */
  id?: string | undefined;
  /** A resident's or an unbound reporter's subject. */
  reporter: string;
  /** UTC milliseconds. The year in China that it falls in gives the ticket its number. */
  opened: number;
  category: string;
  description: string;
  place?: string | undefined;
  /** Found as for a new ticket when left out. */
  grid?: number | undefined;
  state: PastState;
  /** Who had taken it. */
  worker?: string | undefined;
  result?: string | undefined;
  rating?: string | undefined;
}

/** What can be said of the line alone: its words, and that its state may have what it says. */
export function checkPastTicket(
  ticket: PastTicket,
  now: number,
): { ok: true; draft: Draft } | { ok: false; errors: FieldError[] } {
  const { category, description, place, result, rating, worker, state, opened } = ticket;
  const words = { category, description, place, result, rating };
  const said = Object.entries(words).filter(([, text]) => text !== undefined && text !== '');
  const checked = normalise('ticket', Object.fromEntries(said) as Record<string, string>, now);
  const errors = checked.ok ? [] : checked.errors.map((each) => ({ ...each, field: unnested(each.field) }));
  const left = leftBehind(state);
  if (left.worker !== (worker !== undefined)) errors.push(wrong('worker', left.worker ? taken : notTaken));
  if (!left.result && result !== undefined) errors.push(wrong('result', notHandled));
  if (!left.rating && rating !== undefined) errors.push(wrong('rating', notRated));
  if (opened > now) errors.push(wrong('opened', notYet));
  return checked.ok && errors.length === 0 ? checked : { ok: false, errors };
}

/** Stores one: decide, place, seal, append. Its words have been checked. */
export function importTicket(unit: Unit, ticket: PastTicket, draft: Draft): Outcome<null> {
  const { vault } = unit;
  const id = ticket.id ?? newId(vault.random);
  const row = { id, type: 'ticket', subject: ticket.reporter, version: 0 };
  const grounds = { purpose: 'record_keeping' as const };
  const decision = decideOn(unit, row, { ...grounds, fields: [...draft.keys()] }, 'create');
  if (!decision.granted) {
    const known = vault.rows.get('subject', ticket.reporter)?.key;
    return refuse(unit, 'ticket.create', { ...row, subject: known }, grounds, decision);
  }
  const misplaced = misplacedTicket(unit, ticket, id);
  if (misplaced !== undefined) return failed('invalid', { errors: [misplaced] });

  const { state, opened, reporter, worker = null } = ticket;
  const year = yearOf(opened);
  const content: ControlContents['case'] = {
    kind: 'ticket',
    year,
    number: vault.store.control.lastCaseNumber(year) + 1,
    state,
    grid: gridFor(unit, ticket, reporter),
    reporter,
    assignee: worker,
    opened,
    ...(worker === null ? {} : { until: unit.now + daysInHand * 24 * 3_600_000 }),
  };
  const stored = storeRecord(vault, { ...row, version: 1 }, draft);
  const caseRow = vault.rows.add('case', id, content, vault.journal.size);
  append(unit, {
    action: 'ticket.create',
    decision: 'done',
    subject: {
      subject: reporter,
      case: id,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(grounds, decision),
    },
    records: [stored.record],
    rows: [...stored.rows, caseRow],
    digests: stored.digests,
  });
  return done(null);
}

/** What is wrong with where it is to be: its reporter, its worker, its grid, its id. */
function misplacedTicket(unit: Unit, ticket: PastTicket, id: string): FieldError | undefined {
  const { rows } = unit.vault;
  const { reporter, worker, grid, state } = ticket;
  const kind = rows.get('subject', reporter)?.content.kind;
  if (kind !== 'resident' && kind !== 'reporter') return wrong('reporter', noSuchReporter);
  const role = worker === undefined ? undefined : rows.get('role', worker)?.content;
  // Who has left since may have handled what is over; what is in hand needs hands.
  const over = state === 'closed' || state === 'rated';
  if (worker !== undefined && (role === undefined || !takesTickets(role.role) || (role.ended && !over)))
    return wrong('worker', noSuchWorker);
  if (grid !== undefined && !isGrid(unit, grid)) return wrong('grid', noSuchGrid);
  return isTaken(unit.vault, id) ? idTaken : undefined;
}

const unnested = (field: string): string => field.replace(/^fields\./, '');

const wrong = (field: string, error: Omit<FieldError, 'field'>): FieldError => ({ field, ...error });

const taken = {
  code: 'required',
  zh: '这个环节的工单要写承办的网格员',
  en: 'a ticket in this state has a worker who took it',
};
const notTaken = {
  code: 'not_in_this_state',
  zh: '这个环节的工单还没有人接',
  en: 'a ticket in this state is nobody’s yet',
};
const notHandled = {
  code: 'not_in_this_state',
  zh: '办结之后才有办理结果',
  en: 'only a ticket that was handled says what was done',
};
const notRated = {
  code: 'not_in_this_state',
  zh: '评价过的工单才有评价',
  en: 'only a rated ticket has a rating',
};
const notYet = { code: 'in_the_future', zh: '报事时间还没有到', en: 'this has not happened yet' };
const noSuchReporter = {
  code: 'no_such_resident',
  zh: '没有这位报事人',
  en: 'there is no such reporter',
};
const noSuchWorker = {
  code: 'no_such_worker',
  zh: '没有这位网格员,或已离任',
  en: 'there is no such grid worker, or not any more',
};
const noSuchGrid = { code: 'no_such_grid', zh: '没有这个网格', en: 'there is no such grid' };
