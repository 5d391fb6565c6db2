import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consentEvent,
  consentEventKinds,
  fold,
  givenBefore,
  type ConsentEvent,
  type ConsentEventKind,
  type CurrentNotice,
} from './consent.ts';

const first: CurrentNotice = {
  purpose: 'phone_contact',
  id: 'phone_contact',
  version: '1',
  sha256: '11'.repeat(32),
  lang: 'zh-CN',
};
const second: CurrentNotice = { ...first, version: '2', sha256: '22'.repeat(32) };
const english: CurrentNotice = { ...first, sha256: '33'.repeat(32), lang: 'en' };

const said = (
  event: ConsentEventKind,
  notice = first,
  at = 1000,
  until: number | null = null,
): ConsentEvent =>
  consentEvent({
    id: `event-${at}`,
    subject: 'subject',
    purpose: 'phone_contact',
    notice: { id: notice.id, version: notice.version, sha256: notice.sha256, lang: notice.lang },
    event,
    at,
    until,
    by: { kind: 'subject', id: 'subject', checked: null },
    channel: { kind: 'page', message: null },
  });

const state = (events: readonly ConsentEvent[], current = [first], now = 5000) =>
  fold(events, current, now).phone_contact;

test('nobody asked is none, and the last word decides', () => {
  expect(state([])).toBe('none');
  expect(state([said('given')])).toBe('given');
  expect(state([said('given'), said('withdrawn', first, 2000)])).toBe('withdrawn');
  expect(state([said('given'), said('withdrawn', first, 2000), said('given', first, 3000)])).toBe('given');
  expect(state([said('refused')])).toBe('refused');
});

test('the order of the events decides, not their times: a clock set back revives nothing', () => {
  expect(state([said('given', first, 9000), said('withdrawn', first, 10)])).toBe('withdrawn');
});

test('a new version, other bytes or an unknown notice mean asking again', () => {
  expect(state([said('given')], [second])).toBe('superseded');
  expect(state([said('given', { ...first, sha256: '99'.repeat(32) })])).toBe('superseded');
  expect(state([said('given')], [])).toBe('superseded');
  expect(state([said('given')], [{ ...first, purpose: 'dog_care' }])).toBe('superseded');
});

test('a notice has a text for each language, and each is a consent', () => {
  expect(state([said('given', english)], [first, english])).toBe('given');
});

test('no stays no when the text changes', () => {
  expect(state([said('refused')], [second])).toBe('refused');
  expect(state([said('withdrawn')], [second])).toBe('withdrawn');
});

test('a consent with an end runs out at that millisecond', () => {
  const event = said('given', first, 1000, 5000);
  expect(state([event], [first], 4999)).toBe('given');
  expect(state([event], [first], 5000)).toBe('expired');
});

test('a renewal is only of the very text agreed to before', () => {
  const events = [said('given'), said('withdrawn', first, 2000)];
  expect(givenBefore(events, 'phone_contact', first)).toBe(true);
  expect(givenBefore(events, 'phone_contact', second)).toBe(false);
  expect(givenBefore(events, 'dog_care', first)).toBe(false);
  expect(givenBefore([said('refused'), said('withdrawn')], 'phone_contact', first)).toBe(false);
});

test('given is said only when the last event gave it, to a text in force', () => {
  const event = fc
    .tuple(fc.constantFrom(...consentEventKinds), fc.constantFrom(first, second, english), fc.nat(9000))
    .map(([kind, notice, at]) => said(kind, notice, at));
  fc.assert(
    fc.property(fc.array(event), fc.subarray([first, second, english]), (events, current) => {
      if (state(events, current) !== 'given') return;
      const last = events.at(-1);
      expect(last?.event).toBe('given');
      expect(current.map(({ sha256 }) => sha256)).toContain(last?.notice.sha256);
    }),
  );
});

test('an event stands alone: it says who, on what ground, which fields, and to whom', () => {
  expect(said('given')).toMatchObject({
    schema: 'lindun-consent/1',
    controller: '社区居民委员会',
    basis: 'PIPL Art 13(1)',
    fields: ['resident.name', 'resident.mobile'],
    recipients: '接单的网格员',
    retention: '工单办结为止',
    until: null,
  });
});
