import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Contact,
  log,
  type Message,
  type payloads,
  types,
  type Wechaty,
  WechatyBuilder,
  type WechatyOptions,
} from 'wechaty';
import { PuppetService } from 'wechaty-puppet-service';
import { LocalPuppet } from './puppets/local.ts';
import type {
  Abilities,
  Chat,
  FriendRequest,
  IncomingMessage,
  Receiver,
  Sent,
  Transport,
} from './transport.ts';
import { mentionOf, quoteOf } from './wechat-text.ts';

export type { WechatyPlugin } from 'wechaty';
export type { Wechaty };

export interface WechatOptions {
  /** Makes the bot, or gives one that somebody else made. @param after as for {@link Transport.start} */
  wechaty: (after: string | undefined) => Wechaty;
  /** Whether it is ours to start and to stop. */
  owned: boolean;
  /** See {@link Abilities.recalls}. */
  recalls: boolean;
  /** An address to scan with a phone, to sign in. */
  scan?: (url: string) => void;
}

const signInWithin = 60_000;
/** Puppets give a heartbeat every 15 seconds; Wechaty resets one that is silent for 60, and we are before it. */
const silence = 50_000;
const fileWithin = 20_000;
/** What the vault takes, and a little: so that it can say what is too large. */
const largestFile = 11 * 1024 * 1024;

/** WeChat through Wechaty, with whatever puppet. */
export class WechatTransport implements Transport {
  readonly name = 'wechat';
  readonly can: Abilities;
  readonly #options: WechatOptions;
  #bot: Wechaty | undefined;
  #receiver: Receiver | undefined;
  /** Events are taken in one after another: Wechaty's own would overtake each other while a picture is fetched. */
  #queue: Promise<void> = Promise.resolve();
  #beat = 0;
  #watch: NodeJS.Timeout | undefined;
  readonly #ended = new AbortController();
  /** A bot that is somebody else's goes on without us. */
  readonly #leave: (() => void)[] = [];

  constructor(options: WechatOptions) {
    this.#options = options;
    const { recalls } = options;
    this.can = { canStart: true, quota: null, window: null, voice: true, members: true, recalls };
  }

