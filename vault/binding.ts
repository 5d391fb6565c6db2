import type { LogAction, LogReason } from '../policy/words.ts';
import { codeTag } from './crypto/token.ts';
import { takeFromBudget } from './budget.ts';
import { newId } from './keychain.ts';
import { done, failed, type Outcome } from './outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { refuseMissing } from './read.ts';
import { append, type Unit, type Vault } from './vault.ts';

const purpose = 'identity_binding';
/** How long a binding code is good for, in milliseconds (design: five minutes, five tries). */
const codeLife = 5 * 60_000;
const tries = { limit: 5, window: codeLife };
/** Codes that can be open at once in one community; with six digits this leaves a guess under one in a thousand. */
const mostOpen = 200;

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

/** Makes a code for one resident whom the maker has in front of them, or for oneself on one's own page. */
export function openBinding(unit: Unit, request: { resident: string }): Outcome<BindingRequest> {
  const { vault, actor } = unit;
  const subject = vault.rows.get('subject', request.resident);
  if (subject?.content.kind !== 'resident') return refuseMissing(unit, 'binding.open', { purpose });
  const { grid } = subject.content;
  const allowed = permitted(unit, 'binding.open', {
    self: actor.id === request.resident,
    ownGrid: grid !== null && actor.grids.includes(grid),
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: request.resident, purpose });
  if (vault.rows.transients('code', unit.now, mostOpen).length >= mostOpen) {
    return failed('too_many_requests', { retryAfter: codeLife / 1000 });
  }
  const id = newId(vault.random);
  const code = freshCode(unit);
  const expires = unit.now + codeLife;
  vault.rows.putTransient(
    'code',
    id,
    {
      resident: request.resident,
      maker: actor.id,
      code: codeTag(vault.keys.row, code),
      state: 'open',
      contact: null,
      check: digits(vault, 2),
    },
    expires,
  );
  noteBinding(unit, 'binding.open', request.resident);
  return done({ id, code, state: 'open', check: null, expires });
}

/**
 * A chat contact says a code. Whatever is said, the answer looks the same but for the two check digits, and is one
 * entry: who guesses learns nothing, and five guesses are all there are.
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
  const open = vault.rows
    .transients('code', unit.now, mostOpen)
    .find(({ content }) => content.state === 'open' && content.code === said);
  if (open === undefined) {
    noteBinding(unit, 'binding.answer', actor.id, 'not_there');
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
  if (found === undefined) return refuseMissing(unit, 'binding.read', { purpose });
  noteBinding(unit, 'binding.read', found.content.resident);
  const { state, check } = found.content;
  return done({ id, state, check: state === 'answered' ? check : null, expires: found.expiresAt });
}

/** The maker has seen the check digits on the resident's own phone: from now on the contact is the resident. */
export function confirmBinding(unit: Unit, id: string): Outcome<{ state: 'bound' }> {
  const { vault, actor } = unit;
  const found = ofMaker(unit, id);
  const allowed = permitted(unit, 'binding.confirm', { maker: found !== undefined });
  if (found === undefined || !allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const { contact, resident, state } = found.content;
  if (state !== 'answered' || contact === null) return failed('conflict');
  const seq = vault.journal.size;
  const row = vault.rows.put('binding', contact, { subject: resident, as: 'resident', by: actor.id }, seq);
  vault.rows.dropTransient('code', id);
  append(unit, {
    action: 'binding.confirm',
    decision: 'done',
    subject: { subject: resident, purpose },
    rows: [row],
  });
  return done({ state: 'bound' });
}

function ofMaker(unit: Unit, id: string) {
  const found = unit.vault.rows.transients('code', unit.now, mostOpen).find(({ key }) => key === id);
  return found?.content.maker === unit.actor.id ? found : undefined;
}

function noteBinding(unit: Unit, action: LogAction, subject: string, reason?: LogReason): void {
  append(unit, {
    action,
    decision: reason === undefined ? 'done' : 'refused',
    subject: { subject, purpose, ...(reason === undefined ? {} : { reason }) },
  });
}

/** A code that no open request has. */
function freshCode(unit: Unit): string {
  const open = unit.vault.rows.transients('code', unit.now, mostOpen).map(({ content }) => content.code);
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
