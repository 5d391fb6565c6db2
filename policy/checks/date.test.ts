import fc from 'fast-check';
import { expect, test } from 'vitest';
import { date, pastDate } from './date.ts';

const today = '2026-11-23';

test.each([['2027-03-01'], ['2027/3/1'], ['2027.3.1'], ['2027年3月1日'], ['20270301'], ['２０２７－３－１']])(
  'reads %s as 2027-03-01',
  (raw) => {
    expect(date(raw, today)).toEqual({ ok: true, value: '2027-03-01' });
  },
);

test.each([['2027-02-29'], ['2100-02-29'], ['2027-04-31'], ['2027-13-01'], ['2027-00-10'], ['1899-12-31']])(
  'refuses %s: there is no such day',
  (raw) => {
    expect(date(raw, today)).toMatchObject({ ok: false, code: 'date_not_real' });
  },
);

test.each([['27-3-1'], ['2027-3/1'], ['明天'], ['']])('refuses the form %s', (raw) => {
  expect(date(raw, today)).toMatchObject({ ok: false, code: 'date_form' });
});

test('a date that must be past may be today and not tomorrow', () => {
  expect(pastDate('2026-11-23', today).ok).toBe(true);
  expect(pastDate('2026-11-24', today)).toMatchObject({ ok: false, code: 'date_in_future' });
  expect(date('2026-11-24', today).ok).toBe(true);
});

test('agrees with the platform calendar on every day from 1900 to 2199', () => {
  const min = Date.UTC(1900, 0, 1) / 86_400_000;
  const max = Date.UTC(2199, 11, 31) / 86_400_000;
  fc.assert(
    fc.property(fc.integer({ min, max }), (day) => {
      const value = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(date(value, today)).toEqual({ ok: true, value });
    }),
  );
});
