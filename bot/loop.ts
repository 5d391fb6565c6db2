import type { VaultClient } from '../vault/client.ts';
import type { Context, Reply, Session } from './composer.ts';
import { type Course, speaker } from './speaker.ts';
import type { Waiting } from './store/inbox.ts';
import { type BotStore, keeps } from './store/open.ts';
import type { IncomingMessage } from './transport.ts';

/** What the machinery knows of a message; what it means and how to put things is the conversation's. */
export type Given = Omit<Context, 'intent' | 'texts' | 'consoleUrl'>;
export type Handle = (given: Given) => Promise<void>;

export interface LoopOptions {
  readonly store: BotStore;
  readonly vault: VaultClient;
  /** The transport's name. */
  readonly transport: string;
  readonly handle: Handle;
  /** What is said when a message has to wait for the vault, and when it cannot be handled at all. */
  readonly words: { readonly waiting: string; readonly failed: string };
  readonly now: () => number;
  /** Something was handled, or put off: there may be more to do, here and for the sender. */
  readonly wake: () => void;
  /** What came of a message could not be kept: this run is over. */
  readonly broken: (error: unknown) => void;
  /** A line for whoever runs the bot; never anything of a message. */
  readonly log: (line: string) => void;
}

/** So many people are answered at a time. */
const atOnce = 8;
/** Milliseconds a person waits before they are told that it takes longer. A vault that is started again takes one second. */
const patience = 5_000;
const firstPause = 500;
const longestPause = 60_000;
/** So often a message is tried that the handler, or the vault itself, fails at. */
const triesOfFailure = 4;

/**
 * Inbox → handler → outbox. What is said about a message, where its author then is in a conversation, and that it is
 * handled are kept in one transaction: a crash before it leaves the message to be handled again, one after it leaves
 * nothing to do. (What a handler changes in the vault carries idempotency keys made from the message's id.)
 *
 * Only what a group is told before the vault is asked goes out at once: how long the vault then takes, and whether it is
 * there at all, would tell the group about who asked.
 */
export class Loop {
  readonly #options: LoopOptions;
  readonly #running = new Map<string, { waiting: Waiting; done: Promise<void> }>();

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /**
   * Begins to handle what can be handled now: nothing before something earlier of the same chat or the same person. What
   * is put off holds up its own author and nobody else, or one person could keep a whole group waiting.
   * @returns milliseconds until the next one is due; Infinity when only a new message or the end of a running one matters
   */
  step(): number {
    const { store, now } = this.#options;
    const at = now();
    const busy = new Set<string>();
    const late = new Set<string>();
    let next = Infinity;
    for (const { waiting } of this.#running.values()) busy.add(waiting.chat).add(waiting.person);
    for (const waiting of store.inbox.waiting()) {
      const { name, chat, person, due } = waiting;
      if (this.#running.has(name) || late.has(person)) continue;
      if (due > at) {
        late.add(person);
        next = Math.min(next, due - at);
        continue;
      }
      const isFree = !busy.has(chat) && !busy.has(person);
      busy.add(chat).add(person);
      if (isFree && this.#running.size < atOnce) this.#begin(waiting);
    }
    return next;
  }

  /** Resolves when nothing is being handled. */
  async idle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #begin(waiting: Waiting): void {
    const { wake, broken } = this.#options;
    const done = this.#handle(waiting)
      .catch(broken)
      .finally(() => {
        this.#running.delete(waiting.name);
        wake();
      });
    this.#running.set(waiting.name, { waiting, done });
  }

  async #handle(waiting: Waiting): Promise<void> {
    const { store, vault, transport, handle, now, wake } = this.#options;
    const message = store.inbox.read(waiting.name);
    if (message === undefined) return;
    const course: Course = { unreachable: undefined, failed: false, address: undefined };
    const said = new Said(store, waiting.name, message, now());
    let thrown: unknown;
    try {
      const vaultOf = speaker(vault, { transport, contact: message.from }, course);
      await handle(
        said.given((context) => {
          if (said.keepForGroup(now())) wake();
          return vaultOf(context);
        }),
      );
    } catch (error) {
      thrown = error;
    }
    if (course.unreachable !== undefined) this.#putOff(waiting, message, course.unreachable);
    else if (course.failed || thrown !== undefined) this.#failed(waiting, message, thrown);
    else {
      store.atomically(() => {
        said.keep(now());
        if (course.address !== undefined) store.contacts.keepAddress(course.address, message.from, now());
        store.inbox.remove(waiting.name);
      });
    }
  }

  /** The vault is not there. The person hears of it once, and only when it takes longer. */
  #putOff(waiting: Waiting, message: IncomingMessage, retryAfter: number): void {
    const { store, words, now } = this.#options;
    const at = now();
    if (at - waiting.at > keeps.text) return this.#giveUp(waiting, message);
    const pause = Math.max(retryAfter * 1000, Math.min(longestPause, firstPause * 2 ** waiting.tries));
    store.atomically(() => {
      store.inbox.postpone(waiting.name, Math.min(waiting.tries + 1, 20), at + pause);
      if (at + pause - waiting.at >= patience) this.#tell(waiting, message, 'waiting', words.waiting);
    });
  }

