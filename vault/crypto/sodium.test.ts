import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sodiumBytes, sodiumModule, sodiumPackage } from '../../cli/sodium.ts';
import { chooseAead } from './choose-aead.ts';
import { hmacSha256, nobleHmac } from './hmac.ts';
import { nobleAead } from './noble.ts';
import { exported, sodiumAead, stack } from './sodium.ts';

/** libsodium, and a look at the memory it works in. */
function openSodium() {
  const module = sodiumModule();
  if (module === undefined) throw new Error('libsodium has to be there for its tests');
  const made: { exports: Record<string, { buffer: ArrayBuffer }> }[] = [];
  const { Instance } = engine;
  engine.Instance = function (...args: unknown[]) {
    const instance = new Instance(...args);
    made.push(instance);
    return instance;
  } as unknown as typeof Instance;
  try {
    const aead = sodiumAead(module);
    const memory = (): Buffer => Buffer.from(made[0]?.exports[exported.memory]?.buffer ?? new ArrayBuffer(0));
    return { aead, memory };
  } finally {
    engine.Instance = Instance;
  }
}
const engine = (
  globalThis as unknown as {
    WebAssembly: {
      Instance: new (...args: unknown[]) => { exports: Record<string, { buffer: ArrayBuffer }> };
      Module: new (bytes: Uint8Array) => WebAssembly.Module;
    };
  }
).WebAssembly;

const sodium = openSodium();
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Of every length that a cipher or a copy could take to be special, and past the room that is kept. */
const anyBytes = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  fc
    .tuple(fc.constantFrom(0, 1, 63, 64, 65, 255, 256, 4_096, 16_127, 16_384, 16_385, 70_000), fc.nat(255))
    .map(([length, seed]) => Uint8Array.from({ length }, (_, at) => (at * 31 + seed) & 255)),
);
const anyKey = fc.oneof(bytes(32), fc.constantFrom(new Uint8Array(32), new Uint8Array(32).fill(255)));

