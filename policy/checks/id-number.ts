import { isRealDay } from './calendar.ts';
import { groupedDigits } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** The first two digits, after GB/T 2260; 83 is on residence permits for people from Taiwan. */
const provinces: ReadonlySet<string> = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 ' +
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83'
  ).split(' '),
);

/** GB 11643, Annex: ISO 7064 MOD 11-2. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkDigits = '10X98765432';

/** The check digit of the first 17 digits. */
export function checkDigit(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return checkDigits.charAt(sum % 11);
}

/**
 * A citizen's identity number, GB 11643: province, real date of birth not after `today`, check digit. The
 * normal form has 18 characters with an upper-case X. The form of 15 digits has no check digit and is no
 * longer issued.
 */
export const idNumber: Check = (raw, today) => {
  const read = groupedDigits(raw, /[1-9]\d{16}[\dXx]/u);
  if ('refusal' in read) return read.refusal;
  // Other signs that look like the last X; the check digit says whether it was one.
  const value = read.text.toUpperCase().replace(/[×✕✖ХΧ]$/u, 'X');
  if (/^\d{15}$/u.test(value)) {
    return refused(
      'id_number_old_form',
      '这是 15 位的旧号码,请填写现在身份证上的 18 位号码',
      'this is the old number of 15 digits; please give the 18 on the present card',
    );
  }
  if (/^\d{17}$/u.test(value)) {
    return refused(
      'id_number_short',
      '少了一位:身份证号是 18 位,末位可能是 X',
      'one character is missing: an identity number has 18, the last may be an X',
    );
  }
  if (!/^\d{17}[\dX]$/u.test(value)) {
    return refused(
      'id_number_form',
      '身份证号应是 18 位:17 位数字,最后一位是数字或 X',
      'an identity number has 17 digits and a last digit or X',
    );
  }
  if (checkDigit(value) !== value.charAt(17)) {
    return refused(
      'id_number_check_digit',
      '身份证号的最后一位对不上,请核对有没有输错',
      'the last digit of the identity number does not fit; please look for a slip',
    );
  }
  if (!provinces.has(value.slice(0, 2))) {
    return refused(
      'id_number_province',
      '身份证号开头的地区码不存在',
      'the identity number begins with no known region',
    );
  }
  const born = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  const real = isRealDay(
    Number(value.slice(6, 10)),
    Number(value.slice(10, 12)),
    Number(value.slice(12, 14)),
  );
  if (!real || born > today) {
    return refused(
      'id_number_date',
      '身份证号里的出生日期不对,请核对有没有输错',
      'the date of birth in the identity number cannot be; please look for a slip',
    );
  }
  return accepted(value);
};
