import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  createMessage,
  encrypt,
  type PrivateKey,
  readKey,
  readKeys,
  readPrivateKey,
  reformatKey,
} from 'openpgp';

/** The one place that knows OpenPGP (RFC 9580). Everything in it is waited for, so no pipeline may call it. */

/** A recipient's public key, as it was found to be. */
export interface RecipientKey {
  /** Armored, public parts alone. */
  armored: string;
  /** 40 hex digits (RFC 9580 §5.5.4.1), or 64 of a version 6 key. */
  fingerprint: string;
  /** When it stops to encrypt, in UTC milliseconds; null where it does not. */
  expires: number | null;
}

/** Why a key is not taken. */
export type KeyFault = 'key_unreadable' | 'key_private' | 'key_more_than_one' | 'key_cannot_encrypt';

/**
 * Reads a recipient's key: exactly one, public, not expired or revoked at `now`, and with a part that encrypts.
 * @param now UTC milliseconds
 */
export async function readRecipientKey(armored: string, now: number): Promise<RecipientKey | KeyFault> {
  // Somebody's secret key does not belong here at all: it is not even parsed.
  if (armored.includes('PRIVATE KEY BLOCK')) return 'key_private';
  const found = await readKeys({ armoredKeys: armored }).catch(() => undefined);
  const [key, second] = found ?? [];
  if (key === undefined) return 'key_unreadable';
  // A block may hold two keys, and a text two blocks, of which the library reads the first.
  if (second !== undefined || armored.split('BEGIN PGP PUBLIC KEY BLOCK').length > 2)
    return 'key_more_than_one';
  if (key.isPrivate()) return 'key_private';
  const date = new Date(now);
  try {
    const part = await key.getEncryptionKey(undefined, date);
    const ends = [await key.getExpirationTime(), await part.getExpirationTime()].map(momentOf);
    const first = Math.min(...ends);
    return {
      armored: key.toPublic().armor(),
      fingerprint: key.getFingerprint(),
      expires: Number.isFinite(first) ? first : null,
    };
  } catch {
    return 'key_cannot_encrypt';
  }
}

/** A moment as the library has it: null is one that has passed, Infinity one that never comes. */
const momentOf = (at: Date | number | null): number => (at === null ? -Infinity : Number(at));

/** With what a community signs its packages. */
export interface PackageSigner {
  /** 32 bytes: an Ed25519 seed. */
  seed: Uint8Array;
  /** What stands in the key as its user id; nobody's name. */
  userId: string;
}

/** A community's signer. Recipients see the user id, and compare fingerprints by another way than ours. */
export const packageSigner = (community: string, seed: Uint8Array): PackageSigner => ({
  seed,
  userId: `lindun/${community} hand-overs`,
});

/** Since when the keys of generation 1 are. It is part of a key's fingerprint, so it must never change. */
const keysSince = Date.UTC(2026, 0, 1);

/**
 * Seals a text for a recipient: encrypted to their key, signed by the community.
 * @param now UTC milliseconds; stands in the signature
 * @returns an armored OpenPGP message
 * @throws Error when the key cannot encrypt any more
 */
export async function sealPackage(
  text: string,
  name: string,
  recipient: string,
  signer: PackageSigner,
  now: number,
): Promise<string> {
  const date = new Date(now);
  const encryptionKeys = await readKey({ armoredKey: recipient });
  const signingKeys = await signingKey(signer, date);
  const message = await createMessage({ binary: utf8ToBytes(text), filename: name, date });
  return encrypt({ message, encryptionKeys, signingKeys, date, format: 'armored' });
}

/** The public key that recipients verify packages with, armored, and its fingerprint. */
export async function packageKey(
  signer: PackageSigner,
  now: number,
): Promise<{ armored: string; fingerprint: string }> {
  const key = await signingKey(signer, new Date(now));
  return { armored: key.toPublic().armor(), fingerprint: key.getFingerprint() };
}

/**
 * The community's key: a version 4 Ed25519 key, in the form that GnuPG 2.2 reads too (RFC 9580 calls it EdDSALegacy). It
 * is put together from the seed, as a Secret-Key packet (§5.5.3) and a User ID packet (§5.11); the library then adds
 * the self-signature.
 */
async function signingKey({ seed, userId }: PackageSigner, date: Date): Promise<PrivateKey> {
  const since = keysSince / 1000;
  const point = mpi(concatBytes(Uint8Array.of(0x40), ed25519.getPublicKey(seed)));
  const secret = mpi(seed);
  const sum = secret.reduce((total, byte) => (total + byte) & 0xffff, 0);
  const body = concatBytes(
    Uint8Array.of(4, since >>> 24, (since >>> 16) & 255, (since >>> 8) & 255, since & 255),
    Uint8Array.of(eddsaLegacy, ed25519Oid.length, ...ed25519Oid),
    point,
    Uint8Array.of(unprotected),
    secret,
    Uint8Array.of(sum >>> 8, sum & 255),
  );
  const bare = concatBytes(packet(secretKeyTag, body), packet(userIdTag, utf8ToBytes(userId)));
  const privateKey = await readPrivateKey({ binaryKey: bare });
  const made = await reformatKey({ privateKey, userIDs: [{ name: userId }], date, format: 'object' });
  return made.privateKey;
}

const eddsaLegacy = 22;
const unprotected = 0;
const secretKeyTag = 5;
const userIdTag = 13;
/** 1.3.6.1.4.1.11591.15.1 (RFC 9580 §9.2). */
const ed25519Oid = [0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01];

/** A multiprecision integer: its length in bits, and no leading zeros (RFC 9580 §3.2). */
function mpi(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const value = start < 0 ? new Uint8Array() : bytes.subarray(start);
  const bits = value.length === 0 ? 0 : (value.length - 1) * 8 + (32 - Math.clz32(value[0] ?? 0));
  return concatBytes(Uint8Array.of(bits >>> 8, bits & 255), value);
}

/** A packet of fewer than 192 bytes (RFC 9580 §4.2.1.1). */
function packet(tag: number, body: Uint8Array): Uint8Array {
  if (body.length >= 192) throw new RangeError('a longer packet needs another length form');
  return concatBytes(Uint8Array.of(0xc0 | tag, body.length), body);
}
