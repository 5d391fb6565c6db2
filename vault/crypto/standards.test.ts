import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { RowKey } from './keys.ts';
import { rowMac } from './row.ts';
import { lp, u64 } from './lp.ts';

/**
 * HMAC and HKDF with keys and lengths of the standards' own choosing, which our functions do not take; so
 * these ask the two library functions that ours are made of.
 */

const ascii = (text: string) => bytesToHex(new TextEncoder().encode(text));
const range = (from: number, length: number) => bytesToHex(Uint8Array.from({ length }, (_, i) => from + i));

test.each([
  [
    '1',
    '0b'.repeat(20),
    ascii('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '2',
    ascii('Jefe'),
    ascii('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['3', 'aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  ['4', range(1, 25), 'cd'.repeat(50), '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'],
  [
    '6',
    'aa'.repeat(131),
    ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    '7',
    'aa'.repeat(131),
    ascii(
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs' +
        ' to be hashed before being used by the HMAC algorithm.',
    ),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
])('HMAC-SHA-256 gives RFC 4231 case %s', (_, key, data, mac) => {
  expect(bytesToHex(hmac(sha256, hexToBytes(key), hexToBytes(data)))).toBe(mac);
});

test.each([
  [
    'A.1',
    '0b'.repeat(22),
    range(0, 13),
    range(0xf0, 10),
    42,
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'A.2',
    range(0, 80),
    range(0x60, 80),
    range(0xb0, 80),
    82,
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
      'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    'A.3',
    '0b'.repeat(22),
    '',
    '',
    42,
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
])('HKDF-SHA256 gives RFC 5869 %s', (_, ikm, salt, info, length, okm) => {
  const made = hkdf(sha256, hexToBytes(ikm), hexToBytes(salt), hexToBytes(info), length);
  expect(bytesToHex(made)).toBe(okm);
});

test('a row MAC is that HMAC over the length-prefixed row, and nothing besides', () => {
  const row = { community: 'c', table: 'control', kind: 'role', key: 'k', version: 7, content: '{}' };
  const message = lp('lindun row', 'c', 'control', 'role', 'k', u64(7), '{}');
  expect(rowMac(new RowKey(new Uint8Array(32).fill(9)), row)).toEqual(
    new Uint8Array(hmac(sha256, new Uint8Array(32).fill(9), message)),
  );
});
