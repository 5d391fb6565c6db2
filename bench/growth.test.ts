import { describe, expect, test } from 'vitest';
import { growthOf } from './growth.ts';
import { inHandfuls } from './objects.ts';

const rounds = (...times: number[]) => ({ proof: times });

describe('growth', () => {
  const task = {
    task: 'proof' as const,
    title: 'a proof',
    atMost: (first: number, last: number) => last / first,
  };

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
