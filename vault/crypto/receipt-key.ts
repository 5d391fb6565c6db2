import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { secretOf, type LogSecret } from './keys.ts';
import { lp } from './lp.ts';

/** Signs one community's consent receipts, and nothing else. The private key stays in its closure. */
export interface ReceiptSigner {
  /** The key's name: `lindun/<community>/receipts`. */
  readonly name: string;
  /** 32 bytes (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array;
  /** @returns 64 bytes (RFC 8032 §5.1.6) over exactly these bytes */
  sign(bytes: Uint8Array): Uint8Array;
}

/**
 * The 32-byte Ed25519 seed that signs one community's receipts. Of the log's secret as the log's own seed is, and under
 * another label: neither key can be had from the other, and a receipt can never be taken for a checkpoint.
 */
export function receiptSeed(secret: LogSecret, community: string): Uint8Array<ArrayBuffer> {
  const info = lp('lindun receipt key', community);
  return new Uint8Array(hkdf(sha256, secretOf(secret), undefined, info, 32));
}

/** @throws RangeError if the seed is not 32 bytes */
export function receiptSigner(community: string, seed: Uint8Array): ReceiptSigner {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed is 32 bytes');
  const privateKey = seed.slice();
  return {
    name: `lindun/${community}/receipts`,
    publicKey: ed25519.getPublicKey(privateKey),
    sign: (bytes) => ed25519.sign(bytes, privateKey),
  };
}

/** Whether this key signed exactly these bytes. False also for a key or a signature that has not its form. */
export function isReceiptSignature(signature: Uint8Array, bytes: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    // RFC 8032 and no more: ZIP 215 would accept encodings that other verifiers refuse.
    return ed25519.verify(signature, bytes, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** A public key as others' programs read it: DER SubjectPublicKeyInfo (RFC 8410 §4), which for Ed25519 is this prefix. */
const spkiPrefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

export function spkiOf(publicKey: Uint8Array): Uint8Array {
  const der = new Uint8Array(spkiPrefix.length + publicKey.length);
  der.set(spkiPrefix);
  der.set(publicKey, spkiPrefix.length);
  return der;
}

/** The 32 bytes of a DER SubjectPublicKeyInfo, or undefined when it is none of Ed25519. */
export function keyInSpki(der: Uint8Array): Uint8Array | undefined {
  const isOurs = der.length === 44 && spkiPrefix.every((byte, at) => der[at] === byte);
  return isOurs ? der.slice(spkiPrefix.length) : undefined;
}
