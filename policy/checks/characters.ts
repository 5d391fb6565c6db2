import { refused, type Outcome } from './outcome.ts';

/**
 * Characters that cannot be seen: zero-width ones (soft hyphen, Mongolian vowel separator, zero-width
 * space, joiners, word joiner, BOM), the Hangul fillers, and bidirectional controls (UAX #9). They make
 * two different strings look like one, or one read in another order.
 */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u3164\uffa0\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/**
 * Half a surrogate pair cannot be written as UTF-8, so it could not be sealed, and NUL ends strings
 * elsewhere.
 */
export const isBroken = (raw: string): boolean => !raw.isWellFormed() || raw.includes('\0');

export const withoutInvisible = (raw: string): string => raw.replace(invisible, '');

export const broken: Outcome = refused(
  'broken_text',
  '文字里有无法保存的字符,请重新输入',
  'the text holds characters that cannot be stored; please type it again',
);

/**
 * Reads an identifier: NFKC (full-width digits become plain ones) without spaces. An invisible character is
 * refused rather than removed: in a number nobody types one by accident, it comes with something copied.
 */
export function identifier(raw: string): { readonly text: string } | { readonly refusal: Outcome } {
  if (isBroken(raw)) return { refusal: broken };
  if (withoutInvisible(raw) !== raw) {
    return {
      refusal: refused(
        'invisible_character',
        '里面有看不见的字符,请手动输入,不要粘贴',
        'it holds invisible characters; please type it instead of pasting',
      ),
    };
  }
  return { text: raw.normalize('NFKC').replace(/\s/gu, '') };
}
