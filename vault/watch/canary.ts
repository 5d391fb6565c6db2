import { isStaff } from '../../policy/roles.ts';
import type { LogAction } from '../../policy/words.ts';
import { failed } from '../outcome.ts';
import type { Judged } from '../read.ts';
import { takeFromHands } from '../tickets/requeue.ts';
import { dropTokens } from '../access/tokens.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';
import { raise } from './raise.ts';

/**
 * Canaries: made-up residents whom no work leads to. In a list of their grid they look like everybody else; whoever
 * opens one has been reading for themselves.
 */

/** Whether a subject is made up, in service or retired: what counts, exports or hands over people leaves it out. */
export const isCanary = (vault: Vault, subject: string): boolean =>
  vault.rows.get('canary', subject) !== undefined;

/** Whether opening it is to stop somebody. Residents, and who acts for them, are nobody to stop. */
export const isTripwire = ({ vault, actor }: Unit, subject: string): boolean =>
  isStaff(actor.role) && vault.rows.get('canary', subject)?.content.state === 'live';

/** What is decided of opening a canary, whatever the policy would have said. The reader hears what every refused one hears. */
export const stopped = (decision: Judged): Judged => ({
  ...decision,
  granted: false,
  level: 'none',
  fields: Object.fromEntries(Object.keys(decision.fields).map((name) => [name, 'none' as const])),
  rule: 'canary',
  reason: 'canary',
  fact: null,
});

/**
 * Stops the reader, after the entry that says what they opened: their role is frozen and their tokens end, their tickets
 * wait for others, and the officer is told. Until somebody has spoken with them ({@link unfreeze}) it cannot be undone.
 */
export function stop(unit: Unit): void {
  const { vault, actor, now } = unit;
  raise(unit, { kind: 'canary', of: actor.id, from: now, counts: { n: 1 } });
  const role = vault.rows.get('role', actor.id);
  // The administrator's key is not a role: who runs the server is told of, not stopped.
  if (role === undefined) return;
  const row = vault.rows.put('role', actor.id, { ...role.content, frozen: true }, vault.journal.size);
  const subject = { subject: actor.id, reason: 'canary' } as const;
  appendAsSystem(vault, { action: 'staff.freeze', decision: 'done', subject, rows: [row] }, now);
  takeFromHands(unit, actor.id, role.content.grids);
  dropTokens(unit, (token) => 'actor' in token && token.actor === actor.id);
}

/**
 * Refuses, and stops, whoever says that they have somebody before them who is made up: nobody lets them in, consents, or
 * lets another act for them. @returns undefined where it is a person
 */
export function refuseMadeUp(
  unit: Unit,
  action: LogAction,
  about: { subject: string; purpose?: string },
): ReturnType<typeof failed> | undefined {
  if (!isTripwire(unit, about.subject)) return undefined;
  append(unit, { action, decision: 'refused', subject: { ...about, reason: 'canary' } });
  stop(unit);
  return failed('denied');
}
