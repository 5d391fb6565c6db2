import type { VaultClient } from '../vault/client.ts';
import type { Intent, IntentName } from './intents/intent.ts';
import type { Texts } from './texts.ts';
import type { IncomingMessage } from './transport.ts';

/** Middleware in the shape of grammY's Composer, for people who know it: https://grammy.dev/advanced/middleware */

/** One thing the bot says. */
export interface Reply {
  /** `here`: where the message came from; `private`: to who wrote it, and nobody else. */
  where: 'here' | 'private';
  text: string;
  /** Ahead of all pacing: while a message can still be taken back. */
  urgent?: true;
}

/** A conversation of several steps. It is data, so that it survives a restart. One a contact, whatever room they write in. */
export interface Session {
  /** Which form, and where in it. */
  form: string;
  step: string;
  answers: Readonly<Record<string, string>>;
  /** When it was last spoken in, UTC milliseconds. */
  at: number;
}

/** What a handler gets: a message, what it means, and how to answer. */
export interface Context {
  message: IncomingMessage;
  intent: Intent;
  /** What this person is in the middle of, in their private chat. */
  session: Session | undefined;
  texts: Texts;
  /** Where the console is, for one-time links: `http://localhost:8787`, without a path. */
  consoleUrl: string;
  /** UTC milliseconds. */
  now: number;
  /**
   * When the bot last said something urgent in this room, UTC milliseconds; undefined when not within its memory, and in
   * a private chat.
   */
  lastUrgent?: number | undefined;
  /** The vault, as this speaker, for one request. Undefined where the officer has stopped the bot. */
  vault: (context: 'private' | 'group') => Promise<VaultClient | undefined>;
  /** An idempotency key for one request about this message: the same message and name give the same key again. */
  key: (name: string) => string;
  reply: (text: string, options?: { urgent?: true }) => void;
  replyInPrivate: (text: string) => void;
  /** Kept with the replies, in one transaction. Undefined ends it. */
  setSession: (session: Session | undefined) => void;
}

export type Next = () => Promise<void>;
type Awaitable<T> = T | Promise<T>;
export type MiddlewareFn<C> = (ctx: C, next: Next) => Awaitable<unknown>;
export type Middleware<C> = MiddlewareFn<C> | { middleware(): MiddlewareFn<C> };

/** In a group, where everything that is said is public. */
export type RoomContext<C extends Context = Context> = C & { message: { room: string } };
export type PrivateContext<C extends Context = Context> = C & { message: { room: null } };
/** Behind `hears`: what the expression found. */
export type HeardContext<C extends Context = Context> = C & { match: RegExpExecArray };
/** Behind `command`: what stands behind the word, trimmed. */
export type CommandContext<C extends Context = Context> = C & { match: string };

interface Filters {
  ':text': { message: { kind: 'text' } };
  ':image': { message: { kind: 'image'; file: Uint8Array } };
  ':voice': { message: { kind: 'voice' } };
}
/** `:image` is a kind of message; everything else is an intent. */
export type Filter = keyof Filters | IntentName;
type Narrowed<C, F extends Filter> = F extends keyof Filters
  ? C & Filters[F]
  : C & { intent: { name: Extract<F, IntentName> } };

/** An error of a handler, with the context it happened in. Its message repeats nothing that was said. */
export class BotError<C> extends Error {
  override readonly name = 'BotError';
  readonly error: unknown;
  readonly ctx: C;
  constructor(error: unknown, ctx: C) {
    super(error instanceof Error ? `a handler failed: ${error.name}` : 'a handler failed');
    this.error = error;
    this.ctx = ctx;
  }
}

export class Composer<C extends Context = Context> {
  #handler: MiddlewareFn<C>;

  constructor(...middleware: Middleware<C>[]) {
    this.#handler = middleware.map(flatten).reduce(concat, pass);
  }

  middleware(): MiddlewareFn<C> {
    return (ctx, next) => this.#handler(ctx, next);
  }

  /** For every message. */
  use(...middleware: Middleware<C>[]): Composer<C> {
    const composer = new Composer(...middleware);
    this.#handler = concat(this.#handler, flatten(composer));
    return composer;
  }

