/**
 * Of each index tag the generation of the key it was made with, and the log entry that says it was: an index gets a new key
 * while it is used, and its records' tags then are no longer those of the record's own write.
 */
export const statements: readonly string[] = [
  `ALTER TABLE index_tag ADD COLUMN generation INTEGER NOT NULL DEFAULT 1`,
  `ALTER TABLE index_tag ADD COLUMN seq INTEGER NOT NULL DEFAULT 0`,
];

/** The text that SQLite has of the table afterwards. */
export const table = `CREATE TABLE index_tag (
    field TEXT NOT NULL,
    tag TEXT NOT NULL,
    record TEXT NOT NULL,
    mac BLOB NOT NULL, generation INTEGER NOT NULL DEFAULT 1, seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (field, tag, record)
  ) STRICT, WITHOUT ROWID`;
