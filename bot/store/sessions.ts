import type { Names } from './names.ts';
import type { BotTables } from './schema.ts';
import type { Sealer } from './seal.ts';
import type { Sqlite } from './sqlite.ts';

/** Where each person is in a conversation of several steps: one at a time, in whatever chat it goes on. */
export class Sessions {
  readonly #sqlite: Sqlite<BotTables>;
  readonly #sealer: Sealer;
  readonly #names: Names;

  constructor(sqlite: Sqlite<BotTables>, sealer: Sealer, names: Names) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#names = names;
  }

  /** @returns what was put there, as JSON has it */
  get(contact: string): unknown {
    const person = this.#names.chat({ to: contact });
    const found = this.#sqlite.first(
      this.#sqlite.db.selectFrom('session').select('box').where('person', '=', person),
    );
    return found && this.#sealer.open('session', person, found.box);
  }

  /** @param value undefined ends it */
  set(contact: string, value: unknown, now: number): void {
    const person = this.#names.chat({ to: contact });
    const { db } = this.#sqlite;
    if (value === undefined) {
      this.#sqlite.run(db.deleteFrom('session').where('person', '=', person));
      return;
    }
    const row = { box: this.#sealer.seal('session', person, value), at: now };
    this.#sqlite.run(
      db
        .insertInto('session')
        .values({ person, ...row })
        .onConflict((conflict) => conflict.column('person').doUpdateSet(row)),
    );
  }
}
