import { isStaff, type Role } from '../../policy/roles.ts';
import type { LogAction } from '../../policy/words.ts';
import { actorOf, isEnrolling, stands } from './actor.ts';
import type { TransientContents } from '../control.ts';
import { newToken, tokenHash } from '../crypto/token.ts';
import type { LinkPage } from '../../policy/link-pages.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { refuseMissing } from '../read.ts';
import { findTicket } from '../tickets/ticket.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import { openAlerts } from '../watch/raise.ts';

/** How long a link can be opened, and how long what it opens lasts, in milliseconds. */
const linkLife = 10 * 60_000;
const pageLife = 20 * 60_000;

export interface LinkRequest {
  /** For the administrator: whose desk it opens. */
  for?: string | undefined;
  /** For a worker in a chat: the one ticket it opens, by id or number. */
  ticket?: string | undefined;
  /** For a resident in a chat: the page of their own that it leads to; where they begin, when left out. */
  page?: LinkPage | undefined;
}

export interface Link {
  /** To be put behind the vault's own address. The secret is its fragment, which no server and no log on the way sees. */
  path: string;
  /** UTC milliseconds. */
  expires: number;
}

/**
 * Makes a link for one use. It names nobody, and looking at it opens nothing: whoever opens it has to tap, and the tap
 * posts the secret ({@link enter}). What it opens has no more rights than where it was asked for: through a chat those
 * of the chat, for a worker over one ticket alone.
 */
export function openLink(unit: Unit, request: LinkRequest): Outcome<Link> {
  switch (unit.actor.role) {
    case 'administrator':
      return deskLink(unit, request);
    case 'grid_worker':
    case 'dedicated_worker':
      return ticketLink(unit, request);
    default:
      return pageLink(unit, request);
  }
}

/**
 * For staff's first sign-in, by who appoints them, and again after a loss: it opens the page where passkey and PIN are set,
 * and what was set before ends when there is something new.
 */
function deskLink(unit: Unit, request: LinkRequest): Outcome<Link> {
  if (request.for === undefined) return wrong('for', 'required', requiredFor);
  if (request.ticket !== undefined) return wrong('ticket', 'unknown_field', notForADesk);
  if (request.page !== undefined) return wrong('page', 'unknown_field', notForAPage);
  const allowed = permitted(unit, 'link.open');
  const role = unit.vault.rows.get('role', request.for)?.content;
  const works = role !== undefined && stands(role) && isStaff(role.role);
  if (!allowed.granted || !works)
    return refuseOperation(unit, allowed, works ? { subject: request.for } : {});
  return makeLink(unit, { of: 'enrol', actor: request.for }, request.for);
}

/** For a worker in their chat: the page of one ticket, where what a chat must not keep can be seen. */
function ticketLink(unit: Unit, request: LinkRequest): Outcome<Link> {
  if (request.for !== undefined) return wrong('for', 'unknown_field', notForOthers);
  if (request.ticket === undefined) return wrong('ticket', 'required', requiredTicket);
  if (request.page !== undefined) return wrong('page', 'unknown_field', notForAPage);
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'link.open', {});
  const { reporter, grid } = found.content;
  const allowed = permitted(unit, 'link.open', { ownGrid: unit.actor.grids.includes(grid) });
  const { id: actor, contact, bot } = unit.actor;
  if (!allowed.granted || contact === null || bot === null)
    return refuseOperation(unit, allowed, { subject: reporter, case: found.key });
  return makeLink(unit, { of: 'ticket_page', actor, contact, bot, only: found.key }, actor);
}

/** For a resident in their chat: their own page. */
function pageLink(unit: Unit, request: LinkRequest): Outcome<Link> {
  const { contact, bot, id } = unit.actor;
  const allowed = permitted(unit, 'link.open', { self: true });
  if (!allowed.granted || contact === null || bot === null)
    return refuseOperation(unit, allowed, contact === null ? {} : { subject: id });
  if (request.for !== undefined) return wrong('for', 'unknown_field', notForOthers);
  if (request.ticket !== undefined) return wrong('ticket', 'unknown_field', notForADesk);
  return makeLink(unit, { of: 'chat_page', contact, bot }, id, { page: request.page });
}

