import { type Generated, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What lies open in a row is what rows are looked up by: numbers, random ids, the ids the world was given with, times.
 * Names, topics, texts and files are in a `box`, sealed for this table and this row's id (`bot/store/seal.ts`).
 */
export interface Tables {
  /** Everything that happened, in the order it did; no row is ever removed. */
  event: {
    /** AUTOINCREMENT: a number is never given twice (https://sqlite.org/autoinc.html). */
    seq: Generated<number>;
    id: string;
    kind: 'message' | 'recall' | 'friend';
    /** Null for what happened between one person and the bot. */
    room: string | null;
    /** The person of that private chat; null in a room. */
    person: string | null;
    sender: string;
    /** Milliseconds since 1970. */
    at: number;
    /** Of a recall: the message's id. */
    recalled: string | null;
    /** What the sender called it, so that a message sent again is not there twice. */
    sent_key: string | null;
    box: Uint8Array | null;
  };
  person: { id: string; friend: 'no' | 'asked' | 'yes'; box: Uint8Array };
  room: { id: string; box: Uint8Array };
  member: { room: string; person: string };
  /** A picture or a voice note; removed with a recall. */
  file: { id: string; event: string; box: Uint8Array };
}

const first = [
  `CREATE TABLE event (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL CHECK (kind IN ('message', 'recall', 'friend')),
     room TEXT REFERENCES room (id),
     person TEXT REFERENCES person (id),
     sender TEXT NOT NULL REFERENCES person (id),
     at INTEGER NOT NULL,
     recalled TEXT REFERENCES event (id),
     sent_key TEXT,
     box BLOB,
     CHECK ((room IS NULL) <> (person IS NULL))
   ) STRICT`,
  'CREATE INDEX event_room ON event (room, seq)',
  'CREATE INDEX event_person ON event (person, seq)',
  'CREATE UNIQUE INDEX event_recalled ON event (recalled) WHERE recalled IS NOT NULL',
  'CREATE UNIQUE INDEX event_sent ON event (sender, sent_key) WHERE sent_key IS NOT NULL',
  `CREATE TABLE person (
     id TEXT PRIMARY KEY, friend TEXT NOT NULL CHECK (friend IN ('no', 'asked', 'yes')), box BLOB NOT NULL
   ) STRICT`,
  'CREATE TABLE room (id TEXT PRIMARY KEY, box BLOB NOT NULL) STRICT',
  `CREATE TABLE member (
     room TEXT NOT NULL REFERENCES room (id), person TEXT NOT NULL REFERENCES person (id),
     PRIMARY KEY (room, person)
   ) STRICT`,
  'CREATE INDEX member_person ON member (person)',
  'CREATE TABLE file (id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES event (id), box BLOB NOT NULL) STRICT',
];

export const migrations: Record<string, Migration> = {
  '0001_chat': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of first) await sql.raw(statement).execute(db);
    },
  },
};
