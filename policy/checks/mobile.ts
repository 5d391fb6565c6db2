import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** A mobile number of mainland China, 11 digits. Reads `+86`, spaces, hyphens and full-width digits. */
export const mobile: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const digits = read.text.replace(/-/gu, '').replace(/^\+86/u, '');
  if (/^1[3-9]\d{9}$/u.test(digits)) return accepted(digits);
  return refused(
    'mobile_form',
    '手机号应是 11 位数字,以 13 到 19 开头',
    'a mobile number has 11 digits and begins with 13 to 19',
  );
};
