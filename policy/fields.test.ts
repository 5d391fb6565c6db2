import { expect, test } from 'vitest';
import { checks } from './checks/check.ts';
import { fieldsOf, fieldSpec, isRecordType, recordTypes, type RecordType } from './fields.ts';
import { masks } from './masks.ts';

const types = Object.keys(recordTypes) as RecordType[];

/**
 * The numbers ever given. They are in sealed records: a line may be added here and none changed or taken
 * away.
 */
const given: Readonly<Record<RecordType, string>> = {
  resident: 'name 1, mobile 2, idNumber 3, birthDate 4, address 5, household 6, care 7, householdRole 8',
  household: 'address 1, size 3',
  dog: 'name 1, breed 2, chip 3, licence 4, vaccinatedUntil 5, born 6, obtained 7, service 8',
  vehicle: 'plate 1, model 2, space 3',
  business: 'name 1, creditCode 2, trade 3, place 4, contact 5, mobile 6',
  errand: 'item 1, details 2, asked 3, result 4, done 5',
  mediation_note: 'day 1, note 2, agreed 3',
  ticket: 'category 1, description 2, place 3, supplement 4, result 5, rating 6',
  attachment: 'kind 1, media 2, bytes 3, fileName 4, whole 5, small 6, blurred 7',
  pia: 'processing 1, lawful 2, impact 3, measures 4, conclusion 5',
  breach: 'what 1, cause 2, harm 3, measures 4, advice 5, contact 6',
  request: 'words 1, proposed 2, evidence 3, answer 4',
  emergency_note: 'need 1, outcome 2',
  statement: 'category 1, said 2, reply 3, day 4',
  staff: 'name 1, mobile 2',
};

test.each(types)('%s: field numbers are the ones ever given, unique, and never 0', (type) => {
  const numbers = Object.entries(fieldsOf(type)).map(([name, { number }]) => [name, number] as const);
  expect(numbers.map(([name, number]) => `${name} ${number}`).join(', ')).toBe(given[type]);
  expect(new Set(numbers.map(([, number]) => number)).size).toBe(numbers.length);
  expect(numbers.every(([, number]) => Number.isInteger(number) && number >= 1)).toBe(true);
});

test('a number of a field that is no more is not given again', () => {
  expect(recordTypes.household.reserved).toEqual([2]);
  for (const type of types) {
    const numbers = Object.values(fieldsOf(type)).map(({ number }) => number);
    expect(numbers.filter((number) => recordTypes[type].reserved.includes(number))).toEqual([]);
  }
});

test.each(types)('%s: every field has a check and a mask that exist, words, and an end', (type) => {
  for (const spec of Object.values(fieldsOf(type))) {
    expect(checks).toHaveProperty(spec.check);
    expect(masks).toHaveProperty(spec.mask);
    expect(spec.title.zh).not.toBe('');
    expect(spec.title.en).not.toBe('');
    expect(spec.retain.years).toBeGreaterThan(0);
  }
});

test('only values with many possibilities are indexed', () => {
  const indexed = types.flatMap((type) =>
    Object.entries(fieldsOf(type)).flatMap(([name, { indexed: yes }]) => (yes ? [`${type}.${name}`] : [])),
  );
  expect(indexed).toEqual([
    'resident.name',
    'resident.mobile',
    'resident.idNumber',
    'resident.address',
    'resident.household',
    'household.address',
    'dog.chip',
    'vehicle.plate',
    'business.name',
    'business.creditCode',
    'business.mobile',
  ]);
});

test('the identity number is kept as a hash and stays sensitive', () => {
  expect(fieldSpec('resident', 'idNumber')).toMatchObject({
    keep: 'hash',
    class: 'sensitive',
    indexed: true,
  });
});

test.each([
  ['resident', 'constructor'],
  ['resident', '__proto__'],
  ['__proto__', 'name'],
  ['toString', 'length'],
  ['cat', 'name'],
])('there is no field %s.%s', (type, field) => {
  expect(fieldSpec(type, field)).toBeUndefined();
  expect(isRecordType('constructor')).toBe(false);
});
