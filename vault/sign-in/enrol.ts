import { bytesToHex } from '@noble/hashes/utils.js';
import { isEnrolling, personToken } from '../access/actor.ts';
import type { ControlContents, WrittenRow } from '../control.ts';
import { pinTag } from '../crypto/pin-tag.ts';
import { codeTag } from '../crypto/token.ts';
import type { Entered } from '../access/links.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { type Permitted, permitted, refuseOperation } from '../access/permit.ts';
import { dropTokens } from '../access/tokens.ts';
import { append, type Unit } from '../vault.ts';
import { challengeFor, takeChallenge } from './challenge.ts';
import {
  endPasskey,
  freshNumber,
  hasCredential,
  hasPin,
  removeCredentials,
  type SignIn,
  signInOf,
} from './credentials.ts';
import { wrongPin } from './pin.ts';
import { newSession } from './session.ts';
import { challengeIn, readRegistration, type Registration } from './webauthn.ts';

const mostPasskeys = 10;

/** How somebody signs in, as they see it themselves. */
export interface SignInState {
  /** Six digits, with which a PIN is entered where there is no passkey; null before there is anything. */
  number: string | null;
  pin: boolean;
  /** `used` is null before the first time. UTC milliseconds. */
  passkeys: { id: string; added: number; used: number | null }[];
}

/** What somebody enrolled; a session where they came in by an enrolment link, which is used up by this. */
export interface Enrolled {
  number: string;
  session: Entered | null;
}

/** How one can sign in oneself. */
export function readSignIn(unit: Unit): Outcome<SignInState> {
  const allowed = mayEnrol(unit);
  const { vault, actor } = unit;
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id }, 'sign_in.read');
  const signIn = signInOf(vault, actor.id);
  append(unit, {
    action: 'sign_in.read',
    decision: 'granted',
    subject: { subject: actor.id, rule: allowed.rule },
  });
  const passkeys = (signIn?.passkeys ?? []).flatMap((id) => {
    const row = vault.rows.get('passkey', id)?.content;
    return row === undefined ? [] : [{ id, added: row.added, used: row.used }];
  });
  return done({ number: signIn?.number ?? null, pin: hasPin(signIn), passkeys });
}

/** Sets one's PIN, in the place of an earlier one. */
export function setPin(unit: Unit, { pin }: { pin: string }): Outcome<Enrolled> {
  const allowed = mayEnrol(unit);
  const { vault, actor, now } = unit;
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id });
  const wrong = wrongPin(pin);
  if (wrong !== undefined) return failed('invalid', { errors: [{ field: 'pin', ...wrong }] });
  const salt = bytesToHex(vault.random(16));
  const tag = pinTag(vault.keys.row, { subject: actor.id, salt }, pin);
  return enrol(unit, allowed, (signIn) => ({ ...signIn, pin: { salt, tag, set: now } }), []);
}

/** What a browser makes a passkey from. */
export interface PasskeyOffer {
  /** base64url. */
  challenge: string;
  /** What the passkey knows its person by: 16 bytes as hex, which lead back to nobody without the row key. */
  handle: string;
  /** The passkeys that there are: a device that has one makes no second. */
  exclude: string[];
}

export function offerPasskey(unit: Unit): Outcome<PasskeyOffer> {
  const allowed = mayEnrol(unit);
  const { vault, actor, now } = unit;
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id });
  const handle = codeTag(vault.keys.row, `passkey ${actor.id}`).slice(0, 32);
  // Who comes by an enrolment link loses what they had: a device may make another one in its place.
  const exclude = isEnrolling(actor) ? [] : [...(signInOf(vault, actor.id)?.passkeys ?? [])];
  return done({ challenge: challengeFor(vault, `enrol/${actor.id}`, now), handle, exclude });
}

export interface NewPasskey extends Registration {
  /** Where the browser was, as the vault's own front saw it. */
  origin: string;
  rp: string;
}

