import type { Aead } from '../crypto/aead.ts';
import {
  EpochKey,
  IndexKey,
  RowKey,
  type Random,
  type RootSecret,
  exportKey,
  newKey,
} from '../crypto/keys.ts';
import { type RingContext, unwrapRingKey, wrapRingKey } from '../crypto/wrap.ts';
import type { RingKeyStore } from '../storage/keys.ts';
import type { RingKeyRow } from '../storage/schema.ts';

/** One key of the ring, on its way to the community it belongs to. */
export interface RingKey {
  use: RingKeyRow['use'];
  /** `2026-11` for an epoch, `resident.mobile` for an index, `control` for the rows' MACs. */
  name: string;
  generation: number;
  key: Uint8Array;
}

/** What the ring says when its stored keys and the root secret do not belong together. */
export type Ring = { ok: true; keys: RingKey[] } | { ok: false; error: 'root_secret_does_not_open' };

/**
 * Opens one community's ring and makes what is missing of it: the month's epoch key, a key for each index, the row key.
 *
 * Everything stored is opened before anything new is made: with a wrong root secret there must be no second set of
 * keys beside the first.
 * @param month `YYYY-MM`, the epoch that new subjects' keys are wrapped with
 */
export function openKeys(
  store: RingKeyStore,
  root: RootSecret,
  wanted: { community: string; month: string; indexes: readonly string[] },
  now: number,
  random: Random,
  aead: Aead,
): Ring {
  const keys: RingKey[] = [];
  for (const { use, name, generation, wrapped } of store.all()) {
    const opened = unwrapRingKey(wrapped, root, { community: wanted.community, use, name, generation }, aead);
    if (opened === undefined) return { ok: false, error: 'root_secret_does_not_open' };
    keys.push({ use, name, generation, key: exportKey(opened) });
  }
  const missing: RingContext[] = [
    { community: wanted.community, use: 'row' as const, name: 'control', generation: 1 },
    { community: wanted.community, use: 'epoch' as const, name: wanted.month, generation: 1 },
    ...wanted.indexes.map((name) => ({
      community: wanted.community,
      use: 'index' as const,
      name,
      generation: 1,
    })),
  ].filter(({ use, name }) => !keys.some((key) => key.use === use && key.name === name));
  for (const context of missing) {
    const { use, name, generation } = context;
    const key = newKeyOf[use](random);
    store.add({ use, name, generation, wrapped: wrapRingKey(key, root, context, aead), created_at: now });
    keys.push({ use, name, generation, key: exportKey(key) });
  }
  return { ok: true, keys };
}

/**
 * Destroys an epoch's key: what is still wrapped by it, in whatever copy, opens for nobody any more.
 * @param month `YYYY-MM`, the month it is: its key, and that of a month to come, is never destroyed
 * @returns whether it is gone; it is also when it was gone already
 */
export function destroyEpoch(store: RingKeyStore, epoch: string, month: string): boolean {
  if (!/^\d{4}-\d{2}$/.test(epoch) || epoch >= month) return false;
  store.destroy('epoch', epoch);
  return true;
}

const newKeyOf = {
  epoch: (random: Random) => newKey(EpochKey, random),
  index: (random: Random) => newKey(IndexKey, random),
  row: (random: Random) => newKey(RowKey, random),
} as const;
