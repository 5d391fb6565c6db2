// prettier-ignore
const digits: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, '○': 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
  壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 };

/** The characters `hanNumber` reads, for use inside a character class. */
export const hanNumerals = '零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟';

/**
 * Reads a whole number in plain or Chinese digits: 501, 五〇一, 五百零一, 十二. Undefined when it is none, also for a
 * form nobody writes (二十十, 百五): a door must not be guessed.
 */
export function hanNumber(text: string): number | undefined {
  if (/^\d+$/u.test(text)) return Number(text);
  const characters = Array.from(text);
  if (characters.length === 0) return undefined;
  if (characters.every((character) => character in digits)) {
    return Number(characters.map((character) => digits[character]).join(''));
  }
  return withUnits(characters);
}

/** 五百零一: each unit smaller than the one before, a digit before each (but 十 at the start), the ones last. */
function withUnits(characters: readonly string[]): number | undefined {
  let total = 0;
  let pending: number | undefined;
  let smallest = 10_000;
  for (const [index, character] of characters.entries()) {
    const unit = units[character];
    if (unit === undefined) {
      const digit = digits[character];
      if (digit === undefined || (pending !== undefined && pending !== 0)) return undefined;
      pending = digit;
      continue;
    }
    if (pending === undefined && (character === '十' || character === '拾') && index === 0) pending = 1;
    if (pending === undefined || pending === 0 || unit >= smallest) return undefined;
    total += pending * unit;
    smallest = unit;
    pending = undefined;
  }
  return total + (pending ?? 0);
}
