import { createHash, createHmac } from 'node:crypto';
import * as fs from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { schemaDifferences, schemaQuery, type SchemaRow } from '../migrations/schema.ts';
import { Fault } from './fault.ts';

/** What a cell may hold. An `int` is a whole number from 0 to 2^53 − 1: nothing that we store is another. */
interface Cells {
  text: string;
  int: number;
  bytes: Uint8Array;
}

/** The tables of migrations/ as they are read here; `id` are the columns that a row is named by. */
const tables = {
  log_entry: {
    id: ['seq'],
    cells: {
      seq: 'int',
      leaf: 'bytes',
      nodes: 'bytes',
      actor_sealed: 'bytes',
      subject_sealed: 'bytes',
      actor: 'text',
      subject: 'text',
    },
  },
  checkpoint: { id: ['size'], cells: { size: 'int', note: 'text' } },
  record: {
    id: ['type', 'id'],
    cells: {
      id: 'text',
      type: 'text',
      subject: 'text',
      version: 'int',
      key_id: 'text',
      blob: 'bytes',
      seq: 'int',
    },
  },
  index_tag: {
    id: ['field', 'record'],
    cells: { field: 'text', tag: 'text', record: 'text', mac: 'bytes', generation: 'int', seq: 'int' },
  },
  control: {
    id: ['kind', 'key'],
    cells: { kind: 'text', key: 'text', version: 'int', content: 'text', mac: 'bytes', seq: 'int' },
  },
  transient: {
    id: ['kind', 'key'],
    cells: { kind: 'text', key: 'text', content: 'text', mac: 'bytes', expires_at: 'int' },
  },
  wrapped_key: {
    id: ['use', 'owner'],
    cells: { owner: 'text', use: 'text', key_id: 'text', epoch: 'text', wrapped: 'bytes' },
  },
  attachment_chunk: {
    id: ['record', 'stream', 'n'],
    cells: { stream: 'text', n: 'int', record: 'text', subject: 'text', away: 'int', box: 'bytes' },
  },
  ring_key: {
    id: ['use', 'name', 'generation'],
    cells: {
      use: 'text',
      name: 'text',
      generation: 'int',
      wrapped: 'bytes',
      created_at: 'int',
      root: 'text',
    },
  },
  replay: { id: ['kind', 'id'], cells: { kind: 'text', id: 'text', at: 'int' } },
} as const satisfies Record<string, { id: readonly string[]; cells: Record<string, keyof Cells> }>;

export type Table = keyof typeof tables;

/** A row of a table, each cell of its kind. */
export type Row<T extends Table> = {
  readonly [C in keyof (typeof tables)[T]['cells']]: Cells[(typeof tables)[T]['cells'][C] & keyof Cells];
};

/** Something below the rows: a file that SQLite itself finds fault with, or code that lies in wait in it. */
export interface Damage {
  readonly code:
    'database_damaged' | 'database_program' | 'schema_missing' | 'schema_changed' | 'schema_extra';
  /** What SQLite says of it: names of tables and numbers of rows, no content. */
  readonly what: string;
}

/**
 * One SQLite file, read-only, as it stands at the first look: everything is read in one transaction, and what a
 * running vault writes meanwhile (its files are in WAL mode) is not seen. It takes no lock that a writer would wait
 * for. https://sqlite.org/wal.html
 */
export class Snapshot {
  /** Rows that hold a value of a wrong kind, and tables that could not be read to their end. */
  readonly malformed = new Map<string, { table: Table; id: string }>();
  readonly #database: DatabaseSync;
  #leaf: StatementSync | undefined;

  /** @throws Fault `data` when there is no such file, or it is no database */
  constructor(file: string) {
    try {
      this.#database = new DatabaseSync(file, { readOnly: true, readBigInts: true, timeout: 5_000 });
      this.#database.exec('BEGIN');
      this.#database.prepare('SELECT count(*) FROM sqlite_master').get();
    } catch (error) {
      if (!isSqlite(error)) throw error;
      throw new Fault('data', `${file} 读不了:${error.message}`, `${file} cannot be read: ${error.message}`);
    }
  }

  /** All rows of a table; log entries and checkpoints in their order. Never through an index, which may lie. */
  *rows<T extends Table>(table: T): Generator<Row<T>, void> {
    const cells: Record<string, keyof Cells> = tables[table].cells;
    const names = Object.keys(cells).map((name) => `"${name}"`);
    const order = table === 'log_entry' ? ' ORDER BY seq' : table === 'checkpoint' ? ' ORDER BY size' : '';
    try {
      const select = `SELECT ${names.join(', ')} FROM "${table}" NOT INDEXED${order}`;
      for (const found of this.#database.prepare(select).iterate()) {
        const row = cellsOf(found, cells);
        if (row === undefined) this.#malformed(table, nameOf(table, found));
        else yield row as Row<T>;
      }
    } catch (error) {
      if (!isSqlite(error)) throw error;
      this.#malformed(table, '');
    }
  }

