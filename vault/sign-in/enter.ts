import { contactNow } from '../access/contact.ts';
import { type Budget, spent, takeFromBudget } from '../access/budget.ts';
import { type Actor, actorOf, personToken } from '../access/actor.ts';
import type { Entered } from '../access/links.ts';
import { done, failed, type Outcome, Tampered, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { dropTokens } from '../access/tokens.ts';
import type { LogReason } from '../../policy/words.ts';
import { append, transact, type Unit, type Vault } from '../vault.ts';
import { challengeFor, takeChallenge } from './challenge.ts';
import { hasPin, isPin, signInOf } from './credentials.ts';
import { oneMore, triesRemembered } from './pin.ts';
import { newSession } from './session.ts';
import { type Assertion, challengeIn, checkAssertion } from './webauthn.ts';

/** Somebody at the door, who has no token. */
export interface AtTheDoor {
  /** The request's id. */
  request: string;
  via: 'console' | 'api';
}

export interface ByPin extends AtTheDoor {
  number: string;
  pin: string;
}

export interface ByPasskey extends AtTheDoor, Assertion {
  /** Where the browser was, as the vault's own front saw it. */
  origin: string;
  rp: string;
}

/**
 * One try to get in, as one transaction. What was found tampered with lets nobody in, and the log says so: the try's own
 * entries were rolled back.
 */
export function atTheDoor(
  vault: Vault,
  { request, via }: AtTheDoor,
  now: number,
  attempt: () => Outcome<Entered>,
): Outcome<Entered> {
  try {
    return transact(vault, attempt);
  } catch (error) {
    if (!(error instanceof Tampered)) throw error;
    const subject = { reason: 'tampered', words: error.message } as const;
    const system = { actor: 'system', role: 'system', via: `${via}:page`, request } as const;
    transact(vault, () =>
      vault.journal.append({ action: 'integrity', decision: 'refused', subject, ...system }, now),
    );
    return failed('tampered');
  }
}

/** For the page that asks for a passkey. Nothing is kept of it. */
export const challengeAtTheDoor = (vault: Vault, now: number): string => challengeFor(vault, 'enter', now);

/**
 * Of all numbers together: each has its own lock, and whoever tries a PIN with many numbers would not be stopped by it, and
 * would fill the disk with what is kept of those that are nobody's.
 */
const pinsAnHour: Budget = { limit: 2_000, window: 3_600_000 };

/**
 * Signs somebody in by number and PIN. A number that is nobody's is answered as a wrong PIN is, and locked as one: nobody
 * learns which numbers there are. Of somebody's, each wrong try is an entry that they read; while it is locked none is,
 * or whoever guesses would fill the log.
 */
export function enterByPin(vault: Vault, { number, pin, ...door }: ByPin, now: number): Outcome<Entered> {
  const taken = takeFromBudget({ vault, now }, 'door', pinsAnHour);
  if (!taken.ok) return failed('too_many_requests', { retryAfter: taken.retryAfter });
  const subject = unlessTampered(() => vault.rows.get('sign_in_number', number))?.content.subject;
  const actor = subject === undefined ? undefined : personAt(vault, subject);
  if (subject === undefined || actor === undefined) {
    // Costs what somebody's does.
    isPin(vault, number, undefined, pin);
    return wrongTry(vault, `nobody/${number}`, now) ?? failed('denied');
  }
  const unit: Unit = {
    vault,
    now,
    request: door.request,
    via: `${door.via}:${actor.way}`,
    actor,
    pending: [],
  };
  return tryPin(unit, pin, () => failed('denied'));
}

/**
 * Wrong PINs through one bot, of all residents together: a stolen one can open everybody's page, and with a few common PINs
 * for each it would be somebody. What is left then is the door, where a number is needed too.
 */
const wrongUnlocksADay: Budget = { limit: 100, window: 24 * 3_600_000 };

/** For a resident whose page was opened from their chat: with their PIN it is as if they had signed in. */
export function unlock(unit: Unit, { pin }: { pin: string }): Outcome<Entered> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'sign_in.unlock', { self: true });
  if (!allowed.granted || !hasPin(signInOf(vault, actor.id)))
    return refuseOperation(unit, allowed, { subject: actor.id });
  const wrongs = { vault: unit.vault, now: unit.now };
  const over = spent(wrongs, `unlock/${actor.bot}`, wrongUnlocksADay);
  if (over !== undefined) return failed('too_many_requests', { retryAfter: over });
  const entered = tryPin(unit, pin, () => failed('denied'));
  // Who is locked already tries nothing, and must not use it up for the others.
  if (!entered.ok && entered.problem.code === 'denied')
    takeFromBudget(wrongs, `unlock/${actor.bot}`, wrongUnlocksADay);
  if (entered.ok)
    dropTokens(
      unit,
      (token) => token.of === 'chat_page' && contactNow(vault, token.contact) === actor.contact,
    );
  return entered;
}

