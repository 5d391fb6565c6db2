import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);

/** A newcomer finds every file and folder in the README, and none that is not there. */
test('the README says of every file and of every folder what it is about', () => {
  const readme = readFileSync(new URL('README.md', here), 'utf8');
  const linked = [...readme.matchAll(/\]\(([\w-]+(?:\.ts)?)\)/g)].map(([, name = '']) => name);
  const there = readdirSync(here).filter((name) => !/\.test\.ts$|\.md$|\.json$/.test(name));
  expect([...new Set(linked)].toSorted()).toEqual(there.toSorted());
});

test('the README is less than a page, and its reading less than half an hour', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(readme.split('\n').length).toBeLessThanOrEqual(60);
  const minutes = [...readme.matchAll(/^\|\s*(\d+) \|/gm)].map(([, count]) => Number(count));
  expect(minutes.length).toBeGreaterThan(5);
  expect(minutes.reduce((all, some) => all + some, 0)).toBeLessThanOrEqual(30);
});
