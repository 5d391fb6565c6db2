import { expect, test } from 'vitest';
import { line, text } from './text.ts';

const today = '2026-11-23';

test('text is trimmed, NFC, with plain line ends and without invisible characters', () => {
  expect(text('  第一行\r\n第二行\u202e cafe\u0301\u200d ', today)).toEqual({
    ok: true,
    value: '第一行\n第二行 café',
  });
});

test.each([
  ['half a surrogate pair', 'a\ud83db', 'broken_text'],
  ['NUL', 'a\0b', 'broken_text'],
  ['an escape', 'a\u001b[31m', 'text_control'],
  ['a C1 control', 'a\u009bm', 'text_control'],
  ['nothing', ' \u200b ', 'text_length'],
  ['too much', '字'.repeat(2001), 'text_length'],
])('refuses %s', (_, raw, code) => {
  expect(text(raw, today)).toMatchObject({ ok: false, code });
});

test('counts characters, not UTF-16 units', () => {
  expect(text('😀'.repeat(2000), today).ok).toBe(true);
  expect(text('😀'.repeat(2001), today).ok).toBe(false);
});

test('a line has no breaks and at most 100 characters', () => {
  expect(line('3号楼下', today)).toEqual({ ok: true, value: '3号楼下' });
  for (const raw of ['a\nb', 'a\tb', 'a\u2028b']) {
    expect(line(raw, today)).toMatchObject({ ok: false, code: 'line_break' });
  }
  expect(line('字'.repeat(101), today)).toMatchObject({ ok: false, code: 'text_length' });
});
