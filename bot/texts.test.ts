import { expect, test } from 'vitest';
import { textsOf, TextsError } from './texts.ts';

const faultsOf = (zh: string, en: string): string[] => {
  try {
    textsOf('zh-CN', { 'zh-CN': zh, en });
  } catch (error) {
    if (error instanceof TextsError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
};

test('a text is found by its path, in the language asked for, with its placeholders filled', () => {
  const sources = {
    'zh-CN': 'report:\n  receipt: 收到,编号{number}。',
    en: 'report: { receipt: "Got it: {number}." }',
  };
  expect(textsOf('zh-CN', sources).say('report.receipt', { number: '0318' })).toBe('收到,编号0318。');
  expect(textsOf('en', sources).say('report.receipt', { number: '0318' })).toBe('Got it: 0318.');
});

test('what somebody wrote is put in as it is: braces in it are no placeholder', () => {
  const texts = textsOf('zh-CN', { 'zh-CN': 'a: 「{words}」{number}', en: 'a: "{words} {number}"' });
  expect(texts.say('a', { words: '{number}$&', number: 1 })).toBe('「{number}$&」1');
});

test('a key that does not exist, and a placeholder without a value, are errors', () => {
  const texts = textsOf('en', { 'zh-CN': 'a: 给{name}', en: 'a: for {name}' });
  expect(() => texts.say('b')).toThrow('there is no text b');
  expect(() => texts.say('a')).toThrow('no value for {name}');
});

test('a key that one file lacks is named, with the line of the other file', () => {
  expect(faultsOf('a: 一\nb:\n  c: 二', 'a: one')).toEqual([
    'en.yaml lacks b.c, which zh-CN.yaml has in line 3',
  ]);
  expect(faultsOf('a: 一', 'a: one\nb: two')).toEqual(['zh-CN.yaml lacks b, which en.yaml has in line 2']);
});

test('a placeholder that is misspelt in one language is named with both lines', () => {
  expect(faultsOf('a: 编号{number}', 'x: y\na: number {numbr}')[0]).toContain('zh-CN.yaml lacks x');
  expect(faultsOf('a: 编号{number}', '# a note\na: number {numbr}')).toEqual([
    'en.yaml:2 a: has {numbr}; zh-CN.yaml has {number} in line 1',
  ]);
});

test('what is no text is named where it stands: a number, nothing, a list, a lone brace, broken YAML', () => {
  expect(faultsOf('a: 12', 'a: twelve')[0]).toMatch(/^zh-CN\.yaml:1 a: should be a text/);
  expect(faultsOf('a: 一\nb:', 'a: one\nb: two')[0]).toMatch(/^zh-CN\.yaml:2 b: should be a text/);
  expect(faultsOf('a: [一]', 'a: one')[0]).toMatch(/^zh-CN\.yaml:1 a: should be a text/);
  expect(faultsOf('a: "编号{number"', 'a: one')[0]).toMatch(/^zh-CN\.yaml:1 a: a lone \{/);
  expect(faultsOf('a: 一\nb: "二', 'a: one')[0]).toMatch(/^zh-CN\.yaml:2 cannot be read as YAML/);
  expect(faultsOf('', 'a: one')[0]).toMatch(/^zh-CN\.yaml:1 should be sections/);
});
