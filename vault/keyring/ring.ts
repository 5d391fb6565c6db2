import type { Aead } from '../crypto/aead.ts';
import { EpochKey, IndexKey, RowKey, type Random, exportKey, newKey } from '../crypto/keys.ts';
import { type RingContext, type RingKeyFor, unwrapRingKey, wrapRingKey } from '../crypto/wrap.ts';
import type { RingKeyStore } from '../storage/keys.ts';
import type { RingKeyRow } from '../storage/schema.ts';
import type { RootFault, Wrappings } from './roots.ts';

/** Which key of the ring. */
export interface RingKeyName {
  use: RingKeyRow['use'];
  /** `2026-11` for an epoch, `resident.mobile` for an index, `control` for the rows' MACs. */
  name: string;
  generation: number;
}

/** One key of the ring, on its way to the community it belongs to. */
export interface RingKey extends RingKeyName {
  key: Uint8Array;
  /** When it was made, UTC milliseconds. */
  created: number;
}

/** What a community asks its ring for. */
export interface Wanted {
  community: string;
  month: string;
  indexes: readonly string[];
  next?: readonly { name: string; generation: number }[];
}

/** A ring that opened. */
export interface OpenRing {
  ok: true;
  keys: RingKey[];
  /** Which root secret wraps all of them (`rootId`). */
  root: string;
  /** How many of them another root had wrapped until now. */
  rewrapped: number;
}

/**
 * What the ring says when its stored keys and the root secret do not belong together: those that do not open, which are
 * all of them where it is another root.
 */
export interface ShutRing {
  ok: false;
  error: 'root_secret_does_not_open';
  shut: RingKeyName[];
  of: number;
}

/** What became of asking for a ring's keys, in a word. */
export type RingState = 'open' | ShutRing['error'] | RootFault['error'];

export type Ring = OpenRing | ShutRing | ({ ok: false } & RootFault);

/**
 * Opens one community's ring and makes what is missing of it: the month's epoch key, a key for each index, the row key.
 *
 * Everything stored is opened before anything new is made: with a wrong root secret there must be no second set of
 * keys beside the first. What another than the current root wraps is then wrapped anew: that is the whole exchange of a
 * root, one short transaction a community, and one that was ended before it is made up for at the next opening.
 * @param wanted.next indexes that are to get another key, and the generation it is to be: it is made where the one before it
 *   is the newest. Asked again, nothing is made
 * @param month `YYYY-MM`, the epoch that new subjects' keys are wrapped with
 */
export function openKeys(
  store: RingKeyStore,
  roots: Wrappings,
  wanted: Wanted,
  now: number,
  random: Random,
  aead: Aead,
): OpenRing | ShutRing {
  const stored = store.all();
  const opened = stored.map((row) => ({ row, key: openRingKey(row, roots, wanted.community, aead) }));
  const shut = opened.filter(({ key }) => key === undefined).map(({ row }) => nameOf(row));
  if (shut.length > 0) return { ok: false, error: 'root_secret_does_not_open', shut, of: stored.length };

  const keys: RingKey[] = [];
  let rewrapped = 0;
  for (const { row, key } of opened) {
    if (key === undefined) continue;
    keys.push({ ...nameOf(row), key: exportKey(key), created: row.created_at });
    if (row.root === roots.current.root) continue;
    store.rewrap(wrapped(key, roots, { community: wanted.community, ...nameOf(row) }, row.created_at, aead));
    rewrapped += 1;
  }
  const missing: RingKeyName[] = [
    { use: 'row' as const, name: 'control', generation: 1 },
    { use: 'epoch' as const, name: wanted.month, generation: 1 },
    ...wanted.indexes.map((name) => ({ use: 'index' as const, name, generation: 1 })),
  ].filter(({ use, name }) => !keys.some((key) => key.use === use && key.name === name));
  for (const { name, generation } of wanted.next ?? []) {
    const newest = keys.reduce(
      (n, key) => (key.use === 'index' && key.name === name ? key.generation : n),
      0,
    );
    if (generation === newest + 1) missing.push({ use: 'index', name, generation });
  }
  for (const name of missing) {
    const key = newKeyOf[name.use](random);
    store.add(wrapped(key, roots, { community: wanted.community, ...name }, now, aead));
    keys.push({ ...name, key: exportKey(key), created: now });
  }
  return { ok: true, keys, root: roots.current.root, rewrapped };
}

/** The key in a ring's row, or undefined when none of the roots that it can be wrapped by opens it. */
export function openRingKey(
  row: Pick<RingKeyRow, 'use' | 'name' | 'generation' | 'wrapped' | 'root'>,
  { current, others }: Wrappings,
  community: string,
  aead: Aead,
): RingKeyFor<RingKeyRow['use']> | undefined {
  for (const { root, key } of [current, ...others]) {
    // A row from before roots had names can be of any.
    if (row.root !== '' && row.root !== root) continue;
    const opened = unwrapRingKey(row.wrapped, key, { community, ...nameOf(row) }, aead);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function wrapped(
  key: RingKeyFor<RingKeyRow['use']>,
  { current }: Wrappings,
  context: RingContext,
  createdAt: number,
  aead: Aead,
): RingKeyRow {
  const { use, name, generation } = context;
  const box = wrapRingKey(key, current.key, context, aead);
  return { use, name, generation, wrapped: box, created_at: createdAt, root: current.root };
}

const nameOf = ({ use, name, generation }: RingKeyName): RingKeyName => ({ use, name, generation });

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
