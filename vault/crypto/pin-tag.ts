import { bytesToHex } from '@noble/hashes/utils.js';
import { hmacSha256 } from './hmac.ts';
import { secretOf, type RowKey } from './keys.ts';
import { lp } from './lp.ts';

/**
 * What is stored of a PIN: HMAC-SHA-256 in lowercase hex, with a salt of its own and for one person. Six digits would be
 * found at once by whoever has a plain or a slow hash of them; here that takes the row key, which is not in the database.
 * @param salt hex; new for each PIN
 */
export function pinTag(key: RowKey, of: { subject: string; salt: string }, pin: string): string {
  return bytesToHex(hmacSha256(secretOf(key), lp('lindun pin', of.subject, of.salt, pin)));
}
