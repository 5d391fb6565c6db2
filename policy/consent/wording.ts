import type { Bilingual } from '../bilingual.ts';
import type { Notice } from './notices.ts';
import { type Stiff, stiffChinese, stiffEnglish } from './officialese.ts';

/** Something in a notice that is hard to read: in which line of the file, which words, and what to do about it. */
export interface WordingProblem extends Bilingual {
  /** From 1. */
  readonly line: number;
  readonly code: 'officialese' | 'sentence_long' | 'text_long';
  /** The words, or the beginning of the sentence. */
  readonly found: string;
}

/**
 * How long a sentence and a whole text may be: characters for Chinese, words for English. A child's is shorter, and so
 * is their patience. Our own numbers: newspapers for everybody stay below them.
 */
export const lengths = {
  adult: { zh: { sentence: 60, text: 900 }, en: { sentence: 25, text: 450 } },
  minor: { zh: { sentence: 32, text: 460 }, en: { sentence: 18, text: 260 } },
} as const;

type Tongue = 'zh' | 'en';

/**
 * Looks for what is hard to read in a notice.
 * @param file the whole file, front matter and all, as `parseNotice` took it: lines are counted in it
 * @returns empty for a plain text
 */
export function checkWording(
  file: string,
  { language, audience }: Pick<Notice, 'language' | 'audience'>,
): readonly WordingProblem[] {
  const tongue: Tongue = language.startsWith('zh') ? 'zh' : 'en';
  const most = lengths[audience][tongue];
  const lines = shownLines(file);
  const problems = lines.flatMap(({ line, text }) => [
    ...officialese(line, text, tongue),
    ...longSentences(line, text, tongue, most.sentence),
  ]);
  const length = lines.reduce((sum, { text }) => sum + lengthOf(text, tongue), 0);
  if (length <= most.text) return problems;
  const words = {
    zh: `全文 ${length} 字,最好不超过 ${most.text} 字:删去读的人用不着的`,
    en: `the text has ${length} words, more than ${most.text}: leave out what its reader does not need`,
  };
  return [...problems, { line: 1, code: 'text_long', found: '', ...words }];
}

/** What a reader is shown: the title, and what stands below the front matter. */
function shownLines(file: string): readonly { line: number; text: string }[] {
  const lines = file.split(/\r?\n/u);
  const end = lines.indexOf('---', 1);
  return lines.flatMap((text, at) => {
    const title = at < end ? /^title: *(.*)$/u.exec(text)?.[1] : undefined;
    if (title !== undefined) return [{ line: at + 1, text: title }];
    return at > end && text.trim() !== '' ? [{ line: at + 1, text: text.replace(/^#+ */u, '') }] : [];
  });
}

function officialese(line: number, text: string, tongue: Tongue): readonly WordingProblem[] {
  const list = tongue === 'zh' ? stiffChinese : stiffEnglish;
  return list
    .filter((stiff) => contains(text, stiff, tongue))
    .map(({ word, instead }) => ({ line, code: 'officialese' as const, found: word, ...instead }));
}

function contains(text: string, { word }: Stiff, tongue: Tongue): boolean {
  return tongue === 'zh' ? text.includes(word) : new RegExp(`\\b${word}\\b`, 'iu').test(text);
}

function longSentences(line: number, text: string, tongue: Tongue, most: number): readonly WordingProblem[] {
  return sentencesOf(text, tongue)
    .map((sentence) => ({ sentence, length: lengthOf(sentence, tongue) }))
    .filter(({ length }) => length > most)
    .map(({ sentence, length }) => ({
      line,
      code: 'sentence_long' as const,
      found: Array.from(sentence).slice(0, 16).join(''),
      zh: `这一句有 ${length} 字,最多 ${most} 字:分成两句`,
      en: `this sentence has ${length} words, at most ${most}: make two of it`,
    }));
}

const sentencesOf = (text: string, tongue: Tongue): readonly string[] =>
  text
    .split(tongue === 'zh' ? /[。!?;\uff01\uff1f\uff1b]/u : /[.!?;:](?=\s|$)/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** Characters that are read, or words. */
const lengthOf = (text: string, tongue: Tongue): number =>
  tongue === 'zh'
    ? Array.from(text.replaceAll(/[\s\p{P}]/gu, '')).length
    : text.split(/\s+/u).filter((word) => word !== '').length;
