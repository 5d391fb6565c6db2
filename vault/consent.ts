import { consentEvent, type ConsentEventKind, givenBefore, type NoticeRef } from '../policy/consent.ts';
import type { ConsentState } from '../policy/facts.ts';
import { type PurposeId, purposes, purposeIds, restsOnConsent } from '../policy/purposes.ts';
import { consentEvents, consentState } from './facts.ts';
import { newId } from './keychain.ts';
import { done, failed, type Outcome } from './outcome.ts';
import { permitted, refuseOperation } from './permit.ts';
import { append, type OfferedNotice, type Unit } from './vault.ts';

export interface ConsentRequest {
  purpose: PurposeId;
  event: Extract<ConsentEventKind, 'given' | 'refused' | 'withdrawn'>;
  /** The text that was shown. A withdrawal needs none. */
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
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  if (notice === undefined) {
    return request.event === 'withdrawn'
      ? nothingToWithdraw(unit, purpose)
      : wrong('notice', 'notice_missing', noticeMissing);
  }
  if (request.event === 'given' && !isOffered(vault.notices, purpose, notice)) {
    return wrong('notice', 'notice_unknown', noticeUnknown);
  }

  const event = consentEvent({
    id: newId(vault.random),
    subject: actor.id,
    purpose,
    notice,
    event: request.event,
    at: unit.now,
    by: { kind: 'subject', id: actor.id, checked: null },
    channel: { kind: actor.context === 'private' ? 'chat' : 'page', message: null },
  });
  const seq = vault.journal.size;
  const head = `${actor.id}/${purpose}`;
  const number = before.length + 1;
  const previous = vault.rows.get('consent', head)?.content.last ?? '';
  const eventRow = vault.rows.put('consent_event', `${head}/${number}`, { event, previous }, seq);
  const headRow = vault.rows.put('consent', head, { events: number, last: eventRow.digest }, seq);
  append(unit, {
    action: operation[request.event],
    decision: 'done',
    subject: { subject: actor.id, purpose, notice: `${notice.id}@${notice.version}` },
    rows: [eventRow, headRow],
  });
  return done(standing(unit, purpose));
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

const isOffered = (notices: readonly OfferedNotice[], purpose: PurposeId, shown: NoticeRef): boolean =>
  notices.some(
    (notice) =>
      notice.purpose === purpose &&
      notice.id === shown.id &&
      notice.version === shown.version &&
      notice.sha256 === shown.sha256,
  );

const notByConsent = {
  zh: '这项不靠您的同意,您可以要求说明',
  en: 'this purpose does not rest on consent; you may ask for an explanation',
};
const noticeMissing = { zh: '没有说明看的是哪份告知书', en: 'which notice was shown is missing' };
const noticeUnknown = { zh: '告知书已经更新,请看新的一份', en: 'this is not the notice in force' };

function wrong(field: string, code: string, words: { zh: string; en: string }) {
  return failed('invalid', { errors: [{ field, code, ...words }] });
}
