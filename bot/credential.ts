import { readFileSync, statSync } from 'node:fs';

/**
 * The bot's own token, out of its file. It is changed while the bot works: whoever changes it writes the new one into the
 * file (and renames it into its place), and the next call is made with that. A file that is gone or empty for a moment
 * changes nothing.
 * @param file where it is
 * @returns what gives the token that stands there now
 * @throws Error of the file system when it cannot be read to begin with
 */
export function tokenFrom(file: string): () => string {
  let token = readFileSync(file, 'utf8').trim();
  let read = statOf(file);
  return () => {
    const now = statOf(file);
    if (now === undefined || now === read) return token;
    const found = readFileSync(file, 'utf8').trim();
    if (found === '') return token;
    [token, read] = [found, now];
    return token;
  };
}

/** What tells one state of a file from another. */
function statOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}
