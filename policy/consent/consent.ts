import type { ConsentState } from '../facts.ts';
import type { Audience } from './notices.ts';
import { purposes, purposeIds, type PurposeId } from '../purposes.ts';
import type { RecordType } from '../fields.ts';

/** Exactly the text somebody was shown: `sha256` is over the notice file's bytes, lower-case hex. */
export interface NoticeRef {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly lang: string;
}

/** A notice in force. A purpose has one for each language it is shown in, and for each audience. */
export interface CurrentNotice extends NoticeRef {
  readonly purpose: PurposeId;
  readonly audience: Audience;
}

/**
 * What can happen to a consent. The last two nobody says: time or a new text did it.
 *
 *   given      agreed to
 *   renewed    agreed to once more, while it stood
 *   confirmed  what a worker recorded at the door was so, says the person themselves
 *   refused    asked, and no
 *   withdrawn  taken back
 *   disputed   what a worker recorded at the door was not so, says the person themselves
 *   expired    its time is over, or nobody confirmed it
 *   superseded the text changed, or what {@link SupersededBy} says
 */
export const consentEventKinds = [
  'given',
  'renewed',
  'confirmed',
  'refused',
  'withdrawn',
  'disputed',
  'expired',
  'superseded',
] as const;
export type ConsentEventKind = (typeof consentEventKinds)[number];

/**
 * What else than a new text ended a consent: the child for whom a guardian gave it turned 14 and is asked themselves; or
 * the telephone number it was given for is another now, or somebody else's.
 */
export type SupersededBy = 'hand_over' | 'number_changed';

/**
 * How a worker knew who stood before them. `paper`: the person signed the notice, and the paper is kept; that needs no
 * confirmation by its own.
 */
export const checkedHows = ['identity_card', 'known', 'answers', 'paper'] as const;
export type CheckedHow = (typeof checkedHows)[number];

/**
 * One consent event, after the record of ISO/IEC TS 27560:2023. Events are appended and never changed: what
 * somebody agreed to is the fold of them. An event stands alone, so that a receipt made of it years later
 * still says what was agreed; therefore it repeats controller, basis and recipients as they were.
 */
export interface ConsentEvent {
  readonly id: string;
  readonly schema: typeof consentSchema;
  /** The subject's pseudonym. */
  readonly subject: string;
  readonly controller: string;
  readonly purpose: PurposeId;
  readonly basis: string;
  readonly notice: NoticeRef;
  /** The fields it covers, `type.field`. */
  readonly fields: readonly string[];
  readonly recipients: string;
  readonly retention: string;
  readonly event: ConsentEventKind;
  /** Of `superseded`: what did it, where it was no new text. */
  readonly why?: SupersededBy;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** When a consent runs out, likewise, or null when it lasts until it is withdrawn. */
  readonly until: number | null;
  readonly by: {
    readonly kind: 'subject' | 'guardian' | 'delegate' | 'worker' | 'system';
    readonly id: string;
    /** How a worker checked who stood in front of them; null for everybody else. */
    readonly checked: CheckedHow | null;
  };
  readonly channel: {
    readonly kind: 'chat' | 'page' | 'in_person' | 'system';
    /** The message that said so, where there is one. */
    readonly message: string | null;
  };
}

export const consentSchema = 'lindun-consent/2';

const day = 24 * 3_600_000;

/** How long somebody who said no is left alone, in milliseconds. */
export const quiet = 30 * day;
/** How long what was recorded at the door waits for the person's own word, in milliseconds. */
export const confirmWithin = 7 * day;
/** How long before its end a consent may be renewed, in milliseconds. */
export const renewBefore = 30 * day;

/** How long a consent lasts, in milliseconds, as its notice says; one that is not here lasts until it is taken back. */
const terms: Readonly<Partial<Record<PurposeId, number>>> = {
  care_visit: 365 * day,
  provide_by_consent: 182 * day,
};

/** When a consent given now runs out, or null. */
export function termOf(purpose: PurposeId, now: number): number | null {
  const term = terms[purpose];
  return term === undefined ? null : now + term;
}

type Said = Pick<
  ConsentEvent,
  'id' | 'subject' | 'purpose' | 'notice' | 'event' | 'at' | 'by' | 'channel'
> & {
  readonly until?: number | null;
  readonly why?: SupersededBy;
};

/** Makes an event of what somebody said; what the purpose declares is copied in as it stands today. */
export function consentEvent(said: Said): ConsentEvent {
  const purpose = purposes[said.purpose];
  const covers: { readonly [T in RecordType]?: readonly string[] } = purpose.covers;
  return {
    id: said.id,
    schema: consentSchema,
    subject: said.subject,
    controller: purpose.controller.zh,
    purpose: said.purpose,
    basis: purpose.basis.article,
    notice: said.notice,
    fields: Object.entries(covers).flatMap(([type, names]) => names.map((name) => `${type}.${name}`)),
    recipients: purpose.recipients.zh,
    retention: purpose.retention.zh,
    event: said.event,
    ...(said.why === undefined ? {} : { why: said.why }),
    at: said.at,
    until: said.until ?? null,
    by: said.by,
    channel: said.channel,
  };
}

