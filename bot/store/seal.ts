import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { managedNonce } from '@noble/ciphers/utils.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What stands at rest about people is sealed under one key of whoever keeps it, which lies in a folder apart:
 * a copied database alone tells nothing. XChaCha20-Poly1305 with a random 24-byte nonce
 * (draft-irtf-cfrg-xchacha-03); the associated data are the table and the row, so that no box opens in another one.
 */
export interface Sealer {
  /** @param value anything JSON has, or bytes */
  seal(table: string, row: string, value: unknown): Uint8Array;
  /** @throws Error when it was not sealed here, for this table and row, with this key; the message shows nothing */
  open(table: string, row: string, box: Uint8Array): unknown;
  /**
   * A name for something that must be recognised and not read: 32 hex digits (HMAC-SHA-256, cut to 128 bits), a different
   * one under each key and for each use.
   */
  name(use: string, ...parts: readonly string[]): string;
}

const suite = 0x01;
const block = 64;
const cipher = managedNonce(xchacha20poly1305);

/** @param key 32 bytes: see {@link keyFrom} */
export function sealerOf(key: Uint8Array): Sealer {
  if (key.length !== 32) throw new RangeError('a sealing key has 32 bytes');
  const derive = (label: string): Uint8Array => hkdf(sha256, key, undefined, utf8(label), 32);
  const boxKey = derive('lindun bot store box v1');
  const nameKey = derive('lindun bot store name v1');
  return {
    seal(table, row, value) {
      const boxed = cipher(boxKey, joined(table, row)).encrypt(padded(value));
      const out = new Uint8Array(1 + boxed.length);
      out[0] = suite;
      out.set(boxed, 1);
      return out;
    },
    open(table, row, box) {
      try {
        if (box[0] !== suite) throw new Error('another suite');
        return unpadded(cipher(boxKey, joined(table, row)).decrypt(box.subarray(1)));
      } catch {
        throw new Error(`a sealed value of ${table} does not open: another key, or another row's`);
      }
    },
    name: (use, ...parts) =>
      Buffer.from(hmac(sha256, nameKey, joined(use, ...parts)).subarray(0, 16)).toString('hex'),
  };
}

/**
 * Reads the key, 64 hex digits in a file only its owner reads; makes it at the first start, whole or not at all.
 * @throws Error when the file holds something else
 */
export function keyFrom(file: string): Uint8Array {
  const found = readIfThere(file) ?? made(file);
  if (!/^[0-9a-f]{64}$/.test(found)) throw new Error(`${file} is not 64 hex digits`);
  return new Uint8Array(Buffer.from(found, 'hex'));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** On the disk before it is used: what is sealed under a key that a power cut took would be lost. */
function made(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
  const half = `${file}.new`;
  const opened = openSync(half, 'w', 0o600);
  writeSync(opened, `${key}\n`);
  fsyncSync(opened);
  closeSync(opened);
  renameSync(half, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return key;
}

/** Length-prefixed (u32 big-endian), so that two lists of parts never give the same bytes. */
function joined(...parts: readonly string[]): Uint8Array {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = utf8(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/**
 * A byte for the kind (bytes or JSON), the value, 0x80 and zeros up to a multiple of 64 (ISO/IEC 7816-4): the length of a
 * box does not tell 「是」 from 「不是」.
 */
function padded(value: unknown): Uint8Array {
  const isBytes = value instanceof Uint8Array;
  const bytes = isBytes ? value : utf8(JSON.stringify(value));
  const out = new Uint8Array(Math.ceil((bytes.length + 2) / block) * block);
  out[0] = isBytes ? 1 : 0;
  out.set(bytes, 1);
  out[1 + bytes.length] = 0x80;
  return out;
}

function unpadded(bytes: Uint8Array): unknown {
  const value = bytes.subarray(1, bytes.lastIndexOf(0x80));
  return bytes[0] === 1 ? new Uint8Array(value) : JSON.parse(new TextDecoder().decode(value));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
