import { describe, expect, test } from 'vitest';
import { languageOf } from './language.ts';
import { problemBody, problemResponse, problems, type WireCode } from './problem.ts';

const codes = Object.entries(problems);

describe('problems', () => {
  test.each(codes)('%s has words in both languages, and no word that blames', (_, { title, detail }) => {
    for (const { zh, en } of [title, detail]) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Z][\x20-\x7e–]*$/);
      expect(zh).not.toMatch(/请勿|严禁|系统异常|非法/);
    }
  });

  test.each(codes)('%s is told as RFC 9457 has it', async (code, { status }) => {
    const asked = { request: '0'.repeat(26), language: 'en' } as const;
    const response = problemResponse({ code: code as WireCode, retryAfter: 7 }, asked);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'content-language': 'en',
      'retry-after': '7',
    });
    expect(await response.json()).toMatchObject({ status, code, type: `/docs#problem-${code}` });
  });

  test('an error has the words of the reader alone', () => {
    const error = { field: 'fields.mobile', code: 'x', zh: '中文', en: 'English', line: 3 };
    const said = (language: 'zh-CN' | 'en') =>
      problemBody({ code: 'invalid', errors: [error] }, { request: 'r', language }).errors;
    expect(said('zh-CN')).toEqual([{ line: 3, field: 'fields.mobile', code: 'x', detail: '中文' }]);
    expect(said('en')).toEqual([{ line: 3, field: 'fields.mobile', code: 'x', detail: 'English' }]);
  });
});

describe('the language', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en', 'en'],
    ['EN-us, zh;q=0.8', 'en'],
    ['zh-TW, en;q=0.8', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['en;q=x', 'zh-CN'],
    ['english', 'zh-CN'],
    ['de, en;q=0.3', 'en'],
  ])('of %s is %s', (header, language) => expect(languageOf(header)).toBe(language));

  test('is looked for in the first thousand characters, and takes no time that grows with the square', () => {
    expect(languageOf(`${'de,'.repeat(300)}en`)).toBe('en');
    expect(languageOf(`${'de,'.repeat(400)}en`)).toBe('zh-CN');
    const begun = performance.now();
    expect(languageOf(`en${' '.repeat(100_000)}x`)).toBe('en');
    // With the square it is many seconds.
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
