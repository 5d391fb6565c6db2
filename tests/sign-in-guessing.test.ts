import { beforeEach, expect, test } from 'vitest';
import { enterByPin } from '../vault/sign-in/enter.ts';
import { transact } from '../vault/vault.ts';
import { code, Keys } from './node-community.ts';
import { nodeConsole, type NodeConsole } from './node-console.ts';

/** PINs guessed of many people: each person's own lock stands in nobody's way. */

let c: NodeConsole;
beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
});
const hour = 3_600_000;
const pin = Keys.pin;
const byPin = (number: string, said = pin) => c.guest().post('/sign-in', { number, pin: said });
/** Wang with a PIN of her own, and the number she signs in with. */
function wang(): string {
  c.page(c.resident);
  return c.keys.numbers.get(c.resident) ?? '';
}

test('a PIN is not tried with one resident after the other through a bot: a day has a hundred wrong ones', () => {
  wang();
  const window = 24 * hour;
  const ends = (Math.floor(c.vault.now / window) + 1) * window;
  const name = `unlock/${c.bot.id}/${ends}`;
  c.vault.vault.rows.putTransient('budget', name, { used: 98 }, ends);
  const unlock = (said: string) => code(c.vault.ask(c.chatPage('wx-wang'), 'unlock', { pin: said }));
  expect([unlock('907314'), unlock('907314'), unlock(pin)]).toEqual([
    'denied',
    'denied',
    'too_many_requests',
  ]);
});

test('a PIN is not tried with one number after the other: an hour has two thousand, and numbers are sparse', async () => {
  const number = wang();
  expect(number).toMatch(/^[1-9]\d{8}$/);
  const said = { pin: '907314', request: 'door', via: 'api' } as const;
  const tries = (from: number, n: number) =>
    Array.from({ length: n }, (_, at) =>
      enterByPin(c.vault.vault, { ...said, number: String(from + at) }, c.vault.now),
    ).filter((outcome) => !outcome.ok && outcome.problem.code === 'denied').length;
  c.vault.now += hour;
  expect(transact(c.vault.vault, () => tries(300_000_000, 2_100))).toBe(2_000);
  expect((await byPin(number)).status).toBe(429);
  c.vault.now += hour;
  expect((await byPin(number)).status).toBe(303);
});
