import type { Draw } from './draw.ts';
import type { Sex } from './names.ts';

/** Prefixes of mobile numbers in use; what follows is drawn, so a number may by chance be somebody's. */
const prefixes = (
  '130 131 132 133 134 135 136 137 138 139 150 151 152 153 155 156 157 158 159 ' +
  '166 173 176 177 178 180 181 182 183 185 186 187 188 189 198 199'
).split(' ') as unknown as readonly [string, ...string[]];

export const drawMobile = (draw: Draw): string => draw.pick(prefixes) + draw.digits(8);

/** Where somebody was born or first registered, GB/T 2260: mostly Jinan's districts, some from elsewhere. */
const regions: readonly (readonly [string, number])[] = [
  ...['370102', '370103', '370104', '370105', '370112', '370113', '370114', '370181'].map(
    (each) => [each, 9] as const,
  ),
  ...['370202', '370303', '370811', '370902', '371102', '371302', '371502', '371602', '371702'].map(
    (each) => [each, 3] as const,
  ),
  ...['110105', '130102', '230103', '320102', '410105', '510104', '620102', '650102'].map(
    (each) => [each, 1] as const,
  ),
];

/**
 * A citizen's identity number in the form of GB 11643: region, date of birth, order (odd for men), check
 * digit after ISO 7064 MOD 11-2. The weights are the powers of two modulo 11.
 * @param born `YYYY-MM-DD`
 */
export function drawIdNumber(draw: Draw, born: string, sex: Sex): string {
  const last = draw.between(0, 4) * 2 + (sex === 'male' ? 1 : 0);
  const digits = `${draw.weighted(regions)}${born.replaceAll('-', '')}${draw.digits(2)}${last}`;
  const sum = Array.from(digits).reduce(
    (total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11),
    0,
  );
  return digits + '10X98765432'.charAt(sum % 11);
}

/** A transponder's code: 156 is China's country code in ISO 11784. */
export const drawChip = (draw: Draw): string => `156${draw.digits(12)}`;

export const drawLicence = (draw: Draw, year: number): string => `济犬${year}-${draw.digits(6)}`;

/** An ordinary plate of Jinan; no plate has an I or an O. */
export const drawPlate = (draw: Draw): string =>
  `鲁A${Array.from({ length: 5 }, (_, at) => (at === 1 && draw.chance(30) ? draw.pick(plateLetters) : draw.digits(1))).join('')}`;
const plateLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K'] as const;

/** GB 32100: digits and capital letters without I, O, S, V and Z; the weights are the powers of three modulo 31. */
const codeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A unified social credit code in form: of a self-employed business (92) of the district, with its check character. */
export function drawCreditCode(draw: Draw): string {
  const body = `92370112MA${draw.digits(7)}`;
  const sum = Array.from(body).reduce(
    (total, character, at) => total + codeAlphabet.indexOf(character) * (3 ** at % 31),
    0,
  );
  return body + codeAlphabet.charAt((31 - (sum % 31)) % 31);
}
