import { DatabaseSync } from 'node:sqlite';
import type { Sql, SqlValue } from '../vault/storage/sql.ts';

/** `node:sqlite` as the vault's {@link Sql}; in memory unless a path is given. */
export function nodeSql(path = ':memory:'): Sql & { database: DatabaseSync } {
  const database = new DatabaseSync(path);
  return {
    database,
    all: (query, parameters) => database.prepare(query).all(...parameters) as Record<string, SqlValue>[],
    atomically(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
