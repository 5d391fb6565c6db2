import { expect, test } from 'vitest';
import { categories } from '../../policy/checks/category.ts';
import { line, text } from '../../policy/checks/text.ts';
import { leftBehind } from '../../policy/cases/case.ts';
import { batchesOf, ticketLine } from './batches.ts';
import { allHouseholds, makeCommunity, residentOf, storySeed } from './community.ts';
import { allTickets, makeTickets, reportingHouseholds, ticketsOf } from './tickets.ts';
import { words } from './ticket-words.ts';

const began = Date.parse('2026-11-23T14:05:00+08:00');
const day = 86_400_000;
const community = makeCommunity(storySeed, '2026-11-23', allHouseholds);
const tickets = makeTickets(storySeed, began, community, allTickets);
const count = (of: (ticket: (typeof tickets)[number]) => unknown): Map<unknown, number> => {
  const counts = new Map<unknown, number>();
  for (const ticket of tickets) counts.set(of(ticket), (counts.get(of(ticket)) ?? 0) + 1);
  return counts;
};

test('are 1,500, of every category and in every grid, none of the future and none older than half a year', () => {
  expect(tickets).toHaveLength(1_500);
  expect([...count(({ category }) => category).keys()].sort()).toEqual(Object.keys(categories).sort());
  expect(Object.keys(words).sort()).toEqual(Object.keys(categories).sort());
  expect(count(({ grid }) => grid).size).toBe(30);
  const ages = tickets.map(({ opened }) => (began - opened) / day);
  expect(Math.min(...ages)).toBeGreaterThan(0);
  expect(Math.max(...ages)).toBeLessThan(185);
  expect(tickets.map(({ opened }) => opened)).toEqual(tickets.map(({ opened }) => opened).sort());
});

test('are the same for the same seed and moment, and others for another seed', () => {
  expect(makeTickets(storySeed, began, community, allTickets)).toEqual(tickets);
  expect(makeTickets(storySeed + 1, began, community, allTickets)).not.toEqual(tickets);
});

test('stand where they would: the old ones done, some of the new ones waiting, most rated well', () => {
  const old = tickets.filter(({ opened }) => began - opened > 12 * day);
  expect(
    old.filter(({ state }) => ['submitted', 'accepted', 'dispatched', 'handling'].includes(state)),
  ).toEqual([]);
  const states = count(({ state }) => state);
  for (const state of ['submitted', 'accepted', 'dispatched', 'handling', 'handled', 'returned'])
    expect(states.get(state)).toBeGreaterThan(0);
  expect((states.get('rated') ?? 0) / tickets.length).toBeGreaterThan(0.4);
  const ratings = tickets.flatMap(({ rating }) => (rating === undefined ? [] : [Number(rating)]));
  const mean = ratings.reduce((sum, each) => sum + each, 0) / ratings.length;
  expect(mean).toBeGreaterThan(4);
  expect(mean).toBeLessThan(4.8);
});

test('come when people are awake, most of them before and after work', () => {
  const hours = count(({ opened }) => new Date(opened + 8 * 3_600_000).getUTCHours());
  const between = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => hours.get(from + at) ?? 0).reduce((sum, n) => sum + n, 0);
  expect(between(0, 6) / tickets.length).toBeLessThan(0.06);
  expect(between(17, 22)).toBeGreaterThan(between(11, 16));
});

test('are words the vault takes as they stand, in a state that has what the ticket has', () => {
  const wrong = tickets.filter(({ description, place, result, rating, state, taken }) => {
    const left = leftBehind(state);
    const said = text(description, '2026-11-23');
    const where = line(place, '2026-11-23');
    return (
      !said.ok ||
      said.value !== description ||
      !where.ok ||
      where.value !== place ||
      taken !== left.worker ||
      (result !== undefined && !left.result) ||
      (rating !== undefined) !== left.rating
    );
  });
  expect(wrong).toEqual([]);
});

test('say who has them where somebody has, and are refused for a grid without a worker', () => {
  const workers = new Map(community.grids.map(({ id }) => [id, `worker of ${id}`]));
  const lines = tickets.map((ticket) => ticketLine(ticket, workers));
  const wrong = lines.filter(
    (each) =>
      each.kind !== 'ticket' ||
      'taken' in each ||
      (each.worker !== undefined && each.worker !== `worker of ${each.grid}`),
  );
  expect(wrong).toEqual([]);
  const taken = tickets.find((ticket) => ticket.taken);
  if (taken === undefined) throw new Error('some are taken');
  expect(() => ticketLine(taken, new Map())).toThrow(/has no worker/);
});

test('are written by grown-ups with a number who come in before them', () => {
  const first = community.households
    .slice(0, reportingHouseholds(allTickets))
    .flatMap(({ members }) => members);
  const able = new Set(
    first.filter(({ adult, mobile }) => adult && mobile !== undefined).map(({ id }) => id),
  );
  expect(tickets.filter(({ reporter }) => !able.has(reporter))).toEqual([]);
  expect(new Set(tickets.map(({ reporter }) => reporter)).size).toBeGreaterThan(400);
});

test('name nobody: neither a recorded name nor a number', () => {
  const names = community.households.flatMap(({ members }) => members.map(({ name }) => name));
  const said = tickets.map(({ description, result = '' }) => description + result).join('\n');
  expect([...new Set(names)].filter((name) => said.includes(name))).toEqual([]);
  expect(said).not.toMatch(/\d{7,}/);
});

test('of the story’s resident all are done, so that "my ticket" is the one of the story', () => {
  const { id } = residentOf(community, 'p-wang');
  const own = tickets.filter(({ reporter }) => reporter === id);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ state }) => state !== 'rated')).toEqual([]);
});

test('a small community has fewer, and enough', () => {
  expect(ticketsOf(allHouseholds, allHouseholds)).toBe(1_500);
  expect(ticketsOf(60, allHouseholds)).toBe(40);
  const small = makeCommunity(storySeed, '2026-11-23', 60);
  expect(makeTickets(storySeed, began, small, 40)).toHaveLength(40);
});

test('each batch begins with a ticket’s own id', () => {
  const lines = tickets.map((ticket) => [
    ticketLine(ticket, new Map(community.grids.map(({ id }) => [id, 'w']))),
  ]);
  const batches = [...batchesOf(lines, 'test', 16 * 1024)];
  expect(batches.length).toBeGreaterThan(10);
  expect(batches.flatMap((batch) => batch.lines)).toEqual(lines.flat());
  expect(new Set(batches.map(({ key }) => key)).size).toBe(batches.length);
});
