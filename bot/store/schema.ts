import type { Generated } from 'kysely';

/** The tables of migrations/bot, as Kysely sees them. */
export interface BotTables {
  seen: { name: string; at: number };
  inbox: InboxRow;
  outbox: OutboxRow;
  session: { person: string; box: Uint8Array; at: number };
  contact: { address: string; box: Uint8Array; at: number };
  friend_request: { id: Generated<number>; name: string; box: Uint8Array; at: number };
  reach: { chat: string; heard: number; said: number };
  place: { name: string; box: Uint8Array };
}

/** `due`: not to be tried before; `at`: when it came in. Both UTC milliseconds. */
export interface InboxRow {
  id: Generated<number>;
  name: string;
  chat: string;
  person: string;
  box: Uint8Array;
  at: number;
  tries: number;
  due: number;
}

/**
 * waiting → sending → sent. `held`: for somebody who cannot be written to now. `dropped`: never said, and never will be.
 * `since`: up to where the transport's history was known when it went out; `said`: what our message is called there.
 */
export interface OutboxRow {
  id: Generated<number>;
  name: string;
  chat: string;
  state: 'waiting' | 'sending' | 'held' | 'sent' | 'dropped';
  urgent: 0 | 1;
  box: Uint8Array | null;
  since: Uint8Array | null;
  said: string | null;
  at: number;
}
