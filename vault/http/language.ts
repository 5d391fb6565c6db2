import type { Bilingual } from '../../policy/bilingual.ts';

/** More of a header than any browser sends; the rest is not read. */
const longest = 1_000;

/** The languages that people are answered in, as BCP 47 tags. */
export type Language = 'zh-CN' | 'en';

/**
 * The reader's language of an `Accept-Language` header (RFC 9110 §12.5.4). Chinese unless English is wanted more: the
 * vault is used in China, and a header that nobody set is no wish.
 */
export function languageOf(header: string | null | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'zh-CN', weight: 0 };
  for (const range of (header ?? '').slice(0, longest).toLowerCase().split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const language = /^zh(-|$)/.test(tag) ? 'zh-CN' : /^en(-|$)/.test(tag) ? 'en' : undefined;
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

/** The words in one language. */
export const wordsIn = (language: Language, words: Bilingual): string =>
  language === 'en' ? words.en : words.zh;
