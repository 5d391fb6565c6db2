import type { BotStore } from './store/open.ts';
import type { FriendRequest, IncomingMessage, OwnMessage, Receiver } from './transport.ts';

/** Whom it concerns that something came. */
export interface Concerned {
  /** There may be something to handle. */
  inbox: () => void;
  /** There may be something to say. */
  outbox: () => void;
  /** Somebody asked to be a contact. */
  requests: () => void;
  caughtUp: () => void;
  lost: (why: string) => void;
}

/**
 * Takes in what a transport gives: each thing is on the disk when a call returns, and the same thing given again changes
 * nothing. So a transport may tell its history again, and after a crash it does, from {@link Arrivals.from} on.
 */
export class Arrivals implements Receiver {
  readonly #store: BotStore;
  readonly #recalls: boolean;
  readonly #now: () => number;
  readonly #concerned: Concerned;
  /** What had begun to go out when the last run ended. */
  #doubts: { id: number; chat: string; text: string }[];
  readonly #from: string | undefined;

  /** @param recalls whether the transport will tell our own words again */
  constructor(store: BotStore, recalls: boolean, now: () => number, concerned: Concerned) {
    this.#store = store;
    this.#recalls = recalls;
    this.#now = now;
    this.#concerned = concerned;
    const doubts = store.outbox.inDoubt();
    this.#doubts = doubts.map(({ id, chat, text }) => ({ id, chat: store.names.chat(chat), text }));
    // One at a time goes out, so there is at most one; what it was said behind lies before all that was kept since.
    const [first] = doubts;
    this.#from = first === undefined ? store.place() : first.since;
  }

  /** From where on the transport's history has to be told again: the id of what was kept before that. */
  get from(): string | undefined {
    return this.#from;
  }

  message(message: IncomingMessage): void {
    const now = this.#now();
    this.#store.atomically(() => {
      const isNew = this.#store.inbox.take(message, now);
      this.#store.setPlace(message.id);
      if (!isNew || message.room !== null) return;
      this.#store.contacts.heard(message.from, now);
      this.#store.outbox.release({ to: message.from });
    });
    this.#concerned.inbox();
    this.#concerned.outbox();
  }

  own(said: OwnMessage): void {
    this.#store.atomically(() => {
      this.#store.setPlace(said.id);
      if (this.#doubts.length === 0 || this.#store.outbox.isSaid(said)) return;
      const chat = this.#store.names.chat(said.chat);
      const found = this.#doubts.find(
        (doubt) => doubt.chat === chat && doubt.text.trim() === said.text.trim(),
      );
      if (found === undefined) return;
      this.#store.outbox.sent(found.id, said.id);
      this.#doubts = this.#doubts.filter((doubt) => doubt !== found);
    });
  }

  friendRequest(request: FriendRequest): void {
    this.#store.atomically(() => {
      this.#store.contacts.takeRequest(request, this.#now());
      this.#store.setPlace(request.id);
    });
    this.#concerned.requests();
  }

  friend(contact: string): void {
    this.#store.outbox.release({ to: contact });
    this.#concerned.outbox();
  }

  recalled(message: { id: string; room: string | null }): void {
    this.#store.inbox.remove(this.#store.names.message(message));
  }

  /**
   * What is still in doubt was not among what was told, so it never went out, and goes out now. Where a transport tells
   * nothing again (a puppet service, a real WeChat account) nobody can know: there it is not said a second time. A
   * person who misses an answer asks again; one who gets two of everything stops trusting either.
   */
  caughtUp(): void {
    this.#store.atomically(() => {
      for (const { id } of this.#doubts) {
        if (this.#recalls) this.#store.outbox.putBack(id);
        else this.#store.outbox.drop(id);
      }
    });
    this.#doubts = [];
    this.#concerned.caughtUp();
  }

  lost(why: string): void {
    this.#concerned.lost(why);
  }
}
