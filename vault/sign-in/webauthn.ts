import { decodeCBOR, decodePartialCBOR, type CBORType } from '@levischuck/tiny-cbor';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/**
 * What of Web Authentication (Level 3) a vault needs: passkeys that have looked at who holds them, and no attestation,
 * because which make of authenticator somebody has is nobody's business. Synchronous, so that a signature is checked in
 * the same transaction in which its challenge is used up. Pure: what the vault knows comes in as `expected`.
 */

/** COSE (RFC 9053): the two algorithms that are asked for. */
export const algorithms = { ES256: -7, EdDSA: -8 } as const;
export type Algorithm = keyof typeof algorithms;

/** A passkey as it is kept. */
export interface PasskeyKey {
  alg: Algorithm;
  /** Hex: for ES256 the uncompressed point, for EdDSA the 32 bytes. */
  key: string;
}

/** What must be true of an answer, whoever sends it. */
export interface Expected {
  /** base64url, as it was given out. */
  challenge: string;
  /** `https://hengda.example`: where the browser has to have been. */
  origin: string;
  /** The host the passkey belongs to. */
  rp: string;
}

/** Why a passkey's answer is not taken. */
export type PasskeyFault =
  'malformed' | 'other_challenge' | 'other_origin' | 'not_verified' | 'wrong_signature' | 'counter_regress';

export type Checked<T> = { ok: true; value: T } | { ok: false; fault: PasskeyFault };

const failed = (fault: PasskeyFault) => ({ ok: false, fault }) as const;

/** Of a new passkey. All base64url. */
export interface Registration {
  clientData: string;
  attestation: string;
}

/** Of a passkey that is used. All base64url. */
export interface Assertion {
  id: string;
  clientData: string;
  authenticator: string;
  signature: string;
}

/** A new passkey (§7.1). */
export function readRegistration(
  { clientData, attestation }: Registration,
  expected: Expected,
): Checked<PasskeyKey & { id: string; counter: number }> {
  const fault = wrongClientData(fromBase64Url(clientData), 'webauthn.create', expected);
  if (fault !== undefined) return failed(fault);
  const object = unlessMalformed(() => decodeCBOR(bytesOf(fromBase64Url(attestation))));
  const data = object instanceof Map ? object.get('authData') : undefined;
  const read = data instanceof Uint8Array ? readAuthenticatorData(data) : undefined;
  if (read?.credential === undefined) return failed('malformed');
  const wrong = wrongAuthenticator(read, expected);
  if (wrong !== undefined) return failed(wrong);
  return { ok: true, value: { ...read.credential, counter: read.counter } };
}

/**
 * A passkey's signature over the challenge (§7.2). One whose counter does not go up has been copied: a counter that stays
 * at 0 is none (§6.1.1).
 */
export function checkAssertion(
  { clientData, authenticator, signature }: Assertion,
  expected: Expected,
  known: PasskeyKey & { counter: number },
): Checked<{ counter: number }> {
  const client = fromBase64Url(clientData);
  const fault = wrongClientData(client, 'webauthn.get', expected);
  if (fault !== undefined) return failed(fault);
  const [data, signed] = [fromBase64Url(authenticator), fromBase64Url(signature)];
  const read = data && readAuthenticatorData(data);
  if (client === undefined || data === undefined || signed === undefined || read === undefined)
    return failed('malformed');
  const wrong = wrongAuthenticator(read, expected);
  if (wrong !== undefined) return failed(wrong);
  if (!isSignedBy(known, concatBytes(data, sha256(client)), signed)) return failed('wrong_signature');
  const counts = read.counter > 0 || known.counter > 0;
  if (counts && read.counter <= known.counter) return failed('counter_regress');
  return { ok: true, value: { counter: read.counter } };
}

/** The challenge that an answer says it is for; empty where it says none. Nothing of it is believed yet. */
export function challengeIn(clientData: string): string {
  const said = clientOf(fromBase64Url(clientData))?.['challenge'];
  return typeof said === 'string' ? said : '';
}