/** Keeps what a secret becomes, and says so in the log of whom it lets in. */
export function makeLink(
  unit: Unit,
  to: TransientContents['link']['to'],
  whose: string,
  { action = 'link.open', page }: { action?: LogAction; page?: LinkPage | undefined } = {},
): Outcome<Link> {
  const { vault, now } = unit;
  const { token: secret, hash } = newToken(vault.random);
  const expires = now + linkLife;
  vault.rows.putTransient('link', hash, { to, ...(page === undefined ? {} : { page }) }, expires);
  append(unit, { action, decision: 'done', subject: { subject: whose } });
  return done({ path: `/c/${vault.community}/enter#${secret}`, expires });
}

/** What a session was opened for, so that a page can lead there. */
export interface Entered {
  /** The session's token. */
  token: string;
  /** UTC milliseconds. */
  expires: number;
  /** Where it leads, when the link named a page. */
  page?: LinkPage;
}

/**
 * Turns a link's secret into a session, once. A secret that is unknown, used or too old is refused without an entry:
 * nobody can be named, and whoever guesses would fill the log.
 */
export function enter(
  vault: Vault,
  { secret, request }: { secret: string; request: string },
  now: number,
): Outcome<Entered> {
  const found = vault.rows.getTransient('link', tokenHash(secret), now);
  const actor = found && actorOf(vault, found.to);
  if (found === undefined || actor === undefined) return failed('denied');
  vault.rows.dropTransient('link', tokenHash(secret));
  const { token, hash } = newToken(vault.random);
  const expires = now + pageLife;
  vault.rows.putTransient('token', hash, found.to, expires);
  const unit: Unit = { vault, now, request, via: `console:${actor.way}`, actor, pending: [] };
  append(unit, { action: 'link.enter', decision: 'done', subject: { subject: actor.id } });
  const { page } = found;
  return done({ token, expires, ...(page === undefined ? {} : { page }) });
}

/** Who a session is, as far as a page has to know before it asks for anything. */
export interface Session {
  role: Role;
  /** Whose it is: a subject's id. */
  id: string;
  grids: readonly number[];
  /** The one ticket that it was made for. */
  ticket: string | null;
  /** It came through a chat, and ends with it. */
  fromChat: boolean;
  /** How many alerts nobody has looked at; not there for who is not told of them. */
  alerts?: number;
  /** Signed in with a passkey or a PIN. */
  strong: boolean;
  /** It is for setting how one signs in, and for nothing else. */
  enrolling: boolean;
}

/**
 * Whose session a token is. Nothing of anybody's record is told, so this spends nothing and logs nothing.
 * @returns undefined for a token that has ended, for one that is good for a single request, and for one that is not as
 * it was written
 */
export function sessionOf(vault: Vault, token: string, now: number): Session | undefined {
  return unlessTampered(() => {
    const content = vault.rows.getTransient('token', tokenHash(token), now);
    const actor = content === undefined || content.of === 'contact' ? undefined : actorOf(vault, content);
    if (actor === undefined) return undefined;
    const { role, id, grids, only, contact, strong } = actor;
    const alerts = role === 'privacy_officer' ? { alerts: openAlerts(vault) } : {};
    const enrolling = isEnrolling(actor);
    const ticket = enrolling ? null : only;
    return { role, id, grids, ticket, fromChat: contact !== null, strong, enrolling, ...alerts };
  });
}

const requiredFor = { zh: '请写明给谁', en: 'say for whom' };
const requiredTicket = { zh: '请写明哪张工单', en: 'say which ticket' };
const notForOthers = { zh: '只能给自己', en: 'only for oneself' };
const notForAPage = { zh: '只有居民的链接能写明页面', en: 'only a resident’s link names a page' };
const notForADesk = { zh: '这里不用写工单', en: 'no ticket is named here' };

function wrong(field: string, code: string, words: { zh: string; en: string }) {
  return failed('invalid', { errors: [{ field, code, ...words }] });
}
