import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lp, u64, utf8 } from './lp.ts';

describe('length-prefixed joining', () => {
  test('writes a u32 big-endian length before each part, strings as UTF-8', () => {
    expect(bytesToHex(lp('a', '邻', Uint8Array.of(1, 2), ''))).toBe(
      '00000001' + '61' + '00000003' + 'e982bb' + '00000002' + '0102' + '00000000',
    );
    expect(lp()).toEqual(new Uint8Array(0));
  });

  test('gives different bytes for different lists', () => {
    const part = fc.string({ unit: 'binary', maxLength: 3 });
    const list = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(bytesToHex(lp(...one)) === bytesToHex(lp(...other))).toBe(same);
      }),
    );
    expect(lp('ab', 'c')).not.toEqual(lp('a', 'bc'));
    expect(lp('ab')).not.toEqual(lp('ab', ''));
  });

  test('refuses a lone surrogate instead of turning it into U+FFFD, and does not show the text', () => {
    for (const text of ['\ud800', 'secret\udc00', '\udc00\ud800', 'x\ud83d']) {
      for (const encode of [() => lp(text), () => utf8(text)]) {
        expect(encode).toThrow(TypeError);
        expect(encode).toThrow(/^not valid Unicode: the text has a lone surrogate$/);
      }
    }
    expect(utf8('\ud83d\udc36')).toEqual(Uint8Array.of(0xf0, 0x9f, 0x90, 0xb6));
  });
});

test('u64 is eight bytes, big-endian, and takes what a number holds exactly', () => {
  expect(bytesToHex(u64(0))).toBe('0000000000000000');
  expect(bytesToHex(u64(0x0102030405))).toBe('0000000102030405');
  expect(bytesToHex(u64(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1]) {
    expect(() => u64(bad)).toThrow(RangeError);
  }
});
