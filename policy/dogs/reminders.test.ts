import { describe, expect, test } from 'vitest';
import { alsoCalled, bannedBreed, bannedBreeds, breedSource } from './breeds.ts';
import { type DogKnown, dogReminders, plusMonths } from './reminders.ts';

const good: DogKnown = {
  breed: '金毛',
  licence: 'LC0012',
  vaccinatedUntil: '2027-06-30',
  born: '2024-01-10',
  obtained: '2024-03-01',
  service: '',
  others: 0,
};
const today = '2026-11-26';
const of = (dog: Partial<DogKnown>, day = today) =>
  dogReminders({ ...good, ...dog }, day).map(({ code, by }) => (by === null ? code : `${code} ${by}`));

test('of a dog with everything in order nothing is said', () => {
  expect(of({})).toEqual([]);
});

describe('vaccination (Art 13)', () => {
  test.each([
    ['31 days before it runs out', '2026-12-27', []],
    ['30 days before it runs out', '2026-12-26', ['vaccination_due 2026-12-26']],
    ['on its last day', '2026-11-26', ['vaccination_due 2026-11-26']],
    ['the day after', '2026-11-25', ['vaccination_expired 2026-11-25']],
  ])('again %s', (_, vaccinatedUntil, told) => {
    expect(of({ vaccinatedUntil })).toEqual(told);
  });

  test.each([
    ['a puppy under three months', { born: '2026-09-01', obtained: '2026-11-01' }, []],
    [
      'a puppy of three months',
      { born: '2026-08-26', obtained: '2026-10-01' },
      ['vaccination_first 2026-12-11'],
    ],
    [
      'a puppy whose fifteen days are over',
      { born: '2026-08-01', obtained: '2026-09-15' },
      ['vaccination_overdue 2026-11-16'],
    ],
    [
      'a grown dog got ten days ago',
      { born: '2020-01-01', obtained: '2026-11-16' },
      ['vaccination_first 2026-12-01'],
    ],
    [
      'a grown dog got long ago',
      { born: '2020-01-01', obtained: '2026-10-01' },
      ['vaccination_overdue 2026-10-16'],
    ],
    ['one of which nobody knows its age', { born: '', obtained: '' }, ['vaccination_first']],
  ])('first, of %s', (_, known, told) => {
    expect(of({ vaccinatedUntil: '', ...known })).toEqual(told);
  });
});

describe('registration (Art 13)', () => {
  test.each([
    ['within three months', '2026-08-26', ['registration_first 2026-11-26']],
    ['after three months', '2026-08-25', ['registration_overdue 2026-11-25']],
    ['when nobody knows since when it is there', '', ['registration_first']],
  ])('%s', (_, obtained, told) => {
    expect(of({ licence: '', obtained })).toEqual(told);
  });
});

describe('in a key zone (Art 11)', () => {
  test('one dog a household, and none of the list', () => {
    expect(of({ others: 1 })).toEqual(['second_dog']);
    expect(of({ breed: '藏獒' })).toEqual(['banned_breed']);
  });

  test.each(['guide', 'assistance'])('but a dog that serves as %s is exempt', (service) => {
    expect(of({ service, others: 1, breed: '德国牧羊犬' })).toEqual([]);
    // Vaccination is not what it is exempt from.
    expect(of({ service, vaccinatedUntil: '2026-11-01' })).toEqual(['vaccination_expired 2026-11-01']);
  });
});

test('the list is the one that was announced, with where it was read', () => {
  expect(new Set(bannedBreeds).size).toBe(56);
  expect(
    Object.keys(alsoCalled)
      .map(bannedBreed)
      .filter((breed) => !bannedBreeds.includes(breed ?? '')),
  ).toEqual([]);
  expect(breedSource.by.zh).toContain('56 种');
  expect(breedSource.readIn).toMatch(/^https:\/\//u);
});

test.each([
  ['藏獒', '藏獒犬'],
  ['德 牧', '德国牧羊犬'],
  ['杜宾犬', '多伯曼犬'],
  ['斑点狗', '斑点'],
  ['秋田', '秋田犬'],
  ['边境牧羊犬', undefined],
  ['金毛', undefined],
  ['藏獒串串', undefined],
  ['constructor', undefined],
  ['', undefined],
])('%s is %s of the list', (words, breed) => {
  expect(bannedBreed(words)).toBe(breed);
});

test.each([
  ['2026-08-26', '2026-11-26'],
  ['2026-11-30', '2027-02-28'],
  ['2027-11-30', '2028-02-29'],
  ['2026-10-01', '2027-01-01'],
])('three months after %s is %s', (day, later) => {
  expect(plusMonths(day, 3)).toBe(later);
});
