import type { Bilingual } from '../../policy/bilingual.ts';
import { type Language, wordsIn } from '../http/language.ts';

/** Words in one language with `{name}` filled in. A name that has no value stays as it is, so that a test sees it. */
export const sayIn =
  (language: Language) =>
  (words: Bilingual, values: Readonly<Record<string, string | number>> = {}): string =>
    wordsIn(language, words).replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
