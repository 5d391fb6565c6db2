/** Which root secret wraps each key of the ring: while the root is exchanged there are two. */
export const statements: readonly string[] = [
  `ALTER TABLE ring_key ADD COLUMN root TEXT NOT NULL DEFAULT ''`,
];

/** The text that SQLite has of the table afterwards. */
export const table = `CREATE TABLE ring_key (
    use TEXT NOT NULL CHECK (use IN ('epoch', 'index', 'row')),
    name TEXT NOT NULL,
    generation INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL, root TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (use, name, generation)
  ) STRICT, WITHOUT ROWID`;
