import { groupedDigits } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** An animal's transponder code after ISO 11784: 15 digits, often printed in groups. */
export const chip: Check = (raw) => {
  const read = groupedDigits(raw, /\d{15}/u);
  if ('refusal' in read) return read.refusal;
  if (/^\d{15}$/u.test(read.text)) return accepted(read.text);
  return refused('chip_form', '芯片号应是 15 位数字', 'a chip number has 15 digits');
};
