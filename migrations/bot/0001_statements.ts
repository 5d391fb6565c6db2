/**
 * The bot's schema. What lies open is what rows are found by: numbers, times, and names that are keyed hashes
 * (bot/store/seal.ts). Whatever tells of a person or a message is in a `box`, sealed for its table and row.
 */
export const statements: readonly string[] = [
  // Messages and notifications that were taken in once, so that none is taken in twice. They outlive their texts.
  `CREATE TABLE seen (
    name TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // Messages that are not handled yet. Handling one removes it.
  `CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL,
    person TEXT NOT NULL,
    box BLOB NOT NULL,
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due INTEGER NOT NULL
  ) STRICT`,
  // What is to be said. Once it is said the words are gone and only the mark is left.
  `CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    chat TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'held', 'sent', 'dropped')),
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    box BLOB,
    since BLOB,
    said TEXT,
    at INTEGER NOT NULL,
    CHECK ((state IN ('sent', 'dropped')) = (box IS NULL))
  ) STRICT`,
  `CREATE INDEX outbox_state ON outbox (state, id)`,
  `CREATE INDEX outbox_said ON outbox (said) WHERE said IS NOT NULL`,
  // Where a person is in a conversation of several steps.
  `CREATE TABLE session (
    person TEXT PRIMARY KEY,
    box BLOB NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // Who is behind an address of the vault's.
  `CREATE TABLE contact (
    address TEXT PRIMARY KEY,
    box BLOB NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // Who asked to be a contact and was not answered yet.
  `CREATE TABLE friend_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    box BLOB NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`,
  // When a person last wrote in private, and what was said to them since: some transports allow only so much.
  `CREATE TABLE reach (
    chat TEXT PRIMARY KEY,
    heard INTEGER NOT NULL,
    said INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // How far the transport's own history was taken in.
  `CREATE TABLE place (
    name TEXT PRIMARY KEY,
    box BLOB NOT NULL
  ) STRICT, WITHOUT ROWID`,
];
