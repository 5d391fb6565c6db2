import { identifier } from './characters.ts';
import { hanNumber, hanNumerals } from './han-number.ts';
import { accepted, refused, type Check } from './outcome.ts';

const number = `([\\d${hanNumerals}]+)`;
const building = '(?:(?:号楼|号|栋|幢|座|楼|#楼?)[-/.,,]?|[-/.])';
const unit = '(?:(?:单元|门)[-/.,,]?|[-/.])';
const floor = `(?:${number}(?:层|楼)[-/.]?)?`;
const door = '(?:室|号|户|房)?';

const whole = new RegExp(`^第?${number}${building}${number}${unit}${floor}${number}${door}$`, 'u');
const withoutUnit = new RegExp(`^第?${number}${building}${number}${door}$`, 'u');
/** Something stands before it, or is said after it. */
const within = new RegExp(`${number}${building}${number}${unit}${number}`, 'u');

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
const moreThanIt = refused(
  'address_more',
  '只写楼号、单元和门牌,例如 3号楼2单元501室;小区名、姓名、电话不要写在这里',
  'building, unit and door only, e.g. 3-2-501; no name of the estate, no person, no telephone',
);
const floorsDiffer = refused(
  'address_floor',
  '楼层和门牌对不上,请核对',
  'the floor and the door do not fit; please look for a slip',
);

/**
 * Building, unit and door as numbers; the normal form is `3-2-501`. Reads 3号楼2单元501室, 三号楼二单元501, 3#2-501,
 * 3栋2门5层501, 3 2 501, 叁号楼贰单元伍零壹 and ３－２－５０１.
 *
 * Refused: two numbers alone (3-501: taking the unit for 1 would give one door two normal forms, and an
 * exact search would miss one of them), a community's name before it (another estate has a building 3 too), lettered
 * buildings, zeros, and numbers larger than any building's (999 buildings, 99 units, door 9999).
 */
export const address: Check = (raw) => {
  const read = identifier(raw.trim().replace(/(?<=[\d０-９])\s+(?=[\d０-９])/gu, '-'));
  if ('refusal' in read) return read.refusal;
  const text = read.text
    .replace(/[・·•、]/gu, '-')
    .replace(/-{2,}/gu, '-')
    .replace(/(?<=[号楼栋幢座#元门])-/gu, '');
  const [, ...parts] = whole.exec(text) ?? [];
  if (parts.length === 0) {
    if (withoutUnit.test(text)) return unitMissing;
    return within.test(text) ? moreThanIt : wrongForm;
  }
  const [first, second, level, last] = parts.map((part: string | undefined) => part && hanNumber(part));
  const numbers = [first, second, last];
  const limits = [999, 99, 9999];
  const inRange = limits.every((limit, index) => {
    const value = numbers[index];
    return typeof value === 'number' && value >= 1 && value <= limit;
  });
  if (!inRange) return wrongForm;
  // A door is its floor and its number on it.
  if (level !== undefined && Math.floor(Number(last) / 100) !== level) return floorsDiffer;
  return accepted(numbers.join('-'));
};