  /** Only where `predicate` says so; everything else goes on behind it. */
  filter<D extends C>(predicate: (ctx: C) => ctx is D, ...middleware: Middleware<D>[]): Composer<D>;
  filter(predicate: (ctx: C) => Awaitable<boolean>, ...middleware: Middleware<C>[]): Composer<C>;
  filter(predicate: (ctx: C) => Awaitable<boolean>, ...middleware: Middleware<C>[]): Composer<C> {
    const composer = new Composer(...middleware);
    this.branch(predicate, composer, pass);
    return composer;
  }

  /** One way or the other. */
  branch(predicate: (ctx: C) => Awaitable<boolean>, yes: Middleware<C>, no: Middleware<C>): Composer<C> {
    return this.use(async (ctx, next) => flatten((await predicate(ctx)) ? yes : no)(ctx, next));
  }

  /** For intents, and for kinds of messages: `on('report', …)`, `on(':image', …)`. */
  on<F extends Filter>(filter: F | readonly F[], ...middleware: Middleware<Narrowed<C, F>>[]) {
    const wanted: readonly Filter[] = typeof filter === 'string' ? [filter] : filter;
    return this.filter((ctx): ctx is Narrowed<C, F> => wanted.some((one) => isMet(one, ctx)), ...middleware);
  }

  /** For texts that are this, or in which the expression finds something. */
  hears(trigger: string | RegExp, ...middleware: Middleware<HeardContext<C>>[]) {
    const pattern =
      typeof trigger === 'string' ? /^[^]*$/u : new RegExp(trigger, trigger.flags.replace('g', ''));
    return this.filter(
      (ctx): ctx is HeardContext<C> => {
        const text = ctx.message.text.trim();
        const match = typeof trigger === 'string' && text !== trigger ? null : pattern.exec(text);
        if (match !== null) Object.assign(ctx, { match });
        return match !== null;
      },
      ...middleware,
    );
  }

  /** For a word in front, as people type one here: without a slash, and with or without a space behind it. */
  command(command: string | readonly string[], ...middleware: Middleware<CommandContext<C>>[]) {
    const words = typeof command === 'string' ? [command] : [...command];
    const longestFirst = words.toSorted((a, b) => b.length - a.length);
    return this.filter(
      (ctx): ctx is CommandContext<C> => {
        const text = ctx.message.text.trim();
        const word = longestFirst.find((one) => text.startsWith(one));
        if (word !== undefined) Object.assign(ctx, { match: text.slice(word.length).trim() });
        return word !== undefined;
      },
      ...middleware,
    );
  }

  /** Only in groups. */
  room(...middleware: Middleware<RoomContext<C>>[]) {
    return this.filter((ctx): ctx is RoomContext<C> => ctx.message.room !== null, ...middleware);
  }

  /** Only in private chats. */
  dm(...middleware: Middleware<PrivateContext<C>>[]) {
    return this.filter((ctx): ctx is PrivateContext<C> => ctx.message.room === null, ...middleware);
  }

  /** Errors of `middleware` go to `handle` and no further, unless it throws them again. */
  errorBoundary(
    handle: (error: BotError<C>, next: Next) => Awaitable<unknown>,
    ...middleware: Middleware<C>[]
  ): Composer<C> {
    const composer = new Composer(...middleware);
    this.use(async (ctx, next) => {
      let goesOn = false;
      const on = () => {
        goesOn = true;
        return Promise.resolve();
      };
      try {
        await flatten(composer)(ctx, on);
      } catch (error) {
        goesOn = false;
        await handle(new BotError(error, ctx), on);
      }
      if (goesOn) await next();
    });
    return composer;
  }
}

/** Runs middleware to its end. */
export async function run<C>(middleware: Middleware<C>, ctx: C): Promise<void> {
  await flatten(middleware)(ctx, () => Promise.resolve());
}

function isMet(filter: Filter, { message, intent }: Context): boolean {
  if (filter === ':image') return message.kind === 'image' && message.file !== undefined;
  return filter.startsWith(':') ? message.kind === filter.slice(1) : intent.name === filter;
}

function flatten<C>(middleware: Middleware<C>): MiddlewareFn<C> {
  return typeof middleware === 'function' ? middleware : (ctx, next) => middleware.middleware()(ctx, next);
}

function concat<C>(first: MiddlewareFn<C>, second: MiddlewareFn<C>): MiddlewareFn<C> {
  return async (ctx, next) => {
    let called = false;
    await first(ctx, async () => {
      if (called) throw new Error('`next` was called twice');
      called = true;
      await second(ctx, next);
    });
  };
}

function pass(_ctx: unknown, next: Next): Promise<void> {
  return next();
}
