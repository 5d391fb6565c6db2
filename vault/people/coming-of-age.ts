import { purposeIds, restsOnConsent } from '../../policy/purposes.ts';
import { childhoodOf } from './childhood.ts';
import { supersede } from '../consent/number.ts';
import type { Control } from '../control.ts';
import { notifyPerson } from '../notify.ts';
import { unlessTampered } from '../outcome.ts';
import { endedBy, purpose, putRelation } from './relations.ts';
import { today } from '../validate.ts';
import { appendAsSystem, type Vault } from '../vault.ts';

const day = 24 * 3_600_000;

/**
 * Puts into the log, and tells the people concerned, what a new day has ended: a guardian's access on the child's
 * fourteenth birthday, a delegation after its last day. Once a day; nothing waits for it: each decision finds out itself
 * whether a relation stands.
 */
export function endWhatIsOver(vault: Vault, now: number): void {
  const { rows, store } = vault;
  const done = `relations/${today(now)}`;
  if (unlessTampered(() => rows.getTransient('budget', done, now)) !== undefined) return;
  rows.putTransient('budget', done, { used: 1 }, now + 2 * day);
  for (const row of store.control.withMember('relation', 'state', 'live')) {
    // One that is not as it was written is left to `lindun verify`; the others are not to wait for it.
    unlessTampered(() => endIfOver(vault, rows.checked(row, 'relation'), now));
  }
}

function endIfOver(vault: Vault, { content }: Control<'relation'>, now: number): void {
  const { kind, actor, subject, until } = content;
  const grown = kind === 'guardian' && childhoodOf(vault, subject, now) === 'over';
  if (!grown && (until === null || until > now)) return;
  const why = grown ? 'hand_over' : 'over';
  const row = putRelation(vault, endedBy(content, why, null, now));
  // What the guardian agreed to counts no more from this day on; the history says why. The child is asked themselves.
  const asked = purposeIds.filter(restsOnConsent);
  const consents = grown ? supersede({ vault, now }, subject, asked, 'hand_over') : { rows: [] };
  for (const person of [subject, actor])
    notifyPerson({ vault, now }, person, grown ? 'hand_over' : 'relation_ended');
  appendAsSystem(
    vault,
    {
      action: grown ? 'relation.hand_over' : 'relation.over',
      decision: 'done',
      subject: { subject, purpose },
      rows: [row, ...consents.rows],
    },
    now,
  );
}
