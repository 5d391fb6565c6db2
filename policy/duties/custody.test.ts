import { expect, test } from 'vitest';
import { custodyDuties, dueBecause } from './custody.ts';

const day = 86_400_000;

test('what was never done, done with another root, or done too long ago is due; and nothing else', () => {
  expect(dueBecause(undefined, 'a', 31, 0)?.en).toBe('it was never done');
  expect(dueBecause({ at: 0, root: 'b' }, 'a', 31, day)?.en).toMatch(/earlier root/);
  expect(dueBecause({ at: 0, root: 'a' }, 'a', 31, 31 * day)).toBeNull();
  expect(dueBecause({ at: 0, root: 'a' }, 'a', 31, 31 * day + 1)?.en).toMatch(/too long/);
});

test('the ring is copied each month, before an epoch’s key that a copy has is destroyed', () => {
  expect(custodyDuties.find(({ what }) => what === 'copy')?.days).toBeLessThan(35);
});
