import type { Chat } from '../transport.ts';
import type { Sealer } from './seal.ts';

/** What rows are found by: keyed hashes, so that a database alone does not tell whose rows they are. */
export class Names {
  readonly #sealer: Sealer;
  readonly #transport: string;

  /** @param transport its name: the same id in another one is somebody else's */
  constructor(sealer: Sealer, transport: string) {
    this.#sealer = sealer;
    this.#transport = transport;
  }

  message({ id, room }: { id: string; room: string | null }): string {
    return this.#name('message', room ?? '', id);
  }

  /** What a private chat is called is also what the person in it is called. */
  chat(chat: Chat): string {
    return 'room' in chat ? this.#name('room', chat.room) : this.#name('person', chat.to);
  }

  /** For the vault: what is done about a message, the same each time. @param message its name */
  key(message: string, what: string): string {
    return this.#sealer.name('key', message, what);
  }

  said(id: string): string {
    return this.#name('said', id);
  }

  request(id: string): string {
    return this.#name('request', id);
  }

  notification(id: string): string {
    return this.#sealer.name('notification', id);
  }

  address(address: string): string {
    return this.#sealer.name('address', address);
  }

  #name(use: string, ...parts: readonly string[]): string {
    return this.#sealer.name(use, this.#transport, ...parts);
  }
}
