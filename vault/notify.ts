import type { NotificationKind } from '../policy/notifications.ts';
import { takesTickets, ticketWorkers } from '../policy/roles.ts';
import { stands } from './access/actor.ts';
import { contactAddress } from './access/contact.ts';
import type { ControlContents } from './control.ts';
import { done, type Outcome, unlessTampered } from './outcome.ts';
import { permitted, refuseOperation } from './access/permit.ts';
import { unexpired } from './transient.ts';
import { append, type Unit } from './vault.ts';

/** A reminder that nobody fetched is no use after three days, in milliseconds. */
const life = 3 * 24 * 3_600_000;

/** A reminder on its way to a chat: that a ticket moved, or that a binding was made. Nothing in it is about a person. */
export interface Notification {
  id: string;
  /** Whom: the contact's address, as the exchange told the bot. */
  to: string;
  kind: NotificationKind;
  ticket: number | null;
  grid: number | null;
  /** UTC milliseconds. */
  at: number;
}

type Case = ControlContents['case'];

/** What telling somebody takes: it may be the clock that tells. */
type Told = Pick<Unit, 'vault' | 'now'>;

/** Who has to know of a ticket's new state: its grid's workers while it waits, else the other of the two it is between. */
export function notifyOfTicket(unit: Unit, ticket: Case, action: 'create' | keyof typeof afterMove): void {
  if (action === 'create' || afterMove[action] === 'ticket_waiting') {
    for (const worker of workersOf(unit, ticket.grid)) notifyPerson(unit, worker, 'ticket_waiting', ticket);
    return;
  }
  const kind = afterMove[action];
  const whom = kind === 'ticket_closed' ? ticket.assignee : ticket.reporter;
  if (kind !== null && whom !== null) notifyPerson(unit, whom, kind, ticket);
}

/** After which move somebody is told what. */
const afterMove = {
  accept: null,
  dispatch: 'ticket_waiting',
  take: 'ticket_taken',
  request_extension: null,
  grant_extension: null,
  handle: 'ticket_handled',
  close: 'ticket_closed',
  rate: null,
  reopen: 'ticket_waiting',
  return: 'ticket_returned',
  mark_duplicate: null,
  transfer: 'ticket_transferred',
} as const satisfies Readonly<Record<string, NotificationKind | null>>;

/** Tells a contact that it is bound now. */
export function notifyBound(unit: Unit, contact: string): void {
  put(unit, contact, 'bound', null);
}

/** Tells the bot of a contact: that whose it was has been erased. */
export function notifyContact(unit: Unit, contact: string, kind: 'erased'): void {
  put(unit, contact, kind, null);
}

/** Tells somebody, wherever they are bound, of what is about no ticket. */
export function notifyPerson(
  unit: Told,
  subject: string,
  kind: NotificationKind,
  ticket: Case | null = null,
): void {
  notifySubject(unit, subject, kind, ticket);
}

function notifySubject(unit: Told, subject: string, kind: NotificationKind, ticket: Case | null): void {
  const { rows, store } = unit.vault;
  for (const row of store.control.bindingsOf(subject)) {
    // A row that is not as it was written is nobody's contact; `lindun verify` names it.
    const as = unlessTampered(() => rows.checked(row, 'binding'))?.content.as;
    const isTheirs = as === 'staff' ? roleOf(unit, subject) !== undefined : as !== undefined;
    if (isTheirs) put(unit, row.key, kind, ticket);
  }
}

function put(unit: Told, contact: string, kind: NotificationKind, ticket: Case | null): void {
  const { rows, journal } = unit.vault;
  const to = contactAddress(unit.vault, contact);
  // In the order of the log. One entry can tell an address two things, which then stand under two parts of it.
  const place = String(journal.size).padStart(15, '0');
  const ids = [0, 8, 16, 24].map((from) => `${place}-${to.slice(from, from + 8)}`);
  const isFree = (id: string) => rows.getTransient('notification', id, unit.now) === undefined;
  const id = ids.find((one) => unlessTampered(() => isFree(one)) === true) ?? ids[0] ?? place;
  const about = { ticket: ticket?.number ?? null, grid: ticket?.grid ?? null };
  rows.putTransient('notification', id, { to, kind, ...about, at: unit.now }, unit.now + life);
}

/** The workers of a grid. */
export function workersOf(unit: Unit, grid: number): readonly string[] {
  const { control } = unit.vault.store;
  const all = ticketWorkers.flatMap((role) => control.rolesNamed(role)).map(({ key }) => key);
  return all.filter((worker) => roleOf(unit, worker)?.grids.includes(grid));
}

/** A grid worker's role, while it stands. One that is not as it was written is nobody's. */
function roleOf({ vault }: Told, worker: string) {
  const role = unlessTampered(() => vault.rows.get('role', worker))?.content;
  return role !== undefined && takesTickets(role.role) && stands(role) ? role : undefined;
}

/** What waits to be said, oldest first. It stays until the bot says that it has it ({@link endNotifications}). */
export function takeNotifications(
  unit: Unit,
  request: { limit: number },
): Outcome<{ items: Notification[] }> {
  const allowed = permitted(unit, 'notification.take');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const waiting = unexpired(unit, 'notification', request.limit);
  return done({ items: waiting.map(({ key, content }) => ({ id: key, ...content })) });
}

/** The bot has them: they are not told again. One entry, where there was something to hand over. */
export function endNotifications(
  unit: Unit,
  request: { ids: readonly string[] },
): Outcome<{ ended: number }> {
  const allowed = permitted(unit, 'notification.take');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const { rows } = unit.vault;
  const isThere = (id: string) => rows.getTransient('notification', id, unit.now) !== undefined;
  // One that was changed since is dropped by who takes them next.
  const there = request.ids.filter((id) => unlessTampered(() => isThere(id)) === true);
  for (const id of there) rows.dropTransient('notification', id);
  if (there.length > 0) append(unit, { action: 'notification.take', decision: 'done', subject: {} });
  return done({ ended: there.length });
}