/** What the browser says of itself (§5.8.1): what it was asked, by whom, and that no other site is around it. */
function wrongClientData(
  bytes: Uint8Array | undefined,
  type: 'webauthn.create' | 'webauthn.get',
  { challenge, origin }: Expected,
): PasskeyFault | undefined {
  const client = clientOf(bytes);
  if (client === undefined) return 'malformed';
  if (client['type'] !== type) return 'malformed';
  if (client['challenge'] !== challenge) return 'other_challenge';
  if (client['origin'] !== origin || client['crossOrigin'] === true) return 'other_origin';
  return undefined;
}

function clientOf(bytes: Uint8Array | undefined): Readonly<Record<string, unknown>> | undefined {
  const said = unlessMalformed(() => {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(bytes));
    return JSON.parse(text) as unknown;
  });
  return typeof said === 'object' && said !== null ? (said as Readonly<Record<string, unknown>>) : undefined;
}

interface AuthenticatorData {
  rpHash: Uint8Array;
  flags: number;
  counter: number;
  credential?: PasskeyKey & { id: string };
}

const flag = { present: 0x01, verified: 0x04, attested: 0x40 } as const;

/** §6.1: 32 bytes of the RP ID's hash, flags, counter; of a new passkey also its id and key. */
function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData | undefined {
  if (bytes.length < 37) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = { rpHash: bytes.subarray(0, 32), flags: view.getUint8(32), counter: view.getUint32(33) };
  if ((read.flags & flag.attested) === 0) return read;
  if (bytes.length < 55) return undefined;
  const idLength = view.getUint16(53);
  const id = bytes.subarray(55, 55 + idLength);
  // §7.1 step 25: longer than that is no credential id.
  if (id.length !== idLength || idLength === 0 || idLength > 1023) return undefined;
  const cose = unlessMalformed(() => decodePartialCBOR(bytes.slice(55 + idLength), 0)[0]);
  const key = cose instanceof Map ? keyOf(cose) : undefined;
  return key && { ...read, credential: { id: toBase64Url(id), ...key } };
}

/** A COSE key (RFC 9053 §7.1, §7.2) of one of the two algorithms, and a point of its curve. */
function keyOf(cose: Map<string | number, CBORType>): PasskeyKey | undefined {
  const [type, alg, curve, x, y] = [1, 3, -1, -2, -3].map((label) => cose.get(label));
  if (!(x instanceof Uint8Array) || x.length !== 32) return undefined;
  if (type === 1 && alg === algorithms.EdDSA && curve === 6)
    return onCurve({ alg: 'EdDSA', key: bytesToHex(x) });
  if (type !== 2 || alg !== algorithms.ES256 || curve !== 1) return undefined;
  if (!(y instanceof Uint8Array) || y.length !== 32) return undefined;
  return onCurve({ alg: 'ES256', key: `04${bytesToHex(x)}${bytesToHex(y)}` });
}

const onCurve = (key: PasskeyKey): PasskeyKey | undefined =>
  unlessMalformed(() => {
    (key.alg === 'ES256' ? p256.Point : ed25519.Point).fromHex(key.key);
    return key;
  });

/** That it is for this host, and that it has seen who holds it: a passkey alone is then two factors (§7.2 steps 15–17). */
function wrongAuthenticator(
  { rpHash, flags }: AuthenticatorData,
  { rp }: Expected,
): PasskeyFault | undefined {
  if (bytesToHex(rpHash) !== bytesToHex(sha256(new TextEncoder().encode(rp)))) return 'other_origin';
  const needed = flag.present | flag.verified;
  return (flags & needed) === needed ? undefined : 'not_verified';
}

function isSignedBy({ alg, key }: PasskeyKey, message: Uint8Array, signature: Uint8Array): boolean {
  const verified = unlessMalformed(() =>
    alg === 'ES256'
      ? // DER, and either of the two forms of s: authenticators make both.
        p256.verify(signature, message, hexToBytes(key), { format: 'der', lowS: false })
      : ed25519.verify(signature, message, hexToBytes(key), { zip215: false }),
  );
  return verified === true;
}

/** Decoders throw at what they cannot read; whoever sends it gets a refusal, and nobody an exception. */
function unlessMalformed<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function bytesOf(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}
