import type { Bilingual } from '../../policy/bilingual.ts';

/** The languages that people are answered in, as BCP 47 tags. */
export type Language = 'zh-CN' | 'en';

/**
 * The reader's language of an `Accept-Language` header (RFC 9110 §12.5.4). Chinese unless English is wanted more: the
 * vault is used in China, and a header that nobody set is no wish.
 */
export function languageOf(header: string | null | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'zh-CN', weight: 0 };
  for (const range of (header ?? '').split(',')) {
    const [tag = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const language = /^zh(-|$)/.test(tag) ? 'zh-CN' : /^en(-|$)/.test(tag) ? 'en' : undefined;
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

/** The words in one language. */
export const wordsIn = (language: Language, words: Bilingual): string =>
  language === 'en' ? words.en : words.zh;
