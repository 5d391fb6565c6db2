import { describe, expect, test } from 'vitest';
import { type Growth, growthOf } from './growth.ts';
import { inHandfuls } from './objects.ts';
import { growthTables } from './tables.ts';

const rounds = (...times: number[]) => ({ proof: times });

describe('growth', () => {
  const atMost = (first: number, last: number): number => last / first;
  const task = { task: 'proof' as const, title: 'a proof', atMost, limit: 'why' };

  test('is the last size over the first within each round, and has the medians of all sizes', () => {
    // The machine was ten times slower in the last round: for every size.
    const measured = { 0: rounds(1, 1, 10), 1: rounds(2, 2, 20), 2: rounds(3, 3, 30) };
    const growth = growthOf(task, measured, [10, 20, 40]);
    expect(growth).toMatchObject({ id: 'proof', costs: [1000, 2000, 3000], atMost: 4 });
    expect(growth.ratio).toBeCloseTo(3);
  });

  test('refuses a size that was not measured', () => {
    expect(() => growthOf(task, { 0: rounds(1) }, [10, 20])).toThrow(RangeError);
  });
});

describe('the turns of a task', () => {
  test('are one request where there is one object', () => {
    expect(inHandfuls(1234, 1)).toEqual([[0, 1234]]);
  });

  test('go round among several objects, and none is lost', () => {
    const requests = inHandfuls(120, 2);
    expect(requests).toEqual([
      [0, 50],
      [1, 50],
      [0, 20],
    ]);
  });
});

describe('the tables of growth', () => {
  const row = (id: string, ratio: number): Growth => ({
    id,
    title: id,
    costs: [1, 2],
    ratio,
    atMost: 1.5,
    limit: `${id} why`,
  });
  const [reached, missed] = growthTables({
    residents: { sizes: [10, 100], rows: [row('flat', 1.2)] },
    communities: { sizes: [1, 10], residents: 5, rows: [row('flat', 1.2), row('steep', 3)] },
  });

  test('say what grows more than it may, by how much, and why', () => {
    expect(missed).toContain('| steep | 1.0 µs | 2.0 µs | **3.00** | 1.50 | missed by 2.0× |');
    expect(missed).toContain('steep why');
    expect(missed).not.toContain('flat why');
  });

  test('give no reason where nothing is missed', () => {
    expect(reached).toContain('| flat | 1.0 µs | 2.0 µs | **1.20** | 1.50 | reached |');
    expect(reached).not.toContain('why');
  });
});
