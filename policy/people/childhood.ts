import { isRealDay } from '../checks/calendar.ts';

/**
 * Whether somebody is under fourteen. PIPL Art 28 and 31: whatever is kept about a child under fourteen is sensitive, and
 * the guardian consents for them. Days are days in China, `YYYY-MM-DD`; they compare as strings.
 *
 *   under    from birth to the day before the fourteenth birthday: the guardian decides
 *   over     from that birthday on, the whole day: they decide themselves
 *   unknown  no birth date is on record, or none that is a day: nobody is anybody's guardian on a guess
 */
export const childhoods = ['under', 'over', 'unknown'] as const;
export type Childhood = (typeof childhoods)[number];

/** The age from which a person decides for themselves, in years. */
export const ageOfOwnConsent = 14;

/** @param birthDate in its normal form, or empty where none was recorded */
export function childhood(birthDate: string, today: string): Childhood {
  const birthday = birthdayOf(birthDate, ageOfOwnConsent);
  if (birthday === undefined) return 'unknown';
  return today < birthday ? 'under' : 'over';
}

/**
 * The day on which somebody turns `age`. Of who was born on 29 February it is the last of the month in a year that has
 * no such day: Civil Code Art 202 has a term of years end on the day that corresponds or, where there is none, on the
 * month's last. It is also the earlier of the two days one could think of, so that in doubt the guardian sees less.
 */
export function birthdayOf(birthDate: string, age: number): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (!isRealDay(Number(year), Number(month), Number(day))) return undefined;
  return yearsAfter(birthDate, age);
}

/** The same day so many years later, or the month's last where there is no such day. */
export function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const later = `${String(year).padStart(4, '0')}${day.slice(4)}`;
  return later.endsWith('-02-29') && !isRealDay(year, 2, 29) ? `${later.slice(0, 8)}28` : later;
}
