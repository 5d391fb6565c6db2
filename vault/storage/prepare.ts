import type { Compilable } from 'kysely';
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
export const bytes = new Uint8Array();
