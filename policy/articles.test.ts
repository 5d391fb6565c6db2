import { expect, test } from 'vitest';
import { articleWords } from './articles.ts';
import { purposes } from './purposes.ts';

test.each([
  ['PIPL Art 13(1)', '《个人信息保护法》第十三条第一款第一项'],
  ['PIPL Art 13(3), 44-50', '《个人信息保护法》第十三条第一款第三项、第四十四条至第五十条'],
  ['PIPL Art 20', '《个人信息保护法》第二十条'],
])('%s is in Chinese %s', (cited, zh) => {
  expect(articleWords(cited)).toEqual({ zh, en: cited });
});

test('every purpose’s ground has Chinese words', () => {
  for (const { basis } of Object.values(purposes))
    expect(articleWords(basis.article).zh).toMatch(/^《个人信息保护法》第[^a-zA-Z()]+$/);
});

test('what is cited in another form stands as it is', () => {
  for (const cited of ['', 'PIPL Art', 'PIPL Art 13(x)', 'GDPR Art 6'])
    expect(articleWords(cited)).toEqual({ zh: cited, en: cited });
});
