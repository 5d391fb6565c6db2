import { readFileSync } from 'node:fs';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { keyCommitment } from '../vault/crypto/commitment.ts';
import { advanceTag, indexTag } from '../vault/crypto/index-tag.ts';
import {
  DataKey,
  EpochKey,
  exportKey,
  importKey,
  IndexKey,
  LogPartKey,
  LogSecret,
  RootSecret,
  RowKey,
} from '../vault/crypto/keys.ts';
import { logSeed } from '../vault/crypto/log-seed.ts';
import { lp } from '../vault/crypto/lp.ts';
import { nobleAead } from '../vault/crypto/noble.ts';
import { unpad } from '../vault/crypto/padding.ts';
import { chunkCount, unpaddedChunk } from '../vault/crypto/chunk-layout.ts';
import { openChunk } from '../vault/crypto/chunks.ts';
import { streamOf } from '../vault/crypto/stream-text.ts';
import { openPart } from '../vault/crypto/part.ts';
import { fieldNumbers, openFields } from '../vault/crypto/record.ts';
import { checkRow, rowDigest, rowMac, tagSetDigest } from '../vault/crypto/row.ts';
import { codeTag, newToken } from '../vault/crypto/token.ts';
import { ringWrappingKey, unwrapKey, unwrapRingKey } from '../vault/crypto/wrap.ts';
import { makeFormatVectors } from './vectors/make-format.ts';

/** The stored vectors are what binds tomorrow's program to today's data: these tests read the file. */

