import { checks } from './checks/check.ts';
import { hanNumber, hanNumerals } from './checks/han-number.ts';
import type { Bilingual } from './bilingual.ts';
import type { RecordType } from './fields.ts';

/** What one value in the one box is looked for as: the index it stands in. */
export const typedWays = {
  'resident.name': { zh: '姓名', en: 'name' },
  'resident.mobile': { zh: '手机号', en: 'mobile number' },
  'resident.idNumber': { zh: '身份证号', en: 'identity number' },
  'resident.address': { zh: '住址', en: 'address' },
  'vehicle.plate': { zh: '车牌号', en: 'number plate' },
  'dog.chip': { zh: '犬只芯片号', en: 'dog’s chip number' },
  'business.name': { zh: '商户名称', en: 'name of a shop' },
  'business.creditCode': { zh: '统一社会信用代码', en: 'credit code of a shop' },
  'business.mobile': { zh: '商户电话', en: 'number of a shop' },
} as const satisfies { readonly [Way in `${RecordType}.${string}`]?: Bilingual };
export type TypedWay = keyof typeof typedWays;
export const isTypedWay = (said: string | undefined): said is TypedWay =>
  said !== undefined && Object.hasOwn(typedWays, said);

/**
 * What somebody wrote into the one box. `match`: values of one record, to be found by all of them; `also` is what else it
 * can be read as, offered and not tried: each try is a search. `wrong`: what is nearest to it, and what is wrong with it.
 */
export type Typed =
  | { kind: 'match'; match: ReadonlyMap<TypedWay, string>; also: readonly TypedWay[] }
  | { kind: 'building'; building: number }
  | { kind: 'ticket'; ticket: string }
  | { kind: 'unclear'; ways: readonly TypedWay[]; why: Bilingual }
  | { kind: 'wrong'; way: TypedWay; error: { code: string } & Bilingual };

/** @param today the day in China: a number is of nobody who is born after it */
export function readTyped(said: string, today: string): Typed {
  const text = said.slice(0, longest).normalize('NFKC').trim();
  const ticket = ticketIn(text);
  if (ticket !== undefined) return { kind: 'ticket', ticket };
  const building = buildingAlone(text);
  if (building !== undefined) return { kind: 'building', building };
  const digits = text.replace(/[\s-]/gu, '');
  if (/^\d{15}$/u.test(digits))
    return oldNumber(digits)
      ? { kind: 'unclear', ways: ['dog.chip'], why: chipOrOldNumber }
      : one('dog.chip', digits);
  const whole = wholeOf(text, today);
  if (whole !== undefined) return whole;
  const several = severalIn(text, today);
  if (several !== undefined) return { kind: 'match', match: several, also: [] };
  return nearest(text, today);
}

/** More than this nobody types into it. */
const longest = 100;

const one = (way: TypedWay, value: string, ...also: TypedWay[]): Typed => ({
  kind: 'match',
  match: new Map([[way, value]]),
  also,
});

/** One value by itself, whatever it is. A number written with hyphens has the form of an address too: numbers come first. */
function wholeOf(text: string, today: string): Typed | undefined {
  const of = (way: TypedWay, ...also: TypedWay[]): Typed | undefined =>
    isFor(way, text, today) ? one(way, text, ...also) : undefined;
  return (
    of('resident.mobile', 'business.mobile') ??
    of('resident.idNumber') ??
    of('vehicle.plate') ??
    of('business.creditCode') ??
    of('resident.address') ??
    (isName(text) ? one('resident.name', text, 'business.name') : undefined)
  );
}

const checkOf = {
  'resident.name': checks.name,
  'resident.mobile': checks.mobile,
  'resident.idNumber': checks.idNumber,
  'resident.address': checks.address,
  'vehicle.plate': checks.plate,
  'dog.chip': checks.chip,
  'business.name': checks.line,
  'business.creditCode': checks.creditCode,
  'business.mobile': checks.mobile,
} as const;

const isFor = (way: TypedWay, text: string, today: string): boolean => checkOf[way](text, today).ok;

/** A door written out is no name, though it is all in Han characters. */
const isName = (text: string): boolean => checks.name(text, '').ok && !/号楼|单元|栋|幢|楼$|室$/u.test(text);

