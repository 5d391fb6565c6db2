import type { FriendRequest } from '../transport.ts';
import type { Names } from './names.ts';
import type { BotTables } from './schema.ts';
import type { Sealer } from './seal.ts';
import type { Seen } from './seen.ts';
import type { Sqlite } from './sqlite.ts';

/** Who can be written to: behind the vault's addresses, who asked to be a contact, and when somebody wrote last. */
export class Contacts {
  readonly #sqlite: Sqlite<BotTables>;
  readonly #sealer: Sealer;
  readonly #names: Names;
  readonly #seen: Seen;

  constructor(sqlite: Sqlite<BotTables>, sealer: Sealer, names: Names, seen: Seen) {
    this.#sqlite = sqlite;
    this.#sealer = sealer;
    this.#names = names;
    this.#seen = seen;
  }

  /** Remembers whom the vault calls so. */
  keepAddress(address: string, contact: string, now: number): void {
    const name = this.#names.address(address);
    const row = { box: this.#sealer.seal('contact', name, contact), at: now };
    this.#sqlite.run(
      this.#sqlite.db
        .insertInto('contact')
        .values({ address: name, ...row })
        .onConflict((conflict) => conflict.column('address').doUpdateSet(row)),
    );
  }

  /** @returns undefined for an address that no exchange here ever gave */
  behind(address: string): string | undefined {
    const name = this.#names.address(address);
    const found = this.#sqlite.first(
      this.#sqlite.db.selectFrom('contact').select('box').where('address', '=', name),
    );
    return found && (this.#sealer.open('contact', name, found.box) as string);
  }

  /** @returns false when it had been taken in before */
  takeRequest(request: FriendRequest, now: number): boolean {
    const name = this.#names.request(request.id);
    return this.#sqlite.atomically(() => {
      if (!this.#seen.first(name, now)) return false;
      const box = this.#sealer.seal('friend_request', name, request);
      this.#sqlite.run(this.#sqlite.db.insertInto('friend_request').values({ name, box, at: now }));
      return true;
    });
  }

  nextRequest(): FriendRequest | undefined {
    const query = this.#sqlite.db.selectFrom('friend_request').select(['name', 'box']).orderBy('id').limit(1);
    const found = this.#sqlite.first(query);
    return found && (this.#sealer.open('friend_request', found.name, found.box) as FriendRequest);
  }

  /** It comes behind the others. */
  postponeRequest({ id }: FriendRequest): void {
    const { db } = this.#sqlite;
    const last = db.selectFrom('friend_request').select((e) => e(e.fn.max('id'), '+', 1).as('id'));
    const update = db.updateTable('friend_request').set({ id: last });
    this.#sqlite.run(update.where('name', '=', this.#names.request(id)));
  }

  endRequest({ id }: FriendRequest): void {
    const name = this.#names.request(id);
    this.#sqlite.run(this.#sqlite.db.deleteFrom('friend_request').where('name', '=', name));
  }

  /** Forgets what somebody asked. Whose a request is stands in its box alone. */
  dropRequestsOf(contact: string): void {
    const { db } = this.#sqlite;
    for (const { name, box } of this.#sqlite.all(db.selectFrom('friend_request').select(['name', 'box']))) {
      const { from } = this.#sealer.open('friend_request', name, box) as FriendRequest;
      if (from === contact) this.#sqlite.run(db.deleteFrom('friend_request').where('name', '=', name));
    }
  }

  /** They wrote in private: a transport that counts begins anew. */
  heard(contact: string, now: number): void {
    const row = { heard: now, said: 0 };
    this.#sqlite.run(
      this.#sqlite.db
        .insertInto('reach')
        .values({ chat: this.#names.chat({ to: contact }), ...row })
        .onConflict((conflict) => conflict.column('chat').doUpdateSet(row)),
    );
  }

  /** Something was said to them in private. @param chat its name */
  said(chat: string): void {
    const update = this.#sqlite.db.updateTable('reach').set((e) => ({ said: e('said', '+', 1) }));
    this.#sqlite.run(update.where('chat', '=', chat));
  }

  /** @param chat its name; @returns undefined when they never wrote in private */
  reach(chat: string): { heard: number; said: number } | undefined {
    const query = this.#sqlite.db.selectFrom('reach').select(['heard', 'said']).where('chat', '=', chat);
    return this.#sqlite.first(query);
  }
}
