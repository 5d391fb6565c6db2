import {
  type ConsentEvent,
  consentEvent,
  type ConsentEventKind,
  type NoticeRef,
  type Standing,
  type SupersededBy,
  standingOf,
} from '../../policy/consent/consent.ts';
import type { Audience } from '../../policy/consent/notices.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { childhoodOf } from '../people/childhood.ts';
import type { WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { Tampered } from '../outcome.ts';
import type { OfferedNotice, Unit } from '../vault.ts';

/** What the log of consents is read with: everybody's requests have it, and so has the vault's own clock. */
export type Reading = Pick<Unit, 'vault' | 'now'>;

/** Which notices somebody is asked with: a child under 14 with those for minors, through their guardian. */
export const audienceOf = ({ vault, now }: Reading, subject: string): Audience =>
  childhoodOf(vault, subject, now) === 'under' ? 'minor' : 'adult';

/** The notices in force for a purpose and for this subject, one a language. */
export function noticesFor(reading: Reading, subject: string, purpose: PurposeId): readonly OfferedNotice[] {
  const audience = audienceOf(reading, subject);
  return reading.vault.notices.filter((one) => one.purpose === purpose && one.audience === audience);
}

/**
 * Where somebody stands with a purpose. What a guardian said to a minor's notice is superseded on the fourteenth birthday:
 * from that day on the notices for adults are theirs, and they are asked themselves.
 */
export function consentStanding(reading: Reading, subject: string, purpose: PurposeId): Standing {
  const events = consentEvents(reading, subject, purpose);
  const current = events.length === 0 ? [] : noticesFor(reading, subject, purpose);
  return standingOf(events, current, reading.now);
}

/**
 * A subject's consent events for a purpose, oldest first.
 * @throws Tampered when one is missing or the chain does not hold
 */
export function consentEvents({ vault }: Reading, subject: string, purpose: PurposeId): ConsentEvent[] {
  const { rows } = vault;
  const head = rows.get('consent', `${subject}/${purpose}`)?.content;
  const events: ConsentEvent[] = [];
  let previous = '';
  for (let n = 1; n <= (head?.events ?? 0); n += 1) {
    const key = `${subject}/${purpose}/${n}`;
    const row = rows.get('consent_event', key);
    if (row === undefined || row.content.previous !== previous)
      throw new Tampered(`row consent_event/${key}`);
    previous = rows.digest('consent_event', key);
    events.push(row.content.event);
  }
  if (head !== undefined && head.last !== previous) throw new Tampered(`row consent/${subject}/${purpose}`);
  return events;
}

/** What somebody, or the clock, has to say about a consent. */
export interface Saying {
  event: ConsentEventKind;
  notice: NoticeRef;
  by: ConsentEvent['by'];
  channel: ConsentEvent['channel'];
  until?: number | null;
  why?: SupersededBy;
  /** The chat contact it was said through. */
  contact?: string | null;
}

/** A no, whenever it was said. */
export const isNo = (event: ConsentEventKind): boolean =>
  event === 'refused' || event === 'withdrawn' || event === 'disputed';

/**
 * Appends events to a subject's chain for a purpose, under the log entry that is appended next.
 * @returns the rows that this entry has to name
 */
export function appendEvents(
  { vault, now }: Reading,
  about: { subject: string; purpose: PurposeId },
  sayings: readonly Saying[],
): { events: ConsentEvent[]; rows: WrittenRow[] } {
  const head = `${about.subject}/${about.purpose}`;
  const seq = vault.journal.size;
  const before = vault.rows.get('consent', head)?.content;
  let count = before?.events ?? 0;
  let previous = before?.last ?? '';
  const events: ConsentEvent[] = [];
  const rows: WrittenRow[] = [];
  for (const { contact = null, ...said } of sayings) {
    count += 1;
    const event = consentEvent({ id: newId(vault.random), ...about, ...said, at: now });
    const content = { event, previous, ...(contact === null ? {} : { contact }) };
    const row = vault.rows.put('consent_event', `${head}/${count}`, content, seq);
    previous = row.digest;
    events.push(event);
    rows.push(row);
  }
  rows.push(vault.rows.put('consent', head, { events: count, last: previous }, seq));
  // Should the database be put back to before it, it is taken back again (`erasure/ledger.ts`).
  if (events.some(({ event }) => isNo(event))) vault.ledger.add({ kind: 'withdraw', id: head, at: now });
  return { events, rows };
}

/**
 * What time, a new text or a birthday has done to a consent and nobody has put into its chain yet: said before the next
 * word, so that the history reads as it went.
 */
export function whatTimeDid({ state, last }: Standing): Saying[] {
  if (last === null || last.by.kind === 'system') return [];
  if (state === 'hand_over') return [{ event: 'superseded', why: state, notice: last.notice, ...bySystem }];
  return state === 'expired' || state === 'superseded'
    ? [{ event: state, notice: last.notice, ...bySystem }]
    : [];
}

/** What nobody says: time or a new text did it. */
export const bySystem = {
  by: { kind: 'system', id: 'system', checked: null },
  channel: { kind: 'system', message: null },
} as const;
