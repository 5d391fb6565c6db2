import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { secretOf, type LogSecret } from './keys.ts';
import { lp, u64 } from './lp.ts';

/**
 * The 32-byte Ed25519 seed (RFC 8032 §5.1.5) that signs one community's hand-over packages. It comes from the secret that
 * the log's seed comes from, under a label of its own: neither can be had from the other, and the log's key signs
 * nothing else.
 * @param generation integer from 0 to 2^53 − 1; a new one is a new key
 */
export function handOverSeed(
  secret: LogSecret,
  community: string,
  generation: number,
): Uint8Array<ArrayBuffer> {
  const info = lp('lindun hand-over key', community, u64(generation));
  return new Uint8Array(hkdf(sha256, secretOf(secret), undefined, info, 32));
}
