import type { Pace } from './pacing.ts';
import type { BotStore } from './store/open.ts';
import type { Transport } from './transport.ts';

const pause = 5_000;

/** Says yes to who asks to be a contact, one after another at a pace. It proves nothing about who they are, and asks nothing. */
export class Greeter {
  readonly #store: BotStore;
  readonly #transport: Pick<Transport, 'accept'>;
  readonly #pace: Pick<Pace, 'betweenFriends'>;
  readonly #now: () => number;
  readonly #wake: () => void;
  #notBefore = 0;

  /** @param wake what was held for a new contact can be said */
  constructor(
    store: BotStore,
    transport: Pick<Transport, 'accept'>,
    pace: Pick<Pace, 'betweenFriends'>,
    now: () => number,
    wake: () => void,
  ) {
    this.#store = store;
    this.#transport = transport;
    this.#pace = pace;
    this.#now = now;
    this.#wake = wake;
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
      this.#store.outbox.release({ to: request.from });
    });
    this.#notBefore = now + this.#pace.betweenFriends;
    this.#wake();
    return 0;
  }
}
