import { hanNumber, hanNumerals } from './han-number.ts';

const named = new RegExp(
  `(?<![\\d${hanNumerals}])(\\d{1,3}|[${hanNumerals}]{1,5})\\s{0,3}(?:号楼|#楼?|栋|幢)`,
  'u',
);
/** As an address in its normal form has it. */
const short = /^\s{0,9}(\d{1,3})-\d{1,2}-\d{1,4}\s{0,9}$/u;

/** The number of the first building that is named in somebody's words: 3号楼, 三号楼, 3#, 3栋, 3-2-501. */
export function buildingIn(words: string): number | undefined {
  const text = words.normalize('NFKC');
  const number = (named.exec(text) ?? short.exec(text))?.[1];
  return number === undefined ? undefined : hanNumber(number);
}
