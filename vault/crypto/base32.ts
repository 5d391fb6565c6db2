const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Crockford's base32 in lowercase, most significant bit first, the last digit filled up with zero bits: no
 * letter is taken for a digit, and a double click selects the whole. 16 bytes give 26 digits, 32 give 52.
 */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text;
}