const sameText = (a: NoticeRef, b: NoticeRef): boolean =>
  a.id === b.id && a.version === b.version && a.sha256 === b.sha256;

/** Whether this is a worker's word for somebody's yes, which that somebody has still to confirm. */
export const isAtTheDoor = ({ channel, by }: Pick<ConsentEvent, 'channel' | 'by'>): boolean =>
  channel.kind === 'in_person' && by.kind === 'worker' && by.checked !== 'paper';

/** Where one subject stands with one purpose. */
export interface Standing {
  readonly state: ConsentState;
  /** The yes that the state comes from, whatever became of it; null where there never was one, or a no came after it. */
  readonly consent: ConsentEvent | null;
  /** The last word, or null where nobody was ever asked. */
  readonly last: ConsentEvent | null;
  /** When the yes runs out, or has to be confirmed by; null where it does not run out. UTC milliseconds. */
  readonly until: number | null;
}

const nothingSaid: Standing = { state: 'none', consent: null, last: null, until: null };

/**
 * Where one subject stands with one purpose, as of `now` (milliseconds, UTC).
 *
 * @param events of this subject and purpose, in the order in which they were appended: the last decides. Their times do
 * not: a clock that was set back must not bring a withdrawn consent to life again.
 * @param current the notices in force. A consent given to a text that is not (an older version, other bytes, an unknown
 * notice) is `superseded`: a new text means asking again (PIPL Art 14). A refusal or a withdrawal stays one whatever text
 * comes after it.
 */
export function standingOf(
  events: readonly ConsentEvent[],
  current: readonly CurrentNotice[],
  now: number,
): Standing {
  let told: Standing = nothingSaid;
  for (const event of events) told = after(told, event);
  return asOf(told, current, now);
}

/** What an event makes of a standing, before anybody looks at the clock or the notices. */
function after(before: Standing, event: ConsentEvent): Standing {
  switch (event.event) {
    case 'given':
    case 'renewed': {
      const provisional = isAtTheDoor(event);
      const until = provisional ? event.at + confirmWithin : event.until;
      return { state: provisional ? 'provisional' : 'given', consent: event, last: event, until };
    }
    case 'confirmed': {
      const { consent } = before;
      if (before.state !== 'provisional' || consent === null) return { ...before, last: event };
      return { state: 'given', consent, last: event, until: consent.until };
    }
    case 'withdrawn':
      return { state: 'withdrawn', consent: null, last: event, until: null };
    case 'refused':
    case 'disputed':
      return { state: 'refused', consent: null, last: event, until: null };
    case 'expired':
    case 'superseded':
      return { ...before, state: event.why ?? event.event, last: event };
  }
}

function asOf(told: Standing, current: readonly CurrentNotice[], now: number): Standing {
  const { state, consent, until } = told;
  if (consent === null || (state !== 'given' && state !== 'provisional')) return told;
  const inForce = current.some(
    (notice) => notice.purpose === consent.purpose && sameText(notice, consent.notice),
  );
  if (!inForce) {
    // A guardian spoke to a minor's notice. Where adults' notices are this person's by now, they have turned 14.
    const grown = consent.by.kind === 'guardian' && current.some(({ audience }) => audience === 'adult');
    return { ...told, state: grown ? 'hand_over' : 'superseded' };
  }
  // PIPL Art 31: to a minor's notice only a guardian's yes counts, whoever said one.
  if (consent.by.kind !== 'guardian' && current.some(({ audience }) => audience === 'minor'))
    return { ...told, state: 'none', consent: null, until: null };
  return until !== null && until <= now ? { ...told, state: 'expired' } : told;
}

/** What one subject has said about every purpose: {@link standingOf} for each. */
export function fold(
  events: readonly ConsentEvent[],
  current: readonly CurrentNotice[],
  now: number,
): Readonly<Record<PurposeId, ConsentState>> {
  const states = purposeIds.map((id) => {
    const said = events.filter(({ purpose }) => purpose === id);
    return [id, standingOf(said, current, now).state] as const;
  });
  return Object.fromEntries(states) as Record<PurposeId, ConsentState>;
}

/**
 * Whether the subject has agreed to exactly this text for this purpose before. Such a consent may be
 * renewed through the chat; a first one may not, because whoever holds the chat account could then agree in
 * the person's name. What a worker recorded counts from the moment the person confirmed it.
 */
export const givenBefore = (events: readonly ConsentEvent[], purpose: string, notice: NoticeRef): boolean =>
  events.some((event) => event.purpose === purpose && isOwnYes(event) && sameText(event.notice, notice));

/** A yes in somebody's own words. */
export const isOwnYes = (event: ConsentEvent): boolean =>
  event.event === 'confirmed' ||
  ((event.event === 'given' || event.event === 'renewed') && !isAtTheDoor(event));
