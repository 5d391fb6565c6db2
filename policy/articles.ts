import type { Bilingual } from './bilingual.ts';

/** 1 to 99 as Chinese laws count. */
function counted(n: number): string {
  const digits = '零一二三四五六七八九';
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  if (tens === 0) return digits.charAt(ones);
  return `${tens === 1 ? '' : digits.charAt(tens)}十${ones === 0 ? '' : digits.charAt(ones)}`;
}

/** `13(3)` is the third item of the first paragraph, which has all of Article 13’s grounds. */
function place(said: string): string | undefined {
  const [, article, item, last] = /^(\d{1,2})(?:\((\d{1,2})\)|-(\d{1,2}))?$/.exec(said) ?? [];
  if (article === undefined) return undefined;
  const from = `第${counted(Number(article))}条`;
  if (item !== undefined) return `${from}第一款第${counted(Number(item))}项`;
  return last === undefined ? from : `${from}至第${counted(Number(last))}条`;
}

/**
 * What a purpose rests on, in words. Entries keep what purposes.ts cites, `PIPL Art 13(3), 44-50`; Chinese readers know
 * the law by its own name. What is cited in another form stands as it is.
 */
export function articleWords(cited: string): Bilingual {
  const places = /^PIPL Art (.+)$/.exec(cited)?.[1]?.split(', ').map(place);
  return places === undefined || places.includes(undefined)
    ? { zh: cited, en: cited }
    : { zh: `《个人信息保护法》${places.join('、')}`, en: cited };
}
