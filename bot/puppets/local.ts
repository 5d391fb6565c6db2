import { FileBox, type FileBoxInterface } from 'file-box';
import { type payloads, Puppet, types } from 'wechaty-puppet';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChatClient,
  type ChatEvent,
  ChatRefusal,
  neverArrived,
  type Person,
  type Room,
  type Said,
} from './chat.ts';

export interface LocalOptions {
  /** Of the chat stand-in: `http://localhost:8788`, without a path. */
  url: string;
  token: string;
  /** An id this puppet gave: what happened behind it is told again. Everything when left out. */
  after?: string;
}

/** The stand-in's name of the bot. */
const self = 'bot';
const selfName = '楼管家';
const heartbeat = 15_000;
const longPoll = 25_000;
/** Milliseconds without the stand-in after which the puppet says that its stream is gone. */
const patience = 30_000;
const remembered = 2_000;
const line = '- - - - - - - - - - - - - - -';

/**
 * A puppet for trying out and for tests: WeChat is played by a process of its own (demo/chat). Ids of messages and of
 * friend requests begin with the number of their event, so that each tells from where on to tell again.
 */
export class LocalPuppet extends Puppet {
  readonly #chat: ChatClient;
  readonly #after: number;
  readonly #said = new Map<string, Said>();
  #people = new Map<string, Person>();
  #rooms = new Map<string, Room>();
  #over = new AbortController();

  constructor({ url, token, after }: LocalOptions) {
    super();
    this.#chat = new ChatClient(url, token);
    this.#after = seqOf(after ?? '0');
  }

  override name(): string {
    return 'lindun-puppet-local';
  }

  override async onStart(): Promise<void> {
    this.#over = new AbortController();
    await this.#reread();
    this.login(self);
    const beat = setInterval(() => this.emit('heartbeat', { data: this.name() }), heartbeat);
    this.#over.signal.addEventListener('abort', () => clearInterval(beat));
    void this.#listen(this.#over.signal);
  }

  override onStop(): Promise<void> {
    this.#over.abort();
    return Promise.resolve();
  }

  override ding(data?: string): void {
    this.emit('dong', { data: data ?? '' });
  }

