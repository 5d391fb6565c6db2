import type { Kysely } from 'kysely';
import { added, bytes, int, prepare, text } from './prepare.ts';
import type { RingKeyRow, RingTables, VaultTables, WrappedKeyRow } from './schema.ts';
import type { Sql } from './sql.ts';

/** The community's wrapped keys, one of a use for each owner. */
export class WrappedKeyStore {
  readonly #get;
  readonly #add;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    this.#get = prepare(
      sql,
      db.selectFrom('wrapped_key').selectAll().where('owner', '=', text).where('use', '=', 'data'),
    );
    this.#add = prepare(
      sql,
      db
        .insertInto('wrapped_key')
        .values({ owner: text, use: 'data', key_id: text, epoch: text, wrapped: bytes }),
    );
  }

  get(owner: string, use: WrappedKeyRow['use']): WrappedKeyRow | undefined {
    return this.#get(owner, use)[0];
  }

  /** @returns false when the owner has a key for this use already, which stays as it is */
  add({ owner, use, key_id, epoch, wrapped }: WrappedKeyRow): boolean {
    return added(
      () => this.#add(owner, use, key_id, epoch, wrapped),
      () => this.get(owner, use),
    );
  }
}

/** The key ring's own wrapped keys. */
export class RingKeyStore {
  readonly #all;
  readonly #add;

  constructor(sql: Sql, db: Kysely<RingTables>) {
    this.#all = prepare(
      sql,
      db.selectFrom('ring_key').selectAll().orderBy('use').orderBy('name').orderBy('generation'),
    );
    this.#add = prepare(
      sql,
      db
        .insertInto('ring_key')
        .values({ use: 'row', name: text, generation: int, wrapped: bytes, created_at: int }),
    );
  }

  all(): RingKeyRow[] {
    return this.#all();
  }

  add(row: RingKeyRow): void {
    this.#add(row.use, row.name, row.generation, row.wrapped, row.created_at);
  }
}
