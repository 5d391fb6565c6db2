import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { base32 } from './base32.ts';
import { keyCommitment } from './commitment.ts';
import { DataKey, importKey, LogSecret, RowKey } from './keys.ts';
import { logSeed } from './log-seed.ts';
import { codeTag, newToken, tokenHash } from './token.ts';

const fill = (byte: number) => new Uint8Array(32).fill(byte);

describe('base32', () => {
  test('is Crockford’s alphabet in lowercase, filled up with zero bits', () => {
    expect(base32(new Uint8Array(0))).toBe('');
    expect(base32(Uint8Array.of(0xff))).toBe('zw');
    expect(base32(new TextEncoder().encode('foobar'))).toBe('csqpyrk1e8');
    expect(base32(new Uint8Array(16).fill(0xff))).toBe(`${'z'.repeat(25)}w`);
    expect(base32(Uint8Array.of(0x00, 0x44, 0x32, 0x14, 0xc7))).toBe('01234567');
  });

  test('gives every byte string digits of its own', () => {
    const all = Array.from({ length: 65536 }, (_, i) => base32(Uint8Array.of(i >> 8, i & 255)));
    expect(new Set(all).size).toBe(65536);
  });
});

describe('a bearer token', () => {
  test('carries the 256 bits it was given, and its hash is SHA-256 of the whole of it', () => {
    const asked: number[] = [];
    const { token, hash } = newToken((n) => {
      asked.push(n);
      return fill(0xff);
    });
    expect(asked).toEqual([32]);
    expect(token).toBe(`lin_${'z'.repeat(51)}g`);
    expect(hash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(tokenHash(token)).toBe(hash);
    expect(newToken(() => fill(1)).token).not.toBe(token);
  });

  test('can be looked up whatever a request carries', () => {
    for (const odd of ['', '\ud800', 'lin_', '邻盾', 'x'.repeat(10_000)]) {
      expect(tokenHash(odd)).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

test('a code’s tag depends on the code and on the row key', () => {
  const key = importKey(RowKey, fill(1));
  expect(codeTag(key, '123456')).toMatch(/^[0-9a-f]{64}$/);
  expect(codeTag(key, '123456')).toBe(codeTag(key, '123456'));
  expect(codeTag(key, '123457')).not.toBe(codeTag(key, '123456'));
  expect(codeTag(importKey(RowKey, fill(2)), '123456')).not.toBe(codeTag(key, '123456'));
});

test('a key’s commitment is its own, and shows nothing of it', () => {
  const made = [1, 2, 3].map((byte) => keyCommitment(importKey(DataKey, fill(byte))));
  expect(new Set(made).size).toBe(3);
  for (const commitment of made) expect(commitment).toMatch(/^[0-9a-f]{64}$/);
  expect(made[0]).not.toContain('01010101');
});

test('every community and generation has a log seed of its own', () => {
  const secret = importKey(LogSecret, fill(1));
  const seeds = [
    logSeed(secret, 'hengda', 1),
    logSeed(secret, 'hengda', 2),
    logSeed(secret, 'hengdb', 1),
    logSeed(importKey(LogSecret, fill(2)), 'hengda', 1),
  ].map((seed) => Buffer.from(seed).toString('hex'));
  expect(new Set(seeds).size).toBe(4);
  for (const seed of seeds) expect(seed).toHaveLength(64);
  expect(() => logSeed(secret, 'hengda', 1.5)).toThrow(RangeError);
});
