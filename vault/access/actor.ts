import type { Context } from '../../policy/facts.ts';
import { isService, takesTickets, type Role } from '../../policy/roles.ts';
import { tokenHash } from '../crypto/token.ts';
import { bound, contactNow } from './contact.ts';
import { newId } from '../keys/keychain.ts';
import type { ControlContents, TransientContents, WrittenRow } from '../control.ts';
import { Tampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';

/** Who is asking, as the vault itself found out. */
export interface Actor {
  role: Role;
  /** A subject's id or `administrator`; empty for a contact that has no subject yet. */
  id: string;
  /** The grids a worker works in. */
  grids: readonly number[];
  context: Context;
  /** Signed in with a passkey or a PIN: a link from a chat alone is no sign-in. */
  strong: boolean;
  /** The keyed hash of a chat contact, when they came in through one. */
  contact: string | null;
  /** The bot they came in through. */
  bot: string | null;
  /**
   * The one ticket that the session was made for, or {@link enrolment}; null where it was made for no one thing.
   */
  only: string | null;
  /** How they came in: from the desk, from their page, or through this bot: from where it said, or by a link it made. */
  way: 'desk' | 'page' | `${'private' | 'group' | 'page' | 'link'}:${string}`;
}

/** What a session is for that came by an enrolment link: to set how one signs in, and nothing else. No ticket's id. */
export const enrolment = 'enrolment';

export const isEnrolling = ({ only }: Pick<Actor, 'only'>): boolean => only === enrolment;

/**
 * Who a token belongs to, now: role, grids and binding are looked up at each use, so that a change works at once. A
 * contact's token is spent by this.
 * @param token as the caller sent it
 * @returns undefined for a token that is unknown, expired or revoked, whose role has ended, or that came through the
 * exchange while it is closed
 */
export function authenticate(vault: Vault, token: string, now: number): Actor | undefined {
  const hash = tokenHash(token);
  if (hash === vault.administrator) {
    return { role: 'administrator', id: 'administrator', grids: [], ...atDesk };
  }
  const content = vault.rows.getTransient('token', hash, now);
  if (content === undefined) return undefined;
  if (content.of === 'contact') vault.rows.dropTransient('token', hash);
  return actorOf(vault, content);
}

/** Whom a token, or a link that becomes one, stands for, now. */
export function actorOf(vault: Vault, token: TransientContents['token']): Actor | undefined {
  switch (token.of) {
    case 'staff': {
      const role = vault.rows.get('role', token.actor)?.content;
      if (role === undefined || !stands(role)) return undefined;
      return { role: role.role, id: token.actor, grids: role.grids, ...atDesk };
    }
    case 'ticket_page': {
      // As long as the chat it came from would be theirs: the switch, the bot and the binding are asked each time.
      const speaker = contactActor(vault, { ...token, context: 'private' });
      if (speaker === undefined || !takesTickets(speaker.role) || speaker.id !== token.actor)
        return undefined;
      return { ...speaker, context: 'desk', only: token.only, way: `link:${token.bot}` };
    }
    case 'page':
      if (vault.rows.get('subject', token.actor)?.content.kind !== 'resident') return undefined;
      return { role: 'resident', id: token.actor, grids: [], ...atDesk, way: 'page' };
    case 'enrol': {
      const held = personToken(vault, token.actor);
      const person = held && actorOf(vault, held);
      return person && { ...person, strong: false, only: enrolment };
    }
    case 'chat_page': {
      const speaker = contactActor(vault, { ...token, context: 'private' });
      if (speaker?.role !== 'resident') return undefined;
      return { ...speaker, way: `page:${token.bot}` };
    }
    case 'contact':
      return contactActor(vault, token);
  }
}

/** What somebody who has signed in holds; undefined for who has no role any more, is a program, or is no resident. */
export function personToken(
  vault: Vault,
  subject: string,
): Extract<TransientContents['token'], { of: 'staff' | 'page' }> | undefined {
  const role = vault.rows.get('role', subject)?.content;
  if (role !== undefined)
    return stands(role) && !isService(role.role) ? { of: 'staff', actor: subject } : undefined;
  const isResident = vault.rows.get('subject', subject)?.content.kind === 'resident';
  return isResident ? { of: 'page', actor: subject } : undefined;
}

/**
 * A chat contact as who it is bound to: a resident, a grid worker, or nobody yet. Whose role has ended is a reporter
 * like everybody else, with a subject of their own from this word on ({@link settle}).
 */
function contactActor(
  vault: Vault,
  said: { contact: string; context: 'private' | 'group'; bot: string },
): Actor | undefined {
  if (!exchangeIsOpen(vault)) return undefined;
  const bot = vault.rows.get('role', said.bot)?.content;
  if (bot?.role !== 'bot' || !stands(bot)) return undefined;
  const { context } = said;
  const contact = contactNow(vault, said.contact);
  const binding = vault.rows.get('binding', contact)?.content;
  const way = `${context}:${said.bot}` as const;
  const through = { context, strong: false, contact, bot: said.bot, only: null, way };
  const id = binding?.subject ?? '';
  if (binding?.as !== 'staff')
    return { role: binding?.as === 'resident' ? 'resident' : 'reporter', id, grids: [], ...through };
  const role = vault.rows.get('role', id)?.content;
  return role !== undefined && takesTickets(role.role) && stands(role)
    ? { role: role.role, id, grids: role.grids, ...through }
    : { role: 'reporter', id: '', grids: [], ...through };
}

/** Whether a role can be acted as: it was not ended, and not stopped. */
export const stands = (role: ControlContents['role']): boolean => !role.ended && role.frozen !== true;

const atDesk = { context: 'desk', strong: true, contact: null, bot: null, only: null, way: 'desk' } as const;

/**
 * Whether a token was given out and has not ended. Asked before a request's body is read, so that nobody without one
 * keeps the vault busy: it spends nothing and logs nothing. A row that is not as it was written counts as known: the
 * request itself then refuses it, and the log says so.
 */
export function knowsToken(vault: Vault, token: string, now: number): boolean {
  const hash = tokenHash(token);
  if (hash === vault.administrator) return true;
  try {
    return vault.rows.getTransient('token', hash, now) !== undefined;
  } catch (error) {
    if (error instanceof Tampered) return true;
    throw error;
  }
}

/** What somebody is at this moment, by the rows; undefined for who is nothing, or nothing any more. */
export function roleNow(vault: Vault, id: string): Role | undefined {
  if (id === 'administrator') return 'administrator';
  const role = vault.rows.get('role', id)?.content;
  if (role !== undefined) return stands(role) ? role.role : undefined;
  return vault.rows.get('subject', id)?.content.kind === 'resident' ? 'resident' : undefined;
}

/** The officer's switch; open until she has closed it. */
export function exchangeIsOpen(vault: Vault): boolean {
  return vault.rows.get('switch', 'exchange')?.content.open !== false;
}

/**
 * Gives a contact that has none a subject of its own, so that what it reports and what is refused to it has an owner.
 * @returns the actor with that subject, and the rows written, which the request's first log entry takes in
 */
export function settle(vault: Vault, actor: Actor): { actor: Actor; pending: WrittenRow[] } {
  if (actor.id !== '' || actor.contact === null) return { actor, pending: [] };
  const id = newId(vault.random);
  const seq = vault.journal.size;
  const pending = [
    vault.rows.add('subject', id, { kind: 'reporter', grid: null }, seq),
    vault.rows.put(
      'binding',
      actor.contact,
      bound(vault, actor.contact, { subject: id, as: 'reporter', by: null }),
      seq,
    ),
  ];
  return { actor: { ...actor, id }, pending };
}
