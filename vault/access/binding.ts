import { takesTickets } from '../../policy/roles.ts';
import type { LogAction, LogReason } from '../../policy/words.ts';
import type { Decision } from '../log/entry.ts';
import { bound, contactAddress, contactNow } from './contact.ts';
import { takeFromBudget } from './budget.ts';
import type { WrittenRow } from '../control.ts';
import { codeTag } from '../crypto/token.ts';
import { newId } from '../keys/keychain.ts';
import { notifyBound } from '../notify.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { refuseMissing } from '../read.ts';
import { dropTokens } from './tokens.ts';
import { dropUnexpired, unexpired } from '../transient.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import { isTripwire, stop } from '../watch/canary.ts';

const purpose = 'identity_binding';
/** How long a binding code is good for, in milliseconds (design: five minutes, five tries). */
const codeLife = 5 * 60_000;
const tries = { limit: 5, window: codeLife };
/** Codes that can be open at once in one community; with six digits this leaves a guess under one in a thousand. */
const mostOpen = 200;
/** And of one maker: nobody alone can use up everybody's. */
const mostOfMaker = 3;

/** What the maker of a code sees of it. */
export interface BindingRequest {
  id: string;
  /** Six digits, told to the resident; only in the answer that made it. */
  code?: string;
  state: 'open' | 'answered';
  /** Two digits that the resident's chat shows too: so the maker knows who answered. */
  check: string | null;
  expires: number;
}

/**
 * Makes a code for one resident whom the maker has in front of them, or for oneself: on a resident's own page, or at a
 * worker's desk for the worker's own chat. It takes the place of an earlier one that the maker has open for the same
 * person.
 */
export function openBinding(unit: Unit, request: { resident?: string | undefined }): Outcome<BindingRequest> {
  const { vault, actor } = unit;
  const whose = request.resident ?? actor.id;
  const self = whose === actor.id;
  const subject = vault.rows.get('subject', whose);
  const bindable = subject?.content.kind === 'resident' || (self && subject?.content.kind === 'staff');
  if (subject === undefined || !bindable) return refuseMissing(unit, 'binding.open', { purpose });
  const { grid } = subject.content;
  const allowed = permitted(unit, 'binding.open', {
    self,
    ownGrid: grid !== null && actor.grids.includes(grid),
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: whose, purpose });
  // Nobody stands before the worker who says that they are somebody made up.
  if (isTripwire(unit, whose)) {
    noteBinding(unit, 'binding.open', whose, 'canary');
    stop(unit);
    return failed('denied');
  }
  const all = unexpired(unit, 'code', mostOpen);
  const own = all.filter(({ content }) => content.maker === actor.id);
  const earlier = own.filter(({ content }) => content.resident === whose);
  if (all.length - earlier.length >= mostOpen || own.length - earlier.length >= mostOfMaker) {
    noteBinding(unit, 'binding.open', whose, 'too_many_open');
    return failed('too_many_requests', { retryAfter: codeLife / 1000 });
  }
  for (const { key } of earlier) vault.rows.dropTransient('code', key);
  const id = newId(vault.random);
  const code = freshCode(unit);
  const expires = unit.now + codeLife;
  vault.rows.putTransient(
    'code',
    id,
    {
      resident: whose,
      maker: actor.id,
      code: codeTag(vault.keys.row, code),
      state: 'open',
      contact: null,
      check: digits(vault, 2),
    },
    expires,
  );
  noteBinding(unit, 'binding.open', whose);
  return done({ id, code, state: 'open', check: null, expires });
}

/**
 * A chat contact says a code. Whatever is said, the answer looks the same but for the two check digits, and so does the
 * public part of its one entry: who guesses learns nothing, also from the published log. A contact has five guesses in
 * each window of five minutes.
 */
export function answerBinding(
  unit: Unit,
  request: { code: string },
): Outcome<{ state: 'waiting'; check: string }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'binding.answer');
  if (!allowed.granted || actor.contact === null)
    return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  const budget = takeFromBudget(unit, `binding/${actor.contact}`, tries);
  if (!budget.ok) {
    noteBinding(unit, 'binding.answer', actor.id, 'too_many_tries');
    return failed('too_many_requests', { retryAfter: budget.retryAfter });
  }
  const said = codeTag(vault.keys.row, request.code);
  const open = unexpired(unit, 'code', mostOpen).find(
    ({ content }) => content.state === 'open' && content.code === said,
  );
  if (open === undefined) {
    noteBinding(unit, 'binding.answer', actor.id, 'not_there', 'done');
    return done({ state: 'waiting', check: digits(vault, 2) });
  }
  const answered = { ...open.content, state: 'answered' as const, contact: actor.contact };
  vault.rows.putTransient('code', open.key, answered, open.expiresAt);
  noteBinding(unit, 'binding.answer', actor.id);
  return done({ state: 'waiting', check: open.content.check });
}

/** What has become of a code, for who made it. */
export function readBinding(unit: Unit, id: string): Outcome<BindingRequest> {
  const found = ofMaker(unit, id);
  const allowed = permitted(unit, 'binding.confirm', { maker: found !== undefined });
  if (found === undefined || !allowed.granted)
    return refuseOperation(unit, allowed, { purpose }, 'binding.read');
  noteBinding(unit, 'binding.read', found.resident);
  const { state, check, expires } = found;
  return done({ id, state, check: state === 'answered' ? check : null, expires });
}

