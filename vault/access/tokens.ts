import { isService as isServiceRole } from '../../policy/roles.ts';
import { exchangeIsOpen, stands } from './actor.ts';
import { contactAddress, contactNow, contactTag } from './contact.ts';
import { type Budget, takeFromBudget } from './budget.ts';
import type { TransientContents } from '../control.ts';
import { newToken, tokenHash } from '../crypto/token.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { dropUnexpired } from '../transient.ts';
import { append, type Unit } from '../vault.ts';

/** How long tokens live, in milliseconds. */
const contactLife = 60_000;
const longestLife = 30 * 24 * 3_600_000;
/** Exchanges of one contact and of one bot, each hour: what a stolen bot can ask for in the name of others. */
const perContact: Budget = { limit: 120, window: 3_600_000 };
const perBot: Budget = { limit: 6_000, window: 3_600_000 };

export interface MintedToken {
  token: string;
  /** UTC milliseconds. */
  expires: number;
}

/**
 * Makes a token for a program, which cannot sign in: a bot or a kiosk. Nobody's session is made so; people sign in. Each
 * minting is an entry.
 */
export function mintToken(unit: Unit, request: { for: string; minutes: number }): Outcome<MintedToken> {
  const { vault } = unit;
  const role = vault.rows.get('role', request.for)?.content;
  const subject = vault.rows.get('subject', request.for)?.content;
  const isService = role !== undefined && stands(role) && isServiceRole(role.role);
  const allowed = permitted(unit, 'token.mint', { service: isService });
  if (!allowed.granted)
    return refuseOperation(unit, allowed, subject === undefined ? {} : { subject: request.for });
  const minted = newOf(unit, request);
  append(unit, { action: 'token.mint', decision: 'done', subject: { subject: request.for } });
  return done(minted);
}

function newOf({ vault, now }: Unit, request: { for: string; minutes: number }): MintedToken {
  const { token, hash } = newToken(vault.random);
  const expires = now + Math.min(request.minutes * 60_000, longestLife);
  vault.rows.putTransient('token', hash, { of: 'staff', actor: request.for, made: now }, expires);
  return { token, expires };
}

export interface RotatedToken extends MintedToken {
  /** How many others it had, and when the last of them ends; now, where none outlives this request. */
  others: number;
  until: number;
}

/**
 * Gives a program another token. Those it has go on for so many minutes, so that it can take the new one up while it works,
 * and end by themselves; with 0 they end now.
 */
export function rotateToken(
  unit: Unit,
  request: { for: string; minutes: number; overlap: number },
): Outcome<RotatedToken> {
  const { vault, now } = unit;
  const role = vault.rows.get('role', request.for)?.content;
  const subject = vault.rows.get('subject', request.for);
  const isService = role !== undefined && stands(role) && isServiceRole(role.role);
  const allowed = permitted(unit, 'token.mint', { service: isService });
  if (!allowed.granted)
    return refuseOperation(
      unit,
      allowed,
      subject === undefined ? {} : { subject: request.for },
      'token.rotate',
    );
  const last = now + request.overlap * 60_000;
  const held = vault.rows
    .transients('token', now, Number.MAX_SAFE_INTEGER)
    .found.filter(({ content }) => content.of === 'staff' && content.actor === request.for);
  for (const { key, content, expiresAt } of held) {
    if (last <= now) vault.rows.dropTransient('token', key);
    else vault.rows.putTransient('token', key, content, Math.min(expiresAt, last));
  }
  const minted = newOf(unit, request);
  append(unit, {
    action: 'token.rotate',
    decision: 'done',
    subject: { subject: request.for, rule: allowed.rule },
  });
  const until = Math.max(now, ...held.map(({ expiresAt }) => Math.min(expiresAt, last)));
  return done({ ...minted, others: held.length, until });
}

export interface ExchangeRequest {
  /** The chat transport and the contact's id there; neither is stored. */
  transport: string;
  contact: string;
  /** Where the answer will go. */
  context: 'private' | 'group';
}

export interface Exchanged extends MintedToken {
  /** Seconds. */
  lifetime: number;
  /** What reminders for this contact are sent to ({@link contactAddress}). */
  address: string;
}

/**
 * Gives the bot a token for one intent of one contact: sixty seconds, one request, within a budget, unless the officer
 * has closed the switch. It leaves no entry of its own when it succeeds: the one request it is good for has one. Nothing
 * of the answer says whether the contact is bound: that would be told without an entry.
 */
