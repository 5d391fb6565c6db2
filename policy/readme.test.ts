import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A newcomer finds every file in the README, and no file that is not there. */
test('the README says of every file what it is about', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/(?<![\w/.-])([a-z-]+\.ts)\b/g)].map(([, name]) => name);
  const there = readdirSync(new URL('.', import.meta.url)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  expect([...new Set(named)].toSorted()).toEqual(there.toSorted());
});

test('the README is less than a page, and its reading less than half an hour', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(readme.split('\n').length).toBeLessThanOrEqual(60);
  const minutes = [...readme.matchAll(/^\|\s*(\d+) \|/gm)].map(([, count]) => Number(count));
  expect(minutes.length).toBeGreaterThan(5);
  expect(minutes.reduce((all, some) => all + some, 0)).toBeLessThanOrEqual(30);
});
