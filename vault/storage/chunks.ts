import { type Kysely, sql as raw } from 'kysely';
import { bytes, int, prepare, text } from './prepare.ts';
import type { ChunkRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** Which chunk: of a stream, the nth. */
export interface ChunkKey {
  stream: string;
  n: number;
}

/** The sealed chunks of attachments, and what is known of those that lie in a bucket. */
export class ChunkStore {
  readonly #add;
  readonly #get;
  readonly #keysOf;
  readonly #some;
  readonly #drop;
  readonly #here;
  readonly #begin;
  readonly #moved;
  readonly #strays;
  readonly #addStray;
  readonly #gone;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    const row = { stream: text, n: int, record: text, subject: text, away: int, box: bytes };
    const one = (eb: Kysely<VaultTables>) =>
      eb.selectFrom('attachment_chunk').where('stream', '=', text).where('n', '=', int);
    this.#add = prepare(sql, db.insertInto('attachment_chunk').values(row));
    this.#get = prepare(sql, one(db).selectAll());
    const keys = db.selectFrom('attachment_chunk').select(['stream', 'n', 'away']);
    this.#keysOf = {
      stream: prepare(sql, keys.where('stream', '=', text)),
      subject: prepare(sql, keys.where('subject', '=', text)),
    };
    this.#some = prepare(sql, keys.where('record', '=', text));
    ({ drop: this.#drop, begin: this.#begin, moved: this.#moved } = changes(sql, db));
    this.#here = prepare(
      sql,
      db.selectFrom('attachment_chunk').selectAll().where('away', '<', raw.lit(2)).limit(int),
    );
    const strays = db.selectFrom('attachment_stray').selectAll();
    this.#strays = prepare(sql, strays.limit(int));
    const stray = { stream: text, n: int };
    this.#addStray = prepare(
      sql,
      db
        .insertInto('attachment_stray')
        .values(stray)
        .onConflict((oc) => oc.doNothing()),
    );
    this.#gone = prepare(
      sql,
      db.deleteFrom('attachment_stray').where('stream', '=', text).where('n', '=', int),
    );
  }

  /** @throws when there is one of this number already: nothing is ever written over a chunk */
  add(row: Omit<ChunkRow, 'away'>): void {
    this.#add(row.stream, row.n, row.record, row.subject, 0, row.box);
  }

  get(stream: string, n: number): ChunkRow | undefined {
    return this.#get(stream, n)[0];
  }

  /** The chunks that are kept for an attachment's record. */
  of(record: string): ChunkKey[] {
    return this.#some(record);
  }

  /** Destroys the chunks of a stream: overwritten first, and what may lie in the bucket is remembered until it is gone. */
  dropStream(stream: string): void {
    this.#dropAll(this.#keysOf.stream(stream));
  }

  /** Destroys all chunks of a subject in the same way. */
  dropOf(subject: string): void {
    this.#dropAll(this.#keysOf.subject(subject));
  }

  #dropAll(keys: readonly (ChunkKey & { away: number })[]): void {
    for (const { stream, n, away } of keys) {
      if (away > 0) this.#addStray(stream, n);
      for (const change of this.#drop) change(stream, n);
    }
  }

  /** Chunks that are not in the bucket, or may not be. */
  here(limit: number): ChunkRow[] {
    return this.#here(limit);
  }

  /** Before a chunk is put into the bucket: from now on it may be there. */
  beginMove({ stream, n }: ChunkKey): void {
    this.#begin(stream, n);
  }

  /** After it was put there. One that was destroyed meanwhile is remembered as one too many. */
  moved({ stream, n }: ChunkKey): void {
    if (this.#get(stream, n)[0] === undefined) this.#addStray(stream, n);
    else this.#moved(stream, n);
  }

  /** What is to go from the bucket. */
  strays(limit: number): ChunkKey[] {
    return this.#strays(limit);
  }

  gone({ stream, n }: ChunkKey): void {
    this.#gone(stream, n);
  }
}

function changes(sql: Sql, db: Kysely<VaultTables>) {
  const update = db.updateTable('attachment_chunk');
  const wiped = raw<Uint8Array>`zeroblob(length(box))`;
  const drop = db.deleteFrom('attachment_chunk').where('stream', '=', text).where('n', '=', int);
  return {
    // In its place first: what is only deleted stays readable in the file until something else is written there.
    drop: [
      prepare(sql, update.set({ box: wiped }).where('stream', '=', text).where('n', '=', int)),
      prepare(sql, drop),
    ],
    begin: prepare(
      sql,
      update
        .set({ away: raw.lit(1) })
        .where('stream', '=', text)
        .where('n', '=', int),
    ),
    moved: prepare(
      sql,
      update
        .set({ away: raw.lit(2), box: raw<Uint8Array>`zeroblob(0)` })
        .where('stream', '=', text)
        .where('n', '=', int),
    ),
  };
}
