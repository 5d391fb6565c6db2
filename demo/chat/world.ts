import { sql } from 'kysely';
import type { Sealer } from '../../bot/store/seal.ts';
import type { Sqlite } from '../../bot/store/sqlite.ts';
import { booleanOf, idOf, type Json, lineOf, listOf, objectOf } from './form.ts';
import { Refused } from './refused.ts';
import type { Tables } from './schema.ts';

export type Friend = Tables['person']['friend'];

export interface Person {
  readonly id: string;
  /** A chat nickname. */
  readonly name: string;
  /** `resident`, `grid_worker`, `privacy_officer` and whatever else the world calls people; the bot's is `bot`. */
  readonly role: string;
  /** Whether this person and the bot have each other in their contacts. */
  readonly friend: Friend;
}

export interface Room {
  readonly id: string;
  readonly topic: string;
  /** Person ids, the bot's first. */
  readonly members: readonly string[];
}

export interface GivenWorld {
  people: { id: string; name: string; role: string; friend: boolean }[];
  rooms: { id: string; topic: string; members: string[] }[];
}

/** The bot, a member of every room. */
export const bot = 'bot';
const botName = '楼管家';

/** Reads what `PUT /world` brings. @throws Refused */
export function worldOf(body: Json): GivenWorld {
  const people = listOf(body['people'], 'people', (item, field) => {
    const { id, name, role, friend } = objectOf(item, field);
    return {
      id: notTheBot(idOf(id, `${field}.id`), `${field}.id`),
      name: lineOf(name, `${field}.name`),
      role: idOf(role, `${field}.role`),
      friend: booleanOf(friend, `${field}.friend`),
    };
  });
  const rooms = listOf(body['rooms'], 'rooms', (item, field) => {
    const { id, topic, members } = objectOf(item, field);
    return {
      id: idOf(id, `${field}.id`),
      topic: lineOf(topic, `${field}.topic`),
      members: listOf(members, `${field}.members`, idOf),
    };
  });
  return { people, rooms };
}

function notTheBot(id: string, field: string): string {
  if (id === bot) throw new Refused('invalid', field);
  return id;
}

type Kept = { name: string; role: string };

/** Who there is and who is where. All of it is also in memory: names are wanted for every message. */
export class World {
  readonly #sqlite: Sqlite<Tables>;
  readonly #sealer: Sealer;
  #people = new Map<string, Person>();
  #rooms = new Map<string, Room>();

  /** @throws Error when the store was sealed with another key */
  constructor(sqlite: Sqlite<Tables>, sealer: Sealer) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#load();
    if (!this.#people.has(bot)) {
      this.#keepPerson({ id: bot, name: botName, role: bot }, 'yes');
      this.#load();
    }
  }

  people(): Person[] {
    return [...this.#people.values()];
  }

  /** @throws Refused `no_such_person` */
  person(id: string, field?: string): Person {
    const found = this.#people.get(id);
    if (found === undefined) throw new Refused('no_such_person', field);
    return found;
  }

  /** All rooms, or those this person is a member of. */
  rooms(of?: string): Room[] {
    const all = [...this.#rooms.values()];
    return of === undefined ? all : all.filter(({ members }) => members.includes(of));
  }

  /** @throws Refused `no_such_room`, or `not_a_member` when this person is not in it */
  roomOf(id: string, person: string): Room {
    const found = this.#rooms.get(id);
    if (found === undefined) throw new Refused('no_such_room', 'room');
    if (!found.members.includes(person)) throw new Refused('not_a_member', 'room');
    return found;
  }

  membersOf(room: Room): Person[] {
    return room.members.map((id) => this.person(id));
  }

  /** Call it inside the transaction that also keeps the event, and {@link World.reread} after. */
  keepFriend(id: string, friend: Friend): void {
    this.#sqlite.run(this.#sqlite.db.updateTable('person').set({ friend }).where('id', '=', id));
  }

  reread(): void {
    this.#load();
  }

  /**
   * Adds people and rooms, and renames those there are. Nobody is taken away: they are in the history. `friend: true`
   * makes a friend, `false` leaves what has come about since.
   */
  put({ people, rooms }: GivenWorld): void {
    const { db } = this.#sqlite;
    this.#sqlite.atomically(() => {
      for (const { friend, ...person } of people) {
        this.#keepPerson(person, friend ? 'yes' : (this.#people.get(person.id)?.friend ?? 'no'));
      }
      const known = new Set([...this.#people.keys(), ...people.map(({ id }) => id)]);
      for (const [at, { id, topic, members }] of rooms.entries()) {
        if (members.some((member) => !known.has(member))) {
          throw new Refused('no_such_person', `rooms[${at}].members`);
        }
        const box = this.#sealer.seal('room', id, { topic });
        this.#sqlite.run(
          db
            .insertInto('room')
            .values({ id, box })
            .onConflict((c) => c.doUpdateSet({ box })),
        );
        this.#sqlite.run(db.deleteFrom('member').where('room', '=', id));
        for (const person of new Set([bot, ...members])) {
          this.#sqlite.run(db.insertInto('member').values({ room: id, person }));
        }
      }
    });
    this.#load();
  }

  #keepPerson({ id, name, role }: { id: string } & Kept, friend: Friend): void {
    const box = this.#sealer.seal('person', id, { name, role } satisfies Kept);
    this.#sqlite.run(
      this.#sqlite.db
        .insertInto('person')
        .values({ id, friend, box })
        .onConflict((c) => c.doUpdateSet({ friend, box })),
    );
  }

  #load(): void {
    const { db } = this.#sqlite;
    const people = this.#sqlite.all(
      db
        .selectFrom('person')
        .selectAll()
        .orderBy(sql`rowid`),
    );
    this.#people = new Map(
      people.map(({ id, friend, box }) => {
        const { name, role } = this.#sealer.open('person', id, box) as Kept;
        return [id, { id, name, role, friend }];
      }),
    );
    const members = new Map<string, string[]>();
    for (const { room, person } of this.#sqlite.all(
      db
        .selectFrom('member')
        .selectAll()
        .orderBy(sql`rowid`),
    )) {
      members.set(room, [...(members.get(room) ?? []), person]);
    }
    const rooms = this.#sqlite.all(
      db
        .selectFrom('room')
        .selectAll()
        .orderBy(sql`rowid`),
    );
    this.#rooms = new Map(
      rooms.map(({ id, box }) => {
        const { topic } = this.#sealer.open('room', id, box) as { topic: string };
        const others = (members.get(id) ?? []).filter((person) => person !== bot);
        return [id, { id, topic, members: [bot, ...others] }];
      }),
    );
  }
}
