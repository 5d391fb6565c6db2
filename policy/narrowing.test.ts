import { describe, expect, test } from 'vitest';
import { dueOf, isInBuilding, narrowedBy } from './narrowing.ts';
import { present } from './masks.ts';
import { fieldSpec } from './fields.ts';

const shown = (type: string, name: string, level: 'fact' | 'masked' | 'clear', value: string) => {
  const spec = fieldSpec(type, name);
  if (spec === undefined) throw new Error(`${type}.${name}`);
  return present(level, spec, value);
};

describe('a list is narrowed by what is shown, and by nothing behind it', () => {
  test('by the building, masked or not, and not where only a fact is shown', () => {
    for (const level of ['masked', 'clear'] as const) {
      expect(isInBuilding(shown('resident', 'address', level, '3-2-501'), 3)).toBe(true);
      expect(isInBuilding(shown('resident', 'address', level, '13-2-501'), 3)).toBe(false);
    }
    expect(isInBuilding(shown('resident', 'address', 'fact', '3-2-501'), 3)).toBe(false);
    expect(isInBuilding({ level: 'none' }, 3)).toBe(false);
  });

  test.each([
    ['2026-10-31', 'over'],
    // Which day of this month it is, the mask hides: the list does not tell it either.
    ['2026-11-01', 'soon'],
    ['2026-11-30', 'soon'],
    ['2026-12-31', 'soon'],
    ['2027-01-01', null],
    ['2025-12-31', 'over'],
    ['', 'missing'],
  ])('by the month of a date, the same masked and in clear: %o is %o', (date, due) => {
    for (const level of ['masked', 'clear'] as const)
      expect(dueOf(shown('dog', 'vaccinatedUntil', level, date), '2026-11-23')).toBe(due);
  });

  test('not by a date of which only is told that there is one', () => {
    expect(dueOf(shown('dog', 'vaccinatedUntil', 'fact', '2026-10-31'), '2026-11-23')).toBeNull();
    expect(dueOf({ level: 'none' }, '2026-11-23')).toBeNull();
  });

  test('each type by what it has', () => {
    expect(narrowedBy('resident', 'building')).toBe('address');
    expect(narrowedBy('household', 'building')).toBe('address');
    expect(narrowedBy('business', 'building')).toBe('place');
    expect(narrowedBy('dog', 'due')).toBe('vaccinatedUntil');
    expect(narrowedBy('dog', 'building')).toBeUndefined();
    expect(narrowedBy('resident', 'due')).toBeUndefined();
  });
});
