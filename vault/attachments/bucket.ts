import type { ChunkKey } from '../storage/chunks.ts';
import { transact, type Vault } from '../vault.ts';

/**
 * Where chunks can lie beside the community's own database: one object a chunk, by a random name. What it holds are the
 * sealed bytes; it has no part in what may be seen.
 *
 * A chunk is written into the database first, in the transaction that logs it, and moves into the bucket afterwards. So a
 * put that fails loses nothing and a transaction that fails leaves nothing behind; and what is destroyed is either still in
 * the database or known by name until the bucket has let go of it.
 */
export interface Bucket {
  put(key: ChunkKey, box: Uint8Array): Promise<void>;
  /** @returns undefined where there is no such object */
  get(key: ChunkKey): Promise<Uint8Array | undefined>;
  /** Whether there was one or not. */
  delete(key: ChunkKey): Promise<void>;
}

/** What of Cloudflare's R2 is used. */
export interface ObjectStore {
  put(name: string, value: Uint8Array): Promise<unknown>;
  get(name: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
  delete(name: string): Promise<void>;
}

/** One community's part of a bucket. */
export function bucketIn(store: ObjectStore, community: string): Bucket {
  const name = ({ stream, n }: ChunkKey): string => `${community}/${stream}/${n}`;
  return {
    put: async (key, box) => void (await store.put(name(key), box)),
    get: async (key) => {
      const found = await store.get(name(key));
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
    delete: (key) => store.delete(name(key)),
  };
}

/** So many objects are touched by one alarm: about 50 MB. */
const mostAtOnce = 200;

/**
 * Moves what lies in the database into the bucket, and deletes from there what belongs to nothing any more. Ended half way,
 * or refused by the bucket, it goes on at the next alarm.
 */
export async function moveChunks(vault: Vault, bucket: Bucket): Promise<void> {
  const { chunks } = vault.store;
  for (const key of chunks.strays(mostAtOnce)) {
    await bucket.delete(key);
    transact(vault, () => chunks.gone(key));
  }
  for (const key of chunks.here(mostAtOnce)) {
    // Looked at anew: while another was put it may have been destroyed.
    const begun = transact(vault, () => {
      if (chunks.get(key.stream, key.n) === undefined) return false;
      chunks.beginMove(key);
      return true;
    });
    if (!begun) continue;
    await bucket.put(key, key.box);
    transact(vault, () => chunks.moved(key));
  }
}
