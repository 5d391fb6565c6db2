import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { secretOf, type DataKey } from './keys.ts';
import { lp } from './lp.ts';

/**
 * What the log says of a new data key, 64 hex digits. ChaCha20-Poly1305 does not commit to its key: one box
 * can be made that opens to two texts under two keys. With this in the log, a key shown later is the one
 * that was made then, or is found out. It tells nothing of the key (HKDF-SHA256, RFC 5869).
 */
export function keyCommitment(key: DataKey): string {
  return bytesToHex(hkdf(sha256, secretOf(key), undefined, lp('lindun key commitment'), 32));
}
