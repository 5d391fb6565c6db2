import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditCheckDigit, creditCode } from './credit-code.ts';

const today = '2026-11-23';

// The standard's own example (GB 32100-2015, Annex A), and codes that companies print on their public pages.
test.each([
  ['the example of GB 32100', '91350100M000100Y43'],
  ['Huawei', '914403001922038216'],
  ['Tencent', '9144030071526726XG'],
  ['Alibaba (China)', '91330100799655058B'],
  ['Baidu', '91110000802100433B'],
])('takes the published code of %s', (_, code) => {
  expect(creditCode(code, today)).toEqual({ ok: true, value: code });
});

test('reads it in lower case, full-width and in groups', () => {
  for (const raw of [
    '91350100m000100y43',
    '９１３５０１００Ｍ０００１００Ｙ４３',
    ' 9135 0100 M000 100Y 43 ',
  ])
    expect(creditCode(raw, today)).toEqual({ ok: true, value: '91350100M000100Y43' });
});

test.each([
  ['a letter that is none of it', '91350100I000100Y43', 'credit_code_form'],
  ['too short', '91350100M000100Y4', 'credit_code_form'],
  ['an old registration number', '370112300012345', 'credit_code_old_form'],
  ['another check character', '91350100M000100Y44', 'credit_code_check_digit'],
  ['something invisible', '91350100\u200bM000100Y43', 'invisible_character'],
  ['empty', '', 'credit_code_form'],
])('refuses %s', (_, raw, code) => {
  expect(creditCode(raw, today)).toMatchObject({ ok: false, code });
});

test('any one wrong character, and any two neighbours exchanged, are found', () => {
  const body = fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{17}$/u);
  const other = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'.split(''));
  fc.assert(
    fc.property(body, fc.nat(16), other, (seventeen, at, character) => {
      const code = seventeen + creditCheckDigit(seventeen);
      expect(creditCode(code, today).ok).toBe(true);
      const slip = code.slice(0, at) + character + code.slice(at + 1);
      expect(creditCode(slip, today).ok).toBe(slip === code);
      const exchanged = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
      if (at < 16) expect(creditCode(exchanged, today).ok).toBe(exchanged === code);
    }),
  );
});
