import { expect, test } from 'vitest';
import { checks } from '../../policy/checks/check.ts';
import { fieldsOf, isRecordType } from '../../policy/fields.ts';
import { masks } from '../../policy/masks.ts';
import { batchesOf, businessLine, linesOf, type SeedLine, written } from './batches.ts';
import { homes, people } from './cast.ts';
import { allHouseholds, makeCommunity, residentOf, storySeed } from './community.ts';

const today = '2026-11-23';
const community = makeCommunity(storySeed, today, allHouseholds);
const lines = [
  ...community.households.flatMap((household) => linesOf(household)),
  ...community.businesses.map(businessLine),
];
const residents = community.households.flatMap(({ members }) => members);
const years = (born: string) => (Date.parse(today) - Date.parse(born)) / 86_400_000 / 365.2425;

/** A record line's refused fields, as the vault would name them. */
function refused(line: SeedLine): string[] {
  if (line.kind !== 'record') return [];
  if (!isRecordType(line.type)) return ['type'];
  const specs = fieldsOf(line.type);
  const wrong = Object.entries(line.fields).filter(([name, value]) => {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    const checked = spec && checks[spec.check](value, today);
    return checked?.ok !== true || checked.value !== value;
  });
  const missing = Object.entries(specs).filter(
    ([name, { required }]) => required === true && line.fields[name] === undefined,
  );
  return [...wrong, ...missing].map(([name]) => `${line.type}.${name}`);
}

test('has 6,771 households, over 20,000 residents, in all of the 30 grids, and about 900 dogs', () => {
  const { households, grids } = community;
  expect(households).toHaveLength(6_771);
  expect(residents.length).toBeGreaterThan(20_000);
  expect(residents.length).toBeLessThan(21_000);
  expect(new Set(households.map(({ grid }) => grid)).size).toBe(30);
  expect(grids.filter(({ kind }) => kind === 'basic')).toHaveLength(19);
  expect(grids.filter(({ kind }) => kind === 'dedicated')).toHaveLength(11);
  const dogs = households.filter(({ dog }) => dog !== undefined).length;
  expect(dogs).toBeGreaterThan(820);
  expect(dogs).toBeLessThan(980);
});

test('is the same to the byte for the same seed and day, and another for another seed', () => {
  const bytes = (seed: number, day: string) =>
    makeCommunity(seed, day, 300).households.map((each) => linesOf(each).map(written).join(''));
  expect(bytes(7, today)).toEqual(bytes(7, today));
  const names = (seed: number) =>
    makeCommunity(seed, today, 50).households.map(({ members }) => members[0].id);
  expect(names(7)).not.toEqual(names(8));
});

test('a small one is the beginning of a large one', () => {
  expect(makeCommunity(storySeed, today, 40).households).toEqual(community.households.slice(0, 40));
});

test.each(['2026-01-01', '2027-02-28', '2028-02-29', '2031-06-30'])('on %s it is of that size too', (day) => {
  const { households } = makeCommunity(storySeed, day, allHouseholds);
  expect(households.reduce((sum, { members }) => sum + members.length, 0)).toBeGreaterThan(20_000);
});

test('every value is accepted as it stands, in its normal form', () => {
  expect([...new Set(lines.flatMap(refused))]).toEqual([]);
});

test('that check does refuse: a wrong check digit, a missing name, an unknown field', () => {
  const line = lines.find((each) => each.kind === 'record' && each.type === 'resident');
  if (line?.kind !== 'record') throw new Error('there is a resident');
  const { idNumber = '', name: _, ...fields } = line.fields;
  const slip = idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1');
  expect(refused({ ...line, fields: { ...fields, idNumber: slip, shoeSize: '42' } })).toEqual([
    'resident.idNumber',
    'resident.shoeSize',
    'resident.name',
  ]);
});

