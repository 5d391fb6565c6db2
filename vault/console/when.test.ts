import { describe, expect, test } from 'vitest';
import { exact, nextDay, spoken, startOf } from './when.ts';

/** 14:05 on 9 September 2026 in China. */
const now = Date.UTC(2026, 8, 9, 6, 5);
const hour = 3_600_000;

describe('a time, as people say it', () => {
  test.each([
    [now, '今天 14:05', 'today 14:05'],
    [now - 14 * hour, '今天 00:05', 'today 00:05'],
    [now - 15 * hour, '昨天 23:05', 'yesterday 23:05'],
    [now + 10 * hour, '明天 00:05', 'tomorrow 00:05'],
    [now - 48 * hour, '9月7日 14:05', '7 Sep 14:05'],
    [now - 365 * 24 * hour, '2025年9月9日 14:05', '9 Sep 2025 14:05'],
    // The last minute of the year in UTC is the new year in China.
    [Date.UTC(2025, 11, 31, 23, 59), '1月1日 07:59', '1 Jan 07:59'],
  ])('%i', (time, zh, en) => {
    expect([spoken(time, now, 'zh-CN'), spoken(time, now, 'en')]).toEqual([zh, en]);
  });

  test('is exact for programs', () => expect(exact(now + 3_000)).toBe('2026-09-09T14:05:03+08:00'));
});

describe('a day', () => {
  test('starts at midnight in China and ends a day later', () => {
    const start = startOf('2026-09-09') ?? 0;
    expect([exact(start), exact(nextDay(start))]).toEqual([
      '2026-09-09T00:00:00+08:00',
      '2026-09-10T00:00:00+08:00',
    ]);
  });

  test.each(['', '2026-9-9', '2026-02-30', '2026-13-01', '9月9日', '20260909', ' 2026-09-09'])(
    'is none of %o',
    (said) => expect(startOf(said)).toBeUndefined(),
  );
});
