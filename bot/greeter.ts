import type { Pace } from './pacing.ts';
import type { BotStore } from './store/open.ts';
import type { Transport } from './transport.ts';

const pause = 5_000;

/**
 * Says yes to who asks to be a contact, one after another at a pace, and who it is. It proves nothing about who they are,
 * and asks nothing.
 */
export class Greeter {
  readonly #store: BotStore;
  readonly #transport: Pick<Transport, 'accept'>;
  readonly #pace: Pick<Pace, 'betweenFriends'>;
  readonly #now: () => number;
  readonly #wake: () => void;
  readonly #words: string | undefined;
  #notBefore = 0;

  /**
   * @param wake what was held for a new contact can be said
   * @param words what each new contact is told; nothing when left out
   */
  constructor(
    store: BotStore,
    transport: Pick<Transport, 'accept'>,
    pace: Pick<Pace, 'betweenFriends'>,
    now: () => number,
    wake: () => void,
    words?: string,
  ) {
    this.#store = store;
    this.#transport = transport;
    this.#pace = pace;
    this.#now = now;
    this.#wake = wake;
    this.#words = words;
  }

  /** @returns milliseconds until the next one's turn; Infinity when nobody asks */
  async step(): Promise<number> {
    const now = this.#now();
    if (now < this.#notBefore) return this.#notBefore - now;
    const request = this.#store.contacts.nextRequest();
    if (request === undefined) return Infinity;
    try {
      await this.#transport.accept(request);
    } catch {
      // Not there now, or never again: the sweep forgets it in the end. Meanwhile others may ask, and come behind it.
      this.#store.contacts.postponeRequest(request);
      this.#notBefore = now + pause;
      return pause;
    }
    this.#store.atomically(() => {
      this.#store.contacts.endRequest(request);
      const chat = { to: request.from };
      this.#store.outbox.release(chat);
      if (this.#words === undefined) return;
      const name = this.#store.names.request(request.id);
      this.#store.outbox.add({ name, chat, text: this.#words, urgent: false }, this.#now());
    });
    this.#notBefore = now + this.#pace.betweenFriends;
    this.#wake();
    return 0;
  }
}
