/**
 * Length-prefixed joining: LP(x) = u32 big-endian length ‖ bytes, strings as UTF-8. Two different lists of
 * parts never give the same bytes, so what is authenticated cannot be cut up in another way.
 */

const encoder = new TextEncoder();

/**
 * @returns LP(part 1) ‖ LP(part 2) ‖ …
 * @throws TypeError when a string has a lone surrogate (the encoder would turn it into U+FFFD, and two
 *   different strings would become one)
 */
export function lp(...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  const encoded: Uint8Array[] = [];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? utf8(part) : part;
    encoded.push(bytes);
    length += 4 + bytes.length;
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of encoded) {
    putU32(out, at, part.length);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

/** Big-endian. Byte by byte: a DataView takes longer to make than these to write. */
function putU32(out: Uint8Array, at: number, n: number): void {
  out[at] = n >>> 24;
  out[at + 1] = n >>> 16;
  out[at + 2] = n >>> 8;
  out[at + 3] = n;
}

/**
 * UTF-8 of a well-formed string.
 * @throws TypeError when it has a lone surrogate; the message does not show the text
 */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  // Most are ids and words of ours: for a short text of ASCII a call out of JavaScript takes longer than the work.
  if (text.length <= longestByHand) {
    const out = new Uint8Array(text.length);
    let at = 0;
    for (let code = 0; at < text.length && (code = text.charCodeAt(at)) < 0x80; at += 1) out[at] = code;
    if (at === text.length) return out;
  }
  if (!text.isWellFormed()) throw new TypeError('not valid Unicode: the text has a lone surrogate');
  return encoder.encode(text) as Uint8Array<ArrayBuffer>;
}

const longestByHand = 64;

/**
 * Eight bytes, big-endian.
 * @throws RangeError unless n is an integer from 0 to 2^53 − 1
 */
export function u64(n: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('not an unsigned integer below 2^53');
  const out = new Uint8Array(8);
  putU32(out, 0, Math.floor(n / 2 ** 32));
  putU32(out, 4, n % 2 ** 32);
  return out;
}
