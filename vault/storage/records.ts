import { type Kysely, sql as raw } from 'kysely';
import { bytes, int, prepare, text } from './prepare.ts';
import type { RecordRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** A stretch of a list, and how many more there are after it. */
export interface Page<Row> {
  rows: Row[];
  remaining: number;
}

/** The sealed records and their index tags. */
export class RecordStore {
  readonly #byId;
  readonly #bySubject;
  readonly #ofSubject;
  readonly #byGrid;
  readonly #countByGrid;
  readonly #upsert;
  readonly #tagsOf;
  readonly #byTag;
  readonly #addTag;
  readonly #dropTags;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('record').selectAll('record');
    this.#byId = prepare(sql, all.where('type', '=', text).where('id', '=', text));
    this.#bySubject = prepare(
      sql,
      all.where('subject', '=', text).where('type', '=', text).orderBy('id').limit(int),
    );
    this.#ofSubject = prepare(
      sql,
      db.selectFrom('record').select('id').where('subject', '=', text).limit(int),
    );
    // CROSS JOIN and the pluses make SQLite start from the grid's subjects and not walk all records of the type.
    const id = raw<string>`+record.id`;
    const inGrid = db
      .selectFrom('control')
      .crossJoin('record')
      .whereRef('record.subject', '=', 'control.key')
      .where('record.type', '=', text)
      // Written out as in the partial index of migrations/vault/0001: with a placeholder SQLite would not use it.
      .where(raw<boolean>`control.kind = 'subject'`)
      .where(raw<number>`json_extract(control.content, '$.grid')`, '=', int)
      .where(id, '>', text);
    this.#byGrid = prepare(sql, inGrid.selectAll('record').orderBy(id).limit(int));
    this.#countByGrid = prepare(
      sql,
      inGrid.select((eb) => eb.fn.countAll<number>().as('count')),
    );
    const row = { id: text, type: text, subject: text, version: int, key_id: text, blob: bytes, seq: int };
    this.#upsert = prepare(
      sql,
      db
        .insertInto('record')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((eb) => ({
            version: eb.ref('excluded.version'),
            key_id: eb.ref('excluded.key_id'),
            blob: eb.ref('excluded.blob'),
            seq: eb.ref('excluded.seq'),
          })),
        ),
    );
    const tag = db.selectFrom('index_tag').selectAll();
    this.#tagsOf = prepare(sql, tag.where('record', '=', text));
    this.#byTag = prepare(
      sql,
      tag.where('field', '=', text).where('tag', '=', text).orderBy('record').limit(int),
    );
    this.#addTag = prepare(
      sql,
      db.insertInto('index_tag').values({ field: text, tag: text, record: text, mac: bytes }),
    );
    this.#dropTags = prepare(sql, db.deleteFrom('index_tag').where('record', '=', text));
  }

  byId(type: string, id: string): RecordRow | undefined {
    return this.#byId(type, id)[0];
  }

  /** A subject's records of one type, by id. */
  bySubject(subject: string, type: string, limit: number): RecordRow[] {
    return this.#bySubject(subject, type, limit);
  }

  /** Whether a subject has any record, of whatever type. */
  hasAny(subject: string): boolean {
    return this.#ofSubject(subject, 1).length > 0;
  }

  /** Records of one type whose subject is placed in `grid`, after the id `after`, with how many more follow. */
  byGrid(type: string, grid: number, after: string, limit: number): Page<RecordRow> {
    const rows = this.#byGrid(type, grid, after, limit);
    const count = this.#countByGrid(type, grid, after)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  /** Writes a record's newest version over the one before. */
  put(row: RecordRow): void {
    this.#upsert(row.id, row.type, row.subject, row.version, row.key_id, row.blob, row.seq);
  }

  byTag(field: string, tag: string, limit: number): { record: string; mac: Uint8Array }[] {
    return this.#byTag(field, tag, limit);
  }

  tagsOf(record: string): { field: string; tag: string; mac: Uint8Array }[] {
    return this.#tagsOf(record);
  }

  /** Replaces all index tags of one record. */
  putTags(record: string, tags: readonly { field: string; tag: string; mac: Uint8Array }[]): void {
    this.#dropTags(record);
    for (const { field, tag, mac } of tags) this.#addTag(field, tag, record, mac);
  }
}
