/**
 * Whether year, month and day name a real day of the Gregorian calendar from 1900 to 2199. Written out
 * because `Date` turns the 30th of February into the 1st of March instead of refusing it.
 */
export function isRealDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