/** 318, 0318, 2026-0318, #318, 工单318. */
function ticketIn(text: string): string | undefined {
  const found = /^(?:#|工单|编号|no\.?)?\s*((?:20\d\d-)?\d{1,6})$/iu.exec(text)?.[1];
  return found;
}

/** 3号楼, 三号楼, 3栋: a list and no search. */
function buildingAlone(text: string): number | undefined {
  const found = new RegExp(`^(\\d{1,3}|[${hanNumerals}]{1,5})\\s*(?:号楼|#楼?|栋|幢)$`, 'u').exec(text)?.[1];
  const number = found === undefined ? undefined : hanNumber(found);
  return number !== undefined && number >= 1 && number <= 999 ? number : undefined;
}

/** Whether 15 digits could be an identity number of before 1999: a province, and a day in the 1900s. */
const oldNumber = (digits: string): boolean =>
  /^[1-6]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/u.test(digits);

const chipOrOldNumber: Bilingual = {
  zh: '15 位数字:如果是旧身份证号,请输入现在的 18 位;如果是犬只芯片号,点下面。',
  en: 'Fifteen digits. An old identity number: please type today’s 18. A dog’s chip: tap below.',
};

/** Values of one resident beside each other, with or without a space: 王秀英 3-2-501, 王秀英13800138000. */
function severalIn(text: string, today: string): ReadonlyMap<TypedWay, string> | undefined {
  const words = text.split(/[\s,,、;;/]+/u).filter((word) => word !== '');
  if (words.length > 6) return undefined;
  return joined(
    words.flatMap((word) => apart(word, today)),
    today,
    new Map(),
  );
}

/** Two values that were written as one word: where both ends are one, of two kinds; else a name before a number. */
function apart(word: string, today: string): string[] {
  if (word.length > 40 || residentWay(word, today) !== undefined) return [word];
  for (let at = 2; at < word.length; at += 1) {
    const ways = [residentWay(word.slice(0, at), today), residentWay(word.slice(at), today)];
    if (!ways.includes(undefined) && ways[0] !== ways[1]) return [word.slice(0, at), word.slice(at)];
  }
  const [, name, rest] = /^(\p{Script=Han}{2,4})(\d.*)$/u.exec(word) ?? [];
  return name === undefined || rest === undefined ? [word] : [name, rest];
}

/** The longest beginning that is one value, and then the rest; no two of one kind. */
function joined(
  words: readonly string[],
  today: string,
  found: ReadonlyMap<TypedWay, string>,
): ReadonlyMap<TypedWay, string> | undefined {
  if (words.length === 0) return found.size > 1 ? found : undefined;
  // There are four kinds of value: with a fifth word group two are of one kind.
  if (found.size === residentWays.length + 1) return undefined;
  for (let length = words.length; length > 0; length -= 1) {
    const value = words.slice(0, length).join(' ');
    const way = residentWay(value, today);
    if (way === undefined || found.has(way)) continue;
    const rest = joined(words.slice(length), today, new Map([...found, [way, value]]));
    if (rest !== undefined) return rest;
  }
  return undefined;
}

const residentWays = ['resident.mobile', 'resident.idNumber', 'resident.address'] as const;
const residentWay = (text: string, today: string): TypedWay | undefined =>
  residentWays.find((way) => isFor(way, text, today)) ?? (isName(text) ? 'resident.name' : undefined);

/** What it comes nearest to, with what is wrong with it. What is like nothing else may be what stands over a shop. */
function nearest(text: string, today: string): Typed {
  const digits = text.replace(/\D/gu, '').length;
  const likeAddress = /号楼|单元|栋|幢|室|-/u.test(text);
  if (
    !likeAddress &&
    /\p{Script=Han}/u.test(text) &&
    digits > 0 &&
    digits < 7 &&
    isFor('business.name', text, today)
  )
    return one('business.name', text);
  const way =
    digits === 0 && !likeAddress
      ? 'resident.name'
      : digits >= 17
        ? 'resident.idNumber'
        : digits >= 7
          ? 'resident.mobile'
          : 'resident.address';
  const checked = checkOf[way](text, today);
  const error = checked.ok ? unreadable : { code: checked.code, zh: checked.zh, en: checked.en };
  return { kind: 'wrong', way, error };
}

const unreadable = {
  code: 'typed_unclear',
  zh: '没看明白,请只写姓名、手机号、住址或车牌',
  en: 'this is not clear: please give a name, a number, an address or a plate',
};
