import { type Compilable, sql as raw } from 'kysely';
import type { Sql, SqlValue } from './sql.ts';

/** A statement compiled once. Values go in the order in which their placeholders were written. */
export type Prepared<Row> = (...values: readonly SqlValue[]) => Row[];

/**
 * Compiles a Kysely query once and runs it often: compiling costs more than a small select. The values written while
 * building are only placeholders ({@link text}, {@link int}, {@link bytes}).
 */
export function prepare<Row>(sql: Sql, query: Compilable<Row>): Prepared<Row> {
  const compiled = query.compile();
  return (...values) => {
    if (values.length !== compiled.parameters.length) {
      throw new Error(`the statement takes ${compiled.parameters.length} values, not ${values.length}`);
    }
    return sql.all(compiled.sql, values) as Row[];
  };
}

/** Placeholders for building a query that is prepared. */
export const text = '';
export const int = 0;
/**
 * How many rows at most, for `.limit()`. A bare placeholder there has SQLite parse and plan the statement anew each time it
 * is run (`sqlite3ExprIsInteger` looks at its value): 25 to 50 µs, ten times what looking up a row takes. A sum has not.
 */
export const most = raw<number>`${int} + 0`;
/** `LIMIT 1`, written out. */
export const one = raw.lit(1);
export const bytes = new Uint8Array();

/**
 * Runs an insert that takes the place of nothing. It is not asked for beforehand whether there is something, nor with
 * RETURNING, which costs three times the insert.
 * @returns false when it failed because there is one
 */
export function added(insert: () => unknown, find: () => unknown): boolean {
  try {
    insert();
    return true;
  } catch (error) {
    if (find() === undefined) throw error;
    return false;
  }
}
