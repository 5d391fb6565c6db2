import { broken, isBroken, withoutInvisible } from './characters.ts';
import { accepted, refused, type Check, type Outcome } from './outcome.ts';

/** The other control characters: nobody types them, and terminals and spreadsheets obey some of them. */
const control = /[\p{Cc}--[\n\t]]/v;

function words(raw: string, limit: number): Outcome {
  if (isBroken(raw)) return broken;
  const value = withoutInvisible(raw).replace(/\r\n?/gu, '\n').normalize('NFC').trim();
  if (control.test(value)) {
    return refused('text_control', '文字里有控制字符,请重新输入', 'the text holds control characters');
  }
  const length = Array.from(value).length;
  if (length >= 1 && length <= limit) return accepted(value);
  return refused('text_length', `请写 1 到 ${limit} 个字`, `please write 1 to ${limit} characters`);
}

/**
 * Free text, 1 to 2,000 characters (code points), NFC, lines ended by LF. Invisible characters are removed.
 */
export const text: Check = (raw) => words(raw, 2000);

/** A single line of free text, 1 to 100 characters: a place, a breed, a dog's name. */
export const line: Check = (raw) => {
  const outcome = words(raw, 100);
  if (outcome.ok && /[\n\t\u2028\u2029]/u.test(outcome.value)) {
    return refused('line_break', '请写在一行里', 'please write it on one line');
  }
  return outcome;
};
