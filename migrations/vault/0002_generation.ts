import { type Kysely, sql } from 'kysely';
import { statements } from './0002_generation_statements.ts';

/** An index's generations: see `0002_generation_statements.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