type Vectors = ReturnType<typeof makeFormatVectors>;
const file = new URL('vectors/format.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const bytes = (hex: string) => hexToBytes(hex);
const hexOf = (found: Uint8Array | undefined) => found && bytesToHex(found);
const wanted = (of: object, name: string) => (name in of ? (of as Record<string, unknown>)[name] : undefined);

test('the maker still makes the stored file', () => {
  expect(JSON.parse(JSON.stringify(makeFormatVectors()))).toEqual(vectors);
});

test('every construction that can fail has examples of both kinds, each with a name of its own', () => {
  for (const section of ['padding', 'record', 'chunks', 'wrap', 'ring', 'part', 'row'] as const) {
    const cases: object[] = vectors[section];
    expect(cases.filter((c) => 'refused' in c).length).toBeGreaterThan(5);
    expect(cases.filter((c) => !('refused' in c)).length).toBeGreaterThan(1);
    expect(new Set(cases.map((c) => wanted(c, 'name'))).size).toBe(cases.length);
  }
});

describe('our reader agrees with the stored vectors:', () => {
  test.each(vectors.record)('record: $name', (v) => {
    const blob = bytes(v.blob);
    const key = importKey(DataKey, bytes(v.key));
    // Asked for the fields the blob itself names, and for a field when it names none.
    const opened = openFields(blob, v.context, key, fieldNumbers(blob) ?? [1], nobleAead);
    const fields = wanted(v, 'fields');
    if (fields === undefined) {
      expect(opened).toEqual({ ok: false, error: 'tampered' });
    } else {
      expect(opened.ok && Object.fromEntries(opened.fields)).toEqual(fields);
      expect(bytesToHex(sha256(blob))).toBe(wanted(v, 'digest'));
    }
  });

  test.each(vectors.chunks)('chunks of an attachment: $name', (v) => {
    const stream = streamOf(v.text);
    if (stream === undefined) throw new Error('a stream’s text is read');
    const boxes = v.boxes.map(bytes);
    const count = chunkCount(stream.size, v.chunkSize);
    const context = { ...v.context, stream: stream.id };
    const key = importKey(DataKey, bytes(v.key));
    const pieces = boxes.map((box, n) => {
      const place = { n, last: n === count - 1 };
      const padded = openChunk(box, place, stream.nonce, context, key, nobleAead);
      return padded?.length === v.chunkSize ? unpaddedChunk(padded, n, stream.size) : undefined;
    });
    const whole = boxes.length === count && pieces.every((piece) => piece !== undefined);
    const opened = whole ? Uint8Array.from(pieces.flatMap((piece) => [...piece])) : undefined;
    expect(hexOf(opened)).toBe(wanted(v, 'opened'));
    if (opened !== undefined) expect(bytesToHex(sha256(opened))).toBe(stream.sha256);
  });

  test('chunks are so many that their number says little', () => {
    const counts = Array.from({ length: 48 }, (_, n) => chunkCount(64 * (n + 1) - 1, 64));
    expect([...new Set(counts)]).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48]);
    expect(() => chunkCount(64 * 48, 64)).toThrow(RangeError);
  });

  test.each(vectors.wrap)('wrapped key: $name', (v) => {
    const key = unwrapKey(bytes(v.blob), importKey(EpochKey, bytes(v.key)), v.context, nobleAead);
    expect(key && hexOf(exportKey(key))).toBe(wanted(v, 'opened'));
    if (key) expect(key).toBeInstanceOf(v.context.use === 'data' ? DataKey : LogPartKey);
  });

  test.each(vectors.ring)('ring key: $name', (v) => {
    const key = unwrapRingKey(
      bytes(v.blob),
      ringWrappingKey(importKey(RootSecret, bytes(v.key)), v.context.community),
      v.context,
      nobleAead,
    );
    expect(key && hexOf(exportKey(key))).toBe(wanted(v, 'opened'));
  });

  test.each(vectors.part)('log part: $name', (v) => {
    const key = importKey(LogPartKey, bytes(v.key));
    expect(hexOf(openPart(bytes(v.blob), key, v.context, nobleAead))).toBe(wanted(v, 'opened'));
  });

  test.each(vectors.row)('control row: $name', (v) => {
    const key = importKey(RowKey, bytes(v.key));
    expect(checkRow(key, v.row, bytes(v.mac))).toBe(!('refused' in v));
    if ('refused' in v) return;
    expect(bytesToHex(rowMac(key, v.row))).toBe(v.mac);
    expect(rowDigest(v.row, bytes(v.mac))).toBe(wanted(v, 'digest'));
  });

  test.each(vectors.tagSet)('tag set: $name', (v) => {
    expect(tagSetDigest(v.community, v.record, v.version, [...v.tags].reverse())).toBe(v.digest);
  });

  test.each(vectors.padding)('padding: $name', (v) => {
    expect(hexOf(unpad(new Uint8Array(bytes(v.padded))))).toBe(wanted(v, 'text'));
  });

  test.each(vectors.tag)('index tag: $name', (v) => {
    const keys = v.keys.map((key) => importKey(IndexKey, bytes(key)));
    v.tags.forEach((tag, n) => {
      expect(indexTag(keys.slice(0, n + 1), v.value)).toBe(tag);
      const [next, after] = [keys[n + 1], v.tags[n + 1]];
      if (next !== undefined) expect(advanceTag(next, tag)).toBe(after);
    });
  });

  test('subkeys, joined lists, commitments, seeds, tokens and codes', () => {
    for (const v of vectors.hchacha20) {
      expect(hexOf(nobleAead.subkey(bytes(v.key), bytes(v.nonce)))).toBe(v.subkey);
    }
    for (const v of vectors.lp) expect(hexOf(lp(...v.parts))).toBe(v.bytes);
    for (const v of vectors.commitment) {
      expect(keyCommitment(importKey(DataKey, bytes(v.key)))).toBe(v.commitment);
    }
    for (const v of vectors.logSeed) {
      expect(hexOf(logSeed(importKey(LogSecret, bytes(v.secret)), v.community, v.generation))).toBe(v.seed);
    }
    for (const v of vectors.token) {
      expect(newToken(() => bytes(v.random))).toEqual({ token: v.token, hash: v.hash });
    }
    for (const v of vectors.code) expect(codeTag(importKey(RowKey, bytes(v.key)), v.code)).toBe(v.tag);
  });
});
