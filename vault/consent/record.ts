import { isContact } from '../access/contact.ts';
import {
  type ConsentEvent,
  givenBefore,
  isAtTheDoor,
  isOwnYes,
  type NoticeRef,
  type Standing,
  termOf,
} from '../../policy/consent/consent.ts';
import type { Operation } from '../../policy/operations.ts';
import { type PurposeId, restsOnConsent } from '../../policy/purposes.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import type { ControlKind } from '../control.ts';
import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import { raise } from '../watch/raise.ts';
import { remember } from './due.ts';
import { endAccess, type EndedCase } from './ended.ts';
import {
  appendEvents,
  audienceOf,
  consentEvents,
  consentStanding,
  noticesFor,
  whatTimeDid,
} from './events.ts';
import { type ConsentStanding, standingWith } from './standing.ts';

/** What a subject says to a purpose in their own name. */
export const ownWords = ['given', 'refused', 'withdrawn', 'confirmed', 'disputed'] as const;
export type OwnWord = (typeof ownWords)[number];

export interface ConsentRequest {
  purpose: PurposeId;
  event: OwnWord;
  /** The text that was shown: one in force, for a no also one that was in force when it was last spoken of. */
  notice?: NoticeRef | undefined;
  /** For whom: a child of the actor's, or who lets them act; themselves when left out. */
  for?: string | undefined;
}

/** Where they stand now, and whose work it ended, where it ended some. */
export interface Recorded extends ConsentStanding {
  ended: EndedCase[];
}

const operations = {
  given: 'consent.give',
  refused: 'consent.refuse',
  withdrawn: 'consent.withdraw',
  confirmed: 'consent.confirm',
  disputed: 'consent.dispute',
} as const satisfies Readonly<Record<OwnWord, Operation>>;

/**
 * Appends what a resident said about a purpose, or a guardian for a child; whose word it was stands in the event. It works
 * for the very next read: nothing else has to be told, because every decision folds the events anew.
 */
export function recordConsent(asking: Unit, request: ConsentRequest): Outcome<Recorded> {
  const { purpose, event } = request;
  const acting = actingFor(asking, request.for);
  const { subject, unit } = acting;
  if (!restsOnConsent(purpose)) return wrong('purpose', 'not_by_consent', notByConsent);
  const events = consentEvents(unit, subject, purpose);
  const stands = consentStanding(unit, subject, purpose);
  const notice = isAnswer(event) ? request.notice : (request.notice ?? events.at(-1)?.notice);
  const allowed = permitted(unit, operations[event], {
    ...actingFacts(acting, operations[event], purpose),
    minor: audienceOf(unit, subject) === 'minor',
    givenBefore: notice !== undefined && givenBefore(events, purpose, notice),
    saidHere: saidHere(unit, subject, purpose, { event, events }),
  });
  if (!allowed.granted) {
    const refused = refuseOperation(unit, allowed, { subject, purpose });
    return allowed.reason === 'guardian_decides' ? failed('denied', { errors: [guardianDecides] }) : refused;
  }
  const asked = { subject, purpose, event };
  const missing = nothingToSayItTo(unit, asked, stands, notice);
  if (missing !== undefined) return missing;
  if (notice === undefined) return wrong('notice', 'notice_missing', noticeMissing);
  if (!isKnown(unit, asked, notice, events)) return wrong('notice', 'notice_unknown', noticeUnknown);
  return store(unit, asked, { notice, stands, rule: allowed.rule });
}

/** A yes or a no to a text that was shown; what takes something back, or confirms it, is about the text of that. */
const isAnswer = (event: OwnWord): boolean => event === 'given' || event === 'refused';

interface About {
  subject: string;
  purpose: PurposeId;
  event: OwnWord;
}

function store(
  unit: Unit,
  { subject, purpose, event }: About,
  { notice, stands, rule }: { notice: NoticeRef; stands: Standing; rule: string },
): Outcome<Recorded> {
  const { actor, now } = unit;
  const renews = event === 'given' && stands.state === 'given' && stands.until !== null;
  const until = event === 'given' ? termOf(purpose, now) : null;
  const kind = actor.role === 'guardian' || actor.role === 'delegate' ? actor.role : 'subject';
  const by = { kind, id: actor.id, checked: null } as const;
  const channel = { kind: actor.way.startsWith('private') ? 'chat' : 'page', message: null } as const;
  const said = { event: renews ? ('renewed' as const) : event, notice, by, channel, until };
  const { rows } = appendEvents(unit, { subject, purpose }, [
    ...whatTimeDid(stands),
    { ...said, contact: actor.contact },
  ]);
  append(unit, {
    action: operations[event],
    decision: 'done',
    subject: { subject, purpose, rule, notice: `${notice.id}@${notice.version}`, ...disputed(event, stands) },
    rows,
  });
  if (event === 'disputed' && stands.consent !== null)
    raise(unit, { kind: 'disputed', of: stands.consent.by.id, from: now, counts: {} });
  if (until !== null) remember(unit, { subject, purpose }, until);
  const isNo = event === 'refused' || event === 'withdrawn' || event === 'disputed';
  const ended = isNo ? endAccess(unit, subject, purpose) : [];
  return done({ ...standingWith(unit, subject, purpose), ended });
}

