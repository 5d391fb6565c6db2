import { describe, expect, test } from 'vitest';
import { checks, type CheckName } from './check.ts';
import { dirt } from './dirt.table.ts';

const today = '2026-11-23';
const rows = (Object.keys(dirt) as CheckName[]).flatMap((check) =>
  (dirt[check] ?? []).map(([raw, becomes]) => ({ check, raw, becomes })),
);
const answer = (check: CheckName, raw: string): string => {
  const outcome = checks[check](raw, today);
  return outcome.ok ? `=${outcome.value}` : `!${outcome.code}`;
};

test('there are 300 values of real life, and none of them twice', () => {
  expect(rows.length).toBeGreaterThanOrEqual(300);
  expect(new Set(rows.map(({ check, raw }) => `${check} ${raw}`)).size).toBe(rows.length);
});

describe.each(Object.keys(dirt) as CheckName[])('%s', (check) => {
  test('each value is taken in its normal form, or refused with its reason', () => {
    const told = rows.filter((row) => row.check === check);
    expect(told.map(({ raw }) => [raw, answer(check, raw)])).toEqual(
      told.map(({ raw, becomes }) => [raw, becomes]),
    );
  });

  test('what was taken is taken again, unchanged', () => {
    for (const { becomes } of rows.filter((row) => row.check === check && row.becomes.startsWith('=')))
      expect(answer(check, becomes.slice(1))).toBe(becomes);
  });

  test('a refusal says what to do, in both languages, and does not repeat the value', () => {
    for (const { raw } of rows.filter((row) => row.check === check)) {
      const outcome = checks[check](raw, today);
      if (outcome.ok) continue;
      expect(outcome.zh).toMatch(/^[^\n]{4,120}$/u);
      expect(outcome.zh).toMatch(/\p{Script=Han}/u);
      expect(outcome.en).toMatch(/^[\x20-\x7e\u2019\u9c81·]{10,200}$/u);
      if (raw.trim().length > 6) expect(outcome.zh + outcome.en).not.toContain(raw.trim());
    }
  });
});