  async start(receiver: Receiver, after?: string): Promise<void> {
    const bot = this.#options.wechaty(after);
    this.#bot = bot;
    this.#receiver = receiver;
    const signedIn = this.#signedIn(bot);
    // Our listeners come with the puppet, before it has started: nothing it gives is missed.
    const onPuppet = (puppet: Wechaty['puppet']): void => this.#listen(bot, puppet);
    bot.on('puppet', onPuppet);
    if (!this.#options.owned && hasPuppet(bot)) this.#listen(bot, bot.puppet);
    await Promise.all([signedIn, this.#options.owned ? bot.start() : undefined]);
    const onLogout = (): void => this.#lost('signed out');
    const onError = (error: unknown): void => {
      if (isStreamGone(error)) this.#lost('the stream is gone');
    };
    bot.on('logout', onLogout).on('error', onError);
    this.#leave.push(() => bot.off('puppet', onPuppet).off('logout', onLogout).off('error', onError));
    this.#beat = performance.now();
    this.#watch = setInterval(() => {
      if (performance.now() - this.#beat > silence) this.#lost('no heartbeat');
    }, 5_000);
    if (!this.#options.recalls) this.#enqueue(() => receiver.caughtUp());
  }

  async send(chat: Chat, text: string): Promise<Sent> {
    const bot = this.#started();
    try {
      const place = await ('room' in chat
        ? bot.Room.find({ id: chat.room })
        : bot.Contact.find({ id: chat.to }));
      if (place === undefined) return { outcome: 'unreachable' }; // Wechaty says so too when it could not ask
      if ('friend' in place && (await isStranger(place))) return { outcome: 'not_a_friend' };
      return sent(await place.say(text));
    } catch (error) {
      const outcome = refusalIn(error);
      if (outcome === undefined) throw error;
      return { outcome };
    }
  }

  async accept({ ticket }: FriendRequest): Promise<void> {
    const friendship = await this.#started().Friendship.fromJSON(ticket);
    await friendship.accept();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    clearInterval(this.#watch);
    if (this.#options.owned) await this.#bot?.stop();
    else for (const leave of this.#leave) leave();
  }

  #started(): Wechaty {
    if (this.#bot === undefined) throw new Error('the transport has not started');
    return this.#bot;
  }

  #signedIn(bot: Wechaty): Promise<void> {
    const { scan, owned } = this.#options;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nobody signed in')), signInWithin);
      // A phone has to be found and a code scanned: that takes as long as it takes. So does somebody else's start.
      if (!owned) clearTimeout(late);
      bot.on('scan', (code) => {
        clearTimeout(late);
        scan?.(`https://wechaty.js.org/qrcode/${encodeURIComponent(code)}`);
      });
      bot.once('login', () => {
        clearTimeout(late);
        resolve();
      });
      if (hasPuppet(bot) && bot.isLoggedIn) resolve();
      if (owned) {
        bot.once('error', (error: unknown) => {
          clearTimeout(late);
          reject(error instanceof Error ? error : new Error('Wechaty did not start'));
        });
      }
    });
  }

  #listen(bot: Wechaty, puppet: Wechaty['puppet']): void {
    const onHeartbeat = (): void => {
      this.#beat = performance.now();
    };
    const onMessage = ({ messageId }: payloads.EventMessage): void =>
      this.#enqueue(() => this.#message(bot, messageId));
    const onFriendship = ({ friendshipId }: payloads.EventFriendship): void =>
      this.#enqueue(() => this.#friendship(bot, friendshipId));
    const onReady = (): void => this.#enqueue(() => this.#receiver?.caughtUp());
    puppet.on('heartbeat', onHeartbeat).on('message', onMessage).on('friendship', onFriendship);
    if (this.#options.recalls) puppet.on('ready', onReady);
    this.#leave.push(() => {
      puppet.off('heartbeat', onHeartbeat).off('message', onMessage).off('friendship', onFriendship);
    });
  }

  /** What cannot be taken in ends the run: the next one is told of it again, where the transport can. */
  #enqueue(work: () => void | Promise<void>): void {
    this.#queue = this.#queue
      .then(() => (this.#ended.signal.aborted ? undefined : work()))
      .catch(() => this.#lost('something that came could not be taken in'));
  }

  #lost(why: string): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#receiver?.lost(why);
  }

  async #message(bot: Wechaty, id: string): Promise<void> {
    const message = await insistently(() => bot.Message.find({ id }));
    const room = message.room()?.id ?? null;
    const listener = message.listener()?.id;
    if (message.self()) {
      const chat = room === null ? (listener === undefined ? undefined : { to: listener }) : { room };
      if (chat !== undefined) this.#receiver?.own({ id, chat, text: message.text() });
    } else if (message.type() === types.Message.Recalled) {
      this.#receiver?.recalled({ id: message.text(), room });
    } else if (message.talker().type() !== types.Contact.Official) {
      await this.#receiver?.message(await incoming(bot, message, room));
    }
  }

  async #friendship(bot: Wechaty, id: string): Promise<void> {
    const friendship = bot.Friendship.load(id);
    await friendship.ready();
    const from = friendship.contact().id;
    if (friendship.type() === types.Friendship.Confirm) this.#receiver?.friend(from);
    if (friendship.type() !== types.Friendship.Receive) return;
    this.#receiver?.friendRequest({ id, from, ticket: friendship.toJSON() });
  }
}

/** The chat stand-in, which keeps its history and tells it again. */
export function localWechaty(url: string, token: string): WechatOptions {
  return {
    owned: true,
    recalls: true,
    wechaty: (after) => quiet(new LocalPuppet({ url, token, ...(after === undefined ? {} : { after }) })),
  };
}

/**
 * A puppet service, as `WECHATY_PUPPET_SERVICE_TOKEN`, `…_ENDPOINT` and `…_TLS_CA_CERT` say. It keeps no history for us.
 */
export function serviceWechaty(scan: (url: string) => void): WechatOptions {
  return {
    owned: true,
    recalls: false,
    scan,
    wechaty: () => quiet(withoutPayloadStore(new PuppetService())),
  };
}

/** Any other puppet there is a package of. */
export function packagedWechaty(name: string, scan: (url: string) => void): WechatOptions {
  return { owned: true, recalls: false, scan, wechaty: () => quiet(name as 'wechaty-puppet-service') };
}

