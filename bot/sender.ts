import type { Pacer } from './pacing.ts';
import type { BotStore } from './store/open.ts';
import type { Queued } from './store/outbox.ts';
import type { Abilities, Transport } from './transport.ts';

/** Milliseconds to leave a chat in peace that takes nothing: at first, at most. */
const pauses = [1_000, 60_000] as const;
const hour = 3_600_000;

/** Outbox → transport: one message at a time, in order within a chat, at a person's pace. */
export class Sender {
  readonly #store: BotStore;
  readonly #transport: Pick<Transport, 'send' | 'can'>;
  readonly #pacer: Pacer;
  readonly #now: () => number;
  readonly #paused = new Map<string, { until: number; pause: number }>();

  constructor(store: BotStore, transport: Pick<Transport, 'send' | 'can'>, pacer: Pacer, now: () => number) {
    this.#store = store;
    this.#transport = transport;
    this.#pacer = pacer;
    this.#now = now;
  }

  /**
   * Says at most one thing.
   * @returns milliseconds until there may be something to say; Infinity while there is nothing
   * @throws Error when it is not known whether it was said: it stays marked, and {@link Arrivals} settles it at the next start
   */
  async step(): Promise<number> {
    const now = this.#now();
    const next = this.#next(now);
    if (next === undefined) return Infinity;
    if (next.wait > 0) return next.wait;
    const { id, chat: name } = next.queued;
    const { chat, text } = this.#store.outbox.begin(id, this.#store.place());
    const sent = await this.#transport.send(chat, text);
    if (sent.outcome === 'sent') {
      this.#store.atomically(() => {
        this.#store.outbox.sent(id, sent.id);
        if ('to' in chat) this.#store.contacts.said(name);
      });
      this.#pacer.said(name, this.#now());
      this.#paused.delete(name);
    } else if (sent.outcome === 'not_a_friend') this.#store.outbox.hold(id);
    else if (sent.outcome === 'refused') this.#store.outbox.drop(id);
    else {
      this.#store.outbox.putBack(id);
      const [first, longest] = pauses;
      const pause = Math.min(longest, (this.#paused.get(name)?.pause ?? first / 2) * 2);
      this.#paused.set(name, { until: this.#now() + pause, pause });
    }
    return 0;
  }

  /** Of each chat only what is first may go; what is urgent may go before it, and needs no pace. */
  #next(now: number): { queued: Queued; wait: number } | undefined {
    const chats = new Set<string>();
    let best: { queued: Queued; wait: number } | undefined;
    for (const queued of this.#store.outbox.waiting()) {
      const { chat, urgent, id } = queued;
      if (chats.has(chat) && !urgent) continue;
      if (!this.#isOpen(id, chat, now)) {
        this.#store.outbox.hold(id);
        continue;
      }
      const paused = Math.max(0, (this.#paused.get(chat)?.until ?? now) - now);
      if (urgent && paused === 0) return { queued, wait: 0 };
      chats.add(chat);
      const wait = Math.max(paused, this.#pacer.wait(chat, now));
      if (best === undefined || wait < best.wait) best = { queued, wait };
    }
    return best;
  }

  /** Whether the transport may write there now. */
  #isOpen(id: number, name: string, now: number): boolean {
    const { can } = this.#transport;
    if (can.canStart && can.quota === null && can.window === null) return true;
    const { chat } = this.#store.outbox.read(id);
    return 'room' in chat || mayWrite(can, this.#store.contacts.reach(name), now);
  }
}

/** @param reach when they last wrote in private and what was said to them since; undefined when they never did */
export function mayWrite(
  { canStart, quota, window }: Abilities,
  reach: { heard: number; said: number } | undefined,
  now: number,
): boolean {
  if (reach === undefined) return canStart;
  if (quota !== null && reach.said >= quota) return false;
  return window === null || now - reach.heard <= window * hour;
}
