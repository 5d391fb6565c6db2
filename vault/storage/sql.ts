/** What SQLite gives and takes. Blobs are always `Uint8Array`, also where the engine hands out an `ArrayBuffer`. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * The synchronous SQLite that everything below the Durable Object works on. A Durable Object's storage and
 * `node:sqlite` both fit behind it, so that the pipelines are tested on a real SQLite without a Worker around them.
 *
 * There is no `BEGIN` here: a Durable Object refuses it, and one request is one {@link Sql.atomically}.
 */
export interface Sql {
  /** Runs one statement and returns its rows. */
  all(query: string, parameters: readonly SqlValue[]): Record<string, SqlValue>[];
  /** Runs `work`; everything it wrote is kept together, or nothing is if it throws. Not to be nested. */
  atomically<T>(work: () => T): T;
}
