import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertsOf, dayLong, minutes, scraping, start } from './model.ts';
import { honestResults, rate, renderResults, scraperResults, worst } from './results.ts';

const page = new URL('../../docs/watch.md', import.meta.url);
const [from, to] = ['<!-- measured -->\n\n', '\n\n<!-- end -->'] as const;

test('who reads one resident every 20 minutes for a week is told of within six hours', () => {
  const alerts = alertsOf(scraping({ every: minutes(20), days: 7 }));
  const [first] = alerts;
  expect(first).toMatchObject({ kind: 'even', after: 16 });
  expect(((first?.at ?? 0) - start) / dayLong - 9 / 24).toBeLessThan(0.25);
  // Not by the evenness alone, which varied pauses hide.
  expect([...new Set(alerts.map(({ kind }) => kind))].sort()).toEqual(['even', 'odd', 'slow', 'spread']);
});

test('thirty honest workers’ half year has less than one false alarm a worker a month', () => {
  for (const result of honestResults()) {
    // The model is no quiet one: half of what it has are looks that no case explains.
    expect(result.unexplainedAWeek, `seed ${result.seed}`).toBeGreaterThan(20);
    expect(rate(result), `seed ${result.seed}`).toBeLessThan(0.2);
    expect(worst(result), `seed ${result.seed}`).toBeLessThan(0.8);
  }
});

test('weaker scrapers are told of too, and the page says which one is not', () => {
  const found = scraperResults().map(({ alone, beside }) => [alone.length > 0, beside.length > 0]);
  const caught = [true, true];
  expect(found).toEqual([caught, caught, caught, caught, caught, caught, [false, true]]);
});

test('the tables of docs/watch.md are what the simulation gives', () => {
  const text = readFileSync(page, 'utf8');
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  expect([start > 0, end > start], 'the page has its marks').toEqual([true, true]);
  const written = `${text.slice(0, start)}${from}${renderResults()}${text.slice(end)}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, written);
  expect(
    written,
    'Write the tables anew with `UPDATE_GOLDEN=1 npx vitest run tests/watch`, and read what changed.',
  ).toBe(readFileSync(page, 'utf8'));
});
