import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { base32 } from './base32.ts';
import { hmacSha256 } from './hmac.ts';
import { secretOf, type Random, type RowKey } from './keys.ts';
import { lp } from './lp.ts';

/**
 * A bearer token of 256 random bits, and what is stored of it. The token itself is kept nowhere.
 * @returns token `lin_` and 52 base32 digits; hash as `tokenHash` makes it
 */
export function newToken(random: Random): { token: string; hash: string } {
  const token = `lin_${base32(random(32))}`;
  return { token, hash: tokenHash(token) };
}

/**
 * SHA-256 of a token, in lowercase hex, to store it or look it up. No key and no stretching: what is hashed
 * has 256 random bits. Defined for every string a request may carry.
 */
export function tokenHash(token: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(token)));
}

/**
 * What is stored of a short code, such as six digits: HMAC-SHA-256 in lowercase hex. A plain hash would be
 * undone by trying a million codes; this takes the row key.
 */
export function codeTag(key: RowKey, code: string): string {
  return bytesToHex(hmacSha256(secretOf(key), lp('lindun code', code)));
}
