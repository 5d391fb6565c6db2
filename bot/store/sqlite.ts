import { type Compilable, Kysely, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/**
 * One SQLite file under Kysely. Statements are compiled with Kysely and run at once ({@link Sqlite.all}): a promise inside
 * a transaction would let something else in between two rows that belong together.
 */
export interface Sqlite<Tables> {
  /** To compile with. It runs nothing but the migrations. */
  readonly db: Kysely<Tables>;
  /** Runs one statement. */
  all<Row>(query: Compilable<Row>): Row[];
  /** The first row, if there is one. */
  first<Row>(query: Compilable<Row>): Row | undefined;
  /** Runs a statement that changes rows; how many it changed. */
  run(query: Compilable): number;
  /**
   * Runs `work` as one transaction: when this returns, all it wrote is on the disk; when `work` throws, nothing is. Called
   * inside another it is part of that one.
   */
  atomically<T>(work: () => T): T;
  /**
   * Empties the write-ahead log into the file, and the log itself. What was deleted is zeros in the file already
   * (`secure_delete`), and until then stands in the log as it was. Outside a transaction.
   */
  scrub(): void;
  close(): void;
}

/**
 * Opens a database and brings it up to date. The file belongs to this process alone for as long as it is open.
 * @throws Error with code `ERR_SQLITE_ERROR` and errcode 5 (SQLITE_BUSY) when another process has it
 */
export async function openSqlite<Tables>(
  file: string,
  migrations: Record<string, Migration>,
): Promise<Sqlite<Tables>> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600)); // SQLite gives -wal the mode of the file it belongs to
  const database = new DatabaseSync(file, { timeout: 2_000 });
  // FULL: what was acknowledged survives a power cut too (https://sqlite.org/pragma.html#pragma_synchronous).
  // EXCLUSIVE: two bots on one outbox would say everything twice; the kernel drops the lock with the process.
  for (const pragma of [
    'locking_mode = EXCLUSIVE',
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
    'foreign_keys = ON',
    'temp_store = MEMORY',
  ]) {
    database.exec(`PRAGMA ${pragma}`);
  }
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { prepare: shimOf(database), close: () => database.close() } }),
  });
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    database.close();
    throw error instanceof Error ? error : new Error('the database could not be brought up to date');
  }
  return new Opened(database, db);
}

class Opened<Tables> implements Sqlite<Tables> {
  readonly db: Kysely<Tables>;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, db: Kysely<Tables>) {
    this.#database = database;
    this.db = db;
  }

  all<Row>(query: Compilable<Row>): Row[] {
    const { statement, parameters } = this.#prepared(query);
    return statement.all(...parameters) as Row[];
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.all(query)[0];
  }

  run(query: Compilable): number {
    const { statement, parameters } = this.#prepared(query);
    return Number(statement.run(...parameters).changes);
  }

  atomically<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  scrub(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(query: Compilable) {
    const { sql, parameters } = query.compile();
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return { statement, parameters: parameters as SQLInputValue[] };
  }
}

/** `node:sqlite` as better-sqlite3 looks, which is what Kysely's own SQLite dialect knows. */
const shimOf = (database: DatabaseSync) => (text: string) => {
  const statement = database.prepare(text);
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
  };
};
