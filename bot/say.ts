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

/** A list in one sentence. */
export const listed = (texts: Texts, items: readonly string[]): string =>
  items.join(texts.say('list.separator'));

/** A place behind what it is about; nothing where it is not known. */
export const placed = (texts: Texts, place: string | undefined): string =>
  place === undefined || place === '' ? '' : texts.say('list.at') + place;