/** Whose record of a consent it was that the person says they never gave: the officer looks into that. */
const disputed = (event: OwnWord, { consent }: Standing): { words?: string } =>
  event === 'disputed' && consent !== null ? { words: `recorded by ${consent.by.id}` } : {};

/** Where there is nothing that could be taken back, confirmed or disputed, that is said; undefined where there is. */
function nothingToSayItTo(
  unit: Unit,
  { subject, purpose, event }: About,
  { state, consent }: Standing,
  notice: NoticeRef | undefined,
): Outcome<Recorded> | undefined {
  if (event === 'withdrawn' && notice === undefined) {
    // That is still what the resident asked for, so it is done, and logged.
    append(unit, {
      action: 'consent.withdraw',
      decision: 'done',
      subject: { subject, purpose, reason: 'nothing_found' },
    });
    return done({ ...standingWith(unit, subject, purpose), ended: [] });
  }
  const isThere =
    event === 'confirmed'
      ? state === 'provisional'
      : event !== 'disputed' || (consent !== null && isAtTheDoor(consent));
  if (isThere) return undefined;
  append(unit, {
    action: operations[event],
    decision: 'refused',
    subject: { subject, purpose, reason: 'nothing_to_confirm' },
  });
  return wrong('event', 'nothing_to_confirm', nothingToConfirm);
}

/** A text somebody can have been shown: one in force for them, for a no or a word about a yes also that of the yes. */
function isKnown(
  unit: Unit,
  { subject, purpose, event }: About,
  notice: NoticeRef,
  events: readonly ConsentEvent[],
): boolean {
  const offered = noticesFor(unit, subject, purpose);
  const known = event === 'given' ? offered : [...offered, ...events.map((one) => one.notice)];
  return known.some(
    (one) => one.id === notice.id && one.version === notice.version && one.sha256 === notice.sha256,
  );
}

/**
 * For a renewal: whether what would be renewed was taken back here, that is every no since the last consent through this
 * contact, which was the resident's then. Otherwise whoever gets a contact of theirs bound to a resident could speak over a
 * no that was said on the page or on the resident's own telephone. For a confirmation: whether the contact was theirs
 * before a worker recorded what it confirms; else a worker who binds a telephone of their own could confirm themselves. Told
 * by places in the log: a clock that was set back changes nothing.
 */
function saidHere(
  { vault, actor }: Unit,
  subject: string,
  purpose: PurposeId,
  { event, events }: { event: OwnWord; events: readonly ConsentEvent[] },
): boolean {
  const { contact } = actor;
  if (contact === null || events.length === 0) return false;
  const bound = writtenIn(vault, 'binding', contact);
  const keyOf = (n: number) => `${subject}/${purpose}/${n}`;
  if (event === 'confirmed') return writtenIn(vault, 'consent_event', keyOf(events.length)) > bound;
  const consent = events.findLastIndex(isOwnYes) + 1;
  const first = consent === events.length ? consent : consent + 1;
  for (let n = first; n <= events.length; n += 1) {
    // What time did is nobody's no.
    if (events[n - 1]?.by.kind === 'system') continue;
    const key = keyOf(n);
    const isHere =
      n === consent || isContact(vault, vault.rows.get('consent_event', key)?.content.contact, contact);
    if (!isHere || writtenIn(vault, 'consent_event', key) <= bound) return false;
  }
  return true;
}

/** The log entry that a row's latest version was written in, as the log itself has it. */
export function writtenIn(vault: Vault, kind: ControlKind, key: string): number {
  const seq = vault.store.control.get(kind, key)?.seq;
  if (seq === undefined || !vault.journal.wrote(seq, vault.rows.digest(kind, key)))
    throw new Tampered(`row ${kind}/${key}`);
  // A binding that was moved to another key is as old as it was.
  const moved = kind === 'binding' ? vault.rows.get('binding', key)?.content.since : undefined;
  return moved ?? seq;
}

export const notByConsent = {
  zh: '这项不靠您的同意,您可以要求说明:在私聊里说“找隐私官”,或到社区窗口当面问',
  en: 'this purpose does not rest on consent; you may ask for an explanation: say “privacy officer” to the assistant, or come to the desk',
};
/** A child hears why, in words: consent is theirs to give in a few years, and their no is heard today. */
const guardianDecides = {
  field: 'event',
  code: 'guardian_decides',
  zh: '不满十四周岁,要由监护人同意;您不愿意,随时可以说不',
  en: 'under 14 a guardian agrees for you; you may say no at any time',
};
const noticeMissing = { zh: '没有说明看的是哪份告知书', en: 'which notice was shown is missing' };
const noticeUnknown = { zh: '告知书已经更新,请看新的一份', en: 'this is not the notice in force' };
const nothingToConfirm = {
  zh: '没有等您确认的同意,可能已经过了七天',
  en: 'there is no consent that waits for your word; its seven days may be over',
};

export function wrong(field: string, code: string, words: { zh: string; en: string }) {
  return failed('invalid', { errors: [{ field, code, ...words }] });
}
