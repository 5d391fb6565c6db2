import type { ConsentState } from './facts.ts';
import { purposes, purposeIds, type PurposeId } from './purposes.ts';
import type { RecordType } from './fields.ts';

/** Exactly the text somebody was shown: `sha256` is over the notice file's bytes, lower-case hex. */
export interface NoticeRef {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly lang: string;
}

/** A notice in force. A purpose has one for each language it is shown in. */
export interface CurrentNotice extends NoticeRef {
  readonly purpose: PurposeId;
}

/** What can happen to a consent. All but the last two are somebody's words. */
export const consentEventKinds = ['given', 'refused', 'withdrawn', 'expired', 'superseded'] as const;
export type ConsentEventKind = (typeof consentEventKinds)[number];

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
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** When a consent runs out, likewise, or null when it lasts until it is withdrawn. */
  readonly until: number | null;
  readonly by: {
    readonly kind: 'subject' | 'guardian' | 'worker' | 'system';
    readonly id: string;
    /** How a worker checked who stood in front of them; null for everybody else. */
    readonly checked: string | null;
  };
  readonly channel: {
    readonly kind: 'chat' | 'page' | 'in_person' | 'system';
    /** The message that said so, where there is one. */
    readonly message: string | null;
  };
}

export const consentSchema = 'lindun-consent/1';

type Said = Pick<
  ConsentEvent,
  'id' | 'subject' | 'purpose' | 'notice' | 'event' | 'at' | 'by' | 'channel'
> & {
  readonly until?: number | null;
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
    at: said.at,
    until: said.until ?? null,
    by: said.by,
    channel: said.channel,
  };
}

const sameText = (a: NoticeRef, b: NoticeRef): boolean =>
  a.id === b.id && a.version === b.version && a.sha256 === b.sha256;

/**
 * What one subject has said about every purpose, as of `now` (milliseconds, UTC).
 *
 * The events of one subject, in the order in which they were appended: the last about a purpose decides.
 * Their times do not: a clock that was set back must not bring a withdrawn consent to life again. A consent
 * given to a text that is not in force (an older version, other bytes, an unknown notice) is `superseded`:
 * a new text means asking again (PIPL Art 14). A refusal or a withdrawal stays one whatever text comes
 * after it.
 */
export function fold(
  events: readonly ConsentEvent[],
  current: readonly CurrentNotice[],
  now: number,
): Readonly<Record<PurposeId, ConsentState>> {
  const states = Object.fromEntries(purposeIds.map((id) => [id, 'none'])) as Record<PurposeId, ConsentState>;
  for (const event of events) states[event.purpose] = stateAfter(event, current, now);
  return states;
}

function stateAfter(event: ConsentEvent, current: readonly CurrentNotice[], now: number): ConsentState {
  if (event.event !== 'given') return event.event;
  const inForce = current.some(
    (notice) => notice.purpose === event.purpose && sameText(notice, event.notice),
  );
  if (!inForce) return 'superseded';
  return event.until !== null && event.until <= now ? 'expired' : 'given';
}

/**
 * Whether the subject has agreed to exactly this text for this purpose before. Such a consent may be
 * renewed through the chat; a first one may not, because whoever holds the chat account could then agree in
 * the person's name.
 */
export const givenBefore = (events: readonly ConsentEvent[], purpose: string, notice: NoticeRef): boolean =>
  events.some(
    (event) => event.event === 'given' && event.purpose === purpose && sameText(event.notice, notice),
  );
