import { identifier } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** GB 32100-2015: digits and capital letters without I, O, S, V and Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const form = new RegExp(`^[${alphabet}]{18}$`, 'u');

/** GB 32100-2015, 5.5: Wᵢ = 3^(i−1) mod 31, check = 31 − Σ CᵢWᵢ mod 31, which is 0 where it comes out as 31. */
export function creditCheckDigit(body: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of body.slice(0, 17)) {
    sum += weight * alphabet.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** A unified social credit code (统一社会信用代码): 18 characters, the last of which checks the others. */
export const creditCode: Check = (raw) => {
  const read = identifier(raw);
  if ('refusal' in read) return read.refusal;
  const value = read.text.toUpperCase().replace(/-/gu, '');
  if (/^\d{15}$/u.test(value)) {
    return refused(
      'credit_code_old_form',
      '这是 15 位的旧注册号,请填写营业执照上的 18 位统一社会信用代码',
      'this is an old registration number of 15 digits; please give the 18 characters on the licence',
    );
  }
  if (!form.test(value)) {
    return refused(
      'credit_code_form',
      '统一社会信用代码应是 18 位数字和大写字母,没有 I、O、S、V、Z',
      'a credit code has 18 digits and capital letters, without I, O, S, V and Z',
    );
  }
  if (creditCheckDigit(value) === value.charAt(17)) return accepted(value);
  return refused(
    'credit_code_check_digit',
    '统一社会信用代码的最后一位对不上,请核对有没有输错',
    'the last character of the credit code does not fit; please look for a slip',
  );
};
