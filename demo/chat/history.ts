import type { Expression, ExpressionBuilder, Insertable, Selectable, SqlBool } from 'kysely';
import type { Sealer } from '../../bot/store/seal.ts';
import type { Sqlite } from '../../bot/store/sqlite.ts';
import type { Part } from './form.ts';
import { mentioned } from './mention.ts';
import { Refused } from './refused.ts';
import type { Tables } from './schema.ts';
import { bot, type World } from './world.ts';

/** Of a message that was recalled nothing but that it was there is left: no text, no file. */
export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly room: string | null;
  readonly from: string;
  /** Of a private chat: to whom; null in a room. */
  readonly to: string | null;
  readonly at: number;
  readonly type: 'text' | 'image' | 'voice';
  readonly text: string;
  readonly file: { readonly id: string; readonly type: string; readonly bytes: number } | null;
  /** Person ids, in the order their names come. */
  readonly mention: readonly string[];
  readonly quote: Quote | null;
  readonly recalled: boolean;
}

export type Quote = Pick<Message, 'id' | 'from' | 'type' | 'text' | 'recalled'>;

export type ChatEvent =
  | ({ readonly kind: 'message' } & Message)
  | (Pick<Message, 'seq' | 'room' | 'from' | 'to' | 'at'> & {
      readonly kind: 'recall';
      /** The id of the message that is gone. */
      readonly message: string;
    })
  | {
      readonly kind: 'friend';
      readonly seq: number;
      readonly at: number;
      readonly person: string;
      /** The person has asked, or the bot has said yes. */
      readonly state: 'asked' | 'accepted';
      readonly from: string;
    };

/** A chat: a room's id, or the private one with the bot. */
export type Chat = { readonly room: string } | { readonly person: string };

export interface Draft {
  readonly from: string;
  readonly chat: Chat;
  readonly parts: readonly [Part, ...Part[]];
  readonly mention: readonly string[];
  readonly quote: string | null;
  readonly key: string | null;
}

/** What of a message is sealed. */
type Content = Pick<Message, 'type' | 'text' | 'mention' | 'file' | 'recalled'> & { quote: string | null };
type Row = Selectable<Tables['event']>;

/** How long a message can be recalled, as in WeChat. */
export const recallable = 2 * 60_000;

/** What was said and what happened beside. When a method returns, what it kept is on the disk. */
export class History {
  readonly #sqlite: Sqlite<Tables>;
  readonly #sealer: Sealer;
  readonly #world: World;
  readonly #newId: () => string;

