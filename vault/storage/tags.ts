import type { Kysely } from 'kysely';
import { bytes, int, prepare, text } from './prepare.ts';
import type { IndexTagRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** The index tags that records are found by. Their MACs are made and checked in `vault/control.ts`. */
export class TagStore {
  readonly #of;
  readonly #find;
  readonly #add;
  readonly #drop;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('index_tag').selectAll();
    this.#of = prepare(sql, all.where('record', '=', text));
    this.#find = prepare(
      sql,
      all.where('field', '=', text).where('tag', '=', text).orderBy('record').limit(int),
    );
    this.#add = prepare(
      sql,
      db.insertInto('index_tag').values({ field: text, tag: text, record: text, mac: bytes }),
    );
    this.#drop = prepare(sql, db.deleteFrom('index_tag').where('record', '=', text));
  }

  /** All tags of one record. */
  of(record: string): IndexTagRow[] {
    return this.#of(record);
  }

  /** The rows of one tag, by record. */
  find(field: string, tag: string, limit: number): IndexTagRow[] {
    return this.#find(field, tag, limit);
  }

  /** Deletes all tags of one record. */
  drop(record: string): void {
    this.#drop(record);
  }

  /** Replaces all tags of one record. */
  put(record: string, tags: readonly Omit<IndexTagRow, 'record'>[]): void {
    this.#drop(record);
    this.add(record, tags);
  }

  /** Adds the tags of a record that has none. @throws when it has one of them */
  add(record: string, tags: readonly Omit<IndexTagRow, 'record'>[]): void {
    for (const { field, tag, mac } of tags) this.#add(field, tag, record, mac);
  }
}
