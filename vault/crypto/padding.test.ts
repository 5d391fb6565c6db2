import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketFor, isBucket, maxBucket, pad, unpad } from './padding.ts';

describe('padding', () => {
  test.each([
    [0, 32],
    [31, 32],
    [32, 64],
    [63, 64],
    [64, 128],
    [127, 128],
    [128, 256],
    [255, 256],
    [256, 512],
    [511, 512],
    [512, 768],
    [1023, 1024],
  ])('brings %i bytes to %i', (length, bucket) => {
    expect(pad(new Uint8Array(length).fill(0x80))).toHaveLength(bucket);
    expect(bucketFor(length)).toBe(bucket);
    expect(isBucket(bucket)).toBe(true);
  });

  test('knows 32, 64, 128 and the multiples of 256, and no other size', () => {
    const sizes = Array.from({ length: 1100 }, (_, size) => size).filter(isBucket);
    expect(sizes).toEqual([32, 64, 128, 256, 512, 768, 1024]);
    expect([maxBucket, maxBucket + 32, maxBucket + 256, -32, 32.5].map(isBucket)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('comes off again and leaves any bytes as they were, trailing 0x80 and zeros too', () => {
    const tricky = fc
      .array(fc.constantFrom(0, 0x80, 0xff), { maxLength: 600 })
      .map((b) => Uint8Array.from(b));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), tricky), (b) => {
        expect(unpad(pad(b))).toEqual(b);
      }),
    );
  });

  test('has one form for each text: any other is refused', () => {
    const padded = pad(new TextEncoder().encode('text'));
    const changed = (change: (bytes: Uint8Array<ArrayBuffer>) => unknown) => {
      const copy = new Uint8Array(padded);
      change(copy);
      return unpad(copy);
    };
    expect(unpad(padded)).toHaveLength(4);
    expect(changed((b) => b.fill(0))).toBeUndefined();
    expect(changed((b) => (b[4] = 0x81))).toBeUndefined();
    expect(changed((b) => (b[4] = 0))).toBeUndefined();
    expect(changed((b) => (b[31] = 1))).toBeUndefined();
    expect(unpad(new Uint8Array(0))).toBeUndefined();
    for (const size of [5, 31, 33, 64, 128, 256, 512]) {
      const other = new Uint8Array(size);
      other.set(padded.subarray(0, 5));
      expect(unpad(other)).toBeUndefined();
    }
  });

  test('refuses what no bucket holds', () => {
    expect(pad(new Uint8Array(maxBucket - 1))).toHaveLength(maxBucket);
    expect(() => pad(new Uint8Array(maxBucket))).toThrow(RangeError);
  });
});