test('no two have the same id, identity number, mobile, door, chip or licence', () => {
  const { households } = community;
  const dogs = households.flatMap(({ dog }) => dog ?? []);
  const all = {
    id: [...households, ...residents, ...dogs].map(({ id }) => id),
    idNumber: residents.map(({ idNumber }) => idNumber),
    mobile: residents.flatMap(({ mobile }) => mobile ?? []),
    address: households.map(({ address }) => address),
    chip: dogs.map(({ chip }) => chip),
    licence: dogs.map(({ licence }) => licence),
  };
  for (const [what, values] of Object.entries(all)) {
    expect([what, new Set(values).size]).toEqual([what, values.length]);
  }
});

test('an identity number agrees with date of birth and sex, and nobody is born after today', () => {
  const wrong = residents.filter(
    ({ idNumber, born, sex }) =>
      idNumber.slice(6, 14) !== born.replaceAll('-', '') ||
      Number(idNumber[16]) % 2 !== (sex === 'male' ? 1 : 0) ||
      born > today,
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('all ages are there, as in a town: children, many of working age, and the old', () => {
  const ages = residents.map(({ born }) => years(born));
  const share = (from: number, to: number) =>
    ages.filter((age) => age >= from && age < to).length / ages.length;
  expect(share(0, 14)).toBeGreaterThan(0.08);
  expect(share(14, 60)).toBeGreaterThan(0.5);
  expect(share(60, 120)).toBeGreaterThan(0.1);
  expect(Math.max(...ages)).toBeLessThan(100);
});

test('a dog is one a household, of no kept-out breed, with a grown-up keeper who lives there and a licence that was given', () => {
  const withDog = community.households.filter(({ dog }) => dog !== undefined);
  const wrong = withDog.filter(({ dog, members }) => {
    const keeper = members.find(({ id }) => id === dog?.keeper);
    const year = Number(/^济犬(\d{4})-\d{6}$/.exec(dog?.licence ?? '')?.[1]);
    return (
      keeper?.adult !== true ||
      !/^156\d{12}$/.test(dog?.chip ?? '') ||
      !(year >= 2022 && year <= 2026) ||
      /藏獒|比特|土佐|罗威纳|杜高|狼/u.test(dog?.breed ?? '')
    );
  });
  expect(wrong).toEqual([]);
  const expired = withDog.filter(({ dog }) => (dog?.vaccinatedUntil ?? '') < today).length / withDog.length;
  expect(expired).toBeGreaterThan(0.04);
  expect(expired).toBeLessThan(0.13);
});

test('what a line refers to stands before it in the same batch, or is the batch’s own household', () => {
  for (const { lines: batch } of batchesOf(community.households.map(linesOf), 'test', 32 * 1024)) {
    const ids = new Map(
      batch.flatMap((line, at) => (line.kind === 'record' ? [[line.id, at] as const] : [])),
    );
    const before = (id: string | undefined, at: number) => (ids.get(id ?? '') ?? Infinity) < at;
    const missing = batch.filter((line, at) => {
      if (line.kind === 'consent') return !before(line.subject, at);
      if (line.kind !== 'record') return true;
      if (line.type === 'resident') return !before(line.fields['household'], at);
      return 'keeper' in line && !before(line.keeper, at);
    });
    expect(missing).toEqual([]);
  }
});

test('a household lives behind one door in a building of its grid, and its head is of age', () => {
  const wrong = community.households.filter(({ grid, address, members }) => {
    const building = Number(address.split('-')[0]);
    const isThere = community.grids.find(({ id }) => id === grid)?.buildings.includes(building);
    return isThere !== true || !members[0].adult || members[0].born > '2005-01-01';
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('about three of five adults have agreed to calls, on a day that was, and only adults with a number', () => {
  const adults = residents.filter(({ adult }) => adult);
  const agreed = residents.filter(({ agreedToCalls }) => agreedToCalls !== undefined);
  const share = agreed.length / adults.length;
  expect(share).toBeGreaterThan(0.54);
  expect(share).toBeLessThan(0.66);
  expect(agreed.filter(({ adult, mobile }) => !adult || mobile === undefined)).toEqual([]);
  expect(agreed.filter(({ agreedToCalls = '' }) => agreedToCalls >= today)).toEqual([]);
  expect(agreed.filter(({ born }) => years(born) < 17.99)).toEqual([]);
});

test('has names of two parts and compound surnames, so that every form of mask is met', () => {
  expect(residents.filter(({ name }) => name.includes('·')).length).toBeGreaterThan(3);
  const compound = residents.filter(({ name }) => /^(?:欧阳|上官|司马|诸葛|东方|慕容)/u.test(name));
  expect(compound.length).toBeGreaterThan(20);
  expect(compound.filter(({ name }) => !masks.name(name)?.startsWith(name.slice(0, 2)))).toEqual([]);
});

test.each([16 * 1024, 1024 * 1024])('no batch of at most %i bytes is larger, and none is lost', (most) => {
  const parts = [
    ...community.households.map(linesOf),
    ...community.businesses.map((one) => [businessLine(one)]),
  ];
  const batches = [...batchesOf(parts, 'test', most)];
  const bytes = batches.map((batch) => Buffer.byteLength(batch.lines.map(written).join('')));
  expect(Math.max(...bytes)).toBeLessThanOrEqual(most);
  expect(batches.flatMap((batch) => batch.lines)).toEqual(lines);
  expect(new Set(batches.map(({ key }) => key)).size).toBe(batches.length);
  expect(batches.every((batch) => batch.lines[0] === undefined || beginsPart(batch.lines[0]))).toBe(true);
});

const beginsPart = (line: SeedLine) =>
  line.kind === 'record' && (line.type === 'household' || line.type === 'business');

test('somebody heads each household, or all of it rent; there are cars, errands, and a shop in each block', () => {
  const roles = new Map<string, string[]>();
  for (const line of lines) {
    if (line.kind !== 'record' || line.type !== 'resident') continue;
    const { household = '', householdRole = '' } = line.fields;
    roles.set(household, [...(roles.get(household) ?? []), householdRole]);
  }
  const wrong = [...roles.values()].filter((of) => {
    const heads = of.filter((role) => role === 'head').length;
    return of.every((role) => role === 'tenant') ? false : heads !== 1 || of.includes('tenant');
  });
  expect(wrong).toEqual([]);
  const renting = [...roles.values()].filter((of) => of[0] === 'tenant').length / roles.size;
  expect(renting).toBeGreaterThan(0.1);
  expect(renting).toBeLessThan(0.14);
  const count = (type: string) => lines.filter((line) => line.kind === 'record' && line.type === type).length;
  expect(count('vehicle')).toBeGreaterThan(1_200);
  expect(count('errand')).toBeGreaterThan(50);
  expect(new Set(community.businesses.map(({ grid }) => grid)).size).toBe(11);
});

test.each(['2026-01-01', '2026-11-23', '2028-02-29', '2031-06-30'])(
  'on %s too the story’s resident is in building 3: with a dog, a number, and consent',
  (day) => {
    const made = makeCommunity(storySeed, day, 60);
    const { id, mobile, agreedToCalls } = residentOf(made, 'p-wang');
    const home = made.households.find(({ members }) => members[0].id === id);
    expect([home?.grid, home?.address.split('-')[0], home?.dog?.keeper]).toEqual([3, '3', id]);
    expect(home?.dog?.vaccinatedUntil.localeCompare(day)).toBe(1);
    expect([mobile, agreedToCalls].includes(undefined)).toBe(false);
  },
);

test('each resident of the chat lives where the chat says, and has agreed to calls or not as the story needs it', () => {
  const inChat = people.filter(({ role }) => role === 'resident');
  expect(inChat).toHaveLength(homes.length);
  for (const [at, { id, grid }] of inChat.entries()) {
    const household = community.households[at];
    expect(residentOf(community, id)).toBe(household?.members[0]);
    expect([household?.grid, household?.dog !== undefined]).toEqual([grid, homes[at]?.dog !== undefined]);
    expect(household?.members[0].agreedToCalls !== undefined).toBe(homes[at]?.calls);
  }
  expect(() => residentOf(community, 'w-li')).toThrow(RangeError);
});