  #failed(waiting: Waiting, message: IncomingMessage, thrown: unknown): void {
    const { store, now, log } = this.#options;
    log(`a message was not handled: ${thrown instanceof Error ? thrown.name : 'the vault failed'}`);
    const tries = waiting.tries + 1;
    if (tries >= triesOfFailure) this.#giveUp(waiting, message);
    else store.inbox.postpone(waiting.name, tries, now() + firstPause * 2 ** tries);
  }

  /** One message that nothing can be made of must not stop all that come after it. */
  #giveUp(waiting: Waiting, message: IncomingMessage): void {
    const { store, words } = this.#options;
    store.atomically(() => {
      this.#tell(waiting, message, 'failed', words.failed);
      store.inbox.remove(waiting.name);
    });
  }

  /**
   * Said once, however often it comes to this: the name is the same each time. Also of what was written in a group it is
   * told to who wrote alone.
   */
  #tell({ name }: Waiting, message: IncomingMessage, what: string, text: string): void {
    const { store, now } = this.#options;
    store.outbox.add({ name: `${name}.${what}`, chat: { to: message.from }, text, urgent: false }, now());
  }
}

/** What a handler wants said and remembered: nothing of it counts until it is kept. */
class Said {
  readonly #store: BotStore;
  readonly #name: string;
  readonly #message: IncomingMessage;
  readonly #at: number;
  readonly #replies: Reply[] = [];
  #session: { value: Session | undefined } | undefined;

  constructor(store: BotStore, name: string, message: IncomingMessage, at: number) {
    this.#store = store;
    this.#name = name;
    this.#message = message;
    this.#at = at;
  }

  given(vault: Given['vault']): Given {
    const { room, from } = this.#message;
    return {
      message: this.#message,
      session: this.#store.sessions.get(from) as Session | undefined,
      now: this.#at,
      lastUrgent: room === null ? undefined : this.#store.outbox.lastUrgent({ room }),
      vault,
      key: (name) => this.#store.names.key(this.#name, name),
      reply: (text, options = {}) => void this.#replies.push({ where: 'here', text, ...options }),
      replyInPrivate: (text) => void this.#replies.push({ where: 'private', text }),
      setSession: (value) => {
        this.#session = { value };
      },
    };
  }

  /** To be called in the transaction that ends the message. */
  keep(now: number): void {
    const { from, room } = this.#message;
    this.keepForGroup(now);
    const own = this.#replies.filter(({ where }) => room === null || where === 'private');
    for (const [index, { text, urgent = false }] of own.entries())
      this.#store.outbox.add({ name: `${this.#name}.${index}`, chat: { to: from }, text, urgent }, now);
    if (this.#session !== undefined) this.#store.sessions.set(from, this.#session.value, now);
  }

  /**
   * What the group is told is counted by itself: handled again, the message finds its first line said, whatever the vault
   * answers then.
   * @returns whether there was anything
   */
  keepForGroup(now: number): boolean {
    const { room } = this.#message;
    const lines = room === null ? [] : this.#replies.filter(({ where }) => where === 'here');
    if (room === null || lines.length === 0) return false;
    this.#store.atomically(() => {
      for (const [index, { text, urgent = false }] of lines.entries())
        this.#store.outbox.add({ name: `${this.#name}.group.${index}`, chat: { room }, text, urgent }, now);
    });
    return true;
  }
}
