import { inspect } from 'node:util';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import {
  DataKey,
  EpochKey,
  exportKey,
  importKey,
  IndexKey,
  LogPartKey,
  LogSecret,
  newKey,
  RootSecret,
  RowKey,
} from './keys.ts';

const kinds = [DataKey, LogPartKey, EpochKey, IndexKey, RowKey, RootSecret, LogSecret];
const secret = Uint8Array.from({ length: 32 }, (_, i) => 0xc0 ^ (i * 7));

describe('an opaque key', () => {
  test.each(kinds)('%o shows its kind and none of its bytes, however it is printed', (kind) => {
    const key = importKey<InstanceType<typeof kind>>(kind, secret);
    const shown = [
      String(key),
      `${key}`,
      JSON.stringify({ key }),
      inspect(key, { showHidden: true, depth: 9 }),
      inspect({ nested: [key] }, { showHidden: true, depth: 9 }),
      JSON.stringify(structuredClone(Object.entries(key))),
      inspect(structuredClone(key), { showHidden: true }),
      inspect(Object.getOwnPropertyDescriptors(key)),
    ];
    for (const text of shown) {
      expect(text).not.toContain(bytesToHex(secret).slice(0, 8));
      expect(text).not.toContain(secret.subarray(0, 3).join(','));
      expect(text).not.toContain(secret.subarray(0, 3).join(', '));
    }
    expect(String(key)).toBe(`[${key.kind}]`);
    expect(exportKey(key)).toEqual(secret);
  });

  test('is drawn from the randomness it is given, 32 bytes of it', () => {
    const asked: number[] = [];
    const key = newKey(DataKey, (n) => {
      asked.push(n);
      return secret;
    });
    expect(asked).toEqual([32]);
    expect(exportKey(key)).toEqual(secret);
  });

  test('keeps a copy: neither wiping the source nor the exported bytes changes it', () => {
    const source = new Uint8Array(secret);
    const key = importKey(EpochKey, source);
    source.fill(0);
    exportKey(key).fill(0);
    expect(exportKey(key)).toEqual(secret);
  });

  test('has 32 bytes and no other number of them, and the refusal shows none', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      const bytes = new Uint8Array(length).fill(0xab);
      expect(() => importKey(RootSecret, bytes)).toThrow(`a key is 32 bytes, not ${length}`);
      expect(() => newKey(RootSecret, () => bytes)).toThrow(RangeError);
    }
  });

  test('of one kind is not one of another, also for the compiler', () => {
    // @ts-expect-error a data key is no epoch key
    const wrong: EpochKey = importKey(DataKey, secret);
    expect(wrong).not.toBeInstanceOf(EpochKey);
    // @ts-expect-error bytes are no key
    const bytes: DataKey = secret;
    expect(bytes).not.toBeInstanceOf(DataKey);
  });
});
