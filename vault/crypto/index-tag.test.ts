import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importKey, IndexKey } from './keys.ts';
import { advanceTag, indexTag, type IndexTag } from './index-tag.ts';

const keys = [1, 2, 3, 4].map((fill) => importKey(IndexKey, new Uint8Array(32).fill(fill)));
const text = fc.string({ unit: 'binary' });

describe('an index tag', () => {
  test('is 32 hex digits, the same for the same value and keys', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(indexTag(keys, value)).toMatch(/^[0-9a-f]{32}$/);
        expect(indexTag(keys, value)).toBe(indexTag([...keys], value));
      }),
    );
  });

  test('is another for another value, key, number of keys or order of them', () => {
    const [one, two] = keys as [IndexKey, IndexKey];
    const tags = [
      indexTag([one], '13800138000'),
      indexTag([one], '13800138001'),
      indexTag([one], ''),
      indexTag([two], '13800138000'),
      indexTag([one, two], '13800138000'),
      indexTag([two, one], '13800138000'),
    ];
    expect(new Set(tags).size).toBe(tags.length);
  });

  test('advanced by the next key is the tag made anew from the value', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3 }), (value, n) => {
        const next = keys[n];
        if (next === undefined) throw new Error('a key for each generation');
        expect(advanceTag(next, indexTag(keys.slice(0, n), value))).toBe(
          indexTag(keys.slice(0, n + 1), value),
        );
      }),
    );
  });

  test('is not made without a key, nor advanced from what is no tag', () => {
    expect(() => indexTag([], 'value')).toThrow(RangeError);
    const [key] = keys as [IndexKey];
    for (const bad of ['', 'abc', 'A'.repeat(32), `${'a'.repeat(32)}\n`, 'g'.repeat(32)]) {
      expect(() => advanceTag(key, bad as IndexTag)).toThrow(RangeError);
    }
  });

  test('refuses a lone surrogate: as U+FFFD two different values would be one', () => {
    expect(() => indexTag(keys, 'a\ud800')).toThrow(TypeError);
    expect(indexTag(keys, 'a\ufffd')).toHaveLength(32);
  });
});
