import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** An animal's transponder code after ISO 11784: 15 digits, often printed in groups. */
export const chip: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const digits = read.text.replace(/-/gu, '');
  if (/^\d{15}$/u.test(digits)) return accepted(digits);
  return refused('chip_form', '芯片号应是 15 位数字', 'a chip number has 15 digits');
};
