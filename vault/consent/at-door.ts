import { askWords, mayAsk } from '../../policy/consent/asking.ts';
import { type CheckedHow, confirmWithin, type NoticeRef, termOf } from '../../policy/consent/consent.ts';
import { type PurposeId, restsOnConsent } from '../../policy/purposes.ts';
import { done, type Outcome } from '../outcome.ts';
import { notifyPerson } from '../notify.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { today } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { remember } from './due.ts';
import {
  appendEvents,
  audienceOf,
  whatTimeDid,
  consentEvents,
  consentStanding,
  noticesFor,
} from './events.ts';
import { notByConsent, wrong } from './record.ts';
import { refuseMadeUp } from '../watch/canary.ts';

export interface DoorRequest {
  resident: string;
  purpose: PurposeId;
  event: 'given' | 'refused';
  /** The notice that was read to them. */
  notice: NoticeRef;
  checked: Exclude<CheckedHow, 'paper'>;
}

/** What the worker hears: that it was recorded, and until when it waits for the person's own word. */
export interface DoorRecorded {
  purpose: PurposeId;
  state: 'provisional' | 'refused';
  /** UTC milliseconds; null for a no, which waits for nothing. */
  confirmBy: number | null;
}

/**
 * A worker records, with the person before them, what that person decided. A yes is provisional: the person is asked in
 * their chat whether it was so, and what nobody confirms within seven days runs out. A no holds at once.
 */
export function recordAtDoor(unit: Unit, request: DoorRequest): Outcome<DoorRecorded> {
  const { vault, actor, now } = unit;
  const { resident: subject, purpose, event, notice, checked } = request;
  if (!restsOnConsent(purpose)) return wrong('purpose', 'not_by_consent', notByConsent);
  const whose = vault.rows.get('subject', subject)?.content;
  const isResident = whose?.kind === 'resident';
  const allowed = permitted(unit, 'consent.record', {
    ownGrid: isResident && whose.grid !== null && actor.grids.includes(whose.grid),
    minor: isResident && audienceOf(unit, subject) === 'minor',
  });
  const about = isResident ? { subject, purpose } : { purpose };
  if (!allowed.granted || !isResident) return refuseOperation(unit, allowed, about);

  const madeUp = refuseMadeUp(unit, 'consent.record', { subject, purpose });
  if (madeUp !== undefined) return madeUp;
  const offered = noticesFor(unit, subject, purpose);
  const known = offered.some(
    (one) => one.id === notice.id && one.version === notice.version && one.sha256 === notice.sha256,
  );
  if (!known)
    return wrong('notice', 'notice_unknown', {
      zh: '告知书已经更新,请念新的一份',
      en: 'this is not the notice in force',
    });
  const refused = notToBeAsked(unit, subject, purpose);
  if (refused !== undefined) return refused;

  const passed = whatTimeDid(consentStanding(unit, subject, purpose));
  const by = { kind: 'worker', id: actor.id, checked } as const;
  const channel = { kind: 'in_person', message: null } as const;
  const until = event === 'given' ? termOf(purpose, now) : null;
  const { rows } = appendEvents(unit, { subject, purpose }, [
    ...passed,
    { event, notice, by, channel, until },
  ]);
  append(unit, {
    action: 'consent.record',
    decision: 'done',
    subject: { subject, purpose, rule: allowed.rule, notice: `${notice.id}@${notice.version}` },
    rows,
  });
  notifyPerson(unit, subject, event === 'given' ? 'consent_confirm' : 'consent_recorded');
  if (event === 'refused') return done({ purpose, state: 'refused', confirmBy: null });
  const confirmBy = now + confirmWithin;
  remember(unit, { subject, purpose }, confirmBy);
  return done({ purpose, state: 'provisional', confirmBy });
}

/** At the door nobody is asked sooner than anywhere else; the worker hears why not and from when. */
function notToBeAsked(unit: Unit, subject: string, purpose: PurposeId): Outcome<DoorRecorded> | undefined {
  const events = consentEvents(unit, subject, purpose);
  const ask = mayAsk(events, noticesFor(unit, subject, purpose), unit.now);
  if (ask.may) return undefined;
  append(unit, {
    action: 'consent.record',
    decision: 'refused',
    subject: { subject, purpose, reason: 'not_to_be_asked' },
  });
  const { zh, en } = askWords[ask.why];
  const day = ask.from === null ? undefined : today(ask.from);
  return wrong('purpose', `not_to_be_asked_${ask.why}`, {
    zh: day === undefined ? zh : `${zh}(${day}起可以问)`,
    en: day === undefined ? en : `${en} (from ${day} on)`,
  });
}