  async #listen(over: AbortSignal): Promise<void> {
    let after = this.#after;
    let isReady = false;
    let reached = performance.now();
    while (!over.aborted) {
      try {
        const { events, last } = await this.#chat.events(after, isReady ? longPoll : 0, over);
        reached = performance.now();
        for (const event of events) await this.#happened(event);
        after = last;
        if (events.length > 0 || isReady) continue;
        isReady = true;
        this.emit('ready', { data: 'all that was missed has been told' });
      } catch {
        if (over.aborted) return;
        if (performance.now() - reached > patience) {
          this.emit('error', new Error('UNAVAILABLE: the chat does not answer'));
          return;
        }
        await sleep(250);
      }
    }
  }

  async #happened(event: ChatEvent): Promise<void> {
    if (event.kind === 'message') {
      if (!event.recalled) this.emit('message', { messageId: this.#remember(event) });
    } else if (event.kind === 'friend') {
      await this.#reread();
      this.dirtyPayload(types.Dirty.Contact, event.person);
      this.emit('friendship', { friendshipId: `${event.seq}.${event.state}.${event.person}` });
    } else {
      const gone = [...this.#said.values()].find(({ id }) => id === event.message);
      if (gone === undefined) return;
      const recall = {
        ...gone,
        seq: event.seq,
        from: event.from,
        at: event.at,
        text: idOf(gone),
        recalled: true,
      };
      this.emit('message', { messageId: this.#remember(recall) });
    }
  }

  #remember(said: Said): string {
    const id = idOf(said);
    this.#said.set(id, said);
    const [oldest] = this.#said.keys();
    if (this.#said.size > remembered && oldest !== undefined) this.#said.delete(oldest);
    return id;
  }

  async #reread(): Promise<void> {
    const [people, rooms] = await Promise.all([this.#chat.people(), this.#chat.rooms()]);
    const bot: Person = { id: self, name: selfName, friend: false };
    this.#people = new Map([bot, ...people].map((person) => [person.id, person]));
    this.#rooms = new Map(rooms.map((room) => [room.id, room]));
  }

  /** The world may have grown since it was read. */
  async #found<T>(find: () => T | undefined): Promise<T> {
    const known = find();
    if (known !== undefined) return known;
    await this.#reread();
    const found = find();
    if (found === undefined) throw new Error('there is nobody and nothing of this id');
    return found;
  }

  // --- Messages

  override async messageRawPayload(id: string): Promise<Said> {
    const known = this.#said.get(id);
    if (known !== undefined) return known;
    const { events } = await this.#chat.events(seqOf(id) - 1, 0, this.#over.signal);
    const found = events.find((event) => event.kind === 'message' && idOf(event) === id);
    if (found?.kind !== 'message') throw new Error('there is no message of this id');
    return found;
  }

  override async messageRawPayloadParser(said: Said): Promise<payloads.Message> {
    const base = {
      id: idOf(said),
      talkerId: said.from,
      timestamp: said.at,
      type: said.recalled ? types.Message.Recalled : messageTypes[said.type],
      text: said.quote === null ? said.text : await this.#quoting(said.quote, said.text),
    };
    if (said.room === null) return { ...base, listenerId: said.to ?? self };
    return { ...base, roomId: said.room, mentionIdList: [...said.mention] };
  }

  /** As WeChat's own clients write it into the text. */
  async #quoting({ from, type, text }: NonNullable<Said['quote']>, answer: string): Promise<string> {
    const name = (await this.contactRawPayload(from)).name;
    const quoted = type === 'text' ? text : '[图片]';
    return `「${name}:${quoted}」\n${line}\n${answer}`;
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { file } = await this.messageRawPayload(id);
    if (file === null) throw new Error('this message has no file');
    const bytes = await this.#chat.file(file.id);
    return FileBox.fromBuffer(Buffer.from(bytes), `${file.id}.${file.type.split('/')[1] ?? 'bin'}`);
  }

  override async messageSendText(chat: string, text: string, mention: string[] = []): Promise<string> {
    const isRoom = this.#rooms.has(chat);
    const place = isRoom ? { room: chat } : { to: chat };
    try {
      const { id, seq } = await this.#chat.say(place, text, mention);
      const from = {
        kind: 'message',
        room: isRoom ? chat : null,
        from: self,
        to: isRoom ? null : chat,
      } as const;
      const rest = { type: 'text', file: null, quote: null, recalled: false } as const;
      return this.#remember({ ...from, ...rest, seq, id, at: Date.now(), text, mention });
    } catch (error) {
      throw sendingFailed(error);
    }
  }

  // --- People and rooms

  override contactRawPayload(id: string): Promise<Person> {
    return this.#found(() => this.#people.get(id));
  }

  override contactRawPayloadParser({ id, name, friend }: Person): Promise<payloads.Contact> {
    const kind = { gender: types.ContactGender.Unknown, type: types.Contact.Individual };
    return Promise.resolve({ id, name, friend, avatar: '', phone: [], ...kind });
  }

  override contactList(): Promise<string[]> {
    return Promise.resolve([...this.#people.values()].filter(({ friend }) => friend).map(({ id }) => id));
  }

  override async contactAlias(): Promise<string>;
  override async contactAlias(id: string, alias: string | null): Promise<void>;
  override async contactAlias(): Promise<string | void> {
    return Promise.resolve('');
  }

  override roomRawPayload(id: string): Promise<Room> {
    return this.#found(() => this.#rooms.get(id));
  }

  override roomRawPayloadParser({ id, topic, members }: Room): Promise<payloads.Room> {
    return Promise.resolve({ id, topic, memberIdList: [...members], adminIdList: [] });
  }

  override roomList(): Promise<string[]> {
    return Promise.resolve([...this.#rooms.keys()]);
  }

  override async roomMemberList(id: string): Promise<string[]> {
    return [...(await this.roomRawPayload(id)).members];
  }

  override roomMemberRawPayload(_room: string, id: string): Promise<Person> {
    return this.contactRawPayload(id);
  }

  override roomMemberRawPayloadParser({ id, name }: Person): Promise<payloads.RoomMember> {
    return Promise.resolve({ id, name, avatar: '' });
  }

  // --- Friends

  override friendshipRawPayload(id: string): Promise<payloads.Friendship> {
    const [, state, person = ''] = /^\d+\.(asked|accepted)\.(.+)$/.exec(id) ?? [];
    const known = { id, contactId: person, timestamp: 0 };
    if (state === 'accepted') return Promise.resolve({ ...known, type: types.Friendship.Confirm });
    return Promise.resolve({ ...known, type: types.Friendship.Receive, ticket: id });
  }

  override friendshipRawPayloadParser(payload: payloads.Friendship): Promise<payloads.Friendship> {
    return Promise.resolve(payload);
  }

  override async friendshipAccept(id: string): Promise<void> {
    const { contactId } = await this.friendshipRawPayload(id);
    await this.#chat.accept(contactId);
    await this.#reread();
  }
}

const messageTypes = {
  text: types.Message.Text,
  image: types.Message.Image,
  voice: types.Message.Audio,
} as const;

const idOf = ({ seq, id }: Said): string => `${seq}.${id}`;
const seqOf = (id: string): number => Number(/^\d+/.exec(id)?.[0] ?? 0);

/** As `bot/wechat.ts` reads it, also behind a puppet service: an error's message is all that arrives there. */
function sendingFailed(error: unknown): unknown {
  if (error instanceof ChatRefusal) {
    if (error.message === 'not_a_friend') return new Error('not_a_friend');
    if (error.message === 'not_kept') return new Error('not_sent', { cause: error });
    return error.status >= 500 ? error : new Error('send_refused', { cause: error });
  }
  return neverArrived(error) ? new Error('not_sent', { cause: error }) : error;
}
