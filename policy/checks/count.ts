import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** How many, 0 to 999, without leading zeros. */
export const count: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  if (/^\d{1,3}$/u.test(read.text)) return accepted(String(Number(read.text)));
  return refused('count_form', '数量应是 0 到 999 的整数', 'a number is whole, from 0 to 999');
};
