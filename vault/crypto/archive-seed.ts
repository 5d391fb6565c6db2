import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { secretOf, type LogSecret } from './keys.ts';
import { lp } from './lp.ts';

/** The name of the key that signs what people take away of their own data. */
export const archiveOrigin = (community: string): string => `lindun/${community}/archives`;

/**
 * The 32-byte Ed25519 seed (RFC 8032 §5.1.5) of that key. Under a label of its own: a signed archive can never be taken
 * for a checkpoint or a receipt.
 */
export function archiveSeed(secret: LogSecret, community: string): Uint8Array<ArrayBuffer> {
  const info = lp('lindun archive key', community);
  return new Uint8Array(hkdf(sha256, secretOf(secret), undefined, info, 32));
}
