import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { nodeSql } from './node-sql.ts';
import { openRing, openStore } from '../vault/storage/open.ts';
import {
  keyringSchema,
  schemaDifferences,
  schemaQuery,
  type SchemaRow,
  vaultSchema,
} from '../migrations/schema.ts';

const schemaOf = (database: DatabaseSync): SchemaRow[] =>
  database.prepare(schemaQuery).all() as unknown as SchemaRow[];

/** What the comparison says after a change to a database that the migrations have made. */
async function after(change: string): Promise<string[]> {
  const sql = nodeSql();
  await openStore(sql);
  sql.database.exec(change);
  return schemaDifferences(vaultSchema, schemaOf(sql.database)).map(
    ({ kind, type, name }) => `${kind} ${type} ${name}`,
  );
}

/** A table made anew with another definition, its rows and indexes kept. */
const rebuilt = (table: string, from: string, to: string): string => {
  const create = vaultSchema.find((text) => text.startsWith(`CREATE TABLE ${table} `)) ?? '';
  if (!create.includes(from)) throw new Error(`${table} has no ${from}`);
  const indexes = vaultSchema.filter((text) => text.includes(` ON ${table} (`));
  return `ALTER TABLE ${table} RENAME TO old; ${create.replace(from, to)};
    INSERT INTO ${table} SELECT * FROM old; DROP TABLE old; ${indexes.join(';')}`;
};

describe('a database that the migrations have made', () => {
  test('is as expected, vault and key ring', async () => {
    expect(await after('')).toEqual([]);
    const ring = nodeSql();
    await openRing(ring);
    expect(schemaDifferences(keyringSchema, schemaOf(ring.database))).toEqual([]);
  });

  test('is so also with the engine’s own tables, and with other white space', async () => {
    expect(await after('CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB)')).toEqual([]);
    expect(await after('ANALYZE')).toEqual([]);
    expect(await after(rebuilt('checkpoint', '\n', '\n\n   '))).toEqual([]);
  });

  test.each([
    [
      'a CHECK that lets no withdrawal in',
      rebuilt(
        'control',
        'content TEXT NOT NULL',
        `content TEXT NOT NULL CHECK (content NOT LIKE '%withdrawn%')`,
      ),
      'changed table control',
    ],
    [
      'a UNIQUE that ignores what it conflicts with',
      rebuilt('transient', 'PRIMARY KEY', 'UNIQUE (kind, expires_at) ON CONFLICT IGNORE, PRIMARY KEY'),
      'changed table transient',
    ],
    ['a column', 'ALTER TABLE control ADD COLUMN more TEXT', 'changed table control'],
    ['a table', 'CREATE TABLE more (a)', 'extra table more'],
    ['an index', 'CREATE UNIQUE INDEX more ON record (subject)', 'extra index more'],
    [
      'an index with the engine’s name',
      'CREATE UNIQUE INDEX _cf_more ON record (subject)',
      'extra index _cf_more',
    ],
    [
      'an index that is another',
      'DROP INDEX record_type; CREATE UNIQUE INDEX record_type ON record (type)',
      'changed index record_type',
    ],
    ['no index', 'DROP INDEX record_type', 'missing index record_type'],
    ['no table', 'DROP TABLE checkpoint', 'missing table checkpoint'],
    ['a view', 'CREATE VIEW more AS SELECT 1', 'program view more'],
    [
      'a trigger with the engine’s name',
      'CREATE TRIGGER _cf_more AFTER INSERT ON record BEGIN DELETE FROM record; END',
      'program trigger _cf_more',
    ],
    [
      'an index on the migrator’s table',
      'CREATE UNIQUE INDEX more ON kysely_migration (timestamp)',
      'extra index more',
    ],
  ])('is not as expected with %s, and does not open', async (_, change, difference) => {
    expect(await after(change)).toContain(difference);
    const sql = nodeSql();
    await openStore(sql);
    sql.database.exec(change);
    await expect(openStore(sql)).rejects.toThrow(/not the one that the migrations make/);
  });
});
