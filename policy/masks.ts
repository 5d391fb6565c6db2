import { buildingIn } from './checks/building.ts';
import { lower, type Level } from './levels.ts';

/**
 * A mask makes of a value what may be shown of it, or null when nothing may. It is a function of the value
 * in its normal form and of nothing else: not of who asks, not of the record's other fields, not of what
 * was shown before. So there is one masked form of a value, and seeing it twice, or beside the fact that
 * there is a value, tells nothing that seeing it once did not.
 *
 * Two names are not forms of a value but limits: `fact` (below clear only whether there is a value) and
 * `nothing` (free text: clear or none).
 */
type Mask = (value: string) => string | null;

/**
 * The compound surnames in common use. One that is missing here is cut after its first character: less is
 * shown.
 */
const compoundSurnames: ReadonlySet<string> = new Set(
  '欧阳 上官 司马 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 轩辕 端木 百里 呼延'.split(
    ' ',
  ),
);

/** 张三丰 → 张**, 欧阳修文 → 欧阳**, 阿卜杜拉·买买提 → 阿***·, Alice Wu → A***. A name of one character → *. */
function name(value: string): string | null {
  const [first, ...rest] = Array.from(value);
  if (first === undefined) return null;
  if (rest.length === 0) return '*';
  if (!/^\p{Script=Han}/u.test(value)) return `${first}***`;
  const dot = rest.indexOf('·');
  if (dot !== -1) return `${first}${'*'.repeat(Math.max(dot, 1))}·`;
  const surname = first + rest[0];
  if (rest.length >= 2 && compoundSurnames.has(surname)) return surname + '*'.repeat(rest.length - 1);
  return first + '*'.repeat(rest.length);
}

/** First and last only. The customary six and four give away where and when somebody was born. */
const idNumber: Mask = (value) =>
  /^\d{17}[\dX]$/.test(value) ? `${value.slice(0, 1)}${'*'.repeat(16)}${value.slice(-1)}` : null;

/** 13812341234 → 138****1234. */
const mobile: Mask = (value) =>
  /^\d{11}$/.test(value) ? `${value.slice(0, 3)}****${value.slice(-4)}` : null;

/** 3-2-501 → 3号楼*单元****. The stars do not count digits. */
function address(value: string): string | null {
  const building = /^(\d+)-\d+-\d+$/.exec(value)?.[1];
  return building === undefined ? null : `${building}号楼*单元****`;
}

/** 3号楼2单元501室门口 → 3号楼. A place that names no building is nothing but that there is one. */
function building(value: string): string | null {
  const number = buildingIn(value);
  return number === undefined ? null : `${number}号楼`;
}

/** 1990-03-07 → 90后. */
const decade: Mask = (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value.slice(2, 3)}0后` : null);

/** The last four of an identifier long enough to hide something, else nothing. */
const lastFour: Mask = (value) =>
  Array.from(value).length >= 8 ? `****${Array.from(value).slice(-4).join('')}` : null;

/** 2027-03-15 → 有,到2027年3月. */
function expiryMonth(value: string): string | null {
  const [, year, month] = /^(\d{4})-(\d{2})-\d{2}$/.exec(value) ?? [];
  return year === undefined || month === undefined ? null : `有,到${year}年${Number(month)}月`;
}

/** 鲁A12345 → 鲁A***45. The stars do not count places: a new-energy plate looks the same. */
const plate: Mask = (value) => {
  const characters = Array.from(value);
  return characters.length === 7 || characters.length === 8
    ? `${characters.slice(0, 2).join('')}***${characters.slice(-2).join('')}`
    : null;
};

/** What may be shown whole where anything is: a public name, a word of a closed list that tells nothing by itself. */
const whole: Mask = (value) => value || null;

const nothing: Mask = () => null;

export const masks = {
  name,
  idNumber,
  mobile,
  address,
  building,
  decade,
  lastFour,
  expiryMonth,
  plate,
  whole,
  fact: nothing,
  nothing,
} as const satisfies Readonly<Record<string, Mask>>;

export type MaskName = keyof typeof masks;

/** The part of a field's declaration that limits what is shown of it. */
interface Limits {
  readonly keep: 'sealed' | 'hash';
  readonly mask: MaskName;
}

/**
 * The level at which a field can be shown when `level` was granted: never higher. What is kept as a hash is
 * at most a fact; a field with nothing masked to show is a fact, and free text nothing, below clear.
 */
export function showable(spec: Limits, level: Level): Level {
  if (spec.mask === 'nothing') return spec.keep === 'sealed' && level === 'clear' ? 'clear' : 'none';
  const kept = spec.keep === 'hash' ? lower(level, 'fact') : level;
  return spec.mask === 'fact' && kept === 'masked' ? 'fact' : kept;
}

/** What is shown of one value. A `fact` says whether there is one. */
export type Shown =
  | { readonly level: 'none' }
  | { readonly level: 'fact'; readonly value: 'yes' | 'no' }
  | { readonly level: 'masked'; readonly value: string }
  | { readonly level: 'clear'; readonly value: string };

/**
 * What is shown of a value at a granted level. The empty string is "no value"; for a field kept as a hash
 * any other string says that there is one. A value its mask does not recognise is shown as a fact.
 */
export function present(level: Level, spec: Limits, value: string): Shown {
  const fact: Shown = { level: 'fact', value: value === '' ? 'no' : 'yes' };
  switch (showable(spec, level)) {
    case 'none':
      return { level: 'none' };
    case 'fact':
      return fact;
    case 'masked': {
      const masked = masks[spec.mask](value);
      return masked === null ? fact : { level: 'masked', value: masked };
    }
    case 'clear':
      return { level: 'clear', value };
  }
}
