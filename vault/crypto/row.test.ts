import { describe, expect, test } from 'vitest';
import { importKey, RowKey } from './keys.ts';
import { checkRow, rowDigest, rowMac, tagSetDigest, type ControlRow } from './row.ts';

const key = importKey(RowKey, new Uint8Array(32).fill(1));
const row: ControlRow = {
  community: 'hengda',
  table: 'control',
  kind: 'consent',
  key: 's1 phone_contact',
  version: 3,
  content: '{"state":"withdrawn"}',
};
const changes: [string, Partial<ControlRow>][] = [
  ['community', { community: 'hengdb' }],
  ['table', { table: 'transient' }],
  ['kind', { kind: 'role' }],
  ['key', { key: 's2 phone_contact' }],
  ['version', { version: 2 }],
  ['content', { content: '{"state":"given"}' }],
  ['boundary between kind and key', { kind: 'consents', key: '1 phone_contact' }],
];

describe('the MAC of a control row', () => {
  const mac = rowMac(key, row);

  test('is accepted for the row it was made for', () => {
    expect(mac).toHaveLength(32);
    expect(checkRow(key, { ...row }, mac)).toBe(true);
  });

  test.each(changes)('is refused for another %s, and the digest is another', (_, change) => {
    expect(checkRow(key, { ...row, ...change }, mac)).toBe(false);
    expect(rowDigest({ ...row, ...change }, mac)).not.toBe(rowDigest(row, mac));
  });

  test('is refused under another key, with any bit changed, shortened or lengthened', () => {
    expect(checkRow(importKey(RowKey, new Uint8Array(32)), row, mac)).toBe(false);
    for (let bit = 0; bit < 256; bit++) {
      const changed = new Uint8Array(mac);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(checkRow(key, row, changed)).toBe(false);
    }
    for (const other of [
      new Uint8Array(0),
      mac.subarray(0, 31),
      mac.subarray(0, 16),
      Uint8Array.of(...mac, 0),
    ]) {
      expect(checkRow(key, row, other)).toBe(false);
    }
  });

  test('has beside it a digest, 64 hex digits, that takes the MAC to make', () => {
    expect(rowDigest(row, mac)).toMatch(/^[0-9a-f]{64}$/);
    expect(rowDigest({ ...row }, new Uint8Array(mac))).toBe(rowDigest(row, mac));
    const others = [
      new Uint8Array(0),
      new Uint8Array(32),
      rowMac(importKey(RowKey, new Uint8Array(32)), row),
    ];
    for (const other of others) expect(rowDigest(row, other)).not.toBe(rowDigest(row, mac));
  });

  test('is not in the digest of a set of tags, which is the same in whatever order they come', () => {
    const tags = [
      { field: 'resident.mobile', tag: 'aa' },
      { field: 'resident.address', tag: 'bb' },
    ];
    const digest = tagSetDigest('hengda', 's1', 2, tags);
    expect(tagSetDigest('hengda', 's1', 2, [...tags].reverse())).toBe(digest);
    for (const other of [
      tagSetDigest('hengdb', 's1', 2, tags),
      tagSetDigest('hengda', 's2', 2, tags),
      tagSetDigest('hengda', 's1', 3, tags),
      tagSetDigest('hengda', 's1', 2, tags.slice(1)),
    ]) {
      expect(other).not.toBe(digest);
    }
  });
});
