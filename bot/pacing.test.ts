import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pacer, paceOf } from './pacing.ts';

test('one message a second in a chat, three to five seconds between two', () => {
  const pacer = new Pacer(paceOf(1), () => 0.5);
  expect(pacer.wait('a', 0)).toBe(0);
  pacer.said('a', 0);
  expect(pacer.wait('a', 0)).toBe(1_000);
  expect(pacer.wait('a', 400)).toBe(600);
  expect(pacer.wait('a', 1_000)).toBe(0);
  expect(pacer.wait('b', 0)).toBe(4_000);
  expect(pacer.wait('b', 4_000)).toBe(0);
});

test('whatever is asked for, no minute has more than forty and no chat more than one in a second', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { minLength: 60, maxLength: 120 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (chats, chance) => {
        const pacer = new Pacer(paceOf(1), () => chance.next().value as number);
        const said: { chat: string; at: number }[] = [];
        let now = 0;
        for (const chat of chats.map(String)) {
          now += pacer.wait(chat, now);
          pacer.said(chat, now);
          said.push({ chat, at: now });
        }
        for (const [index, { chat, at }] of said.entries()) {
          expect(said.filter((other) => other.at > at - 60_000 && other.at <= at).length).toBeLessThanOrEqual(
            40,
          );
          const before = said[index - 1];
          if (before === undefined) continue;
          expect(at - before.at).toBeGreaterThanOrEqual(before.chat === chat ? 1_000 : 3_000);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a pace of a tenth waits a tenth, and one of nothing not at all', () => {
  const fast = new Pacer(paceOf(0.1), () => 0);
  fast.said('a', 0);
  expect(fast.wait('a', 0)).toBe(100);
  expect(fast.wait('b', 0)).toBe(300);
  const none = new Pacer(paceOf(0), () => 0.9);
  for (let index = 0; index < 100; index += 1) none.said(`${index % 3}`, 0);
  expect(none.wait('0', 0)).toBe(0);
});
