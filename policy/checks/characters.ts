import { refused, type Outcome } from './outcome.ts';

/**
 * Characters that cannot be seen: what Unicode lets a program leave out (soft hyphen, zero-width space and joiners, BOM,
 * fillers, variation selectors, tags), bidirectional controls (UAX #9) and interlinear annotations. They make two different
 * strings look like one, or one read in another order.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;

/**
 * Half a surrogate pair cannot be written as UTF-8, so it could not be sealed, and NUL ends strings elsewhere. U+FFFD stands
 * where a character was lost in a conversion before us; a noncharacter was never one.
 */
export const isBroken = (raw: string): boolean =>
  !raw.isWellFormed() || /[\0\ufffd\p{Noncharacter_Code_Point}]/u.test(raw);

export const withoutInvisible = (raw: string): string => raw.replace(invisible, '');

export const broken: Outcome = refused(
  'broken_text',
  '文字里有乱码或无法保存的字符,请重新输入',
  'the text holds characters that were lost or cannot be stored; please type it again',
);

/** A character of somebody's own font (造字): on another machine it is another, or none. */
export const isPrivate = (raw: string): boolean => /\p{Co}/u.test(raw);

export const privateUse: Outcome = refused(
  'private_character',
  '里面有造字程序造的字,换一台电脑就认不出来,请换成标准汉字',
  'it holds a character of a private font, which no other machine knows; please type the standard one',
);

/** What was copied from a page that hides a part of it is not the value. */
const maskedValue: Outcome = refused(
  'masked_value',
  '里面有星号,是遮住了一部分的;请填完整的',
  'it has stars in it: a part of it was hidden; please give the whole',
);

/** 3.70112E+17: a spreadsheet has taken the number for a quantity, and its last digits are gone. */
const spreadsheetNumber: Outcome = refused(
  'spreadsheet_number',
  '表格把号码变成了科学记数,后面几位已经丢了;请把那一列改成文本,重新填写',
  'a spreadsheet turned the number into a quantity and lost its last digits; please set the column to text and type it again',
);

export const severalValues: Outcome = refused(
  'several_values',
  '这里只填一个,请把另一个去掉或另外登记',
  'one value only; please leave the other out or enter it elsewhere',
);

/** 、,;/ and the like between two values. */
const separators = /[、,;/|\\&和或]/u;

/** Every hyphen and dash that is typed for one. */
const hyphens = /[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u30fc]/gu;

/**
 * Reads an identifier: NFKC (full-width digits become plain ones) without spaces, every dash a hyphen. An invisible character is
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
  if (isPrivate(raw)) return { refusal: privateUse };
  // An apostrophe before it is how a spreadsheet is told that a number is a text.
  const text = raw
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(hyphens, '-')
    .replace(/^['‘’`]/u, '');
  if (/[*＊]/u.test(text)) return { refusal: maskedValue };
  if (/^\d(?:\.\d+)?e\+\d+$/iu.test(text)) return { refusal: spreadsheetNumber };
  return { text };
}

/**
 * Reads a number that people print in groups: {@link identifier} without hyphens and dots between digits, and without the
 * `.0` that a spreadsheet writes after a whole number.
 * @param alone how one value looks: where two of them stand together, that is told
 */
export function groupedDigits(
  raw: string,
  alone: RegExp,
): { readonly text: string } | { readonly refusal: Outcome } {
  const read = identifier(raw);
  if ('refusal' in read) return read;
  const text = read.text.replace(/(\d)\.0+$/u, '$1').replace(/[-.]/gu, '');
  const parts = read.text.split(separators).filter((part) => part !== '');
  const found = text.match(new RegExp(alone.source, 'gu')) ?? [];
  if (found.length > 1 || (parts.length > 1 && found.length > 0)) return { refusal: severalValues };
  return { text };
}
