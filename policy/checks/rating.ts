import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** A rating, 1 (poor) to 5 (good). */
export const rating: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  if (/^[1-5]$/u.test(read.text)) return accepted(read.text);
  return refused('rating_form', '请打 1 到 5 分', 'a rating is 1 to 5');
};
