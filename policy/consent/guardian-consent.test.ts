import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConsentEvent,
  consentEvent,
  consentEventKinds,
  type CurrentNotice,
  standingOf,
  type SupersededBy,
} from './consent.ts';
import { type Audience, audiences } from './notices.ts';

const text = (audience: Audience): CurrentNotice => ({
  id: 'phone_contact',
  version: audience,
  sha256: (audience === 'minor' ? '1' : '2').repeat(64),
  lang: 'zh-CN',
  purpose: 'phone_contact',
  audience,
});

const speakers = ['subject', 'guardian', 'delegate', 'worker'] as const;
const events: fc.Arbitrary<ConsentEvent> = fc
  .record({
    kind: fc.constantFrom(...speakers),
    event: fc.constantFrom(...consentEventKinds),
    audience: fc.constantFrom(...audiences),
    why: fc.option(fc.constantFrom<SupersededBy>('hand_over', 'number_changed'), { nil: undefined }),
    checked: fc.constantFrom('paper' as const, 'known' as const, null),
  })
  .map(({ kind, event, audience, why, checked }) =>
    consentEvent({
      id: '0'.repeat(26),
      subject: 'child',
      purpose: 'phone_contact',
      notice: text(audience),
      event,
      at: 0,
      by: { kind, id: kind, checked: kind === 'worker' ? checked : null },
      channel: { kind: kind === 'worker' ? 'in_person' : 'page', message: null },
      ...(event === 'superseded' && why !== undefined ? { why } : {}),
    }),
  );
const histories = fc.array(events, { minLength: 1, maxLength: 6 });
const stands = (history: readonly ConsentEvent[], audience: Audience) =>
  standingOf(history, [text(audience)], 1);

describe('under 14, whatever was said before', () => {
  test('only a guardian’s yes to a minor’s notice opens anything', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { state, consent } = stands(history, 'minor');
        if (state !== 'given' && state !== 'provisional') return;
        expect(consent?.by.kind).toBe('guardian');
        expect(consent?.notice.version).toBe('minor');
      }),
    );
  });

  test('a no is one, whoever said it', () => {
    fc.assert(
      fc.property(histories, events, (history, last) => {
        fc.pre(last.event === 'withdrawn' || last.event === 'refused');
        expect(stands([...history, last], 'minor').state).toBe(last.event);
      }),
    );
  });
});

describe('from the fourteenth birthday on', () => {
  test('a guardian’s yes to a minor’s notice opens nothing, and says why', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const before = stands(history, 'minor');
        const { state, consent } = stands(history, 'adult');
        if (before.state === 'given') expect(state).toBe('hand_over');
        if (state === 'given' || state === 'provisional') expect(consent?.notice.version).toBe('adult');
      }),
    );
  });

  test('the child’s own yes stands, and what the guardian said after it does not bring the old one back', () => {
    const say = (kind: 'guardian' | 'subject', event: 'given' | 'withdrawn', audience: Audience) =>
      consentEvent({
        id: '0'.repeat(26),
        subject: 'child',
        purpose: 'phone_contact',
        notice: text(audience),
        event,
        at: 0,
        by: { kind, id: kind, checked: null },
        channel: { kind: 'page', message: null },
      });
    const before = say('guardian', 'given', 'minor');
    expect(stands([before], 'adult').state).toBe('hand_over');
    expect(stands([before, say('subject', 'given', 'adult')], 'adult').state).toBe('given');
    expect(stands([before, say('subject', 'withdrawn', 'minor')], 'adult').state).toBe('withdrawn');
  });
});

test('what a changed number ended stays ended until somebody says yes again', () => {
  const said = (event: 'given' | 'superseded' | 'confirmed') =>
    consentEvent({
      id: '0'.repeat(26),
      subject: 'wang',
      purpose: 'phone_contact',
      notice: text('adult'),
      event,
      at: 0,
      by: { kind: event === 'superseded' ? 'system' : 'subject', id: 'x', checked: null },
      channel: { kind: 'page', message: null },
      ...(event === 'superseded' ? { why: 'number_changed' as const } : {}),
    });
  expect(stands([said('given'), said('superseded')], 'adult').state).toBe('number_changed');
  expect(stands([said('given'), said('superseded'), said('confirmed')], 'adult').state).not.toBe('given');
  expect(stands([said('given'), said('superseded'), said('given')], 'adult').state).toBe('given');
});
