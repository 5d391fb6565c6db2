import { type Kysely, sql as raw } from 'kysely';
import { added, bytes, int, most, prepare, text } from './prepare.ts';
import type { RingKeyRow, RingTables, VaultTables, WrappedKeyRow } from './schema.ts';
import type { Sql } from './sql.ts';

/** The community's wrapped keys, one of a use for each owner. */
export class WrappedKeyStore {
  readonly #get;
  readonly #add;
  readonly #ofOtherEpochs;
  readonly #rewrap;
  readonly #countByEpoch;
  readonly #blank;
  readonly #drop;

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
    this.#ofOtherEpochs = prepare(
      sql,
      db
        .selectFrom('wrapped_key')
        .selectAll()
        .where('owner', '>', text)
        .where('epoch', '<>', text)
        .orderBy('owner')
        .orderBy('use')
        .limit(most),
    );
    this.#countByEpoch = prepare(
      sql,
      db
        .selectFrom('wrapped_key')
        .select((eb) => ['epoch', eb.fn.countAll<number>().as('count')])
        .groupBy('epoch'),
    );
    const one = { owner: text, use: 'data', key_id: text } as const;
    this.#rewrap = prepare(
      sql,
      db
        .updateTable('wrapped_key')
        .set({ epoch: text, wrapped: bytes })
        .where('owner', '=', one.owner)
        .where('use', '=', one.use)
        .where('key_id', '=', one.key_id)
        .returning('owner'),
    );
    this.#blank = prepare(
      sql,
      db
        .updateTable('wrapped_key')
        .set({ wrapped: raw<Uint8Array>`zeroblob(length(wrapped))` })
        .where('owner', '=', one.owner)
        .where('use', '=', one.use),
    );
    this.#drop = prepare(
      sql,
      db.deleteFrom('wrapped_key').where('owner', '=', one.owner).where('use', '=', one.use),
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

  /** Keys that are wrapped by another epoch than this one, by owner from behind `after`, at most `limit`. */
  ofOtherEpochs(epoch: string, after: string, limit: number): WrappedKeyRow[] {
    return this.#ofOtherEpochs(after, epoch, limit);
  }

  /** How many keys each epoch wraps. A walk over all of them. */
  countByEpoch(): { epoch: string; count: number }[] {
    return this.#countByEpoch();
  }

  /** Stores a key under another epoch. @returns whether it was there */
  rewrap({ owner, use, key_id, epoch, wrapped }: WrappedKeyRow): boolean {
    return this.#rewrap(epoch, wrapped, owner, use, key_id).length === 1;
  }

  /** Destroys a key: overwritten first, because SQLite leaves the bytes of a deleted row on its page. */
  destroy(owner: string, use: WrappedKeyRow['use']): void {
    this.#blank(owner, use);
    this.#drop(owner, use);
  }
}

/** The key ring's own wrapped keys. */
export class RingKeyStore {
  readonly #all;
  readonly #add;
  readonly #rewrap;
  readonly #blank;
  readonly #drop;

  constructor(sql: Sql, db: Kysely<RingTables>) {
    this.#all = prepare(
      sql,
      db.selectFrom('ring_key').selectAll().orderBy('use').orderBy('name').orderBy('generation'),
    );
    this.#add = prepare(
      sql,
      db
        .insertInto('ring_key')
        .values({ use: 'row', name: text, generation: int, wrapped: bytes, created_at: int, root: text }),
    );
    this.#rewrap = prepare(
      sql,
      db
        .updateTable('ring_key')
        .set({ wrapped: bytes, root: text })
        .where('use', '=', 'row')
        .where('name', '=', text)
        .where('generation', '=', int),
    );
    this.#blank = prepare(
      sql,
      db
        .updateTable('ring_key')
        .set({ wrapped: raw<Uint8Array>`zeroblob(length(wrapped))` })
        .where('use', '=', 'row')
        .where('name', '=', text),
    );
    this.#drop = prepare(sql, db.deleteFrom('ring_key').where('use', '=', 'row').where('name', '=', text));
  }

  all(): RingKeyRow[] {
    return this.#all();
  }

  add(row: RingKeyRow): void {
    this.#add(row.use, row.name, row.generation, row.wrapped, row.created_at, row.root);
  }

  /** Stores a key wrapped by another root secret. The bytes are as many: they take the old ones' place on the page. */
  rewrap(row: RingKeyRow): void {
    this.#rewrap(row.wrapped, row.root, row.use, row.name, row.generation);
  }

  /** Destroys the keys of this use and name, as {@link WrappedKeyStore.destroy} does. */
  destroy(use: RingKeyRow['use'], name: string): void {
    this.#blank(use, name);
    this.#drop(use, name);
  }
}
