import { chacha20poly1305, hchacha } from '@noble/ciphers/chacha.js';
import { checkLengths, tagLength, type Aead } from './aead.ts';

// The constant of RFC 8439 §2.3, as bytes; noble wants 32-bit views of the bytes as they lie in memory.
const sigma = words(new TextEncoder().encode('expand 32-byte k'), 16, 'constant');

/** The reference implementation of `Aead`, in plain JavaScript (@noble/ciphers). */
export const nobleAead: Aead = {
  name: 'noble',

  seal(key, nonce, plaintext, ad) {
    checkLengths(key, nonce, 12);
    return own(chacha20poly1305(key, nonce, ad).encrypt(plaintext));
  },

  open(key, nonce, box, ad) {
    checkLengths(key, nonce, 12);
    if (box.length < tagLength) return undefined;
    const cipher = chacha20poly1305(key, nonce, ad);
    try {
      return own(cipher.decrypt(box));
    } catch {
      // With all lengths checked above, the one thing left to fail is the tag.
      return undefined;
    }
  },

  subkey(key, nonce) {
    checkLengths(key, nonce, 16);
    const out = new Uint32Array(8);
    hchacha(sigma, words(key, 32, 'key'), words(nonce, 16, 'nonce'), out);
    return new Uint8Array(out.buffer);
  },
};

/** A copy, because a Uint32Array can only view bytes that start at a multiple of four. */
function words(bytes: Uint8Array, length: number, what: string): Uint32Array {
  if (bytes.length !== length) throw new RangeError(`${what}: ${bytes.length} bytes, not ${length}`);
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** noble's result type leaves open which kind of buffer lies below; a plain one always does. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer)
    : new Uint8Array(bytes);
}
