import { expect, test } from 'vitest';
import { nodeSql } from '../../tests/node-sql.ts';
import { openStore } from './open.ts';
import type { SqlValue } from './sql.ts';

test.each([
  ['of a grid', { by: 'grid', grid: 3, state: undefined }, 'control_case_grid (<expr>=?)'],
  [
    'of a grid and a state',
    { by: 'grid', grid: 3, state: 'handling' },
    'control_case_grid (<expr>=? AND <expr>=?)',
  ],
  ['of a state', { by: 'state', state: 'accepted' }, 'PRIMARY KEY (kind=? AND key>?)'],
  [
    'of a grid, in order',
    { by: 'grid', grid: 3, state: undefined, numbered: true },
    'control_case_grid (<expr>=?)',
  ],
  [
    'of a grid and a state, in order',
    { by: 'grid', grid: 3, state: 'handling', numbered: true },
    'control_case_grid (<expr>=? AND <expr>=?)',
  ],
  ['of a reporter', { by: 'reporter', reporter: 'r' }, 'control_case_reporter (<expr>=?)'],
] as const)('cases %s are looked up, and not sought among all cases', async (_, filter, index) => {
  const sql = nodeSql();
  const asked: [string, readonly SqlValue[]][] = [];
  const { control } = await openStore({
    ...sql,
    all: (query, values) => {
      asked.push([query, values]);
      return sql.all(query, values);
    },
  });
  asked.length = 0;
  if (filter.by === 'reporter') control.reportedBy(filter.reporter, { year: 10_000, number: 0 }, 10);
  else if ('numbered' in filter) control.numberedCases(filter, { year: 0, number: 0 }, 10);
  else control.cases(filter, '', 10);
  expect(asked).toHaveLength(2);
  for (const [query, values] of asked) {
    const plan = sql.all(`EXPLAIN QUERY PLAN ${query}`, values).map(({ detail }) => String(detail));
    expect(plan.filter((step) => /SEARCH|SCAN/.test(step))).toEqual([expect.stringContaining(index)]);
  }
});
