import { randomBytes } from '@noble/hashes/utils.js';
import type { Aead } from './aead.ts';
import { secretOf, type LogPartKey } from './keys.ts';
import { nonceLength } from './layout.ts';
import { lp, u64 } from './lp.ts';
import { pad, unpad } from './padding.ts';
import { openWhole, sealWholeWith } from './seal-with.ts';

/** What a sealed part of a log entry is bound to. */
export interface PartContext {
  readonly community: string;
  /** Whose log key seals it: the subject's for the subject part, the actor's for the actor part. */
  readonly owner: string;
  readonly keyId: string;
  /** The entry's index in the log. */
  readonly seq: number;
  readonly side: 'actor' | 'subject';
}

/**
 * Seals a part of a log entry, padded to a bucket: unpadded, its length would tell how many fields were read
 * and how long a reason was (docs/format.md, "Log part").
 * @param part salt (32 bytes) ‖ JSON, just as it is hashed into the leaf
 */
export function sealPart(
  part: Uint8Array,
  key: LogPartKey,
  context: PartContext,
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  return sealWholeWith(randomBytes(nonceLength), pad(part), secretOf(key), partData(context), aead);
}

/** salt ‖ JSON, or undefined when bytes, key or any part of the context are not those it was sealed with. */
export function openPart(
  blob: Uint8Array,
  key: LogPartKey,
  context: PartContext,
  aead: Aead,
): Uint8Array<ArrayBuffer> | undefined {
  const padded = openWhole(blob, secretOf(key), partData(context), aead);
  return padded && unpad(padded)?.slice();
}

/** The associated data of a log part. */
export function partData({ community, owner, keyId, seq, side }: PartContext): Uint8Array<ArrayBuffer> {
  return lp('lindun part', community, owner, keyId, u64(seq), side);
}