describe('libsodium and noble', () => {
  test('seal to the same bytes, and open each other’s', () => {
    fc.assert(
      fc.property(anyKey, bytes(12), anyBytes, anyBytes, (key, nonce, text, ad) => {
        const box = sodium.aead.seal(key, nonce, text, ad);
        expect(Buffer.compare(box, nobleAead.seal(key, nonce, text, ad))).toBe(0);
        expect(Buffer.compare(sodium.aead.open(key, nonce, box, ad) ?? box, text)).toBe(0);
        expect(Buffer.compare(nobleAead.open(key, nonce, box, ad) ?? box, text)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  test('refuse the same boxes', () => {
    fc.assert(
      fc.property(
        anyKey,
        bytes(12),
        anyBytes,
        anyBytes,
        fc.nat(),
        fc.nat(7),
        (key, nonce, text, ad, n, bit) => {
          const box = sodium.aead.seal(key, nonce, text, ad);
          const at = n % box.length;
          const wrong = box.with(at, (box[at] ?? 0) ^ (1 << bit));
          const others = [
            wrong,
            box.subarray(1),
            box.subarray(0, -1),
            new Uint8Array([...box.subarray(-40), 0]),
          ];
          for (const other of others) {
            expect(sodium.aead.open(key, nonce, other, ad)).toBeUndefined();
            expect(nobleAead.open(key, nonce, other, ad)).toBeUndefined();
          }
        },
      ),
    );
  });

  test('derive the same subkeys', () => {
    fc.assert(
      fc.property(anyKey, bytes(16), (key, nonce) => {
        expect(sodium.aead.subkey(key, nonce)).toEqual(nobleAead.subkey(key, nonce));
      }),
    );
  });

  test('make the same MACs', () => {
    fc.assert(
      fc.property(anyKey, anyBytes, (key, message) => {
        expect(Buffer.compare(sodium.aead.hmac(key, message), nobleHmac(key, message))).toBe(0);
      }),
      { numRuns: 300 },
    );
    expect(() => sodium.aead.hmac(new Uint8Array(31), new Uint8Array(1))).toThrow(RangeError);
  });

  test('do so for megabytes as well, as an attachment brings them, while its memory grows', () => {
    const { aead, memory } = openSodium();
    const before = memory().length;
    const [key, nonce, ad] = [new Uint8Array(32).fill(1), new Uint8Array(12).fill(2), new Uint8Array(90)];
    for (const length of [1_048_576, 2_097_151, 20_971_520]) {
      const text = new Uint8Array(length).fill(7);
      const box = aead.seal(key, nonce, text, ad);
      expect(Buffer.compare(box, nobleAead.seal(key, nonce, text, ad))).toBe(0);
      expect(Buffer.compare(aead.open(key, nonce, box, ad) ?? box, text)).toBe(0);
    }
    expect(memory().length).toBeGreaterThan(before);
    expect(aead.seal(key, nonce, ad, ad)).toEqual(nobleAead.seal(key, nonce, ad, ad));
  });
});

describe('the memory that libsodium works in', () => {
  const secret = (seed: number, length: number) =>
    Uint8Array.from({ length }, (_, at) => (at * 89 + seed * 57 + 13) & 255);
  const nonce = secret(3, 12);

  /** Whether any eight bytes in a row of it are there. */
  const holds = (memory: Buffer, of: Uint8Array): boolean => {
    for (let at = 0; at + 8 <= of.length; at += 1)
      if (memory.includes(Buffer.from(of.subarray(at, at + 8)))) return true;
    return false;
  };

  test.each([40, 5_000, 40_000])('keeps nothing of a call with %d bytes: no key, no text', (length) => {
    const { aead, memory } = openSodium();
    const [key, text, ad] = [secret(1, 32), secret(2, length), secret(4, 100)];
    const box = aead.seal(key, nonce, text, ad);
    aead.open(key, nonce, box, ad);
    aead.open(key, nonce, box, ad.subarray(1));
    const subkey = aead.subkey(key, secret(5, 16));
    aead.hmac(key, text);
    // The first block of an HMAC is the key under this mask (RFC 2104 §2).
    const padded = key.map((byte) => byte ^ 0x36);
    // The block of ChaCha20 that a box's one-time key is taken from (RFC 8439 §2.6).
    const oneTime = nobleAead.seal(key, nonce, new Uint8Array(64), ad);
    for (const one of [key, padded, subkey, text.subarray(0, 400), oneTime.subarray(0, 64)]) {
      expect(holds(memory(), one)).toBe(false);
    }
  });

  test('is seen by this test to hold a key that is put there', () => {
    const { memory } = openSodium();
    const key = secret(1, 32);
    const view = memory();
    view.set(key.subarray(4), 70_001);
    expect(holds(view, key)).toBe(true);
  });

  test('is used below its stack’s top only as deep as is wiped', () => {
    const { aead, memory } = openSodium();
    const below = memory().subarray(stack.top - 65_536 + stack.depth, stack.top - stack.depth);
    below.fill(0xa5);
    const [key, ad] = [secret(1, 32), secret(4, 100)];
    for (const length of [0, 1, 63, 64, 65, 255, 256, 1_000, 40_000]) {
      const text = secret(2, length);
      const box = aead.seal(key, nonce, text, ad);
      aead.open(key, nonce, box, ad);
      aead.open(key, nonce, box, ad.subarray(1));
      aead.subkey(key, secret(5, 16));
      aead.hmac(key, text);
    }
    expect(below.every((byte) => byte === 0xa5)).toBe(true);
  });

  test('does not grow over a million calls, and not over large ones after the first', () => {
    const { aead, memory } = openSodium();
    const [key, text, ad] = [secret(1, 32), secret(2, 40), secret(4, 60)];
    const before = memory().length;
    const box = aead.seal(key, nonce, text, ad);
    for (let call = 0; call < 1_000_000; call += 1) {
      if (call % 10 === 0) aead.seal(key, nonce, text, ad);
      else if (aead.open(key, nonce, box, ad) === undefined) throw new Error(`refused at call ${call}`);
    }
    expect(memory().length).toBe(before);
    const large = new Uint8Array(3_000_000);
    aead.seal(key, nonce, large, ad);
    const grown = memory().length;
    for (let call = 0; call < 100; call += 1) aead.seal(key, nonce, large.subarray(call), ad);
    expect(memory().length).toBe(grown);
  });
});

test('the letters of the module are those that the package’s own JavaScript gives these names', () => {
  const source = readFileSync(sodiumPackage(), 'latin1');
  for (const [name, letters] of Object.entries(exported)) {
    const said = name === 'memory' ? /,d=A\.(\w+),A\.__indirect/ : new RegExp(`\\._${name}=A\\.(\\w+)`);
    expect([name, said.exec(source)?.[1]]).toEqual([name, letters]);
  }
});

test('the stack begins where the module’s first global says', () => {
  // The section's header (6), its length, one global: a variable i32 that is a constant of this value (LEB128).
  const top = [stack.top & 127, (stack.top >> 7) & 127, stack.top >> 14].map((part, at) =>
    at < 2 ? part | 128 : part,
  );
  const section = Buffer.from([6, 8, 1, 0x7f, 1, 0x41, ...top, 0x0b]);
  expect(Buffer.from(sodiumBytes()).includes(section)).toBe(true);
});

describe('the implementation that is chosen', () => {
  test('is libsodium where its module is there', () => {
    expect(chooseAead(sodiumModule()).name).toBe('libsodium');
  });

  test('makes the same MACs whichever it is', () => {
    const [key, message] = [new Uint8Array(32).fill(7), new Uint8Array(90).fill(8)];
    chooseAead(undefined);
    const one = hmacSha256(key, message);
    chooseAead(sodiumModule());
    expect(hmacSha256(key, message)).toEqual(one);
  });

  test('is noble where there is no module, or another one', () => {
    const empty = new engine.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    expect(chooseAead(undefined)).toBe(nobleAead);
    expect(chooseAead(empty)).toBe(nobleAead);
  });

  test('is noble where libsodium does not start, or gives other bytes', () => {
    const { Instance } = engine;
    const over = (changed: (exports: Record<string, unknown>) => Record<string, unknown>) => {
      engine.Instance = function (...args: unknown[]) {
        return { exports: changed({ ...new Instance(...args).exports }) };
      } as unknown as typeof Instance;
      try {
        return chooseAead(sodiumModule()).name;
      } finally {
        engine.Instance = Instance;
      }
    };
    expect(over((exports) => exports)).toBe('libsodium');
    expect(over((exports) => ({ ...exports, [exported.sodium_init]: () => -1 }))).toBe('noble');
    for (const name of [
      'crypto_aead_chacha20poly1305_ietf_encrypt',
      'crypto_aead_chacha20poly1305_ietf_decrypt',
      'crypto_secretstream_xchacha20poly1305_init_pull',
      'crypto_kdf_hkdf_sha256_extract',
    ] as const) {
      expect([name, over((exports) => ({ ...exports, [exported[name]]: () => 0 }))]).toEqual([name, 'noble']);
    }
  });
});
