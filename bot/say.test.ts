import { expect, test } from 'vitest';
import { listed, placed, shownNumber, when } from './say.ts';
import { loadTexts } from './texts.ts';

const texts = loadTexts('zh-CN');
/** 2026-11-23, 14:00 in Jinan. */
const now = Date.UTC(2026, 10, 23, 6);

test('a ticket number has at least four digits, and its year where one was said', () => {
  expect([318, '7', '12345', '2025-318'].map(shownNumber)).toEqual(['0318', '0007', '12345', '2025-0318']);
});

test('times are as people say them, by the day in China', () => {
  expect(when(texts, now + 5 * 60_000, now)).toBe('今天 14:05');
  // 00:30 there is still the day before in UTC.
  expect(when(texts, Date.UTC(2026, 10, 22, 16, 30), now)).toBe('今天 00:30');
  expect(when(texts, Date.UTC(2026, 10, 22, 15, 59), now)).toBe('昨天 23:59');
  expect(when(texts, Date.UTC(2026, 8, 9, 6, 5), now)).toBe('9月9日 14:05');
  expect(when(texts, Date.UTC(2025, 11, 31, 15, 0), now)).toBe('2025年12月31日');
  expect(when(texts, Date.UTC(2025, 11, 31, 16, 0), now)).toBe('1月1日 00:00');
});

test('lists and places are put as the language has it', () => {
  expect(listed(texts, ['0001', '0002'])).toBe('0001、0002');
  expect([placed(texts, '3号楼'), placed(texts, undefined)]).toEqual([',3号楼', '']);
});
