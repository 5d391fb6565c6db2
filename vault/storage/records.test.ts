import { expect, test } from 'vitest';
import { nodeSql } from '../../tests/node-sql.ts';
import { openStore, type Store } from './open.ts';
import type { SqlValue } from './sql.ts';

test.each<[string, (store: Store) => unknown, string[]]>([
  [
    'one’s own',
    ({ records }) => records.bySubject('s', 'resident', '', 10),
    ['record USING INDEX record_subject (subject=? AND type=?)'],
  ],
  [
    'of a grid',
    ({ records }) => records.byGrid('resident', 3, '', 10),
    [
      'control USING COVERING INDEX control_subject_grid (<expr>=?)',
      'record USING INDEX record_subject (subject=? AND type=?)',
    ],
  ],
])('records that are %s are looked up, and not sought among all of their type', async (_, look, steps) => {
  const sql = nodeSql();
  const asked: [string, readonly SqlValue[]][] = [];
  const store = await openStore({
    ...sql,
    all: (query, values) => {
      asked.push([query, values]);
      return sql.all(query, values);
    },
  });
  asked.length = 0;
  look(store);
  expect(asked).toHaveLength(2);
  for (const [at, [query, values]] of asked.entries()) {
    const plan = sql.all(`EXPLAIN QUERY PLAN ${query}`, values).map(({ detail }) => String(detail));
    const looked = plan
      .filter((step) => /SEARCH|SCAN/.test(step))
      .map((step) => step.replace('COVERING ', ''));
    // The rows come with their keys, the count does without.
    const all = at === 0 ? [...steps, 'wrapped_key USING PRIMARY KEY (owner=? AND use=?) LEFT-JOIN'] : steps;
    expect(looked).toEqual(all.map((step) => `SEARCH ${step.replace('COVERING ', '')}`));
  }
});
