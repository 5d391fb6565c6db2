import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Held until released, which may be said twice, or until the process is gone, however it goes. */
export type Lock = { release(): void };

/**
 * Takes the one lock of a state directory; undefined when another process (or this one) holds it.
 *
 * Node has no flock(2), and a file with a process number in it has a moment in which two can both find
 * it stale. So SQLite takes its kernel lock (fcntl) on an empty database: the kernel drops it with the
 * process, also at `kill -9` and at a power cut. Nothing is ever written to the file. POSIX forgets a
 * process's locks on a file when it closes any descriptor of that file, which is why the file is opened
 * here only when it has to be made.
 */
export function takeLock(file: string): Lock | undefined {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const busy = 5; // SQLITE_BUSY, https://sqlite.org/rescode.html#busy
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}
