import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  confirmWithin,
  consentEvent,
  consentEventKinds,
  fold,
  givenBefore,
  isAtTheDoor,
  standingOf,
  termOf,
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
  audience: 'adult',
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

describe('a consent that a worker recorded at the door', () => {
  const recorded = 1000;
  const atDoor = (event: ConsentEventKind = 'given', checked: 'known' | 'paper' = 'known'): ConsentEvent => ({
    ...said(event, first, recorded),
    by: { kind: 'worker', id: 'worker', checked },
    channel: { kind: 'in_person', message: null },
  });
  const confirmed = said('confirmed', first, 2000);

  test('is provisional until the person themselves says that it was so', () => {
    expect(state([atDoor()])).toBe('provisional');
    expect(state([atDoor(), confirmed])).toBe('given');
    expect(state([atDoor(), confirmed], [first], recorded + confirmWithin + 1)).toBe('given');
  });

  test('expires unconfirmed at that millisecond, and a word that comes later makes it nothing', () => {
    const last = recorded + confirmWithin;
    expect(state([atDoor()], [first], last - 1)).toBe('provisional');
    expect(state([atDoor()], [first], last)).toBe('expired');
    expect(state([atDoor(), said('expired', first, last), said('confirmed', first, last + 1)])).toBe(
      'expired',
    );
  });

  test('is reversed by “no, I did not”, before and after it was confirmed', () => {
    expect(state([atDoor(), said('disputed', first, 2000)])).toBe('refused');
    expect(state([atDoor(), confirmed, said('disputed', first, 3000)])).toBe('refused');
  });

  test('is superseded by a new text before anybody confirms it', () => {
    expect(state([atDoor()], [second])).toBe('superseded');
  });

  test('needs no confirmation where the person signed the paper', () => {
    expect(isAtTheDoor(atDoor('given', 'paper'))).toBe(false);
    expect(state([atDoor('given', 'paper')])).toBe('given');
  });

  test('is no consent of their own that a chat could renew, until they confirmed it', () => {
    expect(givenBefore([atDoor()], 'phone_contact', first)).toBe(false);
    expect(givenBefore([atDoor(), said('disputed')], 'phone_contact', first)).toBe(false);
    expect(givenBefore([atDoor(), confirmed], 'phone_contact', first)).toBe(true);
  });

  test('confirms nothing where there is nothing to confirm', () => {
    expect(state([confirmed])).toBe('none');
    expect(state([said('refused'), confirmed])).toBe('refused');
    expect(state([said('withdrawn'), confirmed])).toBe('withdrawn');
  });
});

test('a consent that was renewed lasts until the new end', () => {
  const events = [said('given', first, 1000, 5000), said('renewed', first, 4000, 9000)];
  expect(state(events, [first], 8999)).toBe('given');
  expect(state(events, [first], 9000)).toBe('expired');
  expect(standingOf(events, [first], 8000)).toMatchObject({ until: 9000, consent: { event: 'renewed' } });
});

test('what expired or was superseded stays so, also when the notice of its day is in force again', () => {
  expect(state([said('given'), said('expired', first, 2000)])).toBe('expired');
  expect(state([said('given'), said('superseded', first, 2000)])).toBe('superseded');
  expect(state([said('given'), said('expired', first, 2000), said('given', first, 3000)])).toBe('given');
});

test('a consent to telephone calls has no end of its own', () => {
  expect(termOf('phone_contact', 1000)).toBeNull();
});

test('given is said only when the last event gave it, to a text in force', () => {
  const event = fc
    .tuple(fc.constantFrom(...consentEventKinds), fc.constantFrom(first, second, english), fc.nat(9000))
    .map(([kind, notice, at]) => said(kind, notice, at));
  fc.assert(
    fc.property(fc.array(event), fc.subarray([first, second, english]), (events, current) => {
      if (state(events, current) !== 'given') return;
      const last = events.at(-1);
      const yes = events.findLast(({ event }) => event === 'given' || event === 'renewed');
      expect(last?.event).toBeOneOf(['given', 'renewed', 'confirmed']);
      expect(current.map(({ sha256 }) => sha256)).toContain(yes?.notice.sha256);
    }),
  );
});

test('an event stands alone: it says who, on what ground, which fields, and to whom', () => {
  expect(said('given')).toMatchObject({
    schema: 'lindun-consent/2',
    controller: '社区居民委员会',
    basis: 'PIPL Art 13(1)',
    fields: ['resident.name', 'resident.mobile'],
    recipients: '接单的网格员',
    retention: '工单办结为止',
    until: null,
  });
});
