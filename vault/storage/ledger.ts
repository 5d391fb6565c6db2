import type { Kysely } from 'kysely';
import { int, prepare, text } from './prepare.ts';
import type { LedgerRow, RingTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** The replay ledger, in the key ring's database. Nothing is ever taken out of it: a backup may be of any age. */
export class LedgerStore {
  readonly #all;
  readonly #put;

  constructor(sql: Sql, db: Kysely<RingTables>) {
    this.#all = prepare(sql, db.selectFrom('replay').selectAll().orderBy('kind').orderBy('id'));
    this.#put = prepare(
      sql,
      db
        .insertInto('replay')
        .values({ kind: 'erase', id: text, at: int })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'id']).doUpdateSet((eb) => ({
            at: eb.fn<number>('max', ['replay.at', 'excluded.at']),
          })),
        ),
    );
  }

  all(): LedgerRow[] {
    return this.#all();
  }

  /** Notes one; of a later one of the same the later time stays. */
  put({ kind, id, at }: LedgerRow): void {
    this.#put(kind, id, at);
  }
}
