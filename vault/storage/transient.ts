import type { Kysely } from 'kysely';
import { bytes, int, most, prepare, text } from './prepare.ts';
import type { TransientRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** Raw rows that expire. Their MACs are made and checked in `vault/control.ts`, nowhere else. */
export class TransientStore {
  readonly #get;
  readonly #put;
  readonly #drop;
  readonly #sweep;
  readonly #ofKind;
  readonly #dropNaming;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const transient = db.selectFrom('transient').selectAll();
    this.#get = prepare(sql, transient.where('kind', '=', text).where('key', '=', text));
    this.#ofKind = prepare(
      sql,
      transient
        .where('kind', '=', text)
        .where('expires_at', '>', int)
        .where('key', '>', text)
        .orderBy('key')
        .limit(most),
    );
    this.#put = prepare(
      sql,
      db
        .insertInto('transient')
        .values({ kind: text, key: text, content: text, mac: bytes, expires_at: int })
        .onConflict((conflict) =>
          conflict.columns(['kind', 'key']).doUpdateSet((eb) => ({
            content: eb.ref('excluded.content'),
            mac: eb.ref('excluded.mac'),
            expires_at: eb.ref('excluded.expires_at'),
          })),
        ),
    );
    this.#drop = prepare(sql, db.deleteFrom('transient').where('kind', '=', text).where('key', '=', text));
    this.#dropNaming = prepare(
      sql,
      db.deleteFrom('transient').where((eb) => eb.or([eb('key', 'like', text), eb('content', 'like', text)])),
    );
    this.#sweep = prepare(sql, db.deleteFrom('transient').where('expires_at', '<=', int));
  }

  get(kind: string, key: string): TransientRow | undefined {
    return this.#get(kind, key)[0];
  }

  /** What has not expired at `now`, by key from behind `after`. What has must not use up the limit. */
  ofKind(kind: string, now: number, after: string, limit: number): TransientRow[] {
    return this.#ofKind(kind, now, after, limit);
  }

  put(row: TransientRow): void {
    this.#put(row.kind, row.key, row.content, row.mac, row.expires_at);
  }

  drop(kind: string, key: string): void {
    this.#drop(kind, key);
  }

  /** Forgets all that names an id: whose it is has been erased. */
  dropNaming(id: string): void {
    this.#dropNaming(`%${id}%`, `%${id}%`);
  }

  /** Forgets what has expired by `now`. */
  sweep(now: number): void {
    this.#sweep(now);
  }
}
