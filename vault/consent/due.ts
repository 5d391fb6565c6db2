import { mayAsk } from '../../policy/consent/asking.ts';
import { renewBefore } from '../../policy/consent/consent.ts';
import { isPurpose, type PurposeId } from '../../policy/purposes.ts';
import { notifyPerson } from '../notify.ts';
import { unlessTampered } from '../outcome.ts';
import { appendAsSystem, type Vault } from '../vault.ts';
import {
  appendEvents,
  bySystem,
  consentEvents,
  consentStanding,
  noticesFor,
  type Reading,
} from './events.ts';

/** A date that nobody came back to is kept a month, in milliseconds: the vault may have been away. */
const kept = 30 * 24 * 3_600_000;
/** How many are looked at in one go. */
const batch = 500;

interface About {
  subject: string;
  purpose: PurposeId;
}

/**
 * Remembers when to look at a consent again: a month before it runs out, to ask; and when it has, to say so in the log. A
 * reminder and no more: what a consent is worth is folded anew with each decision, whether or not anybody came by.
 */
export function remember(reading: Reading, about: About, until: number): void {
  const ask = until - renewBefore;
  if (ask > reading.now) put(reading, about, ask);
  put(reading, about, until);
}

function put({ vault }: Reading, { subject, purpose }: About, at: number): void {
  const key = `${String(at).padStart(15, '0')}/${subject}/${purpose}`;
  vault.rows.putTransient('consent_due', key, { subject, purpose }, at + kept);
}

/**
 * Looks at what is due: asks whose consent runs out within the month whether it shall go on, and puts into the log what has
 * run out.
 * @returns how many were looked at
 */
export function sweepConsents(vault: Vault, now: number): number {
  const due = vault.rows
    .transients('consent_due', now, batch)
    .found.filter(({ key }) => Number(key.slice(0, 15)) <= now);
  for (const { key, content } of due) {
    vault.rows.dropTransient('consent_due', key);
    // A chain that is not as it was written is found by whoever reads it next; the others are not to wait for it.
    if (isPurpose(content.purpose)) unlessTampered(() => look({ vault, now }, content as About));
  }
  return due.length;
}

function look(reading: Reading, about: About): void {
  const { subject, purpose } = about;
  const stands = consentStanding(reading, subject, purpose);
  const notice = stands.last?.notice;
  if (stands.state === 'expired' && notice !== undefined && stands.last?.event !== 'expired') {
    const { rows } = appendEvents(reading, about, [{ event: 'expired', notice, ...bySystem }]);
    appendAsSystem(
      reading.vault,
      {
        action: 'consent.expire',
        decision: 'done',
        subject: { subject, purpose, notice: `${notice.id}@${notice.version}` },
        rows,
      },
      reading.now,
    );
    return;
  }
  const events = consentEvents(reading, subject, purpose);
  const ask = mayAsk(events, noticesFor(reading, subject, purpose), reading.now);
  if (stands.state === 'given' && ask.may) notifyPerson(reading, subject, 'consent_renew');
}
