import type { Language } from '../http/language.ts';

/** China has one time, eight hours ahead of UTC, and no summer time since 1991. */
const offset = 8 * 3_600_000;
const day = 24 * 3_600_000;
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const there = (time: number): Date => new Date(time + offset);
const dayOf = (time: number): number => Math.floor((time + offset) / day);
const two = (n: number): string => String(n).padStart(2, '0');

/** `14:05`. */
const clock = (time: number): string =>
  `${two(there(time).getUTCHours())}:${two(there(time).getUTCMinutes())}`;

/** A time as people say it: 今天 14:05, 昨天 14:05, 9月9日 14:05, and with the year where it is another one. */
export function spoken(time: number, now: number, language: Language): string {
  const chinese = language === 'zh-CN';
  const days = dayOf(time) - dayOf(now);
  const near = chinese
    ? { '-1': '昨天', '0': '今天', '1': '明天' }
    : { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' };
  const word = near[String(days) as keyof typeof near];
  if (word !== undefined) return `${word} ${clock(time)}`;
  return `${dateOf(time, now, language)} ${clock(time)}`;
}

/** The day in China as `YYYY-MM-DD`. */
export const calendarDay = (time: number): string => there(time).toISOString().slice(0, 10);

/** A day: 9月9日, 9 Sep; with the year where it is another one than now. */
export function dateOf(time: number, now: number, language: Language): string {
  const at = there(time);
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const same = year === there(now).getUTCFullYear();
  if (language === 'zh-CN') return `${same ? '' : `${year}年`}${month + 1}月${date}日`;
  return `${date} ${months[month]}${same ? '' : ` ${year}`}`;
}

/** To the second, as programs read it: `2026-09-09T14:05:03+08:00`. */
export const exact = (time: number): string => `${there(time).toISOString().slice(0, 19)}+08:00`;

/** The start of a day `YYYY-MM-DD` in China, in UTC milliseconds; undefined for what is no day. */
export function startOf(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const time = Date.parse(`${date}T00:00:00Z`);
  // A day that is not there, 31 June, rolls over: it is then another one.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) return undefined;
  return time - offset;
}

/** A moment `2026-11-26 14:05` in China, in UTC milliseconds; undefined for what is none. */
export function momentOf(said: string): number | undefined {
  const [, date = '', hours = '', minutes = ''] =
    /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)$/.exec(said.trim()) ?? [];
  const start = startOf(date);
  return start === undefined ? undefined : start + (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** One day later. */
export const nextDay = (start: number): number => start + day;
