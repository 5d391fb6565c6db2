/**
 * The key ring's schema: one community's random keys, each wrapped under a key made from the root secret, which is
 * in no database (docs/format.md, "Ring key").
 */
export const statements: readonly string[] = [
  `CREATE TABLE ring_key (
    use TEXT NOT NULL CHECK (use IN ('epoch', 'index', 'row')),
    name TEXT NOT NULL,
    generation INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (use, name, generation)
  ) STRICT, WITHOUT ROWID`,
];
