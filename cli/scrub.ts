import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Takes out of the database files what was deleted from them. SQLite leaves the bytes of a deleted row on its page until
 * something else takes their place, and workerd's has no `secure_delete`: an index tag of somebody who was erased would lie
 * there, and whoever has the index keys as well could try telephone numbers against it. So a file in which something was
 * erased or swept since the last time is written anew, whole, before workerd opens it.
 *
 * @param data the folder of the communities' databases @param run where is kept how much each had then
 * @returns how many files were written anew
 */
export function scrub({ data, run }: { data: string; run: string }): number {
  const mark = join(run, 'scrubbed.json');
  const before = (existsSync(mark) ? JSON.parse(readFileSync(mark, 'utf8')) : {}) as Record<string, number>;
  const after: Record<string, number> = {};
  let written = 0;
  for (const file of databasesUnder(data)) {
    const database = new DatabaseSync(join(data, file));
    try {
      const gone = goneIn(database);
      if (gone > (before[file] ?? 0)) {
        // https://sqlite.org/lang_vacuum.html: the new file holds what is there and nothing else. The log, through which it
        // is written, is emptied behind it.
        database.exec('PRAGMA secure_delete = ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
        written += 1;
      }
      after[file] = gone;
    } finally {
      database.close();
    }
  }
  writeFileSync(mark, JSON.stringify(after), { mode: 0o600 });
  return written;
}

/** Each as `folder/name.sqlite`; workerd's own `metadata.sqlite` holds alarms alone. */
const databasesUnder = (data: string): string[] =>
  existsSync(data)
    ? readdirSync(data, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'),
      )
    : [];

/** How much was ever erased or swept in it; the rows that say so are never deleted. */
function goneIn(database: DatabaseSync): number {
  const hasRows = database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'control'`);
  if (hasRows.get() === undefined) return 0;
  const query = `SELECT count(*) AS n, coalesce(sum(version), 0) AS written FROM control
    WHERE kind IN ('erasure', 'swept', 'suppression')`;
  const { n, written } = database.prepare(query).get() as { n: number; written: number };
  return n + written;
}
