import type { Words } from './words.ts';

/** What somebody wrote, in the form it is understood in. */
export interface Normal {
  /** Half-width, simplified, lower case, slips mended, numbers before 号楼 in digits, single spaces. */
  text: string;
  /** The same without spaces. */
  flat: string;
  /** What was said as it was said, but for the bot's name in front: what is kept of it. */
  said: string;
}

const digits = '零一二三四五六七八九';
const beforePlace =
  /(?<![〇零一二两三四五六七八九十百千])[〇零一二两三四五六七八九十百千]+(?=号楼|栋|幢|单元|号单|号网格)/gu;
/** What somebody wants stands in so many characters; what they tell beyond is kept and not read. */
const longestRead = 2_000;

/** Brings a message into the form it is understood in; nothing of it is kept. */
export function normalise(raw: string, words: Words): Normal {
  const said = tidied(withoutCallingUs(raw.normalize('NFKC')));
  let text = Array.from(
    said.slice(0, longestRead).toLowerCase(),
    (one) => words.simplified.get(one) ?? one,
  ).join('');
  for (const [from, to] of words.slips) text = text.replaceAll(from, to);
  text = withoutStops(tidied(text.replace(beforePlace, (found) => hanNumber(found) ?? found)));
  return { text, flat: text.replace(/\s/gu, ''), said };
}

/** Single spaces, and nothing invisible. */
const tidied = (text: string): string =>
  text
    .replace(/[\p{Cf}\p{Extended_Pictographic}\u{fe0f}]/gu, (found) => (/\d/.test(found) ? found : ''))
    .replace(/\s+/gu, ' ')
    .trim();

/** Not with an expression: one that looks for an end tries from every full stop on. */
function withoutStops(text: string): string {
  let end = text.length;
  while (end > 0 && '。.!~;;'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * The end of a message as it was said, of which `tail` is the understood form. Where the two cannot be laid over each
 * other (三号楼 became 3号楼) the understood form has to do, or all of what was said where that is longer than what is read.
 */
export function asSaid({ text, said }: Normal, tail: string): string {
  const bare = withoutStops(said);
  const isCut = bare.length > longestRead;
  const fits = text.endsWith(tail) && text.length === (isCut ? longestRead : bare.length);
  return fits ? bare.slice(text.length - tail.length) : isCut ? bare : tail;
}

/** Drops the bot's own name in front, as typed: with or without @, and with what people put behind it. */
export function withoutCallingUs(text: string): string {
  return text.replace(/^[\s\u2005]*@?楼管家[\s\u2005,,::!!、。]*/u, '');
}

/** Whether a text begins with the bot's name: `apart` with a space or a comma behind it, as who calls somebody writes. */
export function callsUs(text: string): 'apart' | 'close' | undefined {
  const [, behind] = /^[\s\u2005]*@?楼管家(.?)/su.exec(text.normalize('NFKC')) ?? [];
  if (behind === undefined) return undefined;
  return behind === '' || /[\s\u2005,,::!!、。]/u.test(behind) ? 'apart' : 'close';
}

/** 三百一十八 → 318, 一二 → 12; undefined for what is no number under 10,000. */
export function hanNumber(said: string): string | undefined {
  const read = said.replace(/〇/gu, '零').replace(/两/gu, '二');
  if (!/[十百千]/u.test(read)) {
    const value = Array.from(read, (one) => digits.indexOf(one)).join('');
    return /^\d{1,9}$/.test(value) ? value : undefined;
  }
  let total = 0;
  let unit = 0;
  for (const one of read) {
    const power = { 十: 10, 百: 100, 千: 1000 }[one];
    if (power === undefined) unit = digits.indexOf(one);
    else {
      total += (unit === 0 ? 1 : unit) * power;
      unit = 0;
    }
  }
  return String(total + unit);
}