/** Without a name Wechaty's memory card stays in memory; with one it would be a file in plain text. */
function quiet(puppet: NonNullable<WechatyOptions['puppet']>): Wechaty {
  log.level('silent'); // Wechaty logs whole messages
  return WechatyBuilder.build({ puppet });
}

/** It would keep names and rooms in plain text under the home folder; without it they are fetched anew at each start. */
function withoutPayloadStore(puppet: PuppetService): PuppetService {
  const { _payloadStore: store } = puppet as unknown as { _payloadStore: { start: () => Promise<void> } };
  store.start = () => Promise.resolve();
  return puppet;
}

async function incoming(bot: Wechaty, message: Message, room: string | null): Promise<IncomingMessage> {
  const name = bot.currentUser.name();
  const alias = room === null ? undefined : await message.room()?.alias(bot.currentUser);
  const names = alias === undefined || alias === '' ? [name] : [name, alias];
  const { quoted, text: own } = quoteOf(message.text());
  const listed = (await message.mentionList()).map(({ id }) => id);
  const { isMentioned, text } = mentionOf(own, names, listed, bot.currentUser.id);
  const kind = kinds.get(message.type()) ?? 'other';
  // Nothing is made of a picture in a group: what is not fetched cannot be lost.
  const sent = kind !== 'text' && kind !== 'other' && room === null ? await fileOf(message) : undefined;
  return {
    id: message.id,
    room,
    from: message.talker().id,
    text: kind === 'text' ? (room === null ? own : text) : '',
    mentionsUs: room !== null && isMentioned,
    quotesUs: quoted !== undefined && names.includes(quoted),
    at: message.date().getTime(),
    kind,
    ...(sent === undefined ? {} : { file: sent.bytes }),
    ...(sent === undefined || kind !== 'file' ? {} : { name: sent.name }),
  };
}

const kinds = new Map<types.Message, IncomingMessage['kind']>([
  [types.Message.Text, 'text'],
  [types.Message.Image, 'image'],
  [types.Message.Audio, 'voice'],
  [types.Message.Attachment, 'file'],
]);

/** @returns undefined when it cannot be had: the person is asked for it again */
async function fileOf(message: Message): Promise<{ bytes: Uint8Array; name: string } | undefined> {
  const late = new AbortController();
  try {
    const box = await Promise.race([
      message.toFileBox().then(async (file) => ({ bytes: await file.toBuffer(), name: file.name })),
      sleep(fileWithin, undefined, { signal: late.signal }),
    ]);
    if (box === undefined || box.bytes.length > largestFile) return undefined;
    return { bytes: new Uint8Array(box.bytes), name: box.name };
  } catch {
    return undefined;
  } finally {
    late.abort();
  }
}

/** Wechaty answers "not found" also when it could not ask. @throws Error after the third time */
async function insistently<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let left = 3; left > 0; left -= 1) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(500);
  }
  throw new Error('not found');
}

async function isStranger(contact: Contact): Promise<boolean> {
  if (contact.friend() !== false) return false; // or the puppet does not know: saying it will tell
  await contact.sync().catch(() => undefined); // what was remembered may be older than the friendship
  return contact.friend() === false;
}

const sent = (message: Message | void): Sent => ({ outcome: 'sent', id: message?.id ?? '' });

/** A puppet's refusal, also one that came through a puppet service. @returns undefined when it may have been said */
function refusalIn(error: unknown): 'not_a_friend' | 'unreachable' | 'refused' | undefined {
  const text = error instanceof Error ? error.message : '';
  if (text.includes('not_a_friend')) return 'not_a_friend';
  if (text.includes('not_sent')) return 'unreachable';
  return text.includes('send_refused') ? 'refused' : undefined;
}

/** gRPC's status 14, which the local puppet says too. */
const isStreamGone = (error: unknown): boolean =>
  error instanceof Error && /UNAVAILABLE|CANCELLED|ECONNRESET/.test(error.message);

/** The getter throws before there is one. */
function hasPuppet(bot: Wechaty): boolean {
  try {
    return Boolean(bot.puppet);
  } catch {
    return false;
  }
}
