import { base32 } from '../vault/crypto/base32.ts';
import { checkDigit } from '../policy/checks/id-number.ts';

/** A made-up resident. Every value is in its normal form, so that what goes in is what has to come out. */
export interface Resident {
  readonly id: string;
  readonly grid: number;
  readonly fields: Readonly<Record<ResidentField, string>>;
}

export const residentFields = [
  'name',
  'mobile',
  'idNumber',
  'birthDate',
  'address',
  'household',
  'care',
] as const;
export type ResidentField = (typeof residentFields)[number];

/** How many basic and dedicated grids the model community has. */
export const gridCount = 30;

/** A record of twenty Chinese fields: what other engines of this kind were measured with. */
export interface Wide {
  readonly id: string;
  readonly values: readonly string[];
}

export const wideFields = 20;

const surnames = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const given = Array.from('秀英建国桂兰伟芳敏静丽强磊军洋勇艳杰娟涛明超霞平刚婷玉梅海燕志红');
const words = Array.from(
  '独居老人每周上门探望一次行动不便需要轮椅夜间请先电话联系家属在外地工作楼道照明电梯',
);

/** With characters beyond the first 65,536, combining marks and a variation selector: what comes back has to be the same. */
const wideWords = [...words, ...Array.from('𬱖䶮𠮷㐂e\u0301か\u3099\u{E0100}')];

/** Numbers from 0 up to, but not including, 1 that are the same in every run (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same residents for the same seed. No two share an id; mobiles and identity numbers are made up. */
export function makeResidents(count: number, seed: number): Resident[] {
  const next = seededNumbers(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const digits = (n: number): string => Array.from({ length: n }, () => below(10)).join('');
  return Array.from({ length: count }, (_, at) => {
    const { idNumber, birthDate } = numbered('370112', at);
    return {
      id: someId(next),
      grid: 1 + below(gridCount),
      fields: {
        name: pick(surnames, 1, below) + pick(given, 1 + below(2), below),
        mobile: `13${digits(9)}`,
        idNumber,
        birthDate,
        address: `${1 + below(60)}-${1 + below(4)}-${1 + below(30)}0${1 + below(4)}`,
        household: someId(next),
        care: pick(words, 12 + below(30), below),
      },
    };
  });
}

/**
 * Somebody new at another's address, made in next to no time, because it is made while the clock runs: the id is spread
 * over the index as a random one would be, the numbers are nobody's, and the name is not the other's.
 */
export function freshResident(like: Resident, counter: number): Resident {
  const spread = String((counter * 2_654_435_761) % 2 ** 32).padStart(10, '0');
  const mobile = `19${String(counter).padStart(9, '0')}`;
  return {
    id: spread + String(counter).padStart(16, '0'),
    grid: like.grid,
    fields: { ...like.fields, name: nameOf(counter), mobile, ...numbered('370113', counter) },
  };
}

/** A name, from a counter: a namesake comes after 20,000 others, and hardly ever at the same address. */
function nameOf(counter: number): string {
  const [first, second] = [Math.floor(counter / surnames.length), Math.floor(counter / (20 * given.length))];
  const sound = (at: number): string => given[at % given.length] ?? '';
  return (surnames[counter % surnames.length] ?? '') + sound(first) + sound(second);
}

/** An identity number that no other `at` of the same area has, and its date of birth. @param at below 26 million */
function numbered(area: string, at: number): { idNumber: string; birthDate: string } {
  const two = (n: number): string => String(n).padStart(2, '0');
  // 80 years of 12 months of 28 days, a thousand a day; the step has no factor in common with their product.
  const place = (at * 7_919_003) % (80 * 12 * 28 * 1000);
  const day = Math.floor(place / 1000);
  const month = Math.floor(day / 28);
  const birth = [1940 + Math.floor(month / 12), two(1 + (month % 12)), two(1 + (day % 28))];
  const number = `${area}${birth.join('')}${String(place % 1000).padStart(3, '0')}`;
  return { idNumber: number + checkDigit(number), birthDate: birth.join('-') };
}

/** The same wide records for the same seed. */
export function makeWide(count: number, seed: number): Wide[] {
  const next = seededNumbers(seed);
  const below = (n: number): number => Math.floor(next() * n);
  return Array.from({ length: count }, () => ({
    id: someId(next),
    values: Array.from({ length: wideFields }, () => pick(wideWords, 3 + below(14), below)),
  }));
}

function pick(from: readonly string[], count: number, below: (n: number) => number): string {
  return Array.from({ length: count }, () => from[below(from.length)] ?? '').join('');
}

function someId(next: () => number): string {
  return base32(Uint8Array.from({ length: 16 }, () => Math.floor(next() * 256)));
}
