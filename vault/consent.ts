import {
  type ConsentEvent,
  consentEvent,
  type ConsentEventKind,
  givenBefore,
  type NoticeRef,
} from '../policy/consent.ts';
import type { ConsentState } from '../policy/facts.ts';
import { type PurposeId, purposes, purposeIds, restsOnConsent } from '../policy/purposes.ts';
import { consentEvents, consentState } from './facts.ts';
import { newId } from './keychain.ts';
import type { ControlKind } from './control.ts';
import { done, failed, type Outcome, Tampered } from './outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { append, type Unit, type Vault } from './vault.ts';

export interface ConsentRequest {
  purpose: PurposeId;
  event: Extract<ConsentEventKind, 'given' | 'refused' | 'withdrawn'>;
  /** The text that was shown: one in force, for a no also one that was in force when it was last spoken of. */
  notice?: NoticeRef | undefined;
}

/** Where a resident stands with one purpose. */
export interface ConsentStanding {
  purpose: PurposeId;
  title: { zh: string; en: string };
  /** `not_asked_for`: the purpose rests on a duty or a right, so there is nothing to agree to. */
  state: ConsentState | 'not_asked_for';
  basis: string;
}

/**
 * Appends what a resident said about a purpose. It works for the very next read: nothing else has to be told, because
 * every decision folds the events anew.
 */
export function recordConsent(unit: Unit, request: ConsentRequest): Outcome<ConsentStanding> {
  const { vault, actor } = unit;
  const { purpose } = request;
  if (!restsOnConsent(purpose)) return wrong('purpose', 'not_by_consent', notByConsent);
  const before = consentEvents(unit, actor.id, purpose);
  const notice = request.event === 'withdrawn' ? (request.notice ?? before.at(-1)?.notice) : request.notice;
  const operation = {
    given: 'consent.give',
    refused: 'consent.refuse',
    withdrawn: 'consent.withdraw',
  } as const;
  const allowed = permitted(unit, operation[request.event], {
    self: true,
    givenBefore: notice !== undefined && givenBefore(before, purpose, notice),
    saidHere: request.event === 'given' && saidHere(unit, purpose, before),
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  if (notice === undefined) {
    return request.event === 'withdrawn'
      ? nothingToWithdraw(unit, purpose)
      : wrong('notice', 'notice_missing', noticeMissing);
  }
  const offered = vault.notices.filter((one) => one.purpose === purpose);
  const known = request.event === 'given' ? offered : [...offered, ...before.map((event) => event.notice)];
  if (!known.some((one) => isSame(one, notice))) return wrong('notice', 'notice_unknown', noticeUnknown);

  const event = consentEvent({
    id: newId(vault.random),
    subject: actor.id,
    purpose,
    notice,
    event: request.event,
    at: unit.now,
    by: { kind: 'subject', id: actor.id, checked: null },
    channel: { kind: actor.way.startsWith('private') ? 'chat' : 'page', message: null },
  });
  const seq = vault.journal.size;
  const head = `${actor.id}/${purpose}`;
  const number = before.length + 1;
  const previous = vault.rows.get('consent', head)?.content.last ?? '';
  const said = { event, previous, ...(actor.contact === null ? {} : { contact: actor.contact }) };
  const eventRow = vault.rows.put('consent_event', `${head}/${number}`, said, seq);
  const headRow = vault.rows.put('consent', head, { events: number, last: eventRow.digest }, seq);
  append(unit, {
    action: operation[request.event],
    decision: 'done',
    subject: { subject: actor.id, purpose, notice: `${notice.id}@${notice.version}` },
    rows: [eventRow, headRow],
  });
  return done(standing(unit, purpose));
}

/**
 * Whether what would be renewed was taken back here: every no since the last consent through this contact, which was
 * the resident's then. Otherwise whoever gets a contact of theirs bound to a resident could speak over a no that was
 * said on the page or on the resident's own telephone. Told by places in the log: a clock that was set back changes
 * nothing.
 */
function saidHere({ vault, actor }: Unit, purpose: PurposeId, before: readonly ConsentEvent[]): boolean {
  const { contact } = actor;
  if (contact === null || before.length === 0) return false;
  const consent = before.findLastIndex(({ event }) => event === 'given') + 1;
  const first = consent === before.length ? consent : consent + 1;
  const bound = writtenIn(vault, 'binding', contact);
  for (let n = first; n <= before.length; n += 1) {
    const key = `${actor.id}/${purpose}/${n}`;
    const isHere = n === consent || vault.rows.get('consent_event', key)?.content.contact === contact;
    if (!isHere || writtenIn(vault, 'consent_event', key) <= bound) return false;
  }
  return true;
}

/** The log entry that a row's latest version was written in, as the log itself has it. */
function writtenIn(vault: Vault, kind: ControlKind, key: string): number {
  const seq = vault.store.control.get(kind, key)?.seq;
  if (seq === undefined || !vault.journal.wrote(seq, vault.rows.digest(kind, key)))
    throw new Tampered(`row ${kind}/${key}`);
  return seq;
}

/** A resident's own standing with every purpose: one entry. */
export function listConsents(unit: Unit): Outcome<{ items: ConsentStanding[] }> {
  const { actor } = unit;
  const allowed = permitted(unit, 'consent.list', { self: true });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id });
  append(unit, {
    action: 'consent.list',
    decision: 'granted',
    subject: { subject: actor.id, rule: allowed.rule },
  });
  return done({ items: purposeIds.map((purpose) => standing(unit, purpose)) });
}

function standing(unit: Unit, purpose: PurposeId): ConsentStanding {
  const { title, basis } = purposes[purpose];
  const state = restsOnConsent(purpose) ? consentState(unit, unit.actor.id, purpose) : 'not_asked_for';
  return { purpose, title, state, basis: basis.article };
}

/** There is nothing to take back. That is still what the resident asked for, so it is done, and logged. */
function nothingToWithdraw(unit: Unit, purpose: PurposeId): Outcome<ConsentStanding> {
  append(unit, {
    action: 'consent.withdraw',
    decision: 'done',
    subject: { subject: unit.actor.id, purpose, reason: 'nothing_found' },
  });
  return done(standing(unit, purpose));
}

const isSame = (one: NoticeRef, shown: NoticeRef): boolean =>
  one.id === shown.id && one.version === shown.version && one.sha256 === shown.sha256;

const notByConsent = {
  zh: '这项不靠您的同意,您可以要求说明',
  en: 'this purpose does not rest on consent; you may ask for an explanation',
};
const noticeMissing = { zh: '没有说明看的是哪份告知书', en: 'which notice was shown is missing' };
const noticeUnknown = { zh: '告知书已经更新,请看新的一份', en: 'this is not the notice in force' };

function wrong(field: string, code: string, words: { zh: string; en: string }) {
  return failed('invalid', { errors: [{ field, code, ...words }] });
}
