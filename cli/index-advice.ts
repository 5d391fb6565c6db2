import { type FieldSpec, fieldSpec } from '../policy/fields.ts';
import type { IndexFigures } from './index-figures.ts';

/**
 * How many values somebody would have to try who has an index key, to find whose tag is whose. Orders of magnitude, rounded
 * up: what a value can be by its form, not what it is in one community. Null where nobody tries them all.
 */
export const valuesToTry: Readonly<Partial<Record<FieldSpec['check'], number | null>>> = {
  // Full names in use: a list of the commonest covers most of a community.
  name: 1e7,
  // 1[3-9] and nine digits.
  mobile: 7e9,
  // 3,500 districts, 36,500 days of birth, 1,000 sequence numbers; the check digit follows.
  idNumber: 1.3e11,
  // 999 buildings, 99 units, door 9999; of one community a few thousand.
  address: 1e9,
  // 31 provinces, 24 letters, five places of 34.
  plate: 3.4e10,
  // 900 makers and countries, twelve digits each.
  chip: 1e15,
  // A public register.
  creditCode: 2e8,
  // The names of shops are on their signs.
  line: 2e8,
  // 128 random bits.
  recordId: null,
};

/** HMACs a second of one graphics card, to an order of magnitude: what a guess costs who has the key. */
export const guessesASecond = 1e9;

const codes = {
  few_values: [
    '不同的值太少,数一数就知道谁是谁:这个字段不该有索引',
    'has too few different values: who counts the tags knows most of them. It should not be indexed',
  ],
  skewed: [
    '最大的几组明显比别的大:知道哪些值常见的人,不用密钥就能猜出它们是什么',
    'has a few tags much larger than the rest: who knows which values are frequent guesses them without a key',
  ],
  tried_out: [
    '一旦索引密钥泄露,所有可能的值能在一天内试完:密钥环与数据分开放,怀疑泄露就换索引密钥',
    'has so few possible values that all of them can be tried in a day by who has the index key: keep the key ring apart, and turn the key when in doubt',
  ],
  several: [
    '本该一人一个的值有几份档案相同:到「可能重复」里核对',
    'has a value that should be one record’s and is several’s: compare them under possible duplicates',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type AdviceCode = keyof typeof codes;

export interface Advice {
  readonly code: AdviceCode;
  readonly zh: string;
  readonly en: string;
}

const day = 86_400;
/** Values that are one record's each where nothing was written twice. */
const ofOne: ReadonlySet<string> = new Set(['idNumber', 'plate', 'chip', 'creditCode']);

/** What the figures of one index ask for. */
export function adviceOn(figures: IndexFigures): Advice[] {
  const [type = '', field = ''] = figures.index.split('.');
  const check = fieldSpec(type, field)?.check;
  const found: AdviceCode[] = [];
  if (isFew(figures)) found.push('few_values');
  else if (isSkewed(figures)) found.push('skewed');
  const values = triesOf(figures.index);
  if (values !== null && values / guessesASecond <= day) found.push('tried_out');
  if (figures.shared > 0 && check !== undefined && ofOne.has(check)) found.push('several');
  return found.map((code) => ({ code, zh: codes[code][0], en: codes[code][1] }));
}

/** How many values have to be tried; null where nobody does, and for an index of no field. */
export function triesOf(index: string): number | null {
  const [type = '', field = ''] = index.split('.');
  const check = fieldSpec(type, field)?.check;
  return check === undefined ? null : (valuesToTry[check] ?? null);
}

/** Below 32 values, or with fewer than one for twenty records, the tags sort people into drawers. */
const isFew = ({ tagged, distinct }: IndexFigures): boolean =>
  tagged >= 100 && (distinct < 32 || tagged / distinct > 20);

/** The largest tag stands out: it has ten records or more, and five times what a tag has on average. */
const isSkewed = ({ tagged, distinct, largest: [first = 0] }: IndexFigures): boolean =>
  first >= 10 && first >= (5 * tagged) / distinct;
