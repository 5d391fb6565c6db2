import { describe, expect, test } from 'vitest';
import {
  isOverdue,
  isPattern,
  reviewLife,
  stillMatters,
  type Verdict,
  type View,
  viewLife,
} from './emergency.ts';

const day = 24 * 3_600_000;
const view = (at: number, verdict: Verdict = 'unreviewed'): View => ({
  id: 'v',
  at,
  until: at + viewLife,
  verdict,
});

describe('a review', () => {
  test('is overdue after a day, to the millisecond, and never once it was given', () => {
    expect(isOverdue(view(0), reviewLife - 1)).toBe(false);
    expect(isOverdue(view(0), reviewLife)).toBe(true);
    expect(isOverdue(view(0, 'justified'), 9 * day)).toBe(false);
    expect(isOverdue(view(0, 'not_justified'), 9 * day)).toBe(false);
  });

  test('that found it wrong twice in ninety days is a pattern; once, or long ago, is none', () => {
    expect(isPattern([view(0, 'not_justified')], day)).toBe(false);
    expect(isPattern([view(0, 'not_justified'), view(day, 'justified')], 2 * day)).toBe(false);
    expect(isPattern([view(0, 'not_justified'), view(day, 'not_justified')], 2 * day)).toBe(true);
    expect(isPattern([view(0, 'not_justified'), view(day, 'not_justified')], 90 * day)).toBe(false);
  });

  test('that is owed is never forgotten, however old', () => {
    expect(stillMatters([view(0), view(0, 'justified')], 400 * day)).toEqual([view(0)]);
  });
});
