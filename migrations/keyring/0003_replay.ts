import { type Kysely, sql } from 'kysely';
import { statements } from './0003_replay_statements.ts';

/** The replay ledger: see `0003_replay_statements.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
