import type { Kysely } from 'kysely';
import { bytes, int, most, one, prepare, text } from './prepare.ts';
import type { CheckpointRow, LogRow, VaultTables } from './schema.ts';
import type { Sql } from './sql.ts';

/** The access log's rows. Nothing here updates or deletes an entry. */
export class LogStore {
  readonly #add;
  readonly #get;
  readonly #nodes;
  readonly #leaves;
  readonly #before;
  readonly #byActor;
  readonly #bySubject;
  readonly #knows;
  readonly #addCheckpoint;
  readonly #lastCheckpoint;
  readonly #checkpointCovering;

  constructor(sql: Sql, db: Kysely<VaultTables>) {
    this.#add = prepare(
      sql,
      db.insertInto('log_entry').values({
        seq: int,
        leaf: bytes,
        nodes: bytes,
        actor_sealed: bytes,
        subject_sealed: bytes,
        actor: text,
        subject: text,
      }),
    );
    const all = db.selectFrom('log_entry').selectAll();
    this.#get = prepare(sql, all.where('seq', '=', int));
    this.#nodes = prepare(sql, db.selectFrom('log_entry').select('nodes').where('seq', '=', int));
    this.#leaves = prepare(
      sql,
      db.selectFrom('log_entry').select(['seq', 'leaf']).where('seq', '>=', int).orderBy('seq').limit(most),
    );
    const newestFirst = all.where('seq', '<', int).orderBy('seq', 'desc').limit(most);
    this.#before = prepare(sql, newestFirst);
    this.#byActor = prepare(sql, newestFirst.where('actor', '=', text));
    this.#bySubject = prepare(sql, newestFirst.where('subject', '=', text));
    const seq = db.selectFrom('log_entry').select('seq');
    this.#knows = prepare(
      sql,
      seq
        .where('actor', '=', text)
        .unionAll(seq.where('subject', '=', text))
        .limit(one),
    );
    this.#addCheckpoint = prepare(
      sql,
      db
        .insertInto('checkpoint')
        .values({ size: int, note: text })
        .onConflict((conflict) => conflict.doNothing()),
    );
    const checkpoints = db.selectFrom('checkpoint').selectAll().limit(most);
    this.#lastCheckpoint = prepare(sql, checkpoints.orderBy('size', 'desc'));
    this.#checkpointCovering = prepare(sql, checkpoints.where('size', '>', int).orderBy('size', 'desc'));
  }

  add(row: LogRow): void {
    this.#add(row.seq, row.leaf, row.nodes, row.actor_sealed, row.subject_sealed, row.actor, row.subject);
  }

  get(seq: number): LogRow | undefined {
    return this.#get(seq)[0];
  }

  nodes(seq: number): Uint8Array | undefined {
    return this.#nodes(seq)[0]?.nodes;
  }

  /** Leaves from `start` on, in order. */
  leaves(start: number, count: number): { seq: number; leaf: Uint8Array }[] {
    return this.#leaves(start, count);
  }

  /** Entries older than `before`, newest first, of everybody, one actor or one subject. */
  newestFirst(of: { actor?: string; subject?: string }, before: number, limit: number): LogRow[] {
    if (of.subject !== undefined) return this.#bySubject(before, of.subject, limit);
    if (of.actor !== undefined) return this.#byActor(before, of.actor, limit);
    return this.#before(before, limit);
  }

  /** Whether any entry is of or about somebody. */
  knows(owner: string): boolean {
    return this.#knows(owner, owner).length > 0;
  }

  addCheckpoint(row: CheckpointRow): void {
    this.#addCheckpoint(row.size, row.note);
  }

  lastCheckpoint(): CheckpointRow | undefined {
    return this.#lastCheckpoint(1)[0];
  }

  /** The newest published checkpoint whose tree holds the leaf `seq`. */
  checkpointCovering(seq: number): CheckpointRow | undefined {
    return this.#checkpointCovering(seq, 1)[0];
  }
}
