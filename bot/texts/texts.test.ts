import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { forms } from '../forms/forms.ts';
import { languages, loadTexts } from '../texts.ts';

const flat = (value: unknown, prefix = ''): [string, string][] =>
  typeof value === 'string'
    ? [[prefix, value]]
    : Object.entries(value as object).flatMap(([key, inner]) =>
        flat(inner, prefix === '' ? key : `${prefix}.${key}`),
      );
const entries = flat(parse(readFileSync(join(import.meta.dirname, 'zh-CN.yaml'), 'utf8')));
const sources = globSync(['bot/*.ts', 'bot/handlers/*.ts', 'bot/forms/*.ts'])
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
/** Sections whose keys are made of what the vault answers, or of an intent's name. */
const made = [
  'kept',
  'this',
  'wish',
  'state',
  'work_state',
  'right_state',
  'held',
  'scope',
  'category',
  'field',
  'role',
  'offer',
  'note',
  'remind',
  'dog_remind',
  'listed',
  'refused',
];

test('both languages have the same keys and placeholders', () => {
  for (const language of languages) expect(loadTexts(language).language).toBe(language);
});

test('every text that the code names is there, and every text that is there is said somewhere', () => {
  const named = [...sources.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, key = '']) => key);
  const sections = new Set(entries.map(([key]) => key.split('.')[0]));
  const known = new Set(entries.map(([key]) => key));
  const steps = new Set(
    Object.entries(forms).flatMap(([form, { steps }]) => Object.keys(steps).map((step) => `${form}.${step}`)),
  );
  expect(
    named.filter((key) => sections.has(key.split('.')[0] ?? '') && !known.has(key) && !steps.has(key)),
  ).toEqual([]);
  // The first is what the machinery says when the vault is away.
  const said = new Set(['problem.waiting', ...named]);
  expect([...known].filter((key) => !said.has(key) && !made.includes(key.split('.')[0] ?? ''))).toEqual([]);
});

test('a message is short, and has one voice: no official words, one way to say you', () => {
  const long = entries.filter(([key, text]) => !key.startsWith('help.') && Array.from(text).length > 120);
  expect(long).toEqual([]);
  for (const [key, text] of entries) {
    expect([
      key,
      /请勿|严禁|系统异常|错误|失败|非法|用户|登记犬|[^“]你/.test(text.replace(/「[^」]*」/g, '')),
    ]).toEqual([key, false]);
  }
  const help = entries.find(([key]) => key === 'help.resident')?.[1] ?? '';
  expect(help.split('\n').length).toBeLessThanOrEqual(12);
  for (const line of help.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(26);
});

test('the lines that people know by heart stay as they are', () => {
  const texts = loadTexts('zh-CN');
  expect(texts.say('group.private')).toBe('收到,答案私聊发您。还没加我?点我头像加一下就行。');
  expect(texts.say('group.report', { number: '0318' })).toBe('收到,编号0318,细节我私聊问您。');
  expect(texts.say('unclear.menu')).toBe('没太明白,您是想:1 报修 2 查进度 3 别的');
  expect(texts.say('consent.withdrawn')).toBe(
    '好,从现在起网格员看不到您的电话了。以后有急事只能上门找您。想恢复就回复「同意 电话联系」。',
  );
});
