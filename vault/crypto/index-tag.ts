import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { hmacSha256 } from './hmac.ts';
import { secretOf, type IndexKey } from './keys.ts';
import { utf8 } from './lp.ts';

/**
 * Search by exact value, over keyed hashes. Tag_0 is the value; each generation n of an index's key hashes
 * the tag before it once more: Tag_n = HMAC-SHA-256(K_n, Tag_{n−1})[0..16]. So an index can be given a new
 * key without the values, also of a field that is kept as a hash only. 128 bits: two residents' values
 * meet by accident once in 2^64 of them.
 */

/** A tag: 32 lowercase hex digits. */
export type IndexTag = string & { readonly __brand: 'IndexTag' };

/**
 * @param keys K_1 … K_n of this community's index, in order, at least one
 * @param value in its normal form; what is not normalised is not found
 * @throws RangeError without a key, TypeError for a lone surrogate
 */
export function indexTag(keys: readonly IndexKey[], value: string): IndexTag {
  if (keys.length === 0) throw new RangeError('an index has at least one key');
  return bytesToHex(keys.reduce((tag, key) => next(key, tag), utf8(value))) as IndexTag;
}

/**
 * The tag of generation n from that of generation n − 1, without the value.
 * @param key K_n
 * @throws RangeError when the tag is not 32 hex digits
 */
export function advanceTag(key: IndexKey, tag: IndexTag): IndexTag {
  if (!/^[0-9a-f]{32}$/.test(tag)) throw new RangeError('a tag is 32 lowercase hex digits');
  return bytesToHex(next(key, hexToBytes(tag))) as IndexTag;
}

function next(key: IndexKey, previous: Uint8Array): Uint8Array<ArrayBuffer> {
  return hmacSha256(secretOf(key), previous).slice(0, 16);
}
