/**
 * Lengths are padded so that a reader of the database learns a bucket and not a length: 32, 64, 128, 256
 * bytes, then multiples of 256.
 *
 * 32 is the least because everything short must look alike: an empty text, a two-character Han name, a
 * name such as 阿卜杜拉·买买提 (23 bytes; its length alone would tell of its bearer's origin), a mobile
 * number, a date and a 26-character identifier. Doubling up to 256 keeps an address in one or two buckets,
 * and steps of 256 (85 Han characters) keep free text from wasting as much again as it holds.
 *
 * The padding is that of ISO/IEC 7816-4: the byte 0x80, then zeros; at least one byte, so that a text of
 * any bytes has exactly one padded form. It lies inside the AEAD: nobody without the key can probe it.
 */

const step = 256;
const small = [32, 64, 128];

/** No bucket is larger: the record layout counts in units of 32 bytes, in 16 bits. */
export const maxBucket = 2_096_896;

/** The least bucket that holds `length` bytes and one byte of padding. */
export function bucketFor(length: number): number {
  for (const size of small) if (length < size) return size;
  return Math.ceil((length + 1) / step) * step;
}

export function isBucket(size: number): boolean {
  return size >= 32 && size <= maxBucket && bucketFor(size - 1) === size;
}

/**
 * @returns text ‖ 0x80 ‖ zeros, as long as the least bucket
 * @throws RangeError when no bucket is large enough: callers bound their texts long before
 */
export function pad(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = bucketFor(text.length);
  if (size > maxBucket) throw new RangeError(`more than ${maxBucket - 1} bytes cannot be sealed`);
  const out = new Uint8Array(size);
  out.set(text);
  out[text.length] = 0x80;
  return out;
}

/** The text without its padding, or undefined unless the bytes are exactly what `pad` makes of it. */
export function unpad(padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80 || bucketFor(end) !== padded.length) return undefined;
  return padded.subarray(0, end);
}
