import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importKey, LogPartKey } from './keys.ts';
import { nobleAead } from './noble.ts';
import { isBucket } from './padding.ts';
import { openPart, sealPart, type PartContext } from './part.ts';

const key = importKey(LogPartKey, new Uint8Array(32).fill(1));
const context: PartContext = { community: 'hengda', owner: 's1', keyId: 'k1', seq: 41, side: 'subject' };
const part = new TextEncoder().encode('s'.repeat(32) + '{"purpose":"handle_ticket"}');

describe('a sealed log part', () => {
  const blob = sealPart(part, key, context, nobleAead);

  test('opens to the same bytes, and is different each time', () => {
    expect(openPart(blob, key, context, nobleAead)).toEqual(part);
    expect(sealPart(part, key, context, nobleAead)).not.toEqual(blob);
  });

  test('has a bucket for its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
        const made = sealPart(bytes, key, context, nobleAead);
        expect(isBucket(made.length - 1 - 24 - 16)).toBe(true);
        expect(openPart(made, key, context, nobleAead)).toEqual(bytes);
      }),
    );
  });

  test.each([
    ['another community', { community: 'hengdb' }],
    ['another owner', { owner: 's2' }],
    ['another key id', { keyId: 'k2' }],
    ['another entry', { seq: 42 }],
    ['the other side', { side: 'actor' }],
  ] as [string, Partial<PartContext>][])('does not open for %s', (_, change) => {
    expect(openPart(blob, key, { ...context, ...change }, nobleAead)).toBeUndefined();
  });

  test('does not open under another key, with any bit changed, shortened or lengthened', () => {
    expect(openPart(blob, importKey(LogPartKey, new Uint8Array(32)), context, nobleAead)).toBeUndefined();
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const changed = new Uint8Array(blob);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openPart(changed, key, context, nobleAead)).toBeUndefined();
    }
    for (let length = 0; length < blob.length; length++) {
      expect(openPart(blob.subarray(0, length), key, context, nobleAead)).toBeUndefined();
    }
    expect(openPart(Uint8Array.of(...blob, 0), key, context, nobleAead)).toBeUndefined();
  });
});
