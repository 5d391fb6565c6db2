import { identifier, severalValues } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** The short names of provinces, autonomous regions and municipalities, as they stand on plates (GA 36). */
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** Plates have no I and no O: they look like 1 and 0. */
const letter = 'A-HJ-NP-Z';

/** Ordinary: five places, of which the last may be a Chinese character on learners', police, trailer and border plates. */
const ordinary = new RegExp(`^[${provinces}][${letter}][${letter}\\d]{4}[${letter}\\d学警挂港澳]$`, 'u');
/**
 * New-energy: six places. Small cars begin with a letter A to K (D and F, and those that followed when they ran out), large
 * ones end with it.
 */
const newEnergy = new RegExp(`^[${provinces}][${letter}](?:[A-HJK][${letter}\\d]\\d{4}|\\d{5}[A-HJK])$`, 'u');

/**
 * A car's number plate: 鲁A12345, or with eight characters 鲁AD12345 for new energy. Reads lower case, full-width, and
 * the dot or hyphen after the second character. I and O are refused and not guessed.
 */
export const plate: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const value = read.text.toUpperCase().replace(/^(..)[·・•‧∙⋅.-]/u, '$1');
  if (ordinary.test(value) || newEnergy.test(value)) return accepted(value);
  if ((value.match(new RegExp(`[${provinces}][A-Z][·.]?[A-Z\\d]{5}`, 'gu')) ?? []).length > 1)
    return severalValues;
  if (new RegExp(`^[${provinces}][A-Z][A-Z\\d]{5,6}$`, 'u').test(value) && /[IO]/u.test(value.slice(1))) {
    return refused(
      'plate_letter',
      '车牌里没有字母 I 和 O,请核对是不是数字 1 和 0',
      'a plate has no letters I and O; please look whether they are 1 and 0',
    );
  }
  return refused(
    'plate_form',
    '车牌号应像 鲁A12345,新能源车像 鲁AD12345',
    'a number plate is like 鲁A12345, or 鲁AD12345 for new energy',
  );
};
