import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';

let c: NodeCommunity;
const minute = 60_000;

beforeEach(async () => {
  c = await nodeCommunity();
});

const progress = () => value(c.vault.ask(c.officer.token, 'readKeyProgress', undefined));
const index = (name: string) => progress().indexes.find((one) => one.name === name);

describe('how far the keys have turned', () => {
  test('is seen by who runs the vault and by who watches it, is an entry, and has no key in it', () => {
    expect(code(c.vault.ask(c.worker.token, 'readKeyProgress', undefined))).toBe('denied');
    expect(code(c.vault.ask(c.page(c.resident), 'readKeyProgress', undefined))).toBe('denied');
    const seen = progress();
    expect(seen.epochs).toEqual([
      {
        name: '2026-11',
        current: true,
        keys: expect.any(Number),
        retired: null,
        destroy: null,
        destroyed: null,
      },
    ]);
    expect(seen.log).toMatchObject([{ generation: 1, vkey: c.vault.vault.signer.vkey, until: null }]);
    expect(seen.programs).toMatchObject([{ id: c.bot.id, role: 'bot', tokens: [{ made: c.vault.now }] }]);
    expect(JSON.stringify(seen)).not.toContain(c.bot.token);
    const log = value(c.vault.ask(c.officer.token, 'searchLog', { action: 'keys.read', limit: 5 }));
    expect(log.items.length).toBeGreaterThanOrEqual(1);
  });

  test('an index that the administrator has changed shows how many have the next key’s tag', () => {
    expect(index('resident.mobile')).toMatchObject({ generation: 1, phase: 'done', tags: 1, made: 0 });
    expect(code(c.vault.ask(c.officer.token, 'rotateIndex', { index: 'resident.mobile' }))).toBe('denied');
    expect(code(c.vault.ask(c.administrator, 'rotateIndex', { index: 'resident.gender' }))).toBe('denied');
    value(c.vault.ask(c.administrator, 'rotateIndex', { index: 'resident.mobile' }));
    expect(code(c.vault.ask(c.administrator, 'rotateIndex', { index: 'resident.mobile' }))).toBe('conflict');
    expect(index('resident.mobile')).toMatchObject({ phase: 'asked', generation: 1 });
    c.vault.steps(2);
    expect(index('resident.mobile')).toMatchObject({ phase: 'adding', tags: 1, made: 1 });
    c.vault.steps();
    expect(index('resident.mobile')).toMatchObject({ phase: 'done', generation: 2, tags: 1 });
  });
});

describe('another token for the bot', () => {
  const exchange = (token: string): string =>
    code(c.vault.ask(token, 'exchangeToken', { transport: 'wechat', contact: 'wx-1', context: 'private' }));
  const rotate = (overlap: number) =>
    value(c.vault.ask(c.administrator, 'rotateToken', { for: c.bot.id, minutes: 600, overlap }));

  test('both are good for the time that was said, and the old one ends by itself', () => {
    const next = rotate(10);
    expect(next).toMatchObject({ others: 1, until: c.vault.now + 10 * minute });
    expect([exchange(c.bot.token), exchange(next.token)]).toEqual(['ok', 'ok']);
    expect(progress().programs[0]?.tokens.map(({ expires }) => expires)).toEqual([
      c.vault.now + 10 * minute,
      next.expires,
    ]);
    c.vault.now += 10 * minute;
    expect([exchange(c.bot.token), exchange(next.token)]).toEqual(['unauthenticated', 'ok']);
  });

  test('with no time the old one ends at once', () => {
    const next = rotate(0);
    expect([exchange(c.bot.token), exchange(next.token)]).toEqual(['unauthenticated', 'ok']);
  });

  test('an old one that ends sooner is not made to last, and only the administrator gives one, to programs alone', () => {
    value(c.vault.ask(c.administrator, 'rotateToken', { for: c.bot.id, minutes: 600, overlap: 10_080 }));
    // The first was minted for an hour.
    c.vault.now += 61 * minute;
    expect(exchange(c.bot.token)).toBe('unauthenticated');
    const request = { for: c.bot.id, minutes: 60, overlap: 0 };
    expect(code(c.vault.ask(c.officer.token, 'rotateToken', request))).toBe('denied');
    expect(code(c.vault.ask(c.administrator, 'rotateToken', { ...request, for: c.worker.id }))).toBe(
      'denied',
    );
  });
});
