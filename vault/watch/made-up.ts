import { checkDigit } from '../../policy/checks/id-number.ts';
import type { Random } from '../crypto/keys.ts';

/** A made-up resident, as one of the grid would be written down. */
export interface MadeUp {
  name: string;
  mobile: string;
  idNumber: string;
  birthDate: string;
  address: string;
}

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const given =
  '建国秀英桂兰玉梅志强春燕海涛晓明文静立新红霞德胜永福翠萍丽华淑芳金凤宝山庆祥雅琴俊杰慧敏学军伟平';
const prefixes = [
  '130',
  '131',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '158',
  '159',
  '186',
  '187',
  '188',
];

/**
 * Makes up a resident of a building: every value has the form and the frequency of real ones, and is nobody's. The door is
 * one that floors do not have (…05 to …09), so that a search for a real address does not come upon it.
 * @param random draws bytes
 */
export function makeUp(random: Random, buildings: readonly number[], thisYear: number): MadeUp {
  const below = (n: number): number => {
    const [a = 0, b = 0, c = 0] = random(3);
    return ((a << 16) | (b << 8) | c) % n;
  };
  const one = (list: string): string => Array.from(list)[below(Array.from(list).length)] ?? '';
  const digits = (n: number): string => Array.from({ length: n }, () => below(10)).join('');
  const two = (n: number): string => String(n).padStart(2, '0');
  const name = `${one(surnames)}${one(given)}${below(10) < 8 ? one(given) : ''}`;
  const [year, month, day] = [thisYear - 25 - below(55), two(1 + below(12)), two(1 + below(28))];
  // 济南's districts, as the community's people have them: 370102 to 370105 and 370112.
  const first17 = `3701${['02', '03', '04', '05', '12'][below(5)]}${year}${month}${day}${digits(3)}`;
  return {
    name,
    mobile: `${prefixes[below(prefixes.length)]}${digits(8)}`,
    idNumber: `${first17}${checkDigit(first17)}`,
    birthDate: `${year}-${month}-${day}`,
    address: `${buildings[below(buildings.length)] ?? 1}-${1 + below(3)}-${(1 + below(17)) * 100 + 5 + below(5)}`,
  };
}
