import type { IncomingMessage } from '../transport.ts';
import type { Names } from './names.ts';
import type { BotTables } from './schema.ts';
import type { Sealer } from './seal.ts';
import type { Seen } from './seen.ts';
import type { Sqlite } from './sqlite.ts';

/** A message that waits to be handled, as far as it has to be known to put it in order. */
export interface Waiting {
  /** Counts up in the order of arrival. */
  readonly id: number;
  readonly name: string;
  readonly chat: string;
  readonly person: string;
  /** When it came in, UTC milliseconds. */
  readonly at: number;
  readonly tries: number;
  readonly due: number;
}

/** What was said to the bot and is not handled yet. */
export class Inbox {
  readonly #sqlite: Sqlite<BotTables>;
  readonly #sealer: Sealer;
  readonly #names: Names;
  readonly #seen: Seen;

  constructor(sqlite: Sqlite<BotTables>, sealer: Sealer, names: Names, seen: Seen) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#names = names;
    this.#seen = seen;
  }

  /** @returns false when it had been taken in before */
  take(message: IncomingMessage, now: number): boolean {
    const name = this.#names.message(message);
    return this.#sqlite.atomically(() => {
      if (!this.#seen.first(name, now)) return false;
      const { room, from } = message;
      this.#sqlite.run(
        this.#sqlite.db.insertInto('inbox').values({
          name,
          chat: this.#names.chat(room === null ? { to: from } : { room }),
          person: this.#names.chat({ to: from }),
          box: this.#sealer.seal('inbox', name, kept(message)),
          at: now,
          tries: 0,
          due: now,
        }),
      );
      return true;
    });
  }

  /** All that wait, in the order they came. */
  waiting(): Waiting[] {
    const columns = ['id', 'name', 'chat', 'person', 'at', 'tries', 'due'] as const;
    return this.#sqlite.all(this.#sqlite.db.selectFrom('inbox').select(columns).orderBy('id'));
  }

  /** @returns undefined when it is handled, or was taken back */
  read(name: string): IncomingMessage | undefined {
    const found = this.#sqlite.first(
      this.#sqlite.db.selectFrom('inbox').select('box').where('name', '=', name),
    );
    return found && read(this.#sealer.open('inbox', name, found.box));
  }

  postpone(name: string, tries: number, due: number): void {
    this.#sqlite.run(this.#sqlite.db.updateTable('inbox').set({ tries, due }).where('name', '=', name));
  }

  /** It is handled, or need not be any more: its words go, that it was seen stays. */
  remove(name: string): void {
    this.#sqlite.run(this.#sqlite.db.deleteFrom('inbox').where('name', '=', name));
  }
}

/** JSON has no bytes. */
const kept = ({ file, ...message }: IncomingMessage) => ({
  ...message,
  ...(file === undefined ? {} : { file: Buffer.from(file).toString('base64') }),
});

function read(value: unknown): IncomingMessage {
  const { file, ...message } = value as Omit<IncomingMessage, 'file'> & { file?: string };
  return { ...message, ...(file === undefined ? {} : { file: new Uint8Array(Buffer.from(file, 'base64')) }) };
}
