import { expect, test } from 'vitest';
import { type Finding, isNight, limits, type Seen, watch, type WatchState } from './watch.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Monday, 23 November 2026, 9 o'clock in China. */
const nine = Date.UTC(2026, 10, 23, 1);

/** What a run of looks makes: each is at a time, and of another resident unless it says which. */
function told(looks: readonly (Partial<Seen> & { at: number })[], residents = 670) {
  let state: WatchState | undefined;
  const findings: Finding[] = [];
  for (const [n, look] of looks.entries()) {
    const seen = { way: 'look' as const, mark: n % 1024, explained: false, ...look };
    const watched = watch(state, seen, () => residents);
    state = watched.state;
    findings.push(...watched.findings);
  }
  return { kinds: findings.map(({ kind }) => kind), findings, state };
}

const every = (pause: number, n: number, from = nine) =>
  Array.from({ length: n }, (_, at) => ({ at: from + at * pause }));

test('fifteen residents within an hour are told of, fourteen are not', () => {
  expect(told(every(minute, 15)).kinds).toEqual(['burst']);
  expect(told(every(minute, 14)).kinds).toEqual([]);
  // Fifteen in an hour and ten minutes are slower than that.
  expect(told(every(5 * minute, 14)).kinds).toEqual([]);
});

test('the same resident again is no other one', () => {
  expect(told(every(minute, 40).map((look) => ({ ...look, mark: 7 }))).kinds).toEqual([]);
});

test('what a case explains counts for nothing, however much it is', () => {
  expect(told(every(minute, 400).map((look) => ({ ...look, explained: true }))).kinds).toEqual([]);
});

test('a slow scraper is told of once it has 55 in seven days, over any nights between', () => {
  const spaced = [0, 1, 2, 3, 4].flatMap((n) =>
    // Eleven a day, in uneven steps.
    Array.from({ length: 11 }, (_, at) => ({ at: nine + n * day + at * at * 4 * minute })),
  );
  expect(told(spaced).findings).toMatchObject([{ kind: 'slow', counts: { n: 55, limit: 55, usual: 0 } }]);
  expect(told(spaced.slice(1)).kinds).toEqual([]);
  // What was looked at more than a week ago is out of it.
  const [first, ...others] = spaced;
  const longAgo = { at: (first?.at ?? 0) - 8 * day };
  expect(told([longAgo, ...others]).kinds).toEqual([]);
});

test('an even pace is a timer’s, an uneven one is not', () => {
  expect(told(every(20 * minute, 16)).findings).toMatchObject([
    { kind: 'even', counts: { n: 16, minutes: 20 } },
  ]);
  expect(told(every(20 * minute, 15)).kinds).toEqual([]);
  const uneven = every(20 * minute, 16).map(({ at }, n) => ({ at: at + (n % 3) * 12 * minute }));
  expect(told(uneven).kinds).toEqual([]);
});

test('at night six looks are too many, unless as many more were for a ticket', () => {
  const night = nine + 14 * 60 * minute;
  const pauses = [0, 3, 11, 14, 40, 47];
  const looks = pauses.map((pause) => ({ at: night + pause * minute }));
  expect(isNight(night)).toBe(true);
  expect(told(looks).findings).toMatchObject([{ kind: 'odd', counts: { n: 6, explained: 0 } }]);
  expect(told(looks.slice(1)).kinds).toEqual([]);
  const forTicket = { at: night, explained: true };
  expect(told([forTicket, ...looks]).kinds).toEqual([]);
  // Over midnight it is the same night; the next evening it is another.
  const overMidnight = looks.map(({ at }, n) => ({ at: at + (n > 2 ? 3 * 60 * minute : 0) }));
  expect(told(overMidnight).kinds).toEqual(['odd']);
  const nextNight = looks.map(({ at }, n) => ({ at: at + (n > 2 ? day : 0) }));
  expect(told(nextNight).kinds).toEqual([]);
});

test('seven in the morning and ten at night are the edges of a working day in China', () => {
  const at = (clock: number) => isNight(Date.UTC(2026, 10, 23, clock - 8));
  expect([6.9, 7, 21.9, 22].map((clock) => at(Math.floor(clock)))).toEqual([true, false, false, true]);
});

test('fifteen searches of a day that find nobody are told of', () => {
  const misses = (n: number) => every(20 * minute, n).map((look) => ({ ...look, way: 'miss' as const }));
  expect(told(misses(15)).kinds).toEqual(['guessing']);
  expect(told(misses(14)).kinds).toEqual([]);
});

test('a quarter of a grid in four weeks is told of, more slowly than any week would show', () => {
  // Six a day is under the weekly line; 28 such days are not.
  const weeks = Array.from({ length: 28 }, (_, n) => n).flatMap((n) =>
    Array.from({ length: 6 }, (_, at) => ({ at: nine + n * day + at * at * 17 * minute })),
  );
  expect(told(weeks).findings).toMatchObject([{ kind: 'spread', counts: { limit: 168, share: 25 } }]);
  expect(told(weeks, 2000).kinds).toEqual([]);
});

test('one kind is told once a week', () => {
  expect(told(every(minute, 60)).kinds.filter((kind) => kind === 'burst')).toEqual(['burst']);
  const again = [...every(minute, 15), ...every(minute, 15, nine + 8 * day)];
  expect(told(again).kinds).toEqual(['burst', 'burst']);
});

test('what is remembered stays small: no more than 120 marks a day, for 28 days', () => {
  const much = Array.from({ length: 30 }, (_, n) => every(10_000, 150, nine + n * day)).flat();
  const { state } = told(much);
  expect(state?.days.length).toBe(limits.spread.days);
  expect(Math.max(...(state?.days ?? []).map(({ marks }) => marks.length))).toBe(120);
  expect(state?.recent.length).toBe(16);
});

test('a look that adds nothing leaves what is remembered as it is, to the same object', () => {
  const before = told(every(minute, 3)).state;
  const again: Seen = { at: nine + 5 * minute, way: 'look', mark: 2, explained: false };
  expect(watch(before, again, () => 670)).toEqual({ state: before, findings: [] });
  expect(watch(before, again, () => 670).state).toBe(before);
  for (const other of [
    { mark: 3 },
    { at: nine + day },
    { way: 'miss' as const },
    { at: nine + 14 * 60 * minute },
  ]) {
    expect(watch(before, { ...again, ...other }, () => 670).state).not.toBe(before);
  }
});

test('nobody is counted for what was told already', () => {
  const looks = every(20 * minute, 400).map(({ at }, n) => ({ at: at + (n % 7) * minute }));
  const { state, kinds } = told(looks, 300);
  expect(kinds).toContain('spread');
  let counted = 0;
  const count = () => ((counted += 1), 300);
  watch(state, { at: (looks.at(-1)?.at ?? 0) + minute, way: 'look', mark: 900, explained: false }, count);
  expect(counted).toBe(0);
});
