import { randomBytes } from '@noble/hashes/utils.js';
import { checkLengths, tagLength, type Aead } from './aead.ts';
import type { Hmac } from './hmac.ts';

/**
 * libsodium's WASM as an {@link Aead}: the same bytes as noble's, in a fraction of the time. What is passed in is copied
 * to the module's memory and wiped there before a call returns, keys and texts alike.
 *
 * The module is the one inside the npm package `libsodium`, without the package's own JavaScript: that starts
 * asynchronously, and has the module in it once more as text. `cli/sodium.ts` takes it out.
 */

/** What is used of the module, and the letters it has there: minified, and so those of one version of the package. */
export const exported = {
  memory: 'e',
  sodium_init: 'xe',
  malloc: 'Ee',
  free: 'Fe',
  crypto_aead_chacha20poly1305_ietf_encrypt: 'D',
  crypto_aead_chacha20poly1305_ietf_decrypt: 'H',
  crypto_secretstream_xchacha20poly1305_init_pull: 'Xc',
  crypto_kdf_hkdf_sha256_extract: 'Hb',
} as const;

/**
 * The module's stack: where it begins, growing downwards, and more than the calls above take of it. libsodium leaves the
 * last block of a text and of the key stream there.
 */
export const stack = { top: 107_152, depth: 1_024 } as const;

/** Pointers and lengths are numbers; a 64-bit length is two of them, the low half first. */
type Call = (...args: readonly number[]) => number;
type Calls = Readonly<Record<Exclude<keyof typeof exported, 'memory'>, Call>>;

/** Room for a key and the longest nonce. */
const headLength = 32 + 24;
/** Large enough for records and log entries; what is larger gets room of its own for the call. */
const roomLength = 16_384;
/** crypto_secretstream_xchacha20poly1305_state. */
const stateLength = 52;

/** What is taken of libsodium. */
export interface Sodium extends Aead {
  readonly hmac: Hmac;
}

/**
 * @param module compiled from what `cli/sodium.ts` takes out of the package
 * @throws Error when it does not start
 */
export function sodiumAead(module: WebAssembly.Module): Sodium {
  const { calls, heap, withRoom } = start(module);
  const encrypt = calls.crypto_aead_chacha20poly1305_ietf_encrypt;
  const decrypt = calls.crypto_aead_chacha20poly1305_ietf_decrypt;
  const beginStream = calls.crypto_secretstream_xchacha20poly1305_init_pull;
  const extract = calls.crypto_kdf_hkdf_sha256_extract;
  return {
    name: 'libsodium',

    seal(key, nonce, plaintext, ad) {
      checkLengths(key, nonce, 12);
      const { length } = plaintext;
      return withRoom(key, nonce, length + tagLength + ad.length, (keyAt, nonceAt, at) => {
        const adAt = at + length + tagLength;
        heap().set(plaintext, at);
        heap().set(ad, adAt);
        // In place, which libsodium allows: the ciphertext goes where the plaintext is.
        encrypt(at, 0, at, length, 0, adAt, ad.length, 0, 0, nonceAt, keyAt);
        return heap().slice(at, adAt);
      });
    },

    open(key, nonce, box, ad) {
      checkLengths(key, nonce, 12);
      const { length } = box;
      if (length < tagLength) return undefined;
      return withRoom(key, nonce, length + ad.length, (keyAt, nonceAt, at) => {
        const adAt = at + length;
        heap().set(box, at);
        heap().set(ad, adAt);
        const failed = decrypt(at, 0, 0, at, length, 0, adAt, ad.length, 0, nonceAt, keyAt) !== 0;
        return failed ? undefined : heap().slice(at, adAt - tagLength);
      });
    },

    subkey(key, nonce) {
      checkLengths(key, nonce, 16);
      // This build has no HChaCha20 by itself, but a secret stream begins with one: the first 32 bytes of its state are
      // HChaCha20 of the key and of the first 16 bytes of its header. Its other 8 are zeros here.
      return withRoom(key, nonce, stateLength, (keyAt, headerAt, at) => {
        beginStream(at, headerAt, keyAt);
        return heap().slice(at, at + 32);
      });
    },

    hmac(key, message) {
      checkLengths(key, noNonce, 12);
      // HKDF's first step is this very HMAC, with the salt for its key (RFC 5869 §2.2).
      return withRoom(key, noNonce, 32 + message.length, (keyAt, _, at) => {
        heap().set(message, at + 32);
        extract(at, keyAt, 32, at + 32, message.length);
        return heap().slice(at, at + 32);
      });
    },
  };
}

const noNonce = new Uint8Array(12);

/** Runs a call over room for key, nonce and more bytes, and wipes all of it and the stack, also when the call fails. */
type WithRoom = <T>(
  key: Uint8Array,
  nonce: Uint8Array,
  length: number,
  call: (keyAt: number, nonceAt: number, at: number) => T,
) => T;

/** Starts the module. `heap` is asked for anew after each reservation: memory that grows moves. */
function start(module: WebAssembly.Module) {
  let bytes: Uint8Array<ArrayBuffer>;
  const stop = (): never => {
    throw new Error('libsodium stopped');
  };
  const imports = {
    a: stop, // a failed assertion
    // The one piece of JavaScript the library has: 32 random bits, which it draws at its start.
    b: () => new DataView(randomBytes(4).buffer).getUint32(0),
    c: stop, // abort()
    // More memory, as its malloc wants it.
    d: (wanted: number) => {
      try {
        memory.grow(Math.ceil(((wanted >>> 0) - bytes.length) / 65_536));
      } catch {
        return 0;
      }
      bytes = new Uint8Array(memory.buffer);
      return 1;
    },
  };
  const all = new WebAssembly.Instance(module, { a: imports }).exports as Record<string, unknown>;
  const memory = all[exported.memory] as WebAssembly.Memory;
  bytes = new Uint8Array(memory.buffer);
  const named = Object.entries(exported).map(([name, letters]) => [name, all[letters]]);
  const calls = Object.fromEntries(named) as Calls;
  if (calls.sodium_init() < 0) throw new Error('libsodium did not start');

  const reserve = (length: number): number => {
    const at = calls.malloc(headLength + length);
    if (at === 0) throw new Error(`libsodium has no room for ${length} bytes`);
    return at;
  };
  const room = reserve(roomLength);
  const withRoom: WithRoom = (key, nonce, length, call) => {
    const base = length <= roomLength ? room : reserve(length);
    try {
      bytes.set(key, base);
      bytes.set(nonce, base + 32);
      return call(base, base + 32, base + headLength);
    } finally {
      bytes.fill(0, base, base + headLength + length);
      bytes.fill(0, stack.top - stack.depth, stack.top);
      if (base !== room) calls.free(base);
    }
  };
  return { calls, heap: () => bytes, withRoom };
}
