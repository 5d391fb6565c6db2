import type { Texts } from './texts.ts';

/** How numbers and times are said. */

/** A ticket's number as people say it: at least four digits, and the year where it was said. */
export function shownNumber(ticket: string | number): string {
  const [number = '', year] = String(ticket).split('-').toReversed();
  return `${year === undefined ? '' : `${year}-`}${number.padStart(4, '0')}`;
}

/** China has one time, and no summer time. */
const shanghai = 8 * 3_600_000;
const day = 24 * 3_600_000;

/** 今天 14:05, 昨天 …, 9月9日 …, in Asia/Shanghai. @param at UTC milliseconds, as `now` */
export function when(texts: Texts, at: number, now: number): string {
  const local = new Date(at + shanghai);
  const two = (value: number) => String(value).padStart(2, '0');
  const values = {
    time: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
  };
  const daysAgo = Math.floor((now + shanghai) / day) - Math.floor((at + shanghai) / day);
  if (daysAgo === 0) return texts.say('time.today', { time: values.time });
  if (daysAgo === 1) return texts.say('time.yesterday', { time: values.time });
  const { month, day: date, time, year } = values;
  const thisYear = new Date(now + shanghai).getUTCFullYear();
  return year === thisYear
    ? texts.say('time.this_year', { month, day: date, time })
    : texts.say('time.other_year', { year, month, day: date });
}

/** 12月15日, with its year where it is another one. @param at UTC milliseconds, as `now` */
export function onDay(texts: Texts, at: number, now: number): string {
  const local = new Date(at + shanghai);
  const values = {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
  };
  if (values.year !== new Date(now + shanghai).getUTCFullYear()) return texts.say('time.other_year', values);
  return texts.say('time.day', { month: values.month, day: values.day });
}

/** What the vault says in both languages. */
export const inLanguage = (texts: Texts, { zh, en }: Readonly<{ zh: string; en: string }>): string =>
  texts.language === 'en' ? en : zh;

/** A list in one sentence. */
export const listed = (texts: Texts, items: readonly string[]): string =>
  items.join(texts.say('list.separator'));

/** The first so many of a list, and how many there are in all where that is more. */
export function listedShort(texts: Texts, items: readonly string[], most: number): string {
  const words = listed(texts, items.slice(0, most));
  return items.length > most ? texts.say('list.more', { words, count: items.length }) : words;
}

/**
 * Paragraphs as messages: as many sentences in one as fit into what a message may be long.
 * @param most how many messages at most; what does not fit is left out
 */
export function asMessages({ language }: Texts, paragraphs: readonly string[], most: number): string[] {
  const sentences = paragraphs.flatMap((one) => one.split(/(?<=[。;?!]|[.;?!](?=\s))/u));
  const messages: string[] = [];
  for (const sentence of sentences) {
    const last = messages.at(-1);
    if (last !== undefined && Array.from(last + sentence).length <= longestMessage[language])
      messages[messages.length - 1] = last + sentence;
    else messages.push(sentence.trim());
  }
  return messages.slice(0, most);
}
/** In characters; the same takes about twice as many in English. */
const longestMessage = { 'zh-CN': 120, en: 240 };

/** A place behind what it is about; nothing where it is not known. */
export const placed = (texts: Texts, place: string | undefined): string =>
  place === undefined || place === '' ? '' : texts.say('list.at') + place;
