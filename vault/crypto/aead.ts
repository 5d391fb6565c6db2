/**
 * The whole of what the record format asks of a cipher library: ChaCha20-Poly1305 (RFC 8439 §2.8) and
 * HChaCha20 (draft-irtf-cfrg-xchacha §2.2). An implementation keeps no state between calls, writes to none
 * of its arguments, and gives the same bytes as every other one; the vectors in tests/vectors decide.
 */
export interface Aead {
  /** Which implementation this is. */
  readonly name: 'libsodium' | 'noble';

  /**
   * @param key 32 bytes
   * @param nonce 12 bytes, never used twice under one key
   * @param plaintext any length
   * @param ad associated data, any length
   * @returns ciphertext (as long as the plaintext) ‖ 16-byte tag, in a buffer of its own
   * @throws RangeError when key or nonce has another length: a programming error
   */
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, ad: Uint8Array): Uint8Array<ArrayBuffer>;

  /**
   * The opposite of `seal`.
   * @param box ciphertext ‖ tag
   * @returns the plaintext, or undefined when the box was not made with exactly this key, nonce and data
   * @throws RangeError when key or nonce has another length: a programming error
   */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    box: Uint8Array,
    ad: Uint8Array,
  ): Uint8Array<ArrayBuffer> | undefined;

  /**
   * HChaCha20: a key for one 16-byte nonce, as far from its siblings as random keys are.
   * @param key 32 bytes
   * @param nonce 16 bytes
   * @returns 32 bytes
   * @throws RangeError when key or nonce has another length: a programming error
   */
  subkey(key: Uint8Array, nonce: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** Length of a Poly1305 tag (RFC 8439 §2.5). */
export const tagLength = 16;

/** @throws RangeError when key or nonce has another length: a programming error */
export function checkLengths(key: Uint8Array, nonce: Uint8Array, nonceLength: 12 | 16): void {
  if (key.length !== 32) throw new RangeError(`a key is 32 bytes, not ${key.length}`);
  if (nonce.length !== nonceLength) {
    throw new RangeError(`a nonce here is ${nonceLength} bytes, not ${nonce.length}`);
  }
}
