import { expect, test } from 'vitest';
import { lead, people, rooms } from './cast.ts';
import { makeCommunity, storySeed } from './community.ts';
import { workerNames } from './staff.ts';

const residents = people.filter(({ role }) => role === 'resident');

test('there are a dozen residents, three grid workers and the officer, each under an id of their own', () => {
  expect(residents).toHaveLength(12);
  expect(people.filter(({ role }) => role === 'grid_worker').map(({ grid }) => grid)).toEqual([3, 5, 12]);
  expect(people.filter(({ role }) => role === 'privacy_officer').map(({ grid }) => grid)).toEqual([null]);
  expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
  expect(people.every(({ id }) => /^[a-z]-[a-z]+$/.test(id))).toBe(true);
  expect(people[0]?.id).toBe(lead.resident);
});

test('each kind that a group must not tell apart is in the dog owners’ group', () => {
  const { households } = makeCommunity(storySeed, '2026-11-23', 40);
  const kinds = rooms[0]?.members.flatMap((id) => {
    const at = residents.findIndex((each) => each.id === id);
    const person = residents[at];
    if (person === undefined) return [];
    const dog = households[at]?.dog === undefined ? 'no dog' : 'dog';
    return [`${person.bound ? 'bound' : 'unbound'}, ${person.friend ? 'contact' : 'stranger'}, ${dog}`];
  });
  const wanted = ['bound, contact, dog', 'bound, contact, no dog', 'unbound, contact, dog'];
  expect(kinds).toEqual(expect.arrayContaining([...wanted, 'unbound, stranger, no dog']));
});

test('who is bound is a contact of the assistant, and every member of a room is somebody', () => {
  expect(people.filter(({ bound, friend }) => bound && !friend)).toEqual([]);
  const ids = people.map(({ id }) => id);
  expect(rooms.flatMap(({ members }) => members).filter((id) => !ids.includes(id))).toEqual([]);
  expect(rooms.every(({ members }) => new Set(members).size === members.length)).toBe(true);
});

test('a nickname is nobody’s recorded name', () => {
  const { households } = makeCommunity(storySeed, '2026-11-23', 6_771);
  const names = new Set(households.flatMap(({ members }) => members.map(({ name }) => name)));
  for (const name of workerNames) names.add(name);
  expect(people.filter(({ name }) => names.has(name))).toEqual([]);
  expect(people.filter(({ name }) => [...names].some((each) => name.includes(each)))).toEqual([]);
});
