import { type Kysely, sql } from 'kysely';
import { statements } from './0001_statements.ts';

/** The bot's schema: see `0001_statements.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
