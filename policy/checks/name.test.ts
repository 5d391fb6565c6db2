import { expect, test } from 'vitest';
import { name } from './name.ts';

const today = '2026-11-23';

test.each([
  ['张三', '张三'],
  ['阿卜杜拉·买买提', '阿卜杜拉·买买提'],
  ['阿卜杜拉・买买提', '阿卜杜拉·买买提'],
  ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
  ['阿卜杜拉 ‧ 买买提', '阿卜杜拉·买买提'],
  [' 张\u200b三\ufeff', '张三'],
  ['\u202e张三', '张三'],
  ['Alice  Wu', 'Alice Wu'],
  ["D'Arcy-Jose\u0301", "D'Arcy-José"],
  ['㐂𠮷', '㐂𠮷'],
])('reads %j as %j', (raw, value) => {
  expect(name(raw, today)).toEqual({ ok: true, value });
});

test.each([
  ['', 'name_length'],
  ['\u200b', 'name_length'],
  ['张'.repeat(51), 'name_length'],
  ['张3', 'name_form'],
  ['张A', 'name_form'],
  ['·张三', 'name_form'],
  ['张··三', 'name_form'],
  ['<b>张三</b>', 'name_form'],
  ['张\n三', 'several_values'],
  ['\ud83d', 'broken_text'],
  ['张\0三', 'broken_text'],
])('refuses %j with %s', (raw, code) => {
  expect(name(raw, today)).toMatchObject({ ok: false, code });
});

test('fifty characters beyond the basic plane are fifty', () => {
  expect(name('𠮷'.repeat(50), today).ok).toBe(true);
});
