import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { secretOf, type LogSecret } from './keys.ts';
import { lp, u64 } from './lp.ts';

/**
 * The 32-byte Ed25519 seed (RFC 8032 §5.1.5) that signs one community's log of one generation.
 * @param generation integer from 0 to 2^53 − 1, as in the log's origin `lindun/<community>/<generation>`
 */
export function logSeed(secret: LogSecret, community: string, generation: number): Uint8Array<ArrayBuffer> {
  const info = lp('lindun log key', community, u64(generation));
  return new Uint8Array(hkdf(sha256, secretOf(secret), undefined, info, 32));
}

/**
 * The seed of a later key of the same log: its second (generation 2), third, and so on. Its first is {@link logSeed}'s.
 * @param log the log's own generation, as in its origin @param key the key's, 2 or more
 */
export function logKeySeed(
  secret: LogSecret,
  community: string,
  { log, key }: { readonly log: number; readonly key: number },
): Uint8Array<ArrayBuffer> {
  const info = lp('lindun log signing key', community, u64(log), u64(key));
  return new Uint8Array(hkdf(sha256, secretOf(secret), undefined, info, 32));
}
