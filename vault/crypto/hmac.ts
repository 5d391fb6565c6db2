import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** HMAC-SHA-256 (RFC 2104) under a key of 32 bytes: 32 bytes in a buffer of their own. */
export type Hmac = (key: Uint8Array, message: Uint8Array) => Uint8Array<ArrayBuffer>;

/** The reference implementation, in plain JavaScript (@noble/hashes). */
export const nobleHmac: Hmac = (key, message) => new Uint8Array(hmac(sha256, key, message));

let chosen = nobleHmac;

/**
 * What a program makes its MACs, index tags and keyed hashes of codes with. Each control row that is read takes one, and
 * libsodium's takes a quarter of noble's time. Both are the same function, so it does not matter to anybody which one it
 * is; so it is chosen here, with the AEAD (`choose-aead.ts`), and not passed through everything that holds a row.
 */
export const hmacSha256: Hmac = (key, message) => chosen(key, message);

export function chooseHmac(one: Hmac): void {
  chosen = one;
}
