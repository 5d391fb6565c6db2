import type { Answer } from '../vault/client.ts';
import type { BotStore } from './store/open.ts';

/** A reminder of the vault's: that a ticket moved, or that a binding was made. Nothing in it is about a person. */
export interface Notification {
  id: string;
  /** The contact's address, as an exchange told it. */
  to: string;
  kind: string;
  ticket?: number | null | undefined;
  grid?: number | null | undefined;
  /** UTC milliseconds. */
  at: number;
}

/** As `VaultClient` has it. */
export interface NotificationSource {
  takeNotifications(request: { limit: number }): Promise<Answer<{ items: readonly Notification[] }>>;
  endNotifications(ids: readonly string[]): Promise<Answer<unknown>>;
}

export interface NotifierOptions {
  readonly store: BotStore;
  readonly source: NotificationSource;
  /** What to say; undefined for a kind that this bot has no words for. */
  readonly text: (notification: Notification) => string | undefined;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly now: () => number;
  /** There is something to say. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

/** The bot's own token is no longer good. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

const limit = 50;
const longestPause = 60_000;

/**
 * Vault → outbox. A reminder is put into the outbox first and ended in the vault then: a crash between the two has it
 * given again, and it is known by its id.
 *
 * One for a contact that this bot has not met is left where it is, for another bot of the community, or for this one once
 * they have written; nobody's ends in the vault by its age.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  #failures = 0;
  /** Ids of reminders for nobody here, of which the log has been told. */
  #left: ReadonlySet<string> = new Set();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /**
   * Fetches what there is.
   * @returns milliseconds until the next look
   * @throws Error when the vault does not take the bot's token: it was renewed, and the next run reads it anew
   */
  async step(): Promise<number> {
    const { source, every, wake } = this.#options;
    const taken = await source.takeNotifications({ limit });
    if (!taken.ok && taken.status === 401) throw new TokenRefused();
    if (!taken.ok) return this.#later(taken.problem.retryAfter);
    const { items } = taken.value;
    const met = this.#met(items);
    if (met.length === 0) return this.#done(every);
    this.#keep(met);
    wake();
    const ended = await source.endNotifications(met.map(({ id }) => id));
    if (!ended.ok) return this.#later(ended.problem.retryAfter);
    return this.#done(items.length < limit ? every : 0);
  }

  /**
   * What this run can do away with: reminders for contacts it has met. Where the vault gives as many as it gives at a time
   * and all are for others, they would stand before everything for days: they go.
   */
  #met(items: readonly Notification[]): readonly Notification[] {
    const { store, log } = this.#options;
    const met = items.filter(({ to }) => store.contacts.behind(to) !== undefined);
    const isBlocked = met.length === 0 && items.length >= limit;
    const others = items.filter((item) => !met.includes(item)).map(({ id }) => id);
    const isNew = others.filter((id) => !this.#left.has(id)).length;
    if (isNew > 0) log(`reminders for contacts that this bot does not know: ${isNew}`);
    this.#left = new Set(others);
    return isBlocked ? items : met;
  }

  #keep(items: readonly Notification[]): void {
    const { store, text, now } = this.#options;
    let forgot = false;
    store.atomically(() => {
      for (const item of items) {
        const to = store.contacts.behind(item.to);
        const name = store.names.notification(item.id);
        if (to === undefined || !store.seen.first(name, now())) continue;
        if (item.kind === 'erased') {
          store.forget(to, item.to);
          forgot = true;
          continue;
        }
        const words = text(item);
        if (words !== undefined) store.outbox.add({ name, chat: { to }, text: words, urgent: false }, now());
      }
    });
    if (forgot) store.scrub();
  }

  #done(next: number): number {
    this.#failures = 0;
    return next;
  }

  #later(retryAfter = 0): number {
    this.#failures = Math.min(this.#failures + 1, 10);
    return Math.max(retryAfter * 1000, Math.min(longestPause, this.#options.every * 2 ** this.#failures));
  }
}
