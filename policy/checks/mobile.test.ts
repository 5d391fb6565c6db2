import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mobile } from './mobile.ts';

const today = '2026-11-23';

test.each([['13800138000'], ['１３８ ００１３ ８０００'], ['+86 138-0013-8000'], ['＋86 138 0013 8000']])(
  'reads %s as one number',
  (raw) => {
    expect(mobile(raw, today)).toEqual({ ok: true, value: '13800138000' });
  },
);

test.each([
  ['too short', '1380013800'],
  ['too long', '138001380000'],
  ['no such prefix', '12800138000'],
  ['another country', '+1 13800138000'],
  ['other digits', '١٣٨٠٠١٣٨٠٠٠'],
  ['empty', ''],
])('refuses a number that is %s', (_, raw) => {
  expect(mobile(raw, today)).toMatchObject({ ok: false, code: 'mobile_form' });
});

test('knows a landline when it sees one', () => {
  for (const raw of ['0531-88888888', '(0531) 8888 8888'])
    expect(mobile(raw, today)).toMatchObject({ ok: false, code: 'mobile_landline' });
});

test('refuses a zero-width space inside a number instead of removing it', () => {
  expect(mobile('138\u200b00138000', today)).toMatchObject({ ok: false, code: 'invisible_character' });
});

test('spaces and hyphens anywhere do not change what is read', () => {
  const digits = fc.stringMatching(/^1[3-9]\d{9}$/u);
  const gaps = fc.array(fc.constantFrom('', ' ', '-', '　'), { minLength: 11, maxLength: 11 });
  fc.assert(
    fc.property(digits, gaps, (number, between) => {
      const typed = Array.from(number, (digit, index) => digit + (between[index] ?? '')).join('');
      expect(mobile(typed, today)).toEqual({ ok: true, value: number });
    }),
  );
});
