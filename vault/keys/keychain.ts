import type { Aead } from '../crypto/aead.ts';
import {
  DataKey,
  EpochKey,
  IndexKey,
  LogPartKey,
  RowKey,
  type Random,
  importKey,
  newKey,
} from '../crypto/keys.ts';
import { base32 } from '../crypto/base32.ts';
import { type KeyFor, type KeyUse, unwrapKey, wrapKey } from '../crypto/wrap.ts';
import type { RingKey } from '../keyring/ring.ts';
import { Tampered } from '../outcome.ts';
import type { WrappedKeyStore } from '../storage/keys.ts';
import type { WrappedKeyRow } from '../storage/schema.ts';

/** A key and the id it is stored and authenticated under. */
export interface Held<Key> {
  id: string;
  key: Key;
}

/**
 * One community's keys, unwrapped and in memory: those of the ring, and through them those of subjects and actors.
 *
 * The ring's keys are fetched before a transaction begins; inside one nothing can be waited for.
 */
export class KeyChain {
  readonly row: RowKey;
  #epochs: ReadonlyMap<string, EpochKey> = new Map();
  #indexes: ReadonlyMap<string, readonly IndexKey[]> = new Map();
  #newest = '';
  #made: ReadonlyMap<string, { made: number }> = new Map();
  #inUse: (name: string) => number | undefined = () => undefined;
  readonly #community: string;
  readonly #aead: Aead;

  /** @throws Error when the ring did not hand out a row key or an epoch key */
  constructor(community: string, ring: readonly RingKey[], aead: Aead) {
    this.#community = community;
    this.#aead = aead;
    const row = ring.find(({ use }) => use === 'row');
    if (row === undefined) throw new Error('the key ring gave no keys');
    this.row = importKey(RowKey, row.key);
    this.renew(ring);
  }

  /**
   * Takes what the ring has now in the place of what it had: a new month's key, another generation of an index's. What was
   * destroyed there is gone here too.
   * @throws Error when the ring did not hand out an epoch key
   */
  renew(ring: readonly RingKey[]): void {
    const epochs = new Map<string, EpochKey>();
    const indexes = new Map<string, IndexKey[]>();
    const made = new Map<string, { made: number }>();
    for (const { use, name, key, created } of [...ring].sort((a, b) => a.generation - b.generation)) {
      if (use === 'epoch') epochs.set(name, importKey(EpochKey, key));
      if (use !== 'index') continue;
      indexes.set(name, [...(indexes.get(name) ?? []), importKey(IndexKey, key)]);
      made.set(name, { made: created });
    }
    const newest = [...epochs.keys()].sort().at(-1);
    if (newest === undefined) throw new Error('the key ring gave no keys');
    [this.#epochs, this.#indexes, this.#newest, this.#made] = [epochs, indexes, newest, made];
  }

  /** The name of the epoch that new keys are wrapped with, such as `2026-11`. */
  get epoch(): string {
    return this.#newest;
  }

  /** The epochs that the ring still has a key of, oldest first. */
  get epochs(): readonly string[] {
    return [...this.#epochs.keys()].sort();
  }

  /**
   * The keys that make the tags which an index is searched under, oldest generation first. `name` is `type.field` or
   * `binding.contact`.
   * @throws Tampered when the ring lacks one of them: another one made in its place would find nobody
   */
  index(name: string): readonly IndexKey[] {
    const keys = this.generations(name);
    const used = this.#inUse(name) ?? keys.length;
    if (keys.length < used) throw new Tampered(`index key ${name}/${used}`);
    return keys.slice(0, used);
  }

  /** All keys that the ring has of an index, also one that is not searched under yet; oldest generation first. */
  generations(name: string): readonly IndexKey[] {
    const keys = this.#indexes.get(name);
    if (keys === undefined) throw new Error(`the key ring has no key for the index ${name}`);
    return keys;
  }

  /** The indexes that the ring has keys for, and when it made the newest of each, in UTC milliseconds. */
  get indexes(): ReadonlyMap<string, { made: number }> {
    return this.#made;
  }

  /** @param inUse which generation of an index is searched under */
  follow(inUse: (name: string) => number): void {
    this.#inUse = inUse;
  }

  /**
   * An owner's key for a use.
   * @returns undefined when there is none: never made, or destroyed
   * @throws Tampered when the stored key does not open
   */
  find<Use extends KeyUse>(store: WrappedKeyStore, owner: string, use: Use): Held<KeyFor<Use>> | undefined {
    const row = store.get(owner, use);
    return row && this.opened(row, use);
  }

  /**
   * A stored key, opened.
   * @throws Tampered when it does not open
   */
  opened<Use extends KeyUse>(row: Omit<WrappedKeyRow, 'use'>, use: Use): Held<KeyFor<Use>> {
    const { owner, key_id: id } = row;
    const epoch = this.#epochs.get(row.epoch);
    const context = { community: this.#community, owner, use, keyId: id, epoch: row.epoch };
    const key = epoch && unwrapKey(row.wrapped, epoch, context, this.#aead);
    if (key === undefined) throw new Tampered(`${use} key of ${owner}`);
    return { id, key };
  }

  /**
   * A stored key, wrapped anew by the newest epoch key. No record is touched: the key itself stays what it is.
   * @throws Tampered when the stored key does not open
   */
  rewrapped({ owner, use, key_id, epoch, wrapped }: WrappedKeyRow): WrappedKeyRow {
    const context = { community: this.#community, owner, use, keyId: key_id };
    const old = this.#epochs.get(epoch);
    const key = old && unwrapKey(wrapped, old, { ...context, epoch }, this.#aead);
    const newest = this.#epochs.get(this.#newest);
    if (key === undefined || newest === undefined) throw new Tampered(`${use} key of ${owner}`);
    const again = wrapKey(key, newest, { ...context, epoch: this.#newest }, this.#aead);
    return { owner, use, key_id, epoch: this.#newest, wrapped: again };
  }

  /**
   * Makes an owner's key for a use and stores it wrapped by the newest epoch key.
   * @throws Tampered when there is one already: whoever makes one has found that there is none
   */
  make<Use extends KeyUse>(
    store: WrappedKeyStore,
    owner: string,
    use: Use,
    random: Random,
  ): Held<KeyFor<Use>> {
    const id = newId(random);
    const key = (use === 'data' ? newKey(DataKey, random) : newKey(LogPartKey, random)) as KeyFor<Use>;
    const epoch = this.#epochs.get(this.#newest) as EpochKey;
    const context = { community: this.#community, owner, use, keyId: id, epoch: this.#newest };
    const wrapped = wrapKey(key, epoch, context, this.#aead);
    if (!store.add({ owner, use, key_id: id, epoch: this.#newest, wrapped }))
      throw new Tampered(`${use} key of ${owner}`);
    return { id, key };
  }
}

/** A new identifier: 128 random bits in 26 characters that survive being read aloud. */
export function newId(random: Random): string {
  return base32(random(16));
}
