import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Sql, SqlValue } from '../vault/storage/sql.ts';

/** A database that an engine works in, on Node or in a Durable Object. */
export interface Room extends Sql {
  /**
   * Bytes of the packed database (what is stored, without what was freed), and the same without the log's table and
   * indexes. Zero where it cannot be said, or need not.
   * @param log what the log's names in the schema begin with
   */
  stored(log: string): { all: number; withoutLog: number };
}

/**
 * Opens a database file. Statements are prepared once, as workerd's SQLite keeps them too. WAL without a flush at each
 * commit: how long a disk takes to flush is the same for every engine, and would only hide the difference.
 * @param options.sized whether anybody will ask how large it is: packing a large one takes long
 */
export function openSql(path: string, { sized = true } = {}): Room {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  const prepared = new Map<string, StatementSync>();
  const statement = (query: string): StatementSync => {
    let found = prepared.get(query);
    if (found === undefined) prepared.set(query, (found = database.prepare(query)));
    return found;
  };
  const all: Sql['all'] = (query, parameters) =>
    statement(query).all(...parameters) as Record<string, SqlValue>[];
  return {
    all,
    atomically(work) {
      statement('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        statement('COMMIT').run();
        return result;
      } catch (error) {
        statement('ROLLBACK').run();
        throw error;
      }
    },
    stored(log) {
      if (!sized) return { all: 0, withoutLog: 0 };
      database.exec('PRAGMA wal_checkpoint(TRUNCATE); VACUUM;');
      const sum = (where: string, values: string[]): number =>
        Number(all(`SELECT sum(pgsize) AS bytes FROM dbstat WHERE ${where}`, values)[0]?.['bytes'] ?? 0);
      return { all: sum('true', []), withoutLog: sum("name NOT LIKE ? || '%'", [log]) };
    },
  };
}
