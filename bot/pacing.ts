/**
 * How fast the bot speaks. Accounts that answer at a machine's speed are banned, so safe comes before fast: one message
 * a second in a chat, some seconds between two chats, and not too many in a minute in all.
 */
export interface Pace {
  /** Milliseconds between two messages in one chat. */
  readonly inChat: number;
  /** Milliseconds between messages in two chats: at least, at most. */
  readonly betweenChats: readonly [number, number];
  /** So many messages … */
  readonly burst: number;
  /** … in so many milliseconds. */
  readonly period: number;
  /** Milliseconds between two people who are accepted as contacts. */
  readonly betweenFriends: number;
}

const careful: Pace = {
  inChat: 1_000,
  betweenChats: [3_000, 5_000],
  burst: 40,
  period: 60_000,
  betweenFriends: 20_000,
};

/** @param factor 1 is careful; 0.1 waits a tenth of it, 0 not at all */
export function paceOf(factor: number): Pace {
  const [least, most] = careful.betweenChats;
  return {
    inChat: careful.inChat * factor,
    betweenChats: [least * factor, most * factor],
    burst: careful.burst,
    period: careful.period * factor,
    betweenFriends: careful.betweenFriends * factor,
  };
}

/** Remembers what was said when, and tells how long to wait. */
export class Pacer {
  readonly #pace: Pace;
  readonly #random: () => number;
  /** Of the last `burst` messages, oldest first. */
  readonly #times: number[] = [];
  readonly #chats = new Map<string, number>();
  #last: { chat: string; at: number; gap: number } | undefined;

  /** @param random as `Math.random`: people do not pause evenly */
  constructor(pace: Pace, random: () => number) {
    this.#pace = pace;
    this.#random = random;
  }

  /** Milliseconds until a message may go to this chat; 0 when it may now. */
  wait(chat: string, now: number): number {
    const { inChat, burst, period } = this.#pace;
    const earliest = [now];
    const here = this.#chats.get(chat);
    if (here !== undefined) earliest.push(here + inChat);
    if (this.#last !== undefined && this.#last.chat !== chat) earliest.push(this.#last.at + this.#last.gap);
    const [oldest] = this.#times;
    if (oldest !== undefined && this.#times.length >= burst) earliest.push(oldest + period);
    return Math.max(...earliest) - now;
  }

  said(chat: string, now: number): void {
    const [least, most] = this.#pace.betweenChats;
    this.#last = { chat, at: now, gap: Math.ceil(least + (most - least) * this.#random()) };
    this.#times.push(now);
    if (this.#times.length > this.#pace.burst) this.#times.shift();
    this.#chats.delete(chat);
    this.#chats.set(chat, now);
    for (const [other, at] of this.#chats) {
      if (at + this.#pace.inChat > now) break;
      if (other !== chat) this.#chats.delete(other);
    }
  }
}
