const day = 86_400_000;

/** The day `days` after `date`, or before it; both `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** The same day `years` earlier; the 29th of February becomes the 1st of March. */
export function yearsBefore(date: string, years: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year - years, month - 1, dayOfMonth)).toISOString().slice(0, 10);
}
