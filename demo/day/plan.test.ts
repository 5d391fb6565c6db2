import { expect, test } from 'vitest';
import { people, rooms } from '../seed/cast.ts';
import { type Act, makeDay, type Town } from './plan.ts';

const town: Town = { people, rooms };
const day = makeDay(1, town);
const acts = day.map(({ act }) => act);
const of = <Kind extends Act['kind']>(kind: Kind) =>
  acts.filter((act): act is Extract<Act, { kind: Kind }> => act.kind === kind);
const memberOf = (room: string, who: string) =>
  rooms.find(({ id }) => id === room)?.members.includes(who) === true;

test('is the same for the same seed, and another for another', () => {
  expect(makeDay(1, town)).toEqual(day);
  expect(makeDay(2, town)).not.toEqual(day);
});

test('has of everything: reports, work, ratings, questions, withdrawals and talk, in the order of the clock', () => {
  for (const kind of ['report', 'take', 'handle', 'rate', 'ask', 'chat'] as const)
    expect(of(kind).length).toBeGreaterThan(0);
  expect(acts.filter((act) => 'text' in act && act.text.startsWith('撤回同意')).length).toBeGreaterThan(0);
  const times = day.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(7 * 60);
  expect(Math.max(...times)).toBeLessThan(24 * 60);
});

test.each([1, 2, 3, 4, 5])(
  'with seed %i everybody writes where they are, and works where they work',
  (seed) => {
    const moments = makeDay(seed, town).map(({ act }) => act);
    const homes = new Map(people.map((person) => [person.id, person]));
    const reporters = new Map(
      moments.flatMap((act) => (act.kind === 'report' ? [[act.scene, act] as const] : [])),
    );
    const wrong = moments.filter((act) => {
      const who = homes.get(act.who);
      if (who === undefined) return true;
      if (act.kind === 'chat') return !memberOf(act.room, act.who);
      if (act.kind === 'ask') return act.room === null ? !who.friend : !memberOf(act.room, act.who);
      const report = reporters.get(act.scene);
      if (report === undefined) return true;
      if (act.kind === 'report') return !memberOf(act.room, act.who) || !act.text.startsWith('@楼管家 ');
      if (act.kind === 'take' || act.kind === 'handle')
        return who.role !== 'grid_worker' || who.grid !== homes.get(report.who)?.grid;
      return act.who !== report.who || !who.friend;
    });
    expect(wrong).toEqual([]);
  },
);

test('what the story’s resident has agreed to stays as it is', () => {
  const own = acts.filter((act) => act.who === 'p-wang' && 'text' in act && /同意/.test(act.text));
  expect(own).toEqual([]);
});

test('a town without workers, or without anybody, has a quiet day', () => {
  const noWorkers = { people: people.filter(({ role }) => role === 'resident'), rooms };
  expect(makeDay(1, noWorkers).filter(({ act }) => act.kind === 'report')).toEqual([]);
  expect(makeDay(1, { people: [], rooms: [] })).toEqual([]);
});
