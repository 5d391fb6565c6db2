import { groupedDigits } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/**
 * A mobile number of mainland China, 11 digits. Reads `+86`, 0086 or 86 before it, spaces, hyphens, dots and full-width
 * digits.
 */
export const mobile: Check = (raw) => {
  const read = groupedDigits(raw, /1[3-9]\d{9}/u);
  if ('refusal' in read) return read.refusal;
  const digits = read.text.replace(/^(?:\(\+?86\)|(?:\+|00)?86)(?=1\d{10}$)/u, '');
  if (/^1[3-9]\d{9}$/u.test(digits)) return accepted(digits);
  if (/^(?:\+86|\()?0?[1-9]\d{1,2}\)?\d{7,8}$/u.test(digits) && /^[(+0]/u.test(digits)) {
    return refused(
      'mobile_landline',
      '这像是固定电话,这里只填 11 位的手机号',
      'this looks like a landline; only a mobile number of 11 digits goes here',
    );
  }
  return refused(
    'mobile_form',
    '手机号应是 11 位数字,以 13 到 19 开头',
    'a mobile number has 11 digits and begins with 13 to 19',
  );
};
