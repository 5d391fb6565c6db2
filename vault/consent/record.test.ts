import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { type NodeVault, phoneNotice } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const { id, version, sha256, lang } = phoneNotice;
const notice = { id, version, sha256, lang };

beforeEach(async () => {
  c = await nodeCommunity();
});

type Event = 'given' | 'refused' | 'withdrawn';
const say = (by: string, event: Event) =>
  code(ask(by, 'recordConsent', { purpose: 'phone_contact', event, notice }));
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('renewal in a chat', () => {
  test.each(['withdrawn', 'refused'] as const)('%s in a chat, it is given again in the same chat', (no) => {
    say(c.page(c.resident), 'given');
    c.bind('wx-wang', c.resident);
    expect(say(c.chat('wx-wang'), no)).toBe('ok');
    expect(say(c.chat('wx-wang'), 'given')).toBe('ok');
  });

  test.each(['withdrawn', 'refused'] as const)(
    '%s on the page, it is given again on the page alone',
    (no) => {
      c.bind('wx-wang', c.resident);
      say(c.page(c.resident), 'given');
      say(c.page(c.resident), no);
      expect(say(c.chat('wx-wang'), 'given')).toBe('denied');
      expect(newest()).toMatchObject({ decision: 'refused', reason: 'consent_elsewhere' });
      expect(say(c.page(c.resident), 'given')).toBe('ok');
    },
  );

  test('a contact bound after the withdrawal cannot speak over it, also not by withdrawing once more', () => {
    c.bind('wx-wang', c.resident);
    say(c.page(c.resident), 'given');
    say(c.chat('wx-wang'), 'withdrawn');
    c.bind('wx-worker', c.resident);
    expect(say(c.chat('wx-worker'), 'given')).toBe('denied');
    expect(say(c.chat('wx-worker'), 'withdrawn')).toBe('ok');
    expect(say(c.chat('wx-worker'), 'given')).toBe('denied');
    expect(say(c.chat('wx-wang'), 'given')).toBe('denied');
    expect(say(c.page(c.resident), 'given')).toBe('ok');
  });

  test('a contact bound before, too: a withdrawal on another telephone is not its to undo', () => {
    c.bind('wx-wang', c.resident);
    c.bind('wx-worker', c.resident);
    say(c.page(c.resident), 'given');
    say(c.chat('wx-wang'), 'withdrawn');
    expect(say(c.chat('wx-worker'), 'given')).toBe('denied');
    expect(say(c.chat('wx-wang'), 'given')).toBe('ok');
  });

  test('a number that was bound anew has not said what it said before', () => {
    say(c.page(c.resident), 'given');
    c.bind('wx-wang', c.resident);
    say(c.chat('wx-wang'), 'withdrawn');
    value(ask(c.page(c.resident), 'endBinding', {}));
    c.bind('wx-wang', c.resident);
    expect(say(c.chat('wx-wang'), 'given')).toBe('denied');
  });

  test('a clock that was set back makes no binding older', () => {
    say(c.page(c.resident), 'given');
    say(c.page(c.resident), 'withdrawn');
    c.vault.now -= 3_600_000;
    c.bind('wx-worker', c.resident);
    expect(say(c.chat('wx-worker'), 'given')).toBe('denied');
  });

  test('what stands is said again by a contact that was there when it was said', () => {
    c.bind('wx-wang', c.resident);
    say(c.page(c.resident), 'given');
    c.bind('wx-later', c.resident);
    expect(say(c.chat('wx-later'), 'given')).toBe('denied');
    expect(say(c.chat('wx-wang'), 'given')).toBe('ok');
  });
});

test('somebody unbound is refused, also at their first word', () => {
  expect(say(c.chat('wx-stranger'), 'given')).toBe('denied');
  expect(newest()).toMatchObject({ action: 'consent.give', reason: 'no_rule', role: 'reporter' });
});

describe('the notice that was shown', () => {
  test.each(['given', 'refused', 'withdrawn'] as const)('one that nobody offers is none: %s', (event) => {
    const page = c.page(c.resident);
    const unknown = { ...notice, sha256: '00'.repeat(32) };
    const outcome = ask(page, 'recordConsent', { purpose: 'phone_contact', event, notice: unknown });
    expect(outcome.ok ? [] : outcome.problem.errors).toMatchObject([
      { field: 'notice', code: 'notice_unknown' },
    ]);
    expect(say(page, event)).toBe('ok');
  });

  test('a no may name the text that was in force before', async () => {
    say(c.page(c.resident), 'given');
    const later = { ...phoneNotice, version: '99', sha256: '11'.repeat(32) };
    Object.assign(c.vault.vault, { notices: [later] });
    expect(say(c.page(c.resident), 'given')).toBe('invalid');
    expect(say(c.page(c.resident), 'withdrawn')).toBe('ok');
  });
});
