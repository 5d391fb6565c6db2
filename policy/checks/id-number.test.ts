import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigit, idNumber } from './id-number.ts';

const today = '2026-11-23';
const valid = ['370112199003071230', '11010519491231002X'];

const code = (raw: string, on = today): string => {
  const outcome = idNumber(raw, on);
  return outcome.ok ? 'ok' : outcome.code;
};

test.each(valid)('accepts %s', (value) => {
  expect(idNumber(value, today)).toEqual({ ok: true, value });
});

test('reads full-width digits, spaces and a small x', () => {
  expect(idNumber('１１０１０５ １９４９１２３１ ００２ｘ', today)).toEqual({ ok: true, value: valid[1] });
});

test('refuses the form of 15 digits, with a hint', () => {
  const outcome = idNumber('110105491231002', today);
  expect(outcome).toMatchObject({ ok: false, code: 'id_number_old_form' });
  expect(outcome.ok ? '' : outcome.zh).toContain('18 位');
});

test('refuses a region that does not exist', () => {
  const digits = '99011219900307123';
  expect(code(digits + checkDigit(digits))).toBe('id_number_province');
});

test.each([['19900230'], ['19901301'], ['19000229'], ['18991231'], ['20261124']])(
  'refuses the date of birth %s although the check digit fits',
  (born) => {
    const digits = `370112${born}123`;
    expect(code(digits + checkDigit(digits))).toBe('id_number_date');
  },
);

test('a birth today is no birth in the future; a day earlier it would have been', () => {
  const digits = '37011220261123123';
  const value = digits + checkDigit(digits);
  expect(code(value, '2026-11-23')).toBe('ok');
  expect(code(value, '2026-11-22')).toBe('id_number_date');
});

test('one wrong digit is always found', () => {
  const slip = fc.tuple(
    fc.constantFrom(...valid),
    fc.integer({ min: 0, max: 17 }),
    fc.constantFrom(...'0123456789X'.split('')),
  );
  fc.assert(
    fc.property(slip, ([value, at, digit]) => {
      fc.pre(value.charAt(at) !== digit);
      expect(code(value.slice(0, at) + digit + value.slice(at + 1))).not.toBe('ok');
    }),
  );
});

test('two neighbouring digits exchanged are always found', () => {
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.integer({ min: 0, max: 16 }), (value, at) => {
      const [a, b] = [value.charAt(at), value.charAt(at + 1)];
      fc.pre(a !== b);
      expect(code(value.slice(0, at) + b + a + value.slice(at + 2))).not.toBe('ok');
    }),
  );
});
