import {
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  type CompiledQuery,
  type SchemaMetadata,
  SqliteAdapter,
  SqliteQueryCompiler,
  type TableMetadata,
} from 'kysely';
import type { Sql, SqlValue } from './sql.ts';

/**
 * Kysely over the synchronous {@link Sql}.
 *
 * Migrations run through it. Requests only compile with it and run the compiled statement themselves: a promise
 * inside a transaction would let another request in between deciding and appending.
 */
export function kyselyOver<Database>(sql: Sql): Kysely<Database> {
  return new Kysely<Database>({ dialect: dialect(sql) });
}

function dialect(sql: Sql): Dialect {
  return {
    createAdapter: () => new SyncAdapter(),
    createDriver: () => driver(sql),
    createIntrospector: () => introspector(sql),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** A Durable Object refuses `BEGIN`; its turn is the transaction (docs/decisions). */
class SyncAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return false;
  }
}

function driver(sql: Sql): Driver {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('transactions are opened with Sql.atomically, not through Kysely'));
  const connection = {
    executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const rows = sql.all(query.sql, query.parameters as readonly SqlValue[]);
      return Promise.resolve({ rows: rows as Row[] });
    },
    // eslint-disable-next-line require-yield
    async *streamQuery(): AsyncIterableIterator<never> {
      await refuse();
    },
  };
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
}

/**
 * The stock introspector reads every table's columns, also those of the engine's own `_cf_*` tables, which answer
 * SQLITE_AUTH. The migrator only wants to know which tables there are.
 */
function introspector(sql: Sql): DatabaseIntrospector {
  const getTables = (): Promise<TableMetadata[]> => {
    const rows = sql.all(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'`,
      [],
    );
    return Promise.resolve(
      rows.map((row) => ({ name: String(row['name']), isView: false, isForeign: false, columns: [] })),
    );
  };
  return {
    getSchemas: (): Promise<SchemaMetadata[]> => Promise.resolve([]),
    getTables,
  };
}
