import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hexToBytes } from '@noble/hashes/utils.js';
import { objectFile, Snapshot } from '../cli/open.ts';
import { openRing } from '../cli/ring.ts';
import type { EpochKey } from '../vault/crypto/keys.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { nobleAead } from '../vault/crypto/noble.ts';
import { type KeyUse, unwrapKey } from '../vault/crypto/wrap.ts';
import { wrappingsOf } from '../vault/keyring/roots.ts';
import { filesUnder } from './byte-search.ts';

/** What somebody has who took all keys of a day: the ring as it is then, opened with the root secret. */
export function keysOfToday(dir: string): ReturnType<typeof openRing> {
  const file = join(dir, 'keys', 'lindun-keyring', objectFile('lindun-keyring', 'hengda'));
  const secret = readFileSync(join(dir, 'keys', 'root.secret'), 'latin1').trim();
  const { current } = wrappingsOf([importKey(RootSecret, hexToBytes(secret))], 'hengda');
  const ring = new Snapshot(file);
  try {
    return openRing(ring, [current], 'hengda', nobleAead);
  } finally {
    ring.close();
  }
}

/** Somebody's wrapped keys, as a copy of the database of before has them. */
export interface Wrapped {
  owner: string;
  use: KeyUse;
  key_id: string;
  epoch: string;
  wrapped: Uint8Array;
}

export function wrappedOf(database: string, owners: readonly string[]): Wrapped[] {
  const opened = new DatabaseSync(database, { readOnly: true });
  try {
    const all = opened.prepare('SELECT owner, use, key_id, epoch, wrapped FROM wrapped_key').all();
    return (all as unknown as Wrapped[]).filter(({ owner }) => owners.includes(owner));
  } finally {
    opened.close();
  }
}

/** A wrapped key's length, and the byte it begins with (docs/format.md). */
const wrappedLength = 73;
const suite = 0x01;

/**
 * Tries every place in every file under a folder, free pages and write-ahead logs included, as one of these wrapped keys,
 * with every key of a ring under every epoch's name. @returns how many opened
 */
export function carve(
  dir: string,
  keys: readonly Wrapped[],
  epochs: ReadonlyMap<string, EpochKey>,
  names: readonly string[],
): { tried: number; opened: number } {
  let [tried, opened] = [0, 0];
  for (const file of filesUnder(dir)) {
    const bytes = readFileSync(file);
    for (let at = bytes.indexOf(suite); at >= 0; at = bytes.indexOf(suite, at + 1)) {
      const box = bytes.subarray(at, at + wrappedLength);
      if (box.length < wrappedLength || isPlain(box)) continue;
      tried += 1;
      if (opens(box, keys, epochs, names)) opened += 1;
    }
  }
  return { tried, opened };
}

/** What has long runs of one byte is no ciphertext. */
const isPlain = (box: Uint8Array): boolean => new Set(box).size < 40;

function opens(
  box: Uint8Array,
  keys: readonly Wrapped[],
  epochs: ReadonlyMap<string, EpochKey>,
  names: readonly string[],
): boolean {
  for (const { owner, use, key_id: keyId } of keys)
    for (const key of epochs.values())
      for (const epoch of names)
        if (unwrapKey(box, key, { community: 'hengda', owner, use, keyId, epoch }, nobleAead) !== undefined)
          return true;
  return false;
}