export function exchangeToken(unit: Unit, request: ExchangeRequest): Outcome<Exchanged> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'exchange');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  if (!exchangeIsOpen(vault)) {
    append(unit, { action: 'exchange', decision: 'refused', subject: { reason: 'exchange_closed' } });
    return failed('denied');
  }
  const contact = contactTag(vault, request.transport, request.contact);
  for (const [name, budget] of [
    [`contact/${contact}`, perContact] as const,
    [`bot/${actor.id}`, perBot] as const,
  ]) {
    const taken = takeFromBudget(unit, name, budget);
    if (taken.ok) continue;
    append(unit, { action: 'exchange', decision: 'refused', subject: { reason: 'over_budget' } });
    return failed('too_many_requests', { retryAfter: taken.retryAfter });
  }
  const { token, hash } = newToken(vault.random);
  const expires = unit.now + contactLife;
  const content = { of: 'contact', contact, context: request.context, bot: actor.id } as const;
  vault.rows.putTransient('token', hash, content, expires);
  return done({ token, expires, lifetime: contactLife / 1000, address: contactAddress(vault, contact) });
}

/** Ends a token: one's own, or all of somebody's. */
export function revokeTokens(
  unit: Unit,
  request: { token: string } | { of: string },
): Outcome<{ revoked: number }> {
  const { vault, actor } = unit;
  if ('of' in request) {
    const allowed = permitted(unit, 'token.revoke', { self: request.of === actor.id });
    if (!allowed.granted) return refuseOperation(unit, allowed);
    const revoked = dropTokens(unit, (content) => ownerOf(unit, content) === request.of);
    append(unit, { action: 'token.revoke', decision: 'done', subject: { subject: request.of } });
    return done({ revoked });
  }
  const hash = tokenHash(request.token);
  const content = vault.rows.getTransient('token', hash, unit.now);
  const self = content !== undefined && ownerOf(unit, content) === actor.id;
  // Also a session that was made for one thing can be ended.
  const allowed = permitted(unit, 'token.revoke', { self, ...(self ? { within: true } : {}) });
  if (!allowed.granted || content === undefined) return refuseOperation(unit, allowed);
  vault.rows.dropTransient('token', hash);
  append(unit, {
    action: 'token.revoke',
    decision: 'done',
    ...(self ? { subject: { subject: actor.id } } : {}),
  });
  return done({ revoked: 1 });
}

/**
 * Stops, or allows again, every exchange of the bot at once. Closing writes one row and needs nothing else to hold:
 * a contact's token is refused while the switch is closed. What was given out before ends when it opens again.
 */
export function setExchange(unit: Unit, open: boolean): Outcome<{ open: boolean }> {
  const allowed = permitted(unit, 'exchange.switch');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const wasOpen = exchangeIsOpen(unit.vault);
  const row = unit.vault.rows.put('switch', 'exchange', { open }, unit.vault.journal.size);
  append(unit, { action: 'exchange.switch', decision: 'done', subject: {}, rows: [row] });
  if (open && !wasOpen) dropTokens(unit, (content) => 'bot' in content);
  return done({ open });
}

/** Whether the bot is working, for who may stop it; an entry as every look of hers is. */
export function readExchange(unit: Unit): Outcome<{ open: boolean }> {
  const allowed = permitted(unit, 'exchange.switch');
  if (!allowed.granted) return refuseOperation(unit, allowed, {}, 'exchange.read');
  append(unit, { action: 'exchange.read', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ open: exchangeIsOpen(unit.vault) });
}

/** Whose a token is, where it is somebody's own to end; a contact's is spent by its first use. */
function ownerOf({ vault }: Unit, token: TransientContents['token']): string | undefined {
  if (token.of === 'contact') return undefined;
  if (token.of !== 'chat_page') return token.actor;
  return vault.rows.get('binding', contactNow(vault, token.contact))?.content.subject ?? undefined;
}

/**
 * Ends the tokens that `which` picks, and the links that would become such; as {@link dropUnexpired}.
 * @returns how many tokens were picked
 */
export function dropTokens(unit: Unit, which: (content: TransientContents['token']) => boolean): number {
  dropUnexpired(unit, 'link', ({ to }) => which(to));
  return dropUnexpired(unit, 'token', which);
}
