/** RFC 4648 §4, by hand: policy runs without a platform around it, and `atob` is one's. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const letters = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const sextets = new Int8Array(128).fill(-1);
letters.forEach((letter, sextet) => (sextets[letter] = sextet));
const equals = 61;

/** How many characters that many bytes take. */
export const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

/** @returns undefined unless the text is the one canonical spelling of its bytes (§3.5) */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let to = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const filled = at >= text.length - padding && code === equals;
    const sextet = filled ? 0 : (sextets[code] ?? -1);
    if (sextet < 0) return undefined;
    bits = (bits << 6) | sextet;
    if (at % 4 !== 3) continue;
    for (let shift = 16; shift >= 0; shift -= 8) {
      const byte = (bits >> shift) & 0xff;
      if (to < bytes.length) bytes[to++] = byte;
      // What the padding stands for is nothing: a bit in it would be a second spelling.
      else if (byte !== 0) return undefined;
    }
    bits = 0;
  }
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(base64Length(bytes.length));
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    codes[to] = letters[bits >> 18] ?? equals;
    codes[to + 1] = letters[(bits >> 12) & 63] ?? equals;
    codes[to + 2] = letters[(bits >> 6) & 63] ?? equals;
    codes[to + 3] = letters[bits & 63] ?? equals;
  }
  codes.fill(equals, codes.length - ((3 - (bytes.length % 3)) % 3));
  let text = '';
  // In pieces, because a call takes only so many arguments; `apply` walks them five times as fast as a spread.
  for (let at = 0; at < codes.length; at += 8_192)
    text += String.fromCharCode.apply(null, codes.subarray(at, at + 8_192) as unknown as number[]);
  return text;
}
