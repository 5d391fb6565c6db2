import { identifier } from './characters.ts';
import { hanNumber, hanNumerals } from './han-number.ts';
import { accepted, refused, type Check } from './outcome.ts';

const number = `([\\d${hanNumerals}]+)`;
const building = '(?:(?:号楼|栋|幢|座|楼)-?|-)';
const unit = '(?:单元-?|-)';
const door = '(?:室|号|户)?';

const whole = new RegExp(`^${number}${building}${number}${unit}${number}${door}$`, 'u');
const withoutUnit = new RegExp(`^${number}${building}${number}${door}$`, 'u');

const unitMissing = refused(
  'address_unit_missing',
  '请写上单元,例如 3号楼2单元501室;只有一个单元的楼写 1 单元',
  'please give the unit too, e.g. 3-2-501; in a building with one entrance it is 1',
);
const wrongForm = refused(
  'address_form',
  '住址应写成 3号楼2单元501室 或 3-2-501',
  'an address is building, unit and door, e.g. 3-2-501',
);

/**
 * Building, unit and door as numbers; the normal form is `3-2-501`. Reads 3号楼2单元501室, 三号楼二单元501 and
 * ３－２－５０１.
 *
 * Refused: two numbers alone (3-501: taking the unit for 1 would give one door two normal forms, and an
 * exact search would miss one of them), a community's name before it, lettered buildings, zeros, and
 * numbers larger than any building's (999 buildings, 99 units, door 9999).
 */
export const address: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const text = read.text.replace(/[‐‑‒–—−]/gu, '-');
  const [, ...parts] = whole.exec(text) ?? [];
  if (parts.length === 0) return withoutUnit.test(text) ? unitMissing : wrongForm;
  const numbers = parts.map(hanNumber);
  const limits = [999, 99, 9999];
  const inRange = limits.every((limit, index) => {
    const value = numbers[index];
    return value !== undefined && value >= 1 && value <= limit;
  });
  return inRange ? accepted(numbers.join('-')) : wrongForm;
};