/** Takes a new passkey. */
export function addPasskey(unit: Unit, { origin, rp, ...registration }: NewPasskey): Outcome<Enrolled> {
  const allowed = mayEnrol(unit);
  const { vault, actor, now } = unit;
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id });
  const challenge = challengeIn(registration.clientData);
  const refuse = (reason: 'passkey_refused' | 'challenge_used') => {
    append(unit, { action: 'sign_in.enrol', decision: 'refused', subject: { subject: actor.id, reason } });
    return failed('denied');
  };
  if (!takeChallenge(vault, challenge, `enrol/${actor.id}`, now)) return refuse('challenge_used');
  const read = readRegistration(registration, { challenge, origin, rp });
  const count = signInOf(vault, actor.id)?.passkeys.length ?? 0;
  const isFull = !isEnrolling(actor) && count >= mostPasskeys;
  if (!read.ok || isFull || vault.store.control.get('passkey', read.value.id) !== undefined)
    return refuse('passkey_refused');
  const { id, alg, key, counter } = read.value;
  const content = { subject: actor.id, alg, key, counter, rp, added: now, used: null, ended: false };
  return enrol(unit, allowed, (signIn) => ({ ...signIn, passkeys: [...signIn.passkeys, id] }), [
    { id, content },
  ]);
}

/** Takes away one of one's own: a passkey, or the PIN. The last one stays, or nobody could set another. */
export function dropCredential(
  unit: Unit,
  request: { passkey: string } | { pin: true },
): Outcome<SignInState> {
  const allowed = mayEnrol(unit);
  const { vault, actor } = unit;
  const signIn = signInOf(vault, actor.id);
  const passkey = 'passkey' in request ? request.passkey : undefined;
  const isThere = passkey === undefined ? hasPin(signIn) : signIn?.passkeys.includes(passkey) === true;
  if (!allowed.granted || isEnrolling(actor) || signIn === undefined || !isThere)
    return refuseOperation(unit, allowed, { subject: actor.id }, 'sign_in.remove');
  const left =
    passkey === undefined
      ? { ...signIn, pin: null }
      : { ...signIn, passkeys: signIn.passkeys.filter((id) => id !== passkey) };
  if (!hasCredential(left)) return failed('conflict');
  const ended = passkey === undefined ? undefined : endPasskey(vault, passkey);
  const row = vault.rows.put('sign_in', actor.id, left, vault.journal.size);
  append(unit, {
    action: 'sign_in.remove',
    decision: 'done',
    subject: { subject: actor.id, rule: allowed.rule },
    rows: [row, ...(ended === undefined ? [] : [ended])],
  });
  return readSignIn(unit);
}

/** By an enrolment link what one never could, or has lost; signed in strongly, anything. Never by a link from a chat. */
const mayEnrol = (unit: Unit): Permitted =>
  permitted(unit, 'sign_in.enrol', {
    // Whoever holds the administrator's own token is nobody who signs in.
    self: personToken(unit.vault, unit.actor.id) !== undefined,
    within: unit.actor.only === null || isEnrolling(unit.actor),
  });

function enrol(
  unit: Unit,
  allowed: Permitted,
  change: (signIn: SignIn) => SignIn,
  passkeys: { id: string; content: ControlContents['passkey'] }[],
): Outcome<Enrolled> {
  const { vault, actor } = unit;
  const subject = actor.id;
  const enrolling = isEnrolling(actor);
  if (enrolling) replaceLost(unit, allowed);
  const seq = vault.journal.size;
  const before = signInOf(vault, subject);
  const signIn = before ?? { number: freshNumber(vault), pin: null, passkeys: [] };
  const rows: WrittenRow[] = passkeys.map(({ id, content }) => vault.rows.add('passkey', id, content, seq));
  if (before === undefined) rows.push(vault.rows.add('sign_in_number', signIn.number, { subject }, seq));
  rows.push(vault.rows.put('sign_in', subject, change(signIn), seq));
  notifyPerson(unit, subject, 'sign_in');
  append(unit, {
    action: 'sign_in.enrol',
    decision: 'done',
    subject: { subject, rule: allowed.rule },
    rows,
  });
  if (!enrolling) return done({ number: signIn.number, session: null });
  // The link's own session with them, and every other link that was made for this person.
  dropTokens(unit, (token) => 'actor' in token && token.actor === subject);
  vault.rows.dropTransient('tries', subject);
  return done({ number: signIn.number, session: newSession(unit, subject) });
}

/** What there was before an enrolment link was used is lost, or in wrong hands: it ends in the moment there is something new. */
function replaceLost(unit: Unit, allowed: Permitted): void {
  const { vault, actor } = unit;
  const rows = removeCredentials(vault, actor.id);
  if (rows.length === 0) return;
  append(unit, {
    action: 'sign_in.remove',
    decision: 'done',
    subject: { subject: actor.id, rule: allowed.rule, reason: 'replaced' },
    rows,
  });
}
