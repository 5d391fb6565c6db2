import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import { tokenHash } from '../crypto/token.ts';
import type { Appointment } from '../setup.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

describe('tokens and bindings', () => {
  test("a contact's token is good for one request and sixty seconds", () => {
    const token = c.chat('wx-wang');
    expect(code(ask(token, 'listConsents', {}))).toBe('ok');
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
    const late = c.chat('wx-wang');
    c.vault.now += 60_000;
    expect(code(ask(late, 'listConsents', {}))).toBe('unauthenticated');
  });

  test('the officer stops every exchange, and tokens already given out', () => {
    const token = c.chat('wx-wang');
    value(ask(c.officer.token, 'setExchange', false));
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
    const exchange = { transport: 'wechat', contact: 'wx-wang', context: 'private' } as const;
    expect(code(ask(c.bot.token, 'exchangeToken', exchange))).toBe('denied');
    value(ask(c.officer.token, 'setExchange', true));
    expect(code(ask(c.bot.token, 'exchangeToken', exchange))).toBe('ok');
  });

  test('no damaged row stands in the way of the switch or of a revocation, and the log names it', () => {
    const token = c.chat('wx-wang');
    const page = c.page(c.resident);
    const damaged = c.chat('wx-damaged');
    c.sql.all(`UPDATE transient SET mac = zeroblob(32) WHERE key = ?`, [tokenHash(damaged)]);
    expect(value(ask(c.officer.token, 'setExchange', false))).toEqual({ open: false });
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
    expect(value(ask(c.officer.token, 'revokeTokens', { of: c.resident }))).toEqual({ revoked: 1 });
    expect(code(ask(page, 'listConsents', {}))).toBe('unauthenticated');
    const { items } = value(ask(c.officer.token, 'searchLog', { action: 'integrity', limit: 5 }));
    expect(items).toMatchObject([
      { reason: 'tampered', words: 'not as it was written: 1 of transient/token' },
    ]);
  });

  test('a token from before the switch was closed is dead when it opens again', () => {
    const token = c.chat('wx-wang');
    value(ask(c.officer.token, 'setExchange', false));
    value(ask(c.officer.token, 'setExchange', true));
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
    const kept = c.chat('wx-wang');
    value(ask(c.officer.token, 'setExchange', true));
    expect(code(ask(kept, 'listConsents', {}))).toBe('ok');
  });

  test('the exchange says the same of who is bound and who is not', () => {
    const exchange = { transport: 'wechat', context: 'private' } as const;
    const answers = ['wx-wang', 'wx-stranger'].map((contact) => {
      const { token, address, ...rest } = value(ask(c.bot.token, 'exchangeToken', { ...exchange, contact }));
      expect(token).toMatch(/^lin_/);
      expect(address).toMatch(/^[0-9a-f]{32}$/);
      return rest;
    });
    expect(answers[0]).toEqual(answers[1]);
  });

  test('five wrong codes are all there are, and a code dies after five minutes', () => {
    for (let n = 0; n < 5; n += 1) {
      expect(code(ask(c.chat('wx-guess'), 'answerBinding', { code: String(n).padStart(6, '0') }))).toBe('ok');
    }
    expect(code(ask(c.chat('wx-guess'), 'answerBinding', { code: '000009' }))).toBe('too_many_requests');
    const made = value(ask(c.worker.token, 'openBinding', { resident: c.resident }));
    c.vault.now += 5 * 60_000;
    value(ask(c.chat('wx-late'), 'answerBinding', { code: made.code ?? '' }));
    expect(code(ask(c.worker.token, 'confirmBinding', made.id))).toBe('denied');
  });

  test.each([
    ['ended', { role: 'grid_worker', grids: [3], ended: true }],
    ['another', { role: 'dispatcher', grids: [], ended: false }],
  ] as const)('a token of a role that is %s does not open the next one', (_, change) => {
    const next = (
      version: number,
      { role, grids, ended }: { role: Appointment['role']; grids: readonly number[]; ended: boolean },
    ) =>
      value(
        ask(c.administrator, 'changeRole', { staff: c.worker.id, version, role, grids: [...grids], ended }),
      );
    next(1, change);
    next(2, { role: 'privacy_officer', grids: [], ended: false });
    expect(code(ask(c.worker.token, 'searchLog', { limit: 1 }))).toBe('unauthenticated');
    expect(code(ask(c.page(c.worker.id), 'searchLog', { limit: 1 }))).toBe('ok');
  });

  test('a token outlives a change of grids, and a bot’s contacts do not outlive the bot', () => {
    const change = { role: 'grid_worker', grids: [3, 5], ended: false } as const;
    value(ask(c.administrator, 'changeRole', { ...change, staff: c.worker.id, version: 1, grids: [3, 5] }));
    const list = { purpose: 'handle_ticket', where: { grid: 5 }, limit: 1 } as const;
    expect(code(ask(c.worker.token, 'listTickets', list))).toBe('ok');
    const token = c.chat('wx-wang');
    const bot = { staff: c.bot.id, role: 'bot' as const, grids: [] };
    value(ask(c.administrator, 'changeRole', { ...bot, version: 1, ended: true }));
    value(ask(c.administrator, 'changeRole', { ...bot, version: 2, ended: false }));
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
  });

  test('an ended role is refused at once, also with a token that is still good', () => {
    const change = { staff: c.worker.id, version: 1, role: 'grid_worker', grids: [3], ended: true } as const;
    value(ask(c.administrator, 'changeRole', { ...change, grids: [3] }));
    expect(code(ask(c.worker.token, 'listConsents', {}))).toBe('unauthenticated');
  });
});
