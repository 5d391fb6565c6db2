/**
 * The vault's first schema. What each column tells a reader of the database is in docs/format.md.
 *
 * Everything here is ciphertext, a keyed hash, a MAC, a random identifier or a count. `control` and `transient` hold
 * plain JSON about random identifiers, never a person's data.
 *
 * As text, so that the schema a database is found with can be compared with it, also where there is no Kysely
 * (`migrations/schema.ts`).
 */
export const statements: readonly string[] = [
  `CREATE TABLE record (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    blob BLOB NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX record_subject ON record (subject, type)`,
  `CREATE INDEX record_type ON record (type, id)`,

  `CREATE TABLE wrapped_key (
    owner TEXT NOT NULL,
    use TEXT NOT NULL CHECK (use IN ('data', 'log')),
    key_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (owner, use)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE index_tag (
    field TEXT NOT NULL,
    tag TEXT NOT NULL,
    record TEXT NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (field, tag, record)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX index_tag_record ON index_tag (record)`,

  `CREATE TABLE control (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    mac BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX control_subject_grid ON control (json_extract(content, '$.grid'), json_extract(content, '$.kind'), key)
    WHERE kind = 'subject'`,
  `CREATE INDEX control_case_grid ON control (json_extract(content, '$.grid'), json_extract(content, '$.state'), key)
    WHERE kind = 'case'`,
  `CREATE INDEX control_case_reporter ON control (json_extract(content, '$.reporter'), key) WHERE kind = 'case'`,
  `CREATE INDEX control_case_number ON control (json_extract(content, '$.year'), json_extract(content, '$.number'))
    WHERE kind = 'case'`,

  `CREATE TABLE transient (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    mac BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX transient_expiry ON transient (expires_at)`,

  `CREATE TABLE log_entry (
    seq INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL,
    nodes BLOB NOT NULL,
    actor_sealed BLOB NOT NULL,
    subject_sealed BLOB NOT NULL,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX log_entry_actor ON log_entry (actor, seq)`,
  `CREATE INDEX log_entry_subject ON log_entry (subject, seq)`,

  `CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
  ) STRICT`,
];
