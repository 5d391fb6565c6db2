import { broken, isBroken, withoutInvisible } from './characters.ts';
import { accepted, refused, type Check } from './outcome.ts';

const han = /^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u;
const letters = /^[\p{L}--\p{Script=Han}][[\p{L}--\p{Script=Han}]\p{M} .'’\-]*$/v;

/**
 * A person's name: Han characters with · (U+00B7) between the parts, or the letters of other scripts with
 * spaces, hyphens and apostrophes; 1 to 50 characters, NFC. The other dots people type become ·. Invisible
 * characters are removed: they come along when a name is copied, and mean nothing in it.
 */
export const name: Check = (raw) => {
  if (isBroken(raw)) return broken;
  const value = withoutInvisible(raw)
    .normalize('NFC')
    .replace(/[・･•‧]/gu, '·')
    // First every run of spaces becomes one: looking for runs around a dot would take the square of their length.
    .replace(/\s+/gu, ' ')
    .replace(/ ?· ?/gu, '·')
    .trim();
  const length = Array.from(value).length;
  if (length < 1 || length > 50) {
    return refused('name_length', '姓名应为 1 到 50 个字', 'a name has 1 to 50 characters');
  }
  if (han.test(value) || letters.test(value)) return accepted(value);
  return refused(
    'name_form',
    '姓名只能用汉字(少数民族姓名可加 ·),或者只用字母',
    'a name is written in Han characters (with · between parts) or in letters',
  );
};
