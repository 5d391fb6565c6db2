/**
 * What has to be done again to a community's database that was put back to an earlier state (design §7): whose erasure, and
 * whose withdrawal of which consent. Random ids and codes alone. It stands in the ring's database and not in the
 * community's, so that putting the one back does not put this back.
 */
export const statements: readonly string[] = [
  `CREATE TABLE replay (
    kind TEXT NOT NULL CHECK (kind IN ('erase', 'withdraw')),
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID`,
];
