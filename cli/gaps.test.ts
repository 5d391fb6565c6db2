import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gaps } from './gaps.ts';

test('has exactly what is between the numbers of an ascending list', () => {
  const list = fc.uniqueArray(fc.nat(60), { maxLength: 30 });
  fc.assert(
    fc.property(list, (numbers) => {
      const there = new Set(numbers);
      const gaps = new Gaps();
      let expected = 0;
      for (const n of [...numbers].sort((a, b) => a - b)) {
        gaps.add(expected, n - 1);
        expected = n + 1;
      }
      for (let n = 0; n < 70; n += 1) expect([n, gaps.has(n)]).toEqual([n, n < expected && !there.has(n)]);
      expect(gaps.isEmpty).toBe(expected === there.size);
    }),
  );
});

test('takes a gap of any width, and single numbers next to it', () => {
  const gaps = new Gaps();
  gaps.add(5, 2 ** 53 - 3);
  gaps.add(2 ** 53 - 2, 2 ** 53 - 2);
  expect([4, 5, 1e12, 2 ** 53 - 2, 2 ** 53 - 1].map((n) => gaps.has(n))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
