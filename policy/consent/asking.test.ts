import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskRefusal, mayAsk } from './asking.ts';
import {
  confirmWithin,
  consentEvent,
  type ConsentEvent,
  consentEventKinds,
  type ConsentEventKind,
  type CurrentNotice,
  quiet,
  renewBefore,
} from './consent.ts';

const first: CurrentNotice = {
  purpose: 'phone_contact',
  id: 'phone_contact',
  version: '1',
  sha256: '11'.repeat(32),
  lang: 'zh-CN',
  audience: 'adult',
};
const english: CurrentNotice = { ...first, sha256: '33'.repeat(32), lang: 'en' };
const second: CurrentNotice = { ...first, version: '2', sha256: '22'.repeat(32) };

const at = 1_000_000;
const said = (event: ConsentEventKind, more: Partial<ConsentEvent> = {}): ConsentEvent => ({
  ...consentEvent({
    id: 'event',
    subject: 'subject',
    purpose: 'phone_contact',
    notice: { id: first.id, version: first.version, sha256: first.sha256, lang: first.lang },
    event,
    at,
    by: { kind: 'subject', id: 'subject', checked: null },
    channel: { kind: 'page', message: null },
  }),
  ...more,
});
const atDoor = said('given', {
  by: { kind: 'worker', id: 'worker', checked: 'known' },
  channel: { kind: 'in_person', message: null },
});
const no = (why: AskRefusal, from: number | null = null) => ({ may: false, why, from });

test('somebody never asked may be asked, where there is a text to show', () => {
  expect(mayAsk([], [first], at)).toEqual({ may: true, kind: 'first' });
  expect(mayAsk([], [], at)).toEqual(no('no_notice'));
});

describe.each(['refused', 'withdrawn', 'disputed'] as const)('after a no (%s)', (kind) => {
  const events = [said('given', { at: 1 }), said(kind)];
  test('the same text is never asked about again, in no language', () => {
    expect(mayAsk(events, [first, english], at + 10 * quiet)).toEqual(no('same_text'));
  });

  test('a new text may be, from the thirtieth day on and not a millisecond before', () => {
    expect(mayAsk(events, [second], at + quiet - 1)).toEqual(no('too_soon', at + quiet));
    expect(mayAsk(events, [second], at + quiet)).toEqual({ may: true, kind: 'new_text' });
  });

  test('a clock that was set back brings no question earlier', () => {
    expect(mayAsk(events, [second], at - quiet)).toEqual(no('too_soon', at + quiet));
  });
});

describe('a yes', () => {
  test('that stands is not asked for again', () => {
    expect(mayAsk([said('given')], [first], at + 100 * quiet)).toEqual(no('stands'));
  });

  test('with an end may be renewed in its last thirty days', () => {
    const until = at + 10 * renewBefore;
    const events = [said('given', { until })];
    expect(mayAsk(events, [first], until - renewBefore - 1)).toEqual(no('stands', until - renewBefore));
    expect(mayAsk(events, [first], until - renewBefore)).toEqual({ may: true, kind: 'renewal' });
    expect(mayAsk(events, [first], until + 1)).toEqual({ may: true, kind: 'renewal' });
  });

  test('to an old text may be asked for anew at once', () => {
    expect(mayAsk([said('given')], [second], at + 1)).toEqual({ may: true, kind: 'new_text' });
  });
});

describe('what was recorded at the door', () => {
  const last = at + confirmWithin;
  test('waits for the person’s own word, and nobody asks a second time', () => {
    expect(mayAsk([atDoor], [first], at + 1)).toEqual(no('to_confirm', last));
  });

  test('and was never confirmed is left alone as long as a no', () => {
    expect(mayAsk([atDoor], [first], last)).toEqual(no('unanswered', last + quiet));
    expect(mayAsk([atDoor, said('expired', { at: last })], [first], last + 1)).toEqual(
      no('unanswered', last + quiet),
    );
    expect(mayAsk([atDoor], [first], last + quiet)).toEqual({ may: true, kind: 'renewal' });
  });
});

test('whatever was said, nobody is asked within thirty days of a no', () => {
  const event = fc
    .tuple(fc.constantFrom(...consentEventKinds), fc.constantFrom(first, second), fc.nat(9000))
    .map(([kind, notice, at]) => said(kind, { notice, at }));
  const noes = new Set<string>(['refused', 'withdrawn', 'disputed']);
  fc.assert(
    fc.property(fc.array(event, { minLength: 1 }), fc.nat(), (events, later) => {
      const last = events.at(-1);
      if (last === undefined || !noes.has(last.event)) return;
      const now = last.at + (later % quiet);
      expect(mayAsk(events, [second], now).may).toBe(false);
    }),
  );
});
