import type { Sql, SqlValue } from './sql.ts';

/** A Durable Object's SQLite as {@link Sql}. Its writes of one turn are committed together by the engine. */
export function durableSql(storage: DurableObjectStorage): Sql {
  return {
    all(query, parameters) {
      const rows = storage.sql.exec(query, ...parameters).toArray();
      for (const row of rows) {
        for (const column in row) {
          const value = row[column];
          if (value instanceof ArrayBuffer) row[column] = new Uint8Array(value) as unknown as ArrayBuffer;
        }
      }
      return rows as unknown as Record<string, SqlValue>[];
    },
    atomically: (work) => storage.transactionSync(work),
  };
}
