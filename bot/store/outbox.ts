import type { Chat, OwnMessage } from '../transport.ts';
import type { Names } from './names.ts';
import type { BotTables } from './schema.ts';
import type { Sealer } from './seal.ts';
import type { Sqlite } from './sqlite.ts';

/** Something to be said. `name` is the same each time it is made, so that it is there once. */
export interface Draft {
  readonly name: string;
  readonly chat: Chat;
  readonly text: string;
  readonly urgent: boolean;
}

/** What waits to be said, as far as it has to be known to choose what comes next. */
export interface Queued {
  readonly id: number;
  readonly chat: string;
  readonly urgent: boolean;
  readonly at: number;
}

/** What the bot says: kept before it goes out, and after that only that it went. */
export class Outbox {
  readonly #sqlite: Sqlite<BotTables>;
  readonly #sealer: Sealer;
  readonly #names: Names;

  constructor(sqlite: Sqlite<BotTables>, sealer: Sealer, names: Names) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#names = names;
  }

  /** Does nothing when it was put here before, also when it has been said since. */
  add({ name, chat, text, urgent }: Draft, now: number): void {
    const values = {
      name,
      chat: this.#names.chat(chat),
      state: 'waiting' as const,
      urgent: urgent ? (1 as const) : (0 as const),
      box: this.#sealer.seal('outbox', name, { chat, text }),
      since: null,
      said: null,
      at: now,
    };
    const insert = this.#sqlite.db.insertInto('outbox').values(values);
    this.#sqlite.run(insert.onConflict((conflict) => conflict.doNothing()));
  }

  /** What may be said now, in the order it was put here; nothing for a chat in which something earlier is held. */
  waiting(): Queued[] {
    const { db } = this.#sqlite;
    const held = db.selectFrom('outbox').select('chat').where('state', '=', 'held');
    const rows = this.#sqlite.all(
      db
        .selectFrom('outbox')
        .select(['id', 'chat', 'urgent', 'at'])
        .where('state', '=', 'waiting')
        .where('chat', 'not in', held)
        .orderBy('id')
        .limit(500),
    );
    return rows.map(({ urgent, ...row }) => ({ ...row, urgent: urgent === 1 }));
  }

  /**
   * Notes that it goes out now; on the disk before a word is said.
   * @param since up to where the transport's history is known: our words will stand behind that
   */
  begin(id: number, since: string | undefined): { chat: Chat; text: string } {
    const row = this.#row(id);
    const words = this.#words(row);
    const sealed = since === undefined ? null : this.#sealer.seal('outbox.since', row.name, since);
    this.#sqlite.run(
      this.#sqlite.db.updateTable('outbox').set({ state: 'sending', since: sealed }).where('id', '=', id),
    );
    return words;
  }

  /** What waits, with its words. */
  read(id: number): { chat: Chat; text: string } {
    return this.#words(this.#row(id));
  }

  /** @param said what our message is called in the chat; empty where nobody knows */
  sent(id: number, said: string): void {
    const name = said === '' ? null : this.#names.said(said);
    this.#sqlite.run(
      this.#sqlite.db
        .updateTable('outbox')
        .set({ state: 'sent', box: null, said: name })
        .where('id', '=', id),
    );
  }

  /** It was not said: it waits again, in its old place. */
  putBack(id: number): void {
    this.#state(id, 'waiting');
  }

  /** It waits until {@link Outbox.release}. */
  hold(id: number): void {
    this.#state(id, 'held');
  }

  drop(id: number): void {
    this.#sqlite.run(
      this.#sqlite.db.updateTable('outbox').set({ state: 'dropped', box: null }).where('id', '=', id),
    );
  }

  /** The chat is open: what was held for it waits again. @returns whether there was anything */
  release(chat: Chat): boolean {
    const name = this.#names.chat(chat);
    const update = this.#sqlite.db.updateTable('outbox').set({ state: 'waiting' });
    return this.#sqlite.run(update.where('chat', '=', name).where('state', '=', 'held')) > 0;
  }

  /** What had begun to go out when the process ended: nobody here knows whether it did. */
  inDoubt(): { id: number; chat: Chat; text: string; since: string | undefined }[] {
    const rows = this.#sqlite.all(
      this.#sqlite.db.selectFrom('outbox').selectAll().where('state', '=', 'sending').orderBy('id'),
    );
    return rows.map((row) => ({
      id: row.id,
      ...this.#words(row),
      since:
        row.since === null ? undefined : (this.#sealer.open('outbox.since', row.name, row.since) as string),
    }));
  }

  /** Whether this is one of our messages that is known to have gone out. */
  isSaid({ id }: OwnMessage): boolean {
    const { db } = this.#sqlite;
    const query = db.selectFrom('outbox').select('id').where('said', '=', this.#names.said(id));
    return this.#sqlite.first(query) !== undefined;
  }

  /** When something urgent was last said, or put here to be said, in this chat. */
  lastUrgent(chat: Chat): number | undefined {
    const query = this.#sqlite.db
      .selectFrom('outbox')
      .select((e) => e.fn.max('at').as('at'))
      .where('chat', '=', this.#names.chat(chat))
      .where('urgent', '=', 1);
    return this.#sqlite.first(query)?.at ?? undefined;
  }

  #row(id: number) {
    const { db } = this.#sqlite;
    const row = this.#sqlite.first(
      db.selectFrom('outbox').select(['name', 'box']).where('id', '=', id).where('state', '=', 'waiting'),
    );
    if (row === undefined) throw new Error('only what waits can be said');
    return row;
  }

  #words({ name, box }: { name: string; box: Uint8Array | null }): { chat: Chat; text: string } {
    if (box === null) throw new Error('what was said is gone');
    return this.#sealer.open('outbox', name, box) as { chat: Chat; text: string };
  }

  #state(id: number, state: 'waiting' | 'held'): void {
    this.#sqlite.run(this.#sqlite.db.updateTable('outbox').set({ state }).where('id', '=', id));
  }
}