/** A try of a person's PIN, whichever way they came. */
function tryPin<Refused>(unit: Unit, pin: string, refused: () => Refused): Outcome<Entered> | Refused {
  const { vault, actor, now } = unit;
  const locked = lockOf(vault, actor.id, now);
  if (locked !== undefined) return locked;
  if (!isPin(vault, actor.id, signInOf(vault, actor.id), pin)) {
    const after = wrongTry(vault, actor.id, now);
    noteRefused(unit, after === undefined ? 'wrong_pin' : 'sign_in_locked');
    return after ?? refused();
  }
  vault.rows.dropTransient('tries', actor.id);
  return enter(unit, []);
}

/**
 * Signs somebody in by a passkey. The challenge is used up whatever comes of it: an answer that is sent again is refused,
 * and the log says so to who it is about.
 */
export function enterByPasskey(vault: Vault, request: ByPasskey, now: number): Outcome<Entered> {
  const { origin, rp, id } = request;
  const known = unlessTampered(() => vault.rows.get('passkey', id))?.content;
  const actor = known === undefined ? undefined : personAt(vault, known.subject);
  if (known === undefined || actor === undefined) return failed('denied');
  const challenge = challengeIn(request.clientData);
  const isFresh = takeChallenge(vault, challenge, 'enter', now);
  const unit: Unit = {
    vault,
    now,
    request: request.request,
    via: `${request.via}:${actor.way}`,
    actor,
    pending: [],
  };
  const refuse = (reason: LogReason) => {
    noteRefused(unit, reason);
    return failed('denied');
  };
  if (!isFresh) return refuse('challenge_used');
  if (known.ended || known.rp !== rp) return refuse('passkey_refused');
  const checked = checkAssertion(request, { challenge, origin, rp }, known);
  if (!checked.ok) return refuse(checked.fault === 'counter_regress' ? 'passkey_copied' : 'passkey_refused');
  const used = { ...known, counter: checked.value.counter, used: now };
  return enter(unit, [vault.rows.put('passkey', id, used, vault.journal.size)]);
}

function enter(unit: Unit, rows: Parameters<typeof append>[1]['rows']): Outcome<Entered> {
  const { actor } = unit;
  const session = newSession(unit, actor.id);
  if (session === null) return failed('denied');
  append(unit, {
    action: 'sign_in.enter',
    decision: 'done',
    subject: { subject: actor.id },
    rows: rows ?? [],
  });
  return done(session);
}

/** Who it would be; undefined for who has no role any more, or is no resident. */
function personAt(vault: Vault, subject: string): Actor | undefined {
  return unlessTampered(() => {
    const token = personToken(vault, subject);
    return token && actorOf(vault, token);
  });
}

/** Not in their own name: who it was is not known. */
function noteRefused({ vault, now, request, via, actor }: Unit, reason: LogReason): void {
  vault.journal.append(
    {
      action: 'sign_in.refused',
      decision: 'refused',
      subject: { subject: actor.id, reason },
      actor: 'system',
      role: 'system',
      via,
      request,
    },
    now,
  );
}

function lockOf(vault: Vault, key: string, now: number): ReturnType<typeof failed> | undefined {
  const until = vault.rows.getTransient('tries', key, now)?.lockedUntil ?? 0;
  return until > now
    ? failed('too_many_requests', { retryAfter: Math.ceil((until - now) / 1000) })
    : undefined;
}

/** @returns the refusal where it is locked, now or before */
function wrongTry(vault: Vault, key: string, now: number): ReturnType<typeof failed> | undefined {
  const before = lockOf(vault, key, now);
  if (before !== undefined) return before;
  const tries = vault.rows.getTransient('tries', key, now) ?? { wrong: 0, lockedUntil: 0 };
  const after = oneMore(tries, now);
  vault.rows.putTransient('tries', key, after, Math.max(now, after.lockedUntil) + triesRemembered);
  return lockOf(vault, key, now);
}
