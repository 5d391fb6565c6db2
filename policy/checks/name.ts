import { broken, isBroken, isPrivate, privateUse, withoutInvisible } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

/** Characters of names are ideographs, and 〇; radicals, numerals and iteration marks of the same script are none. */
const ideograph = '[\\p{Unified_Ideograph}〇]';
const han = new RegExp(`^${ideograph}+(?:·${ideograph}+)*$`, 'v');
const letters = /^[\p{L}--\p{Script=Han}][[\p{L}--\p{Script=Han}]\p{M} .'’\-]*$/v;
/** Marks upon marks: no language writes more than three. */
const pile = /\p{M}{4}/u;
/** Letters that look alike across scripts: a name has those of one. */
const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Cherokee}/u];

/** What people type for the dot between the parts of a name; a full stop only between Han characters. */
const dots = /[・•‧∙⋅●﹒᛫ꞏ⸱⸳ᐧ]/gu;
const fullStop = new RegExp(`(?<=${ideograph}) ?[.] ?(?=${ideograph})`, 'gv');

/** What stands between two names in one cell. */
const between = /[\n\r\u2028\u2029、,,;;]|(?<=\p{Script=Han}) ?\/ ?(?=\p{Script=Han})/u;

const several = refused('several_values', '这里只填一个人的姓名', 'one person’s name only');

/**
 * A person's name: Han characters with · (U+00B7) between the parts, or the letters of one other script with spaces, hyphens
 * and apostrophes; 1 to 50 characters. The normal form is NFKC: a full-width letter, a radical or a compatibility ideograph
 * from a PDF becomes the character that it stands for. The other dots people type become ·. Invisible characters are
 * removed: they come along when a name is copied, and mean nothing in it. So are the spaces that a spreadsheet puts
 * between the characters of a short name to make it as wide as the others.
 */
export const name: Check = (raw) => {
  if (isBroken(raw)) return broken;
  if (isPrivate(raw)) return privateUse;
  const typed = withoutInvisible(raw).trim();
  if (between.test(typed)) return several;
  if (/[*＊]/u.test(typed)) return hiddenName;
  const value = narrowed(
    typed
      .normalize('NFKC')
      .replace(dots, '·')
      // First every run of spaces becomes one: looking for runs around a dot would take the square of their length.
      .replace(/\s+/gu, ' ')
      .replace(fullStop, '·')
      .replace(/ ?· ?/gu, '·')
      .trim(),
  );
  const length = Array.from(value).length;
  if (length < 1 || length > 50) {
    return refused('name_length', '姓名应为 1 到 50 个字', 'a name has 1 to 50 characters');
  }
  if (han.test(value)) return accepted(value);
  if (!letters.test(value) || pile.test(value)) return wrongForm;
  return scripts.filter((script) => script.test(value)).length > 1 ? mixedScripts : accepted(value);
};

/** 张 三, 王 小 明: where no more than one part is longer than a character, it is one name; 张三 李四 are two. */
function narrowed(value: string): string {
  const parts = value.split(' ');
  const isSpaced = parts.length > 1 && han.test(parts.join('')) && !value.includes('·');
  const long = parts.filter((part) => Array.from(part).length > 1).length;
  return isSpaced && long <= 1 ? parts.join('') : value;
}

const wrongForm = refused(
  'name_form',
  '姓名只能用汉字(少数民族姓名可加 ·),或者只用字母',
  'a name is written in Han characters (with · between parts) or in letters',
);
const mixedScripts = refused(
  'name_mixed_scripts',
  '姓名里混了两种文字的字母,看起来一样其实不同,请重新输入',
  'the name mixes letters of two scripts that look alike; please type it again',
);
const hiddenName = refused(
  'masked_value',
  '里面有星号,是遮住了一部分的;请填完整的',
  'it has stars in it: a part of it was hidden; please give the whole',
);
