import { type Kysely, sql as raw } from 'kysely';
import { bytes, int, most, prepare, text } from './prepare.ts';
import type { IndexTagRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** The index tags that records are found by. Their MACs are made and checked in `vault/control.ts`. */
export class TagStore {
  readonly #of;
  readonly #find;
  readonly #findNear;
  readonly #get;
  readonly #count;
  readonly #inGrid;
  readonly #add;
  readonly #drop;
  readonly #ofField;
  readonly #dropOne;
  readonly #countByGeneration;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const all = db.selectFrom('index_tag').selectAll();
    this.#of = prepare(sql, all.where('record', '=', text));
    this.#find = prepare(
      sql,
      all.where('field', '=', text).where('tag', '=', text).orderBy('record').limit(most),
    );
    this.#inGrid = inGrid(sql, db);
    ({ near: this.#findNear, get: this.#get, count: this.#count, drop: this.#dropOne } = oneTag(sql, db));
    this.#countByGeneration = prepare(
      sql,
      db
        .selectFrom('index_tag')
        .select((eb) => ['generation', eb.fn.countAll<number>().as('count')])
        .where('field', '=', text)
        .groupBy('generation'),
    );
    this.#ofField = prepare(
      sql,
      all
        .where('field', '=', text)
        .where(raw<boolean>`(tag, record) > (${text}, ${text})`)
        .orderBy('tag')
        .orderBy('record')
        .limit(int),
    );
    this.#add = prepare(
      sql,
      db
        .insertInto('index_tag')
        .values({ field: text, tag: text, record: text, mac: bytes, generation: int, seq: int }),
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

  /** The rows of one tag, those of records in these grids first: what lies elsewhere must not push them out. */
  findNear(field: string, tag: string, grids: readonly number[], limit: number): IndexTagRow[] {
    return this.#findNear(field, tag, JSON.stringify(grids), limit);
  }

  /** One record's row of a tag. */
  get(field: string, tag: string, record: string): IndexTagRow | undefined {
    return this.#get(field, tag, record)[0];
  }

  /** How many records have a tag; at most `most`, so that counting a frequent one costs no more. */
  count(field: string, tag: string, most: number): number {
    return this.#count(field, tag, most)[0]?.count ?? 0;
  }

  /** All tags of a type's records whose subject is placed in a grid. */
  inGrid(type: string, grid: number): IndexTagRow[] {
    return this.#inGrid(type, grid);
  }

  /** The tags of a field, by tag and record, from behind one of them. */
  ofField(field: string, tag: string, record: string, limit: number): IndexTagRow[] {
    return this.#ofField(field, tag, record, limit);
  }

  /** How many tags of a field each generation made. A walk over all of the field's. */
  countByGeneration(field: string): { generation: number; count: number }[] {
    return this.#countByGeneration(field);
  }

  /** Deletes one record's row of a tag. */
  dropOne(field: string, tag: string, record: string): void {
    this.#dropOne(field, tag, record);
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
    for (const { field, tag, mac, generation, seq } of tags)
      this.#add(field, tag, record, mac, generation, seq);
  }
}

/** Ways to ask for one tag. */
function oneTag(sql: Sql, db: Kysely<VaultTables>) {
  const same = db.selectFrom('index_tag').where('field', '=', text).where('tag', '=', text);
  const near = db
    .selectFrom('index_tag')
    .leftJoin('record', 'record.id', 'index_tag.record')
    .leftJoin('control', (join) =>
      join.on('control.kind', '=', raw.lit('subject')).onRef('control.key', '=', 'record.subject'),
    )
    .selectAll('index_tag')
    .where('field', '=', text)
    .where('tag', '=', text)
    .orderBy(raw`json_extract(control.content, '$.grid') IN (SELECT value FROM json_each(${text}))`, 'desc')
    .orderBy('record')
    .limit(most);
  return {
    near: prepare(sql, near),
    drop: prepare(
      sql,
      db.deleteFrom('index_tag').where('field', '=', text).where('tag', '=', text).where('record', '=', text),
    ),
    get: prepare(sql, same.where('record', '=', text).selectAll()),
    count: prepare(
      sql,
      db
        .selectFrom(same.select('record').limit(most).as('some'))
        .select((eb) => eb.fn.countAll<number>().as('count')),
    ),
  };
}

/** CROSS JOIN makes SQLite start from the grid's subjects, as in `records.ts`. */
const inGrid = (sql: Sql, db: Kysely<VaultTables>) =>
  prepare(
    sql,
    db
      .selectFrom('control')
      .crossJoin('record')
      .crossJoin('index_tag')
      .selectAll('index_tag')
      .whereRef('record.subject', '=', 'control.key')
      .where('record.type', '=', text)
      .whereRef('index_tag.record', '=', 'record.id')
      .where(raw<boolean>`control.kind = 'subject'`)
      .where(raw<number>`json_extract(control.content, '$.grid')`, '=', int),
  );
