import { ask, listen } from './api.js';

/** The private chat's id, where a room's would stand. */
export const privately = 'private';
const pageSize = 40;

/**
 * What one person's phone knows. A chat: `{ id, room, title, members, last, messages, more, unread, called }`, where `messages` is
 * undefined until it was opened, `more` says that there are earlier ones, `called` that one of the unread names this person.
 */
export class Phone {
  people = new Map();
  chats = new Map();
  me;
  /** The chat that is being looked at. */
  open;
  connected = true;
  #last = 0;
  #read;
  #tell;
  #taken = Promise.resolve();
  #stop = () => undefined;

  /** @param {(what: { kind: string, chat?: object, message?: object }) => void} tell called after each change */
  constructor(people, me, tell) {
    for (const person of people) this.people.set(person.id, person);
    this.me = this.people.get(me);
    this.#tell = tell;
    this.#read = JSON.parse(localStorage.getItem(`read.${me}`) ?? '{}');
  }

  async start() {
    await this.#loadChats();
    this.#stop = listen(this.me.id, () => this.#last, {
      onEvent: (event) => this.#take(event),
      onState: (connected) => {
        this.connected = connected;
        this.#tell({ kind: 'connection' });
      },
    });
  }

  stop() {
    this.#stop();
  }

  person(id) {
    return this.people.get(id) ?? { id, name: id, role: '' };
  }

  get isFriend() {
    return this.me.friend;
  }

  /** The chats, the last spoken in first. */
  list() {
    return [...this.chats.values()].sort((a, b) => (b.last?.seq ?? -1) - (a.last?.seq ?? -1));
  }

  get unread() {
    return this.list().reduce((sum, { unread }) => sum + unread, 0);
  }

  async #loadChats() {
    const { rooms, private: own } = await ask('GET', `/chats?as=${this.me.id}`);
    this.me = { ...this.me, friend: own.friend === 'yes', asked: own.friend === 'asked' };
    for (const { room, last } of rooms) this.#know({ id: room.id, room, title: room.topic, last });
    if (this.me.friend || own.last !== null) this.#knowPrivate(own.last);
    const lasts = this.list().map(({ last }) => last?.seq ?? 0);
    this.#last = Math.max(this.#last, ...lasts);
    await Promise.all(this.list().map((chat) => this.#countUnread(chat)));
  }

  #know({ id, room, title, last }) {
    const members =
      room === null ? [this.me, this.person('bot')] : room.members.map((one) => this.person(one));
    const chat = this.chats.get(id) ?? {
      id,
      messages: undefined,
      more: true,
      unread: 0,
      called: false,
      pending: [],
    };
    Object.assign(chat, { room, title, members, last });
    this.chats.set(id, chat);
    return chat;
  }

  #knowPrivate(last) {
    return this.#know({ id: privately, room: null, title: this.person('bot').name, last });
  }

  async #countUnread(chat) {
    const read = this.#read[chat.id] ?? 0;
    if (chat.last === null || chat.last.seq <= read) return;
    const since = await ask('GET', `/messages?as=${this.me.id}&chat=${chat.id}&after=${read}&limit=100`);
    // Whoever has answered has read what was there.
    const answered = since.findLastIndex(({ from }) => from === this.me.id);
    const others = since.slice(answered + 1).filter(({ recalled }) => !recalled);
    chat.unread = others.length;
    chat.called = others.some(({ mention }) => mention.includes(this.me.id));
  }

  /** Loads the last page of a chat, or the one before what is there. */
  async load(chat) {
    const before = chat.messages?.[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    const page = await ask(
      'GET',
      `/messages?as=${this.me.id}&chat=${chat.id}&before=${before}&limit=${pageSize}`,
    );
    const known = new Set(chat.messages?.map(({ id }) => id));
    chat.messages = [...page.filter(({ id }) => !known.has(id)), ...(chat.messages ?? [])];
    chat.more = page.length === pageSize;
    return page;
  }

  /** Whoever has it open has read it. */
  markRead(chat) {
    const seq = chat.last?.seq ?? 0;
    if (chat.unread === 0 && (this.#read[chat.id] ?? 0) >= seq) return;
    chat.unread = 0;
    chat.called = false;
    this.#read[chat.id] = seq;
    localStorage.setItem(`read.${this.me.id}`, JSON.stringify(this.#read));
    this.#tell({ kind: 'list' });
  }

  /** One after the other, or an answer could stand above its question. */
  #take(event) {
    this.#taken = this.#taken
      .then(() => this.#happened(event))
      .catch((error) => this.#tell({ kind: 'refused', error }));
  }

  async #happened(event) {
    if (event.seq <= this.#last) return;
    this.#last = event.seq;
    if (event.kind === 'message') await this.#said(event);
    else if (event.kind === 'recall') this.#recalled(event);
    else this.#befriended(event);
  }

  async #said(message) {
    const id = message.room ?? privately;
    if (id === privately && !this.chats.has(id)) this.#knowPrivate(null);
    // A room this page has not heard of, or somebody who came since.
    if (!this.chats.has(id) || !this.people.has(message.from)) await this.#lookAround();
    const chat = this.chats.get(id);
    if (chat === undefined) return;
    // The event of one's own message may be faster than the answer that says its id.
    if (message.from === this.me.id) await Promise.all(chat.pending.map(({ posted }) => posted));
    chat.last = message;
    chat.pending = chat.pending.filter((pending) => pending.id !== message.id);
    if (chat.messages?.every((known) => known.id !== message.id)) chat.messages.push(message);
    if (message.from !== this.me.id) {
      chat.unread += 1;
      chat.called ||= message.mention.includes(this.me.id);
    }
    this.#tell({ kind: 'message', chat, message });
  }

  #recalled({ room, message: id }) {
    const chat = this.chats.get(room ?? privately);
    if (chat === undefined) return;
    const gone = { text: '', file: null, mention: [], quote: null, recalled: true };
    for (const message of [chat.last, ...(chat.messages ?? [])]) {
      if (message?.id === id) Object.assign(message, gone);
      if (message?.quote?.id === id) Object.assign(message.quote, { text: '', recalled: true });
    }
    this.#tell({ kind: 'recall', chat, id });
  }

  #befriended({ state }) {
    this.me = { ...this.me, friend: state === 'accepted', asked: state === 'asked' };
    if (this.me.friend && !this.chats.has(privately)) this.#knowPrivate(null);
    this.#tell({ kind: 'friend' });
  }

  async #lookAround() {
    const [people, rooms] = await Promise.all([ask('GET', '/people'), ask('GET', `/rooms?as=${this.me.id}`)]);
    for (const person of people) this.people.set(person.id, person);
    for (const room of rooms) {
      this.#know({ id: room.id, room, title: room.topic, last: this.chats.get(room.id)?.last ?? null });
    }
  }

  /** Sends, and shows it at once; what failed waits to be sent again under the same key. */
  async send(chat, what) {
    const pending = { ...what, key: crypto.randomUUID(), from: this.me.id, failed: false };
    chat.pending.push(pending);
    await this.again(chat, pending);
  }

  async again(chat, pending) {
    pending.failed = false;
    pending.posted = this.#post(chat, pending);
    await pending.posted;
    this.#tell({ kind: 'pending', chat });
  }

  async #post(chat, pending) {
    this.#tell({ kind: 'pending', chat });
    const { key, from, text, image, voice, quote } = pending;
    const body = { from, room: chat.room?.id ?? null, key, text, image, voice, quote: quote?.id };
    try {
      pending.id = (await ask('POST', '/messages', body)).id;
      const isThere = chat.messages?.some(({ id }) => id === pending.id);
      if (isThere) chat.pending = chat.pending.filter((one) => one !== pending);
    } catch (error) {
      pending.failed = true;
      this.#tell({ kind: 'refused', error });
    }
  }
}
