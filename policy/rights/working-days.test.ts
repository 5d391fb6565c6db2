import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidays } from './holidays.ts';
import { beginOf, dayOf, deadline, isWorkingDay, workingDaysLeft } from './working-days.ts';

/** Noon in China. */
const noon = (day: string): number => beginOf(day) + 12 * 3_600_000;

describe('a working day', () => {
  test.each([
    ['2026-11-26', true, 'a Thursday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-10-01', false, 'the National Day, a Thursday'],
    ['2026-10-10', true, 'a Saturday that is worked for the National Day'],
    ['2026-02-14', true, 'a Saturday that is worked for the Spring Festival'],
    ['2026-02-23', false, 'the last day of the Spring Festival, a Monday'],
    ['2025-10-08', false, 'the last day of National Day and Mid-Autumn 2025, a Wednesday'],
    ['2025-10-11', true, 'the Saturday that is worked for it'],
  ])('%s: %s (%s)', (day, works) => {
    expect(isWorkingDay(day)).toBe(works);
  });

  test('every make-up day is a Saturday or Sunday, and no day is both off and worked', () => {
    for (const [year, { off, worked }] of Object.entries(holidays)) {
      for (const day of worked) {
        expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
        expect(off.some(([first, last]) => first <= day && day <= last)).toBe(false);
      }
      for (const [first, last] of off) expect([first.slice(0, 4), last.slice(0, 4)]).toEqual([year, year]);
    }
  });

  test('of a year nobody has announced, only the weekends are off', () => {
    expect(isWorkingDay('2031-10-01')).toBe(true);
    expect(isWorkingDay('2031-10-04')).toBe(false);
  });
});

describe('a deadline', () => {
  test('the day it begins on does not count, and the last one counts to its end', () => {
    const { due, unknownYears } = deadline(noon('2026-11-26'), 15);
    // 27 November is the first; 17 December the fifteenth.
    expect(dayOf(due - 1)).toBe('2026-12-17');
    expect(due).toBe(beginOf('2026-12-18'));
    expect(unknownYears).toEqual([]);
  });

  test('a week of holidays makes it later, and a worked Saturday earlier', () => {
    // Eight days of holiday and one worked Saturday lie between.
    expect(dayOf(deadline(noon('2026-09-29'), 15).due - 1)).toBe('2026-10-26');
    const weekendsOnly = deadline(noon('2026-09-29'), 15, {});
    expect(dayOf(weekendsOnly.due - 1)).toBe('2026-10-20');
    expect(weekendsOnly.unknownYears).toEqual(['2026']);
  });

  test('it says which years it does not know', () => {
    expect(deadline(noon('2026-12-20'), 15)).toMatchObject({ unknownYears: ['2027'] });
    expect(deadline(noon('2026-12-01'), 15)).toMatchObject({ unknownYears: [] });
  });

  test('a moment before midnight in China is still that day, wherever the machine stands', () => {
    const late = beginOf('2026-11-27') - 1;
    expect(deadline(late, 1).due).toBe(deadline(noon('2026-11-26'), 1).due);
    expect(deadline(late + 1, 1).due).toBe(deadline(noon('2026-11-27'), 1).due);
  });

  test('it never falls on a day off, and exactly so many working days are left when it begins', () => {
    const opened = fc.integer({ min: beginOf('2025-01-01'), max: beginOf('2026-11-01') });
    fc.assert(
      fc.property(opened, fc.integer({ min: 1, max: 30 }), (at, days) => {
        const { due } = deadline(at, days);
        expect(isWorkingDay(dayOf(due - 1))).toBe(true);
        const today = isWorkingDay(dayOf(at)) ? 1 : 0;
        expect(workingDaysLeft(at, due)).toBe(days + today);
      }),
    );
  });

  test('overdue is told in working days too', () => {
    const { due } = deadline(noon('2026-11-26'), 15);
    expect(workingDaysLeft(noon('2026-12-17'), due)).toBe(1);
    expect(workingDaysLeft(noon('2026-12-18'), due)).toBe(-1);
    expect(workingDaysLeft(noon('2026-12-21'), due)).toBe(-2);
  });
});
