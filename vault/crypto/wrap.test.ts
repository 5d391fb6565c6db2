import { describe, expect, test } from 'vitest';
import { DataKey, EpochKey, exportKey, importKey, IndexKey, LogPartKey, RootSecret, RowKey } from './keys.ts';
import { nobleAead } from './noble.ts';
import {
  unwrapKey,
  unwrapRingKey,
  wrapKey,
  wrapRingKey,
  type RingContext,
  ringWrappingKey,
  type WrapContext,
} from './wrap.ts';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const dataKey = importKey(DataKey, bytes(1));
const logKey = importKey(LogPartKey, bytes(2));
const epochKey = importKey(EpochKey, bytes(3));
const root = importKey(RootSecret, bytes(4));
const wrapping = ringWrappingKey(root, 'hengda');
const context = { community: 'hengda', owner: 's1', use: 'data', keyId: 'k1', epoch: '2026-11' } as const;
const ringContext = { community: 'hengda', use: 'epoch', name: '2026-11', generation: 1 } as const;

function eachBit(blob: Uint8Array, check: (changed: Uint8Array) => void): void {
  for (let bit = 0; bit < blob.length * 8; bit++) {
    const changed = new Uint8Array(blob);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    check(changed);
  }
}

describe('a wrapped key', () => {
  const wrapped = wrapKey(dataKey, epochKey, context, nobleAead);

  test('comes out again as the kind it was, in 73 bytes', () => {
    const data = unwrapKey(wrapped, epochKey, context, nobleAead);
    expect(data).toBeInstanceOf(DataKey);
    expect(data && exportKey(data)).toEqual(bytes(1));
    const log = { ...context, use: 'log' } as const;
    const key = unwrapKey(wrapKey(logKey, epochKey, log, nobleAead), epochKey, log, nobleAead);
    expect(key).toBeInstanceOf(LogPartKey);
    expect(key && exportKey(key)).toEqual(bytes(2));
    expect(wrapped).toHaveLength(73);
  });

  test('is different each time', () => {
    expect(wrapKey(dataKey, epochKey, context, nobleAead)).not.toEqual(wrapped);
  });

  test.each([
    ['another community', { community: 'hengdb' }],
    ['another owner', { owner: 's2' }],
    ['another key id', { keyId: 'k2' }],
    ['another epoch', { epoch: '2026-12' }],
    ['another use', { use: 'log' }],
    ['parts that run together the same', { owner: 's1k', keyId: '1' }],
  ] as [string, Partial<WrapContext>][])('does not open for %s', (_, change) => {
    expect(unwrapKey(wrapped, epochKey, { ...context, ...change }, nobleAead)).toBeUndefined();
  });

  test('does not open under another key, with any bit changed, shortened or lengthened', () => {
    expect(unwrapKey(wrapped, importKey(EpochKey, bytes(5)), context, nobleAead)).toBeUndefined();
    eachBit(wrapped, (changed) => {
      expect(unwrapKey(changed, epochKey, context, nobleAead)).toBeUndefined();
    });
    for (let length = 0; length < wrapped.length; length++) {
      expect(unwrapKey(wrapped.subarray(0, length), epochKey, context, nobleAead)).toBeUndefined();
    }
    expect(unwrapKey(Uint8Array.of(...wrapped, 0), epochKey, context, nobleAead)).toBeUndefined();
  });

  test('must be of the kind its use asks for', () => {
    // @ts-expect-error the compiler refuses it too
    expect(() => wrapKey(logKey, epochKey, context, nobleAead)).toThrow(TypeError);
    // @ts-expect-error a ring's row key is no epoch key
    expect(() => wrapRingKey(importKey(RowKey, bytes(1)), wrapping, ringContext, nobleAead)).toThrow(
      TypeError,
    );
  });
});

describe('a key of the ring', () => {
  const wrapped = wrapRingKey(epochKey, wrapping, ringContext, nobleAead);

  test('comes out again as the kind it was, whichever its use', () => {
    const cases = [
      ['epoch', importKey(EpochKey, bytes(7)), EpochKey],
      ['index', importKey(IndexKey, bytes(8)), IndexKey],
      ['row', importKey(RowKey, bytes(9)), RowKey],
    ] as const;
    for (const [use, key, kind] of cases) {
      const at: RingContext = { community: 'hengda', use, name: 'resident.mobile', generation: 2 };
      const out = unwrapRingKey(wrapRingKey(key, wrapping, at, nobleAead), wrapping, at, nobleAead);
      expect(out).toBeInstanceOf(kind);
      expect(out && exportKey(out)).toEqual(exportKey(key));
    }
    expect(wrapped).toHaveLength(73);
  });

  test.each([
    ['another community', { community: 'hengdb' }],
    ['another use', { use: 'row' }],
    ['another name', { name: '2026-10' }],
    ['another generation', { generation: 2 }],
  ] as [string, Partial<RingContext>][])('does not open for %s', (_, change) => {
    expect(unwrapRingKey(wrapped, wrapping, { ...ringContext, ...change }, nobleAead)).toBeUndefined();
  });

  test('does not open under another root, nor with any bit changed', () => {
    const other = ringWrappingKey(importKey(RootSecret, bytes(5)), 'hengda');
    expect(unwrapRingKey(wrapped, other, ringContext, nobleAead)).toBeUndefined();
    expect(unwrapRingKey(wrapped, ringWrappingKey(root, 'hengdb'), ringContext, nobleAead)).toBeUndefined();
    eachBit(wrapped, (changed) => {
      expect(unwrapRingKey(changed, wrapping, ringContext, nobleAead)).toBeUndefined();
    });
  });

  test('is not wrapped with the root secret itself: a subject key put in its place does not open', () => {
    const asEpoch = importKey(EpochKey, exportKey(root));
    expect(unwrapKey(wrapped, asEpoch, context, nobleAead)).toBeUndefined();
  });
});
