import { holidays as announced, type YearOfHolidays } from './holidays.ts';

/** A clock in working days. */
export interface Deadline {
  /** The end of the last working day, UTC milliseconds: at this moment it is too late. */
  readonly due: number;
  /** Years on the way whose holidays are not known, so that only their weekends were left out. */
  readonly unknownYears: readonly string[];
}

export type Holidays = Readonly<Record<string, YearOfHolidays>>;

const dayLength = 86_400_000;
/** Asia/Shanghai is UTC+8 all year since 1991. */
const shanghai = 8 * 3_600_000;

/** The day in China, `YYYY-MM-DD`, of a moment in UTC milliseconds. */
export const dayOf = (at: number): string => new Date(at + shanghai).toISOString().slice(0, 10);

/** The moment a day begins in China, in UTC milliseconds. @param day `YYYY-MM-DD` */
export const beginOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) - shanghai;

/** Whether people work on a day. What its year's notice says beats the weekday. @param day `YYYY-MM-DD` */
export function isWorkingDay(day: string, holidays: Holidays = announced): boolean {
  const year = holidays[day.slice(0, 4)];
  // Days in this form compare as strings.
  if (year?.off.some(([first, last]) => first <= day && day <= last) === true) return false;
  if (year?.worked.includes(day) === true) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * When a number of working days from `opened` are over. The day it begins on does not count, and the last one counts to
 * its end (民法典 Art 201 and 203).
 * @param opened UTC milliseconds
 */
export function deadline(opened: number, workingDays: number, holidays: Holidays = announced): Deadline {
  const unknown = new Set<string>();
  let at = beginOf(dayOf(opened));
  for (let left = workingDays; left > 0;) {
    at += dayLength;
    const day = dayOf(at);
    if (holidays[day.slice(0, 4)] === undefined) unknown.add(day.slice(0, 4));
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return { due: at + dayLength, unknownYears: [...unknown] };
}

/**
 * How many working days are left, today's included; negative once it is overdue, by as many working days.
 * @param now and `due` in UTC milliseconds
 */
export function workingDaysLeft(now: number, due: number, holidays: Holidays = announced): number {
  const [from, to] = now < due ? [now, due - 1] : [due, now];
  let days = 0;
  for (let at = beginOf(dayOf(from)); at <= to; at += dayLength)
    if (isWorkingDay(dayOf(at), holidays)) days += 1;
  return now < due ? days : -days;
}
