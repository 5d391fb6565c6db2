import { expect, test } from 'vitest';
import { plate } from './plate.ts';

const today = '2026-11-23';

test.each([
  ['ordinary', '鲁A12345', '鲁A12345'],
  ['with letters', '鲁AB1C23', '鲁AB1C23'],
  ['new energy, small', '鲁AD12345', '鲁AD12345'],
  ['new energy, small, a later letter', '鲁AG12345', '鲁AG12345'],
  ['new energy, small, two letters', '鲁AFA1234', '鲁AFA1234'],
  ['new energy, large', '鲁A12345D', '鲁A12345D'],
  ['a learner’s', '鲁A1234学', '鲁A1234学'],
  ['a border plate', '粤Z1234港', '粤Z1234港'],
  ['lower case', '鲁a12345', '鲁A12345'],
  ['full-width', '鲁Ａ１２３４５', '鲁A12345'],
  ['with the dot of the plate', '鲁A·12345', '鲁A12345'],
  ['with a hyphen and spaces', '鲁A - 1234 5', '鲁A12345'],
])('reads a plate that is %s', (_, raw, value) => {
  expect(plate(raw, today)).toEqual({ ok: true, value });
});

test.each([
  ['no province', 'A12345', 'plate_form'],
  ['a province that there is none of', '王A12345', 'plate_form'],
  ['too short', '鲁A1234', 'plate_form'],
  ['too long', '鲁AD123456', 'plate_form'],
  ['a new-energy plate with a letter in the wrong place', '鲁A1D2345D', 'plate_form'],
  ['two of them', '鲁A12345鲁A54321', 'several_values'],
  ['an O', '鲁AO1234', 'plate_letter'],
  ['an I', '鲁A1234I', 'plate_letter'],
  ['something invisible', '鲁A\u202e12345', 'invisible_character'],
  ['empty', '', 'plate_form'],
])('refuses %s', (_, raw, code) => {
  expect(plate(raw, today)).toMatchObject({ ok: false, code });
});
