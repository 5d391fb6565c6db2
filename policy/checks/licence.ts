import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/**
 * A dog licence's number as the authority printed it: 4 to 32 letters, digits, Han characters and hyphens.
 */
export const licence: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const value = read.text.toUpperCase();
  if (/^[\p{Script=Han}A-Z\d][\p{Script=Han}A-Z\d-]{3,31}$/u.test(value)) return accepted(value);
  return refused(
    'licence_form',
    '养犬证号应是 4 到 32 位字母、数字或汉字',
    'a licence number has 4 to 32 letters, digits or Han characters',
  );
};
