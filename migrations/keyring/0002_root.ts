import { type Kysely, sql } from 'kysely';
import { statements } from './0002_root_statements.ts';

/** Which root secret wraps a key: see `0002_root_statements.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
