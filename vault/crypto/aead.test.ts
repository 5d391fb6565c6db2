import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { sodiumModule } from '../../cli/sodium.ts';
import { nobleAead } from './noble.ts';
import { sodiumAead } from './sodium.ts';
import { openWhole, sealWholeWith } from './seal-with.ts';

const text = (s: string) => new TextEncoder().encode(s);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const sunscreen =
  "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen" +
  ' would be it.';
const drafts =
  'Internet-Drafts are draft documents valid for a maximum of six months and may be updated, replaced, or ' +
  'obsoleted by other documents at any time. It is inappropriate to use Internet-Drafts as reference ' +
  'material or to cite them other than as /“work in progress./”';

const aeadVectors = [
  {
    source: 'RFC 8439 §2.8.2',
    key: '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
    nonce: '070000004041424344454647',
    ad: '50515253c0c1c2c3c4c5c6c7',
    plaintext: sunscreen,
    box:
      'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b' +
      '1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc' +
      '3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691',
  },
  {
    source: 'RFC 8439 A.5',
    key: '1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0',
    nonce: '000000000102030405060708',
    ad: 'f33388860000000000004e91',
    plaintext: drafts,
    box:
      '64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e382d26b0' +
      'bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c855' +
      '9797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4b9166c767b804d46a59b5216cde7a4e9' +
      '9040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a' +
      '0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a1049e617d91d361094fa68f0ff77987130' +
      '305beaba2eda04df997b714d6c6f2c29a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38',
  },
];

const sodium = sodiumModule();
if (sodium === undefined) throw new Error('libsodium has to be there for its tests');
const implementations = [nobleAead, sodiumAead(sodium)];

describe.each(implementations)('ChaCha20-Poly1305 of $name', (aead) => {
  test.each(aeadVectors)('gives the bytes of $source, both ways', ({ key, nonce, ad, plaintext, box }) => {
    const args = [hexToBytes(key), hexToBytes(nonce)] as const;
    expect(bytesToHex(aead.seal(...args, text(plaintext), hexToBytes(ad)))).toBe(box);
    expect(aead.open(...args, hexToBytes(box), hexToBytes(ad))).toEqual(text(plaintext));
  });

  test.each(aeadVectors)('refuses $source with any one byte changed', ({ key, nonce, ad, box }) => {
    const parts = [key, nonce, box, ad].map((hex) => hexToBytes(hex));
    for (const part of parts) {
      for (let i = 0; i < part.length; i++) {
        const byte = part[i] ?? 0;
        part[i] = byte ^ 1;
        const [k, n, b, a] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
        expect(aead.open(k, n, b, a)).toBeUndefined();
        part[i] = byte;
      }
    }
  });

  test('refuses whatever is shorter than a tag', () => {
    for (let length = 0; length < 16; length++) {
      expect(
        aead.open(new Uint8Array(32), new Uint8Array(12), new Uint8Array(length), text('')),
      ).toBeUndefined();
    }
  });

  test('opens what it sealed, from views at any offset, and writes to none of its arguments', () => {
    const shifted = (part: Uint8Array, by: number) => {
      const room = new Uint8Array(part.length + by);
      room.set(part, by);
      return room.subarray(by);
    };
    fc.assert(
      fc.property(bytes(32), bytes(12), fc.uint8Array(), fc.uint8Array(), fc.nat(3), (k, n, p, a, by) => {
        const args = [k, n, p, a].map((part) => shifted(part, by)) as [
          Uint8Array,
          Uint8Array,
          Uint8Array,
          Uint8Array,
        ];
        const box = aead.seal(...args);
        expect(box.length).toBe(p.length + 16);
        expect(aead.open(k, n, shifted(box, by), a)).toEqual(p);
        expect(args.map((part) => bytesToHex(part))).toEqual([k, n, p, a].map((part) => bytesToHex(part)));
        expect(aead.subkey(args[0], shifted(new Uint8Array(16), by))).toEqual(
          aead.subkey(k, new Uint8Array(16)),
        );
        expect(bytesToHex(args[0])).toBe(bytesToHex(k));
      }),
    );
  });

  test('takes keys and nonces of the right length only', () => {
    const none = new Uint8Array(0);
    expect(() => aead.seal(new Uint8Array(31), new Uint8Array(12), none, none)).toThrow(RangeError);
    expect(() => aead.seal(new Uint8Array(32), new Uint8Array(24), none, none)).toThrow(RangeError);
    expect(() => aead.open(new Uint8Array(33), new Uint8Array(12), none, none)).toThrow(RangeError);
    expect(() => aead.open(new Uint8Array(32), new Uint8Array(11), none, none)).toThrow(RangeError);
    expect(() => aead.subkey(new Uint8Array(16), new Uint8Array(16))).toThrow(RangeError);
    expect(() => aead.subkey(new Uint8Array(32), new Uint8Array(12))).toThrow(RangeError);
  });
});

describe.each(implementations)('HChaCha20 and XChaCha20-Poly1305 of $name', (aead) => {
  test('gives the subkey of draft-irtf-cfrg-xchacha-03 §2.2.1', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(bytesToHex(aead.subkey(key, hexToBytes('000000090000004a0000000031415927')))).toBe(
      '82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc',
    );
  });

  test('gives the box of draft-irtf-cfrg-xchacha-03 A.3.1, behind suite and nonce', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
    const nonce = Uint8Array.from({ length: 24 }, (_, i) => 0x40 + i);
    const ad = hexToBytes('50515253c0c1c2c3c4c5c6c7');
    const blob = sealWholeWith(nonce, text(sunscreen), key, ad, aead);
    expect(bytesToHex(blob)).toBe(
      '01' +
        bytesToHex(nonce) +
        'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39' +
        'ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
        '21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49',
    );
    expect(openWhole(blob, key, ad, aead)).toEqual(text(sunscreen));
  });
});
