import { type Kysely, sql as raw } from 'kysely';
import { bytes, int, most, one, prepare, text } from './prepare.ts';
import type { RecordRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** A stretch of a list, and how many more there are after it. */
export interface Page<Row> {
  rows: Row[];
  remaining: number;
}

/** A record with its subject's data key beside it, wrapped; null where that key is gone or another one. */
export interface KeyedRecord extends RecordRow {
  epoch: string | null;
  wrapped: Uint8Array | null;
}

/** The join that brings the key in the same statement: of two small ones the second costs as much as the first. */
const itsKey = raw<boolean>`wrapped_key.owner = record.subject AND wrapped_key.use = 'data'
  AND wrapped_key.key_id = record.key_id`;
const keyColumns = ['wrapped_key.epoch', 'wrapped_key.wrapped'] as const;

/** The sealed records. */
export class RecordStore {
  readonly #byId;
  readonly #bySubject;
  readonly #ofSubject;
  readonly #countOfSubject;
  readonly #taken;
  readonly #byGrid;
  readonly #countByGrid;
  readonly #subjectsIn;
  readonly #withoutTag;
  readonly #idsOf;
  readonly #add;
  readonly #replace;
  readonly #allOf;
  readonly #blank;
  readonly #drop;
  readonly #ofType;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('record').selectAll('record');
    // The plus keeps SQLite from walking all records of a type in the order of their ids.
    const id = raw<string>`+record.id`;
    const keyed = all.leftJoin('wrapped_key', (join) => join.on(itsKey)).select(keyColumns);
    this.#byId = prepare(sql, keyed.where('type', '=', text).where('id', '=', text));
    this.#bySubject = prepare(
      sql,
      keyed.where('subject', '=', text).where('type', '=', text).where(id, '>', text).orderBy(id).limit(most),
    );
    this.#countOfSubject = prepare(
      sql,
      db
        .selectFrom('record')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('subject', '=', text)
        .where('type', '=', text)
        .where(id, '>', text),
    );
    const controls = db.selectFrom('control').select('key as id');
    const control = controls.where('kind', '=', text).where('key', '=', text);
    this.#taken = prepare(
      sql,
      db
        .selectFrom('record')
        .select('id')
        .where('id', '=', text)
        .unionAll(control)
        .unionAll(control)
        .unionAll(control)
        .unionAll(control),
    );
    // CROSS JOIN makes SQLite start from the grid's subjects.
    const inGrid = db
      .selectFrom('control')
      .crossJoin('record')
      .whereRef('record.subject', '=', 'control.key')
      .where('record.type', '=', text)
      // Written out as in the partial index of migrations/vault/0001: with a placeholder SQLite would not use it.
      .where(raw<boolean>`control.kind = 'subject'`)
      .where(raw<number>`json_extract(control.content, '$.grid')`, '=', int)
      .where(id, '>', text);
    const keyedInGrid = inGrid.leftJoin('wrapped_key', (join) => join.on(itsKey)).select(keyColumns);
    this.#byGrid = prepare(sql, keyedInGrid.selectAll('record').orderBy(id).limit(most));
    this.#countByGrid = prepare(
      sql,
      inGrid.select((eb) => eb.fn.countAll<number>().as('count')),
    );
    this.#subjectsIn = subjectsIn(sql, db);
    this.#withoutTag = withoutTag(sql, db);
    this.#idsOf = idsOf(sql, db);
    const row = { id: text, type: text, subject: text, version: int, key_id: text, blob: bytes, seq: int };
    this.#add = prepare(sql, db.insertInto('record').values(row));
    this.#replace = replace(sql, db);
    ({ any: this.#ofSubject, all: this.#allOf } = ofSubject(sql, db));
    ({ blank: this.#blank, drop: this.#drop } = dropping(sql, db));
    const ofType = all.where('type', '=', text).where('id', '>', text).orderBy('id');
    this.#ofType = prepare(sql, ofType.limit(most));
  }

  byId(type: string, id: string): KeyedRecord | undefined {
    return this.#byId(type, id)[0];
  }

  /** Whether an id is taken: by a record of whatever type, a subject, a case, or of what was erased or swept. */
  isTaken(id: string): boolean {
    return this.#taken(id, 'subject', id, 'case', id, 'erasure', id, 'swept', id).length > 0;
  }

  /** A subject's records of one type, after the id `after`, with how many more follow. */
  bySubject(subject: string, type: string, after: string, limit: number): Page<KeyedRecord> {
    const rows = this.#bySubject(subject, type, after, limit);
    const count = this.#countOfSubject(subject, type, after)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  /** The records of a type behind an id, in the order of their ids. */
  ofType(type: string, after: string, limit: number): RecordRow[] {
    return this.#ofType(type, after, limit);
  }

  /** All of a subject's records, by type. */
  allOf(subject: string): RecordRow[] {
    return this.#allOf(subject);
  }

  /** Deletes a record: overwritten first, because SQLite leaves the bytes of a deleted row on its page. */
  drop(id: string): void {
    this.#blank(id);
    this.#drop(id);
  }

  /** Deletes all of a subject's records. */
  dropOf(subject: string): void {
    for (const { id } of this.allOf(subject)) this.drop(id);
  }

  /** Whether a subject has any record, of whatever type. */
  hasAny(subject: string): boolean {
    return this.#ofSubject(subject).length > 0;
  }

  /** Records of one type whose subject is placed in `grid`, after the id `after`, with how many more follow. */
  byGrid(type: string, grid: number, after: string, limit: number): Page<KeyedRecord> {
    const rows = this.#byGrid(type, grid, after, limit);
    const count = this.#countByGrid(type, grid, after)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  /**
   * As {@link byGrid}, of a type whose records are subjects themselves: a page is read along the index of grids, and the rest
   * is counted in it.
   */
  subjectsIn(type: string, grid: number, after: string, limit: number): Page<RecordRow> {
    const rows = this.#subjectsIn.rows(type, grid, type, after, limit);
    const count = this.#subjectsIn.count(grid, type, after)[0]?.count ?? 0;
    return { rows, remaining: count - rows.length };
  }

  /** The ids of a type's records, from behind `after`. */
  idsOf(type: string, after: string, limit: number): string[] {
    return this.#idsOf(type, after, limit).map(({ id }) => id);
  }

  /** Records of a type that have no tag of a field, by id from behind `after`. */
  withoutTag(type: string, field: string, after: string, limit: number): RecordRow[] {
    return this.#withoutTag(type, after, field, limit);
  }

  /** Stores a new record. @throws when its id is taken: nothing is ever written over by a new record */
  add(row: RecordRow): void {
    this.#add(row.id, row.type, row.subject, row.version, row.key_id, row.blob, row.seq);
  }

  /** Stores a record's next version over the one before. @returns whether that one was there */
  replace(row: RecordRow): boolean {
    const { id, type, subject, version, key_id, blob, seq } = row;
    return this.#replace(version, key_id, blob, seq, id, type, subject, version - 1).length === 1;
  }
}

/** All that is one subject's. */
function ofSubject(sql: Sql, db: Kysely<VaultTables>) {
  const theirs = db.selectFrom('record').where('subject', '=', text);
  return {
    any: prepare(sql, theirs.select('id').limit(one)),
    all: prepare(sql, theirs.selectAll().orderBy('type').orderBy('id')),
  };
}

/** One record for good. */
const dropping = (sql: Sql, db: Kysely<VaultTables>) => ({
  blank: prepare(
    sql,
    db
      .updateTable('record')
      .set({ blob: raw<Uint8Array>`zeroblob(length(blob))` })
      .where('id', '=', text),
  ),
  drop: prepare(sql, db.deleteFrom('record').where('id', '=', text)),
});

/** The ids of a type's records, from behind one of them. */
const idsOf = (sql: Sql, db: Kysely<VaultTables>) =>
  prepare(
    sql,
    db
      .selectFrom('record')
      .select('id')
      .where('type', '=', text)
      .where('id', '>', text)
      .orderBy('id')
      .limit(most),
  );

/** The subjects of a kind in a grid, by their ids, with their own records. Written out as the index of grids has it. */
function subjectsIn(sql: Sql, db: Kysely<VaultTables>) {
  const inGrid = raw<boolean>`control.kind = 'subject' AND json_extract(control.content, '$.grid') = ${int}
    AND json_extract(control.content, '$.kind') = ${text} AND control.key > ${text}`;
  const subjects = db.selectFrom('control').where(inGrid);
  const records = db
    .selectFrom('control')
    .crossJoin('record')
    .whereRef('record.id', '=', 'control.key')
    .where('record.type', '=', text)
    .where(inGrid);
  return {
    rows: prepare(sql, records.selectAll('record').orderBy('control.key').limit(most)),
    count: prepare(
      sql,
      subjects.select((eb) => eb.fn.countAll<number>().as('count')),
    ),
  };
}

/** Records of a type without a tag of a field. */
const withoutTag = (sql: Sql, db: Kysely<VaultTables>) =>
  prepare(
    sql,
    db
      .selectFrom('record')
      .selectAll('record')
      .where('type', '=', text)
      .where('id', '>', text)
      .where(
        raw<boolean>`NOT EXISTS (SELECT 1 FROM index_tag WHERE index_tag.record = record.id AND field = ${text})`,
      )
      .orderBy('id')
      .limit(most),
  );

/** The next version of a record in the place of the one before. */
const replace = (sql: Sql, db: Kysely<VaultTables>) =>
  prepare(
    sql,
    db
      .updateTable('record')
      .set({ version: int, key_id: text, blob: bytes, seq: int })
      .where('id', '=', text)
      .where('type', '=', text)
      .where('subject', '=', text)
      .where('version', '=', int)
      .returning('id'),
  );