  /** Of each record its type and whose it is, without what it holds. */
  *owners(): Generator<Pick<Row<'record'>, 'id' | 'type' | 'subject'>, void> {
    const cells = { id: 'text', type: 'text', subject: 'text' } as const;
    for (const found of this.#database
      .prepare('SELECT id, type, subject FROM record NOT INDEXED')
      .iterate()) {
      const row = cellsOf(found, cells);
      if (row === undefined) this.#malformed('record', nameOf('record', found));
      else yield row as Pick<Row<'record'>, 'id' | 'type' | 'subject'>;
    }
  }

  /** The leaf of an entry, or undefined. */
  leaf(seq: number): Uint8Array | undefined {
    this.#leaf ??= this.#database.prepare('SELECT leaf FROM log_entry WHERE seq = ?');
    const leaf = this.#leaf.get(seq)?.['leaf'];
    return leaf instanceof Uint8Array ? leaf : undefined;
  }

  /**
   * What is wrong below the rows. `integrity_check` also compares each index with its table: the vault looks rows up
   * through them. The schema is compared with the texts that the migrations make it of: we make no trigger and no view,
   * one could undo at night what is written by day, and a CHECK or UNIQUE of another could keep out what should be
   * written.
   */
  damage(expected: readonly string[]): Damage[] {
    const damages: Damage[] = [];
    try {
      for (const row of this.#database.prepare('PRAGMA integrity_check(50)').all()) {
        const what = String(row['integrity_check']);
        if (what !== 'ok') damages.push({ code: 'database_damaged', what });
      }
      const schema = this.#database.prepare(schemaQuery).all() as unknown as SchemaRow[];
      for (const { kind, type, name } of schemaDifferences(expected, schema))
        damages.push({
          code: kind === 'program' ? 'database_program' : `schema_${kind}`,
          what: `${type} ${name}`,
        });
    } catch (error) {
      if (!isSqlite(error)) throw error;
      damages.push({ code: 'database_damaged', what: error.message });
    }
    return damages;
  }

  close(): void {
    this.#database.close();
  }

  #malformed(table: Table, id: string): void {
    this.malformed.set(`${table} ${id}`, { table, id });
  }
}

/**
 * Copies a database as it stands at this moment, also one that is being written. What was deleted does not come along, as
 * it would with the file's pages: https://sqlite.org/lang_vacuum.html#vacuuminto
 * @throws Fault `data` when it cannot be read
 */
export function copyDatabase(from: string, to: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
    database.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    if (!isSqlite(error)) throw error;
    throw new Fault('data', `${from} 读不了:${error.message}`, `${from} cannot be read: ${error.message}`);
  } finally {
    database?.close();
  }
}

/** Reads a file and closes it, whatever comes of it. @throws Fault `data` as {@link Snapshot} does */
export function reading<T>(file: string, read: (snapshot: Snapshot) => T): T {
  const snapshot = new Snapshot(file);
  try {
    return read(snapshot);
  } finally {
    snapshot.close();
  }
}

/** The row, or undefined when a cell is not of its column's kind. */
function cellsOf(found: Record<string, unknown>, cells: Record<string, keyof Cells>) {
  const row: Record<string, Cells[keyof Cells]> = {};
  for (const [name, kind] of Object.entries(cells)) {
    const value = found[name];
    if (kind === 'text' && typeof value === 'string') row[name] = value;
    else if (kind === 'bytes' && value instanceof Uint8Array) row[name] = value;
    else if (kind === 'int' && typeof value === 'bigint' && value >= 0n && value < 2n ** 53n)
      row[name] = Number(value);
    else return undefined;
  }
  return row;
}

const nameOf = (table: Table, found: Record<string, unknown>): string =>
  tables[table].id
    .map((column) => (found[column] instanceof Uint8Array ? '?' : String(found[column])))
    .join('/');

const isSqlite = (error: unknown): error is Error =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR';

/**
 * The name of the file that workerd keeps an object's database in: its id, 64 hex digits, is made from the
 * namespace's unique key and the object's name alone (workerd, `ActorIdFactoryImpl::idFromName`).
 */
export function objectFile(uniqueKey: string, name: string): string {
  const key = createHash('sha256').update(uniqueKey).digest();
  const half = (message: string | Buffer): Buffer =>
    createHmac('sha256', key).update(message).digest().subarray(0, 16);
  const first = half(name);
  return `${Buffer.concat([first, half(first)]).toString('hex')}.sqlite`;
}

/**
 * Names that objects of a folder may have: of the alarms that workerd keeps beside them, and of the logs whose
 * checkpoints are in them. They are guesses; {@link objectFile} decides.
 */
export function namesIn(folder: string): Set<string> {
  const names = new Set<string>();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.sqlite'))) {
    const query =
      file === 'metadata.sqlite'
        ? 'SELECT actor_name AS name FROM _cf_ALARM'
        : 'SELECT note AS name FROM checkpoint ORDER BY size DESC LIMIT 1';
    for (const name of namesFrom(`${folder}/${file}`, query)) {
      names.add(/^lindun\/([a-z][a-z0-9-]{1,30})\/\d+\n/.exec(name)?.[1] ?? name);
    }
  }
  return names;
}

function namesFrom(file: string, query: string): string[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    return database
      .prepare(query)
      .all()
      .flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  } catch (error) {
    if (isSqlite(error)) return []; // another table, or no database: no name from there
    throw error;
  } finally {
    database?.close();
  }
}