  constructor(sqlite: Sqlite<Tables>, sealer: Sealer, world: World, newId: () => string) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#world = world;
    this.#newId = newId;
  }

  /**
   * Keeps what somebody sends, each part a message; with a key that was used before, it tells what became of that one.
   * @throws Refused when the chat is not theirs, or not open to them
   */
  say(draft: Draft, now: number): { id: string; seq: number }[] {
    const { from, chat, key } = draft;
    if ('room' in chat) this.#world.roomOf(chat.room, from);
    else if (this.#world.person(chat.person, 'to').friend !== 'yes') throw new Refused('not_a_friend');
    return this.#sqlite.atomically(() => {
      const before = key === null ? [] : this.#keptUnder(from, key);
      if (before.length > 0) {
        if (before.some((row) => !sameChat(row, chat))) throw new Refused('key_used', 'key');
        return before.map(({ id, seq }) => ({ id, seq }));
      }
      if (draft.quote !== null && !sameChat(this.#message(draft.quote, 'quote'), chat)) {
        throw new Refused('no_such_message', 'quote');
      }
      return draft.parts.map((part, at) => this.#keepPart(draft, part, at, now));
    });
  }

  /** Takes a message back, its text and its file with it. @throws Refused */
  recall(id: string, from: string, now: number): void {
    this.#sqlite.atomically(() => {
      const row = this.#message(id);
      if (!this.#sees(from, row)) throw new Refused('no_such_message');
      if (row.sender !== from) throw new Refused('not_yours');
      const content = this.#content(row);
      if (content.recalled) return; // it is gone: said twice is the same
      if (now - row.at > recallable) throw new Refused('too_late');
      const nothing = { type: content.type, text: '', mention: [], file: null, quote: null, recalled: true };
      const box = this.#sealer.seal('event', id, nothing satisfies Content);
      const { db } = this.#sqlite;
      this.#sqlite.run(db.updateTable('event').set({ box }).where('id', '=', id));
      this.#sqlite.run(db.deleteFrom('file').where('event', '=', id));
      this.#append({
        kind: 'recall',
        room: row.room,
        person: row.person,
        sender: from,
        at: now,
        recalled: id,
      });
    });
  }

  /** The person asks to be the bot's friend; asking again, or being one, changes nothing. */
  ask(person: string, now: number): void {
    if (this.#world.person(person, 'from').friend === 'no') this.#befriend(person, 'asked', person, now);
  }

  /** The bot says yes. @throws Refused `not_asked` */
  accept(person: string, now: number): void {
    const { friend } = this.#world.person(person);
    if (friend === 'no') throw new Refused('not_asked');
    if (friend === 'asked') this.#befriend(person, 'yes', bot, now);
  }

  #befriend(person: string, friend: 'asked' | 'yes', sender: string, at: number): void {
    this.#sqlite.atomically(() => {
      this.#world.keepFriend(person, friend);
      this.#append({ kind: 'friend', room: null, person, sender, at, recalled: null });
    });
    this.#world.reread();
  }

  /** What this person (or the bot: everything) can see of what came after a number, oldest first. */
  eventsAfter(viewer: string, after: number, limit: number): ChatEvent[] {
    const rows = this.#sqlite.all(this.#seenBy(viewer).where('seq', '>', after).orderBy('seq').limit(limit));
    return rows.map((row) => this.#event(row));
  }

  /** Messages alone, oldest first. With `before` and a limit they are the last ones before that number. */
  messages(
    viewer: string,
    { after, before, limit, chat }: { after: number; before?: number; limit?: number; chat?: Chat },
  ): Message[] {
    let query = this.#seenBy(viewer).where('kind', '=', 'message').where('seq', '>', after);
    if (chat !== undefined) {
      query = 'room' in chat ? query.where('room', '=', chat.room) : query.where('person', '=', chat.person);
    }
    if (before !== undefined) query = query.where('seq', '<', before).orderBy('seq', 'desc');
    else query = query.orderBy('seq');
    if (limit !== undefined) query = query.limit(limit);
    const rows = this.#sqlite.all(query);
    return (before === undefined ? rows : rows.reverse()).map((row) => this.#read(row));
  }

  /** @throws Refused `no_such_file`, also when it is in a chat that is not the viewer's */
  file(viewer: string, id: string): { type: string; bytes: Uint8Array } {
    const { db } = this.#sqlite;
    const found = this.#sqlite.first(db.selectFrom('file').selectAll().where('id', '=', id));
    const row = found && this.#sqlite.first(db.selectFrom('event').selectAll().where('id', '=', found.event));
    const file = row && this.#sees(viewer, row) ? this.#content(row).file : null;
    if (found === undefined || file === null) throw new Refused('no_such_file');
    return { type: file.type, bytes: this.#sealer.open('file', id, found.box) as Uint8Array };
  }

  /** The highest number that was given; 0 before the first. */
  last(): number {
    const { db } = this.#sqlite;
    return this.#sqlite.first(db.selectFrom('event').select((e) => e.fn.max('seq').as('seq')))?.seq ?? 0;
  }

  #seenBy(viewer: string) {
    const query = this.#sqlite.db.selectFrom('event').selectAll();
    if (viewer === bot) return query;
    return query.where((e) => mayBeSeen(e, viewer, this.#world.rooms(viewer)));
  }

  #sees(viewer: string, { room, person }: Row): boolean {
    if (viewer === bot || person === viewer) return true;
    return room !== null && this.#world.rooms(viewer).some(({ id }) => id === room);
  }

  #keptUnder(sender: string, key: string): Row[] {
    const keys = [0, 1, 2].map((at) => partKey(key, at));
    return this.#sqlite.all(
      this.#sqlite.db
        .selectFrom('event')
        .selectAll()
        .where('sender', '=', sender)
        .where('sent_key', 'in', keys)
        .orderBy('seq'),
    );
  }

  #keepPart({ from, chat, mention, quote, key }: Draft, part: Part, at: number, now: number) {
    const id = this.#newId();
    const isText = part.type === 'text';
    const file = isText ? null : { id: this.#newId(), type: part.mediaType, bytes: part.bytes.length };
    const text = isText ? part.text : '';
    const members = 'room' in chat ? this.#world.membersOf(this.#world.roomOf(chat.room, from)) : [];
    const named = members.filter((member) => mention.includes(member.id)).map((member) => member.id);
    const content: Content = {
      type: part.type,
      text,
      mention: at === 0 ? [...new Set([...named, ...mentioned(text, members)])] : [],
      file,
      quote: at === 0 ? quote : null,
      recalled: false,
    };
    const seq = this.#append({
      id,
      kind: 'message',
      room: 'room' in chat ? chat.room : null,
      person: 'room' in chat ? null : chat.person,
      sender: from,
      at: now,
      recalled: null,
      sent_key: key === null ? null : partKey(key, at),
      box: this.#sealer.seal('event', id, content),
    });
    if (!isText && file !== null) {
      const box = this.#sealer.seal('file', file.id, part.bytes);
      this.#sqlite.run(this.#sqlite.db.insertInto('file').values({ id: file.id, event: id, box }));
    }
    return { id, seq };
  }

  #append(row: Omit<Insertable<Tables['event']>, 'seq' | 'id'> & { id?: string }): number {
    const values = { id: this.#newId(), ...row };
    const inserted = this.#sqlite.first(this.#sqlite.db.insertInto('event').values(values).returning('seq'));
    if (inserted === undefined) throw new Refused('not_kept');
    return inserted.seq;
  }

  #message(id: string, field?: string): Row {
    const { db } = this.#sqlite;
    const query = db.selectFrom('event').selectAll().where('id', '=', id).where('kind', '=', 'message');
    const found = this.#sqlite.first(query);
    if (found === undefined) throw new Refused('no_such_message', field);
    return found;
  }

  #content({ id, box }: Row): Content {
    if (box === null) throw new Error('an event without content is no message');
    return this.#sealer.open('event', id, box) as Content;
  }

  #read(row: Row): Message {
    const { quote, ...content } = this.#content(row);
    return {
      ...whereAndWhen(row),
      id: row.id,
      ...content,
      quote: quote === null ? null : this.#quote(quote),
    };
  }

  #quote(id: string): Quote {
    const row = this.#message(id);
    const { type, text, recalled } = this.#content(row);
    return { id, from: row.sender, type, text, recalled };
  }

  #event(row: Row): ChatEvent {
    if (row.kind === 'message') return { kind: 'message', ...this.#read(row) };
    if (row.kind === 'recall') return { kind: 'recall', ...whereAndWhen(row), message: row.recalled ?? '' };
    const { seq, at, person, sender } = row;
    return {
      kind: 'friend',
      seq,
      at,
      person: person ?? '',
      state: sender === bot ? 'accepted' : 'asked',
      from: sender,
    };
  }
}

const partKey = (key: string, at: number): string => `${key}.${at}`;

const sameChat = ({ room, person }: Row, chat: Chat): boolean =>
  'room' in chat ? room === chat.room : person === chat.person;

const whereAndWhen = ({ seq, room, person, sender, at }: Row) => ({
  seq,
  room,
  from: sender,
  to: room === null ? (sender === bot ? person : bot) : null,
  at,
});

function mayBeSeen(
  e: ExpressionBuilder<Tables, 'event'>,
  viewer: string,
  rooms: readonly { id: string }[],
): Expression<SqlBool> {
  const own = e('person', '=', viewer);
  return rooms.length === 0
    ? own
    : e.or([
        own,
        e(
          'room',
          'in',
          rooms.map(({ id }) => id),
        ),
      ]);
}
