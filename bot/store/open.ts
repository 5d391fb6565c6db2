import type { Migration } from 'kysely/migration';
import { join } from 'node:path';
import * as core from '../../migrations/bot/0001_core.ts';
import { Contacts } from './contacts.ts';
import { Inbox } from './inbox.ts';
import { Names } from './names.ts';
import { Outbox } from './outbox.ts';
import type { BotTables } from './schema.ts';
import { keyFrom, type Sealer, sealerOf } from './seal.ts';
import { Seen } from './seen.ts';
import { Sessions } from './sessions.ts';
import { openSqlite, type Sqlite } from './sqlite.ts';

/** Append-only: a step that has run anywhere is never edited, only followed by another. */
const migrations: Record<string, Migration> = { '0001_core': core };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long things are kept, in milliseconds. Words go as soon as they are said; these are for those that are not. */
export const keeps = {
  /** A private message to somebody who is no contact: afterwards nobody expects it any more. */
  held: 30 * minute,
  /** A conversation that was left. */
  session: 2 * hour,
  /** What could not be handled, or not be said. */
  text: 12 * hour,
  /** A request to be a contact. */
  request: 3 * day,
  /** Marks without words: that something was said or seen. No transport tells anything again that is older. */
  mark: 30 * day,
  /** Who is behind an address: as long as somebody bound may stay silent. */
  contact: 400 * day,
} as const;

/** Everything the bot keeps. */
export class BotStore {
  readonly names: Names;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly sessions: Sessions;
  readonly contacts: Contacts;
  readonly seen: Seen;
  readonly #sqlite: Sqlite<BotTables>;
  readonly #sealer: Sealer;

  constructor(sqlite: Sqlite<BotTables>, sealer: Sealer, transport: string) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.names = new Names(sealer, transport);
    this.seen = new Seen(sqlite);
    this.inbox = new Inbox(sqlite, sealer, this.names, this.seen);
    this.outbox = new Outbox(sqlite, sealer, this.names);
    this.sessions = new Sessions(sqlite, sealer, this.names);
    this.contacts = new Contacts(sqlite, sealer, this.names, this.seen);
  }

  /** See {@link Sqlite.atomically}. */
  atomically<T>(work: () => T): T {
    return this.#sqlite.atomically(work);
  }

  /** How far the transport's history was taken in: the id of what was kept last. */
  place(): string | undefined {
    const query = this.#sqlite.db.selectFrom('place').select('box').where('name', '=', 'kept');
    const found = this.#sqlite.first(query);
    return found && (this.#sealer.open('place', 'kept', found.box) as string);
  }

  setPlace(id: string): void {
    const box = this.#sealer.seal('place', 'kept', id);
    this.#sqlite.run(
      this.#sqlite.db
        .insertInto('place')
        .values({ name: 'kept', box })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ box })),
    );
  }

  /** Forgets what is older than it is kept. @returns how many things that were never said or handled went with it */
  sweep(now: number): number {
    const { db } = this.#sqlite;
    return this.#sqlite.atomically(() => {
      const unsaid = db.updateTable('outbox').set({ state: 'dropped', box: null });
      const dropped =
        this.#sqlite.run(unsaid.where('state', '=', 'held').where('at', '<', now - keeps.held)) +
        this.#sqlite.run(unsaid.where('state', 'in', ['waiting', 'held']).where('at', '<', now - keeps.text));
      for (const query of [
        db
          .deleteFrom('outbox')
          .where('state', 'in', ['sent', 'dropped'])
          .where('at', '<', now - keeps.mark),
        db.deleteFrom('session').where('at', '<', now - keeps.session),
        db.deleteFrom('friend_request').where('at', '<', now - keeps.request),
        db.deleteFrom('seen').where('at', '<', now - keeps.mark),
        db.deleteFrom('reach').where('heard', '<', now - keeps.mark),
        db.deleteFrom('contact').where('at', '<', now - keeps.contact),
      ]) {
        this.#sqlite.run(query);
      }
      return dropped;
    });
  }

  /**
   * Forgets a contact who was erased in the vault: what they said, what is to be said or was said to them, where they are in
   * a conversation, and who they are. No mark of theirs stays; that a message of some id was seen says nothing of whose.
   */
  forget(contact: string, address: string): void {
    const { db } = this.#sqlite;
    const person = this.names.chat({ to: contact });
    this.#sqlite.atomically(() => {
      for (const query of [
        db.deleteFrom('inbox').where('person', '=', person),
        db.deleteFrom('outbox').where('chat', '=', person),
        db.deleteFrom('session').where('person', '=', person),
        db.deleteFrom('reach').where('chat', '=', person),
        db.deleteFrom('contact').where('address', '=', this.names.address(address)),
      ])
        this.#sqlite.run(query);
      this.contacts.dropRequestsOf(contact);
    });
  }

  /** Sees that what was deleted is in no file any more. Outside a transaction. */
  scrub(): void {
    this.#sqlite.scrub();
  }

  close(): void {
    this.#sqlite.close();
  }
}

/**
 * Opens the bot's database in a folder; its key lies in a folder of its own beside it, which a copy of the database
 * leaves out.
 * @param transport whose messages these are: {@link Names}
 */
export async function openBotStore(dir: string, transport: string): Promise<BotStore> {
  const sealer = sealerOf(keyFrom(join(dir, 'key', 'bot.key')));
  const sqlite = await openSqlite<BotTables>(join(dir, 'bot.sqlite'), migrations);
  return new BotStore(sqlite, sealer, transport);
}
