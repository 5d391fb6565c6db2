import type { BotTables } from './schema.ts';
import type { Sqlite } from './sqlite.ts';

/** What was taken in once: names alone, kept much longer than what they stand for. */
export class Seen {
  readonly #sqlite: Sqlite<BotTables>;

  constructor(sqlite: Sqlite<BotTables>) {
    this.#sqlite = sqlite;
  }

  /** Whether this is the first time; from now on it is not. */
  first(name: string, now: number): boolean {
    const { db } = this.#sqlite;
    const insert = db.insertInto('seen').values({ name, at: now });
    return this.#sqlite.run(insert.onConflict((conflict) => conflict.doNothing())) === 1;
  }
}
