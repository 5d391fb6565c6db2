import { type Kysely, sql } from 'kysely';
import { statements } from './0003_attachments_statements.ts';

/** Attachments in chunks: see `0003_attachments_statements.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
