import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseNotice } from './notices.ts';
import { stiffChinese, stiffEnglish } from './officialese.ts';
import { checkWording, lengths } from './wording.ts';

const folder = new URL('../notices/', import.meta.url);
const files = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

const notice = (body: string, title = '可以吗?'): string => `---\nid: x\ntitle: ${title}\n---\n\n${body}\n`;
const chinese = { language: 'zh-CN', audience: 'adult' } as const;
const english = { language: 'en', audience: 'adult' } as const;

describe('the notices in the repository', () => {
  test.each(files)('%s is in plain words', (_, text) => {
    const parsed = parseNotice(text);
    if (!parsed.ok) throw new Error(parsed.en);
    expect(checkWording(text, parsed.notice)).toEqual([]);
  });
});

test('officialese is named with its line and what to write', () => {
  expect(checkWording(notice('您好。\n\n请勿外传。'), chinese)).toEqual([
    { line: 8, code: 'officialese', found: '请勿', zh: '写成“请不要”', en: 'write “请不要”' },
  ]);
  expect(checkWording(notice('Hello.\n\nYou Shall agree.'), english)).toMatchObject([
    { line: 8, code: 'officialese', found: 'shall', en: 'write “will”' },
  ]);
});

test('a title is read too, and the rest of the front matter is nobody’s reading', () => {
  expect(checkWording(notice('好。', '特此征求同意'), chinese)).toMatchObject([{ line: 3, found: '特此' }]);
  expect(checkWording(notice('好。').replace('id: x', 'id: x\ncontact: 应当'), chinese)).toEqual([]);
});

test.each(stiffChinese.map(({ word }) => word))('%s is found in Chinese', (word) => {
  expect(checkWording(notice(`我们${word}办。`), chinese).map(({ found }) => found)).toContain(word);
});

test.each(stiffEnglish.map(({ word }) => word))('%s is found in English, as a word of its own', (word) => {
  expect(checkWording(notice(`We ${word} it.`), english).map(({ found }) => found)).toContain(word);
  expect(checkWording(notice(`We x${word}x it.`), english)).toEqual([]);
});

describe('a long sentence', () => {
  const of = (length: number) => notice(`${'长'.repeat(length)}。`);
  test('is one over the number of its audience, and not one of exactly that', () => {
    for (const audience of ['adult', 'minor'] as const) {
      const { sentence } = lengths[audience].zh;
      expect(checkWording(of(sentence), { language: 'zh-CN', audience })).toEqual([]);
      expect(checkWording(of(sentence + 1), { language: 'zh-CN', audience })).toMatchObject([
        { line: 6, code: 'sentence_long', zh: expect.stringContaining(`${sentence + 1} 字`) },
      ]);
    }
  });

  test('in English is counted in words, and an end of a sentence ends it', () => {
    const { sentence } = lengths.adult.en;
    expect(checkWording(notice(`${'word '.repeat(sentence)}.`), english)).toEqual([]);
    expect(checkWording(notice('word '.repeat(sentence + 1)), english)).toMatchObject([
      { code: 'sentence_long' },
    ]);
    expect(
      checkWording(notice(`${'word '.repeat(20).trim()}. ${'word '.repeat(20).trim()}.`), english),
    ).toEqual([]);
  });
});

test('a text nobody reads to its end is too long', () => {
  const many = notice(`${'一二三四五。'.repeat(lengths.minor.zh.text / 5 + 1)}`);
  expect(checkWording(many, { language: 'zh-CN', audience: 'minor' })).toMatchObject([
    { line: 1, code: 'text_long' },
  ]);
  expect(checkWording(many, chinese)).toEqual([]);
});

test('a minor’s text may hold less than an adult’s', () => {
  for (const tongue of ['zh', 'en'] as const) {
    expect(lengths.minor[tongue].sentence).toBeLessThan(lengths.adult[tongue].sentence);
    expect(lengths.minor[tongue].text).toBeLessThan(lengths.adult[tongue].text);
  }
});
