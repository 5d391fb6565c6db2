import { statements as keyringTables } from './keyring/0001_statements.ts';
import { table as ringKeyTable } from './keyring/0002_root_statements.ts';
import { statements as replayTables } from './keyring/0003_replay_statements.ts';
import { statements as vaultTables } from './vault/0001_statements.ts';
import { table as indexTagTable } from './vault/0002_generation_statements.ts';
import { statements as attachmentTables } from './vault/0003_attachments_statements.ts';

/**
 * What the databases are made of once all migrations have run: each `CREATE` as SQLite keeps it. A migration that alters
 * a table changes the text SQLite has of it: the text it comes to then stands here.
 */
export const vaultSchema: readonly string[] = [
  ...vaultTables.filter((text) => !text.startsWith('CREATE TABLE index_tag ')),
  indexTagTable,
  ...attachmentTables,
];
export const keyringSchema: readonly string[] = [
  ...keyringTables.filter((text) => !text.startsWith('CREATE TABLE ring_key ')),
  ringKeyTable,
  ...replayTables,
];

/** A row of `sqlite_master`. */
export interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  /** Null for the index that SQLite makes itself for a primary key. */
  readonly sql: string | null;
}

/** How a database is not the one that the migrations make. */
export interface SchemaDifference {
  readonly kind: 'missing' | 'changed' | 'extra' | 'program';
  /** `table`, `index`, `trigger`, `view`. */
  readonly type: string;
  readonly name: string;
}

/** What reads all rows that {@link schemaDifferences} wants. */
export const schemaQuery = 'SELECT type, name, tbl_name, sql FROM sqlite_master';

/**
 * Compares a database's schema with the expected one, text by text; only white space may differ. Whoever can write the
 * file can rebuild a table with a CHECK that no withdrawal passes, or have a conflict ignore the row that ends a token:
 * every row is still in order then, and what was never written is missed by nobody.
 */
export function schemaDifferences(
  expected: readonly string[],
  found: readonly SchemaRow[],
): SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  const left = new Map(expected.map((text) => [nameOf(text), text]));
  for (const { type, name, tbl_name: table, sql } of found) {
    const text = left.get(`${type} ${name}`);
    if (type === 'trigger' || type === 'view') differences.push({ kind: 'program', type, name });
    else if (text !== undefined) {
      left.delete(`${type} ${name}`);
      if (sql === null || plain(sql) !== plain(text)) differences.push({ kind: 'changed', type, name });
    } else if (!isOfTheEngine(type, name, table, sql)) differences.push({ kind: 'extra', type, name });
  }
  for (const key of left.keys()) {
    const [type = '', name = ''] = key.split(' ');
    differences.push({ kind: 'missing', type, name });
  }
  return differences;
}

/**
 * workerd's own tables, those of the migrator, SQLite's statistics, and the indexes that SQLite makes of a table's own
 * text: none has a part in what is written to ours. An index of another name or a trigger on one of them is not theirs.
 */
function isOfTheEngine(type: string, name: string, table: string, sql: string | null): boolean {
  if (type === 'index') return sql === null && name.startsWith(`sqlite_autoindex_${table}_`);
  return type === 'table' && /^(_cf_\w+|kysely_migration(_lock)?|sqlite_stat\d|sqlite_sequence)$/.test(name);
}

/** `table record`, `index record_type`. */
const nameOf = (text: string): string =>
  (/^CREATE (TABLE|INDEX) \w+/.exec(text)?.[0] ?? '').replace(/^CREATE (TABLE|INDEX)/, (_, type: string) =>
    type.toLowerCase(),
  );

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
