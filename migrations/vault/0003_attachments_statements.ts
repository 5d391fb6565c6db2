/**
 * The chunks of attachments. `box` is a sealed chunk, and empty where it lies in the bucket; `away` says whether it may: 0 it
 * was never put there, 1 somebody has begun to, 2 it is there alone. Whose bytes they are the sealed record says, which
 * holds the nonce without which none of them opens; `record` and `subject` are there to find them by.
 *
 * `attachment_stray` are objects of the bucket that belong to nothing any more, until they are gone.
 */
export const statements: readonly string[] = [
  `CREATE TABLE attachment_chunk (
    stream TEXT NOT NULL,
    n INTEGER NOT NULL,
    record TEXT NOT NULL,
    subject TEXT NOT NULL,
    away INTEGER NOT NULL CHECK (away IN (0, 1, 2)),
    box BLOB NOT NULL,
    PRIMARY KEY (stream, n)
  ) STRICT`,
  `CREATE INDEX attachment_chunk_record ON attachment_chunk (record)`,
  `CREATE INDEX attachment_chunk_subject ON attachment_chunk (subject)`,
  `CREATE INDEX attachment_chunk_here ON attachment_chunk (away) WHERE away < 2`,

  `CREATE TABLE attachment_stray (
    stream TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (stream, n)
  ) STRICT, WITHOUT ROWID`,
];
