import { type Link, makeLink } from '../access/links.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { refuseMissing } from '../read.ts';
import { dropTokens } from '../access/tokens.ts';
import { refuseMadeUp } from '../watch/canary.ts';
import { append, type Unit } from '../vault.ts';
import { hasCredential, removeCredentials, signInOf } from './credentials.ts';

/**
 * Makes an enrolment link for a resident whom a worker has in front of them: shown on the worker's screen as a QR code,
 * opened on the resident's own phone. The bot never has it. Only for somebody who never had a passkey or a PIN, or whose
 * lost ones somebody else has taken away ({@link endSignIn}): one worker alone cannot put their own in their place.
 */
export function inviteToSignIn(unit: Unit, request: { resident: string }): Outcome<Link> {
  const { vault, actor } = unit;
  const subject = vault.rows.get('subject', request.resident)?.content;
  if (subject?.kind !== 'resident') return refuseMissing(unit, 'sign_in.invite', {});
  const { grid } = subject;
  const allowed = permitted(unit, 'sign_in.invite', {
    ownGrid: grid !== null && actor.grids.includes(grid),
    unenrolled: !hasCredential(signInOf(vault, request.resident)),
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: request.resident });
  const madeUp = refuseMadeUp(unit, 'sign_in.invite', { subject: request.resident });
  if (madeUp !== undefined) return madeUp;
  return makeLink(unit, { of: 'enrol', actor: request.resident }, request.resident, {
    action: 'sign_in.invite',
  });
}

/**
 * Takes all of somebody's passkeys and their PIN away, and ends their sessions: a phone was lost, or somebody else has it.
 * For who watches over access and who appoints.
 */
export function endSignIn(unit: Unit, { of }: { of: string }): Outcome<{ ended: boolean }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'sign_in.remove', { self: of === unit.actor.id });
  const isThere = vault.store.control.get('subject', of) !== undefined;
  if (!allowed.granted || !isThere) return refuseOperation(unit, allowed, isThere ? { subject: of } : {});
  const rows = removeCredentials(vault, of);
  append(unit, {
    action: 'sign_in.remove',
    decision: 'done',
    subject: { subject: of, rule: allowed.rule },
    rows,
  });
  dropTokens(unit, (token) => 'actor' in token && token.actor === of && token.of !== 'ticket_page');
  return done({ ended: rows.length > 0 });
}
