import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { birthdayOf, childhood, yearsAfter } from './childhood.ts';

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const dayBefore = (day: string): string => dayOf(new Date(Date.parse(day) - 86_400_000));
const births = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2185-12-31'), noInvalidDate: true })
  .map(dayOf);

describe('the fourteenth birthday', () => {
  test.each([
    ['2012-11-26', '2026-11-25', 'under'],
    ['2012-11-26', '2026-11-26', 'over'],
    ['2012-11-27', '2026-11-26', 'under'],
    ['2012-02-29', '2026-02-27', 'under'],
    ['2012-02-29', '2026-02-28', 'over'],
    ['2026-11-26', '2026-11-26', 'under'],
    ['', '2026-11-26', 'unknown'],
    ['2013-02-29', '2026-11-26', 'unknown'],
    ['26.11.2012', '2026-11-26', 'unknown'],
  ])('born %s, on %s: %s', (birth, today, expected) => {
    expect(childhood(birth, today)).toBe(expected);
  });

  test('is one day, the whole of it: under the day before, over on it and on every day after', () => {
    fc.assert(
      fc.property(births, births, (birth, any) => {
        const birthday = birthdayOf(birth, 14) ?? '';
        expect(childhood(birth, dayBefore(birthday))).toBe('under');
        expect(childhood(birth, birthday)).toBe('over');
        expect(childhood(birth, any)).toBe(any < birthday ? 'under' : 'over');
      }),
    );
  });

  test('is a day of the calendar, in the month of birth, fourteen years on', () => {
    fc.assert(
      fc.property(births, (birth) => {
        const birthday = birthdayOf(birth, 14) ?? '';
        expect(dayOf(new Date(birthday))).toBe(birthday);
        expect(birthday.slice(0, 7)).toBe(`${Number(birth.slice(0, 4)) + 14}${birth.slice(4, 7)}`);
        if (!birth.endsWith('02-29')) expect(birthday.slice(7)).toBe(birth.slice(7));
      }),
    );
  });

  test('once over, never under again', () => {
    fc.assert(
      fc.property(births, births, births, (birth, one, other) => {
        const [earlier = '', later = ''] = [one, other].toSorted();
        if (childhood(birth, earlier) === 'over') expect(childhood(birth, later)).toBe('over');
      }),
    );
  });
});

test('29 February comes back in a leap year, and is the 28th in the others', () => {
  expect(yearsAfter('2024-02-29', 4)).toBe('2028-02-29');
  expect(yearsAfter('2024-02-29', 1)).toBe('2025-02-28');
  expect(yearsAfter('2096-02-29', 4)).toBe('2100-02-28');
});
