import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

import { fromBase64, toBase64 } from './base64.ts';
import { failed, success, type Result } from './result.ts';

/** Signs C2SP notes with one Ed25519 key. It holds the private key in a closure and never shows it. */
export interface NoteSigner {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), big-endian. */
  readonly keyId: number;
  /** What a verifier is given once and trusts from then on: `<name>+<key id, hex>+<base64>`. */
  readonly vkey: string;
  /**
   * The whole signed note for a text that ends in a newline.
   *
   * @throws RangeError if the text cannot be a note: no final newline, a control character, a lone surrogate.
   */
  sign(text: string): string;
}

/** A key whose signature on a note was verified. */
export interface VerifiedSigner {
  readonly name: string;
  readonly keyId: number;
  readonly vkey: string;
}

export interface OpenedNote {
  /** With its final newline, without the blank line. */
  readonly text: string;
  /** The known keys that signed, in the note's order, each once; never empty. */
  readonly signers: readonly VerifiedSigner[];
}

/**
 * `bad_vkey`: one of the caller's keys is no Ed25519 vkey. `note_malformed`: not the C2SP form.
 * `bad_signature`: a known key's signature does not verify. `no_known_signature`: no signature of a known key
 * is there.
 */
export type NoteFailure = 'bad_vkey' | 'note_malformed' | 'bad_signature' | 'no_known_signature';

/** C2SP signed-note asks for at least 16; Go's reader stops at 100, and so does this one. */
const maximumSignatures = 100;

const algorithmEd25519 = 0x01;

/**
 * A signer from a 32-byte Ed25519 seed (RFC 8032 §5.1.5) and a key name.
 *
 * @throws RangeError if the seed is not 32 bytes, or the name is empty or holds a space, a plus or a control
 * character.
 */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed is 32 bytes');
  if (!isKeyName(name)) throw new RangeError('not a key name');
  const privateKey = seed.slice();
  const publicKey = concatBytes(Uint8Array.of(algorithmEd25519), ed25519.getPublicKey(privateKey));
  const keyId = keyIdOf(name, publicKey);
  return {
    name,
    keyId,
    vkey: `${name}+${hexOf(keyId)}+${toBase64(publicKey)}`,
    sign(text) {
      if (!isNoteText(text) || !text.endsWith('\n')) throw new RangeError('not the text of a note');
      const signature = ed25519.sign(utf8ToBytes(text), privateKey);
      return `${text}\n— ${name} ${toBase64(concatBytes(bytesOf(keyId), signature))}\n`;
    },
  };
}

/**
 * Opens a signed note (C2SP signed-note): every signature by one of `vkeys` must verify, and at least one
 * must be there; others are ignored, as the specification demands.
 */
export function openNote(note: string, vkeys: readonly string[]): Result<OpenedNote, NoteFailure> {
  const keys: Verifier[] = [];
  for (const vkey of vkeys) {
    const key = parseVkey(vkey);
    if (key === undefined) return failed('bad_vkey');
    keys.push(key);
  }
  const parsed = splitNote(note);
  if (parsed === undefined) return failed('note_malformed');
  const message = utf8ToBytes(parsed.text);
  const signers: VerifiedSigner[] = [];
  for (const line of parsed.signatures) {
    const key = keys.find(({ name, keyId }) => name === line.name && keyId === line.keyId);
    if (key === undefined) continue;
    if (!isSignature(line.signature, message, key.publicKey)) return failed('bad_signature');
    const signer = { name: key.name, keyId: key.keyId, vkey: key.vkey };
    if (!signers.some(({ vkey }) => vkey === signer.vkey)) signers.push(signer);
  }
  return signers.length > 0 ? success({ text: parsed.text, signers }) : failed('no_known_signature');
}

interface Verifier extends VerifiedSigner {
  readonly publicKey: Uint8Array;
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Uint8Array;
}

function parseVkey(vkey: string): Verifier | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey);
  const [, name = '', hex = '', encoded = ''] = match ?? [];
  const key = fromBase64(encoded);
  if (key === undefined || key.length !== 33 || key[0] !== algorithmEd25519 || !isKeyName(name))
    return undefined;
  const keyId = keyIdOf(name, key);
  return hexOf(keyId) === hex ? { name, keyId, vkey, publicKey: key.subarray(1) } : undefined;
}

function splitNote(note: string): { text: string; signatures: SignatureLine[] } | undefined {
  const split = note.lastIndexOf('\n\n');
  if (!isNoteText(note) || split < 0 || !note.endsWith('\n') || note.length === split + 2) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > maximumSignatures) return undefined;
  const signatures: SignatureLine[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { text: note.slice(0, split + 1), signatures };
}

function parseSignatureLine(line: string): SignatureLine | undefined {
  const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const [, name = '', encoded = ''] = match ?? [];
  const bytes = fromBase64(encoded);
  if (bytes === undefined || bytes.length < 5 || !isKeyName(name)) return undefined;
  const keyId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, keyId, signature: bytes.subarray(4) };
}

function isSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    // RFC 8032 and no more: ZIP 215 would accept encodings that other verifiers refuse.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** A note is UTF-8 without control characters below U+0020 other than newline. */
const isNoteText = (text: string): boolean => text.isWellFormed() && !/[\0-\x09\x0b-\x1f]/.test(text);

const isKeyName = (name: string): boolean =>
  name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);

function keyIdOf(name: string, key: Uint8Array): number {
  const digest = sha256(concatBytes(utf8ToBytes(`${name}\n`), key));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

function bytesOf(keyId: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, keyId);
  return bytes;
}

const hexOf = (keyId: number): string => keyId.toString(16).padStart(8, '0');