/** The maker has seen the check digits on the resident's own phone: from now on the contact is the resident. */
export function confirmBinding(unit: Unit, id: string): Outcome<{ state: 'bound' }> {
  const { vault, actor } = unit;
  const found = ofMaker(unit, id);
  const allowed = permitted(unit, 'binding.confirm', { maker: found !== undefined });
  if (found === undefined || !allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const { resident, state } = found;
  if (state !== 'answered' || found.contact === null) return failed('conflict');
  const contact = contactNow(vault, found.contact);
  // Since the answer the contact may have become somebody's by another code: it does not change hands unseen.
  const before = vault.rows.get('binding', contact)?.content;
  if (before?.as === 'resident' || before?.as === 'staff') return failed('conflict');
  const as = vault.rows.get('subject', resident)?.content.kind === 'staff' ? 'staff' : 'resident';
  // What they reported before is theirs: an erasure takes it too (`rights/erase.ts`).
  const was = typeof before?.subject === 'string' ? { was: before.subject } : {};
  const content = bound(vault, contact, { subject: resident, as, by: actor.id, ...was });
  const row = vault.rows.put('binding', contact, content, vault.journal.size);
  notifyBound(unit, contact);
  vault.rows.dropTransient('code', id);
  append(unit, {
    action: 'binding.confirm',
    decision: 'done',
    subject: { subject: resident, purpose },
    rows: [row],
  });
  return done({ state: 'bound' });
}

/**
 * Ends all bindings of a resident or a worker, and the codes that are open for them: each contact is a reporter again, with a new
 * subject from its next word on. For the resident, in a chat or on their page, and for who watches over access.
 * @param request whose; one's own when left out
 */
export function endBinding(unit: Unit, request: { of?: string | undefined }): Outcome<{ ended: number }> {
  const { vault, actor } = unit;
  const of = request.of ?? actor.id;
  const kind = vault.rows.get('subject', of)?.content.kind;
  const works = takesTickets(vault.rows.get('role', of)?.content.role ?? '');
  const isBindable = kind === 'resident' || (kind === 'staff' && works);
  const allowed = permitted(unit, 'binding.end', { self: of === actor.id });
  if (!allowed.granted || !isBindable)
    return refuseOperation(unit, allowed, { ...(isBindable ? { subject: of } : {}), purpose });
  const rows = unbind(unit, of);
  append(unit, {
    action: 'binding.end',
    decision: 'done',
    subject: { subject: of, purpose, rule: allowed.rule },
    rows,
  });
  dropOfBindings(unit, of, rows);
  return done({ ended: rows.length });
}

/**
 * Makes each of somebody's contacts a reporter again.
 * @returns the rows written, for the entry that has to be the next one; behind it, {@link dropOfBindings}
 */
export function unbind({ vault }: Unit, of: string): WrittenRow[] {
  const ended = { subject: null, as: 'reporter', by: null } as const;
  return (
    vault.store.control
      .bindingsOf(of)
      // One that is not as it was written is refused wherever it is used, and stays as it is for `lindun verify`.
      .filter((row) => unlessTampered(() => vault.rows.checked(row, 'binding')) !== undefined)
      .map(({ key }) => vault.rows.put('binding', key, bound(vault, key, ended), vault.journal.size))
  );
}

/** Ends with the bindings what hung on them: open codes, what was opened from the chats, what waited to be said there. */
export function dropOfBindings(unit: Unit, of: string, ended: readonly WrittenRow[]): void {
  const contacts = new Set(ended.map(({ key }) => key));
  const addresses = new Set(ended.map(({ key }) => contactAddress(unit.vault, key)));
  dropUnexpired(unit, 'code', ({ resident }) => resident === of);
  dropTokens(
    unit,
    (token) =>
      (token.of === 'chat_page' || token.of === 'ticket_page') &&
      contacts.has(contactNow(unit.vault, token.contact)),
  );
  dropUnexpired(unit, 'notification', ({ to }) => addresses.has(to));
}

/** A code that the actor has made. Looked up by its id alone: how many others are open changes nothing. */
function ofMaker(unit: Unit, id: string) {
  const { rows, store } = unit.vault;
  const code = rows.getTransient('code', id, unit.now);
  if (code?.maker !== unit.actor.id) return undefined;
  return { ...code, expires: store.transient.get('code', id)?.expires_at ?? unit.now };
}

function noteBinding(
  unit: Unit,
  action: LogAction,
  subject: string,
  reason?: LogReason,
  decision: Decision = reason === undefined ? 'done' : 'refused',
): void {
  append(unit, {
    action,
    decision,
    subject: { subject, purpose, ...(reason === undefined ? {} : { reason }) },
  });
}

/** A code that no open request has. */
function freshCode(unit: Unit): string {
  const open = unexpired(unit, 'code', mostOpen).map(({ content }) => content.code);
  for (;;) {
    const code = digits(unit.vault, 6);
    if (!open.includes(codeTag(unit.vault.keys.row, code))) return code;
  }
}

/** Uniform decimal digits: 2^32 is so much larger than 10^6 that the remainder's bias is under one in 4,000. */
function digits(vault: Vault, count: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = vault.random(4);
  const value = ((a * 256 + b) * 256 + c) * 256 + d;
  return String(value % 10 ** count).padStart(count, '0');
}
