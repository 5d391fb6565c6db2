import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sampleLog } from '../../tests/sample-log.ts';
import {
  entryBundle,
  formatTilePath,
  hasTile,
  parseEntryBundle,
  parseTilePath,
  tileBytes,
  tilesOf,
  type Tile,
} from './tiles.ts';
import { edgeRoot, leafHash, rootOf } from './tree.ts';

describe('tile paths', () => {
  it('are those of C2SP tlog-tiles', () => {
    expect(formatTilePath({ level: 0, n: 1234067, width: 256 })).toBe('0/x001/x234/067');
    expect(formatTilePath({ level: 'entries', n: 0, width: 255 })).toBe('entries/000.p/255');
    expect(formatTilePath({ level: 63, n: 1000, width: 1 })).toBe('63/x001/000.p/1');
  });

  it('are read back as written, for every tile', () => {
    const tile: fc.Arbitrary<Tile> = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      n: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.maxSafeInteger().map(Math.abs)),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tile, (value) => {
        expect(parseTilePath(formatTilePath(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('have no second spelling', () => {
    const wrong =
      '|0|0/|0/0|0/00|0/0000|00/000|64/000|-1/000|data/000|entries/0|0/x000/000|0/001/000|0/x001/x000|' +
      '0/x001|0/X001/000|0/000.p/0|0/000.p/256|0/000.p/01|0/000.p/|0/000.p|0/000/1|0/000.p/1/|/0/000|' +
      '0/000?|0/x999/x999/x999/x999/x999/999';
    for (const path of wrong.split('|')) {
      expect(parseTilePath(path), path).toEqual({ ok: false, failure: 'tile_path_malformed' });
    }
    for (const tile of [
      { level: 64, n: 0, width: 256 },
      { level: 0, n: -1, width: 256 },
      { level: 0, n: 0, width: 0 },
      { level: 0, n: 0, width: 257 },
    ]) {
      expect(() => formatTilePath(tile)).toThrow(RangeError);
    }
  });
});

describe('the tiles of a tree', () => {
  const count = (size: number, level: Tile['level']): [full: number, partial: number[]] => {
    const tiles = [...tilesOf(size)].filter((tile) => tile.level === level);
    const partial = tiles.filter(({ width }) => width < 256).map(({ width }) => width);
    return [tiles.length - partial.length, partial];
  };

  it('are, at 70,000 leaves and at 256, those that the specification counts', () => {
    expect(count(70_000, 0)).toEqual([273, [112]]);
    expect(count(70_000, 1)).toEqual([1, [17]]);
    expect(count(70_000, 2)).toEqual([0, [1]]);
    expect(count(70_000, 3)).toEqual([0, []]);
    expect(count(70_000, 'entries')).toEqual([273, [112]]);
    expect([...tilesOf(256)].filter(({ level }) => level !== 'entries')).toEqual([
      { level: 0, n: 0, width: 256 },
      { level: 1, n: 0, width: 1 },
    ]);
    expect([...tilesOf(0)]).toEqual([]);
  });

  it('are there from the size on at which their last hash is complete', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (size) => {
        for (const tile of tilesOf(size)) {
          const needed = (tile.n * 256 + tile.width) * (tile.level === 'entries' ? 1 : 256 ** tile.level);
          expect([hasTile(tile, size), hasTile(tile, needed), hasTile(tile, needed - 1)]).toEqual([
            true,
            true,
            false,
          ]);
        }
        expect(hasTile({ level: 63, n: 0, width: 1 }, size)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('lead from the leaves to the root', () => {
    const size = 700;
    const log = sampleLog(size);
    const level0 = [0, 1, 2].map((n) => tileBytes(0, n, n < 2 ? 256 : 188, log.readHash));
    const hashAt = (bytes: Uint8Array | undefined, at: number): Uint8Array =>
      bytes?.slice(32 * at, 32 * at + 32) ?? new Uint8Array();
    for (const { seq, leaf } of log.rows) expect(hashAt(level0[seq >> 8], seq & 255)).toEqual(leafHash(leaf));
    const level1 = tileBytes(1, 0, 2, log.readHash);
    expect(level1.length).toBe(64);
    const subtree = (n: number) => (level: number, index: number) => {
      expect(level).toBe(8);
      return hashAt(level1, index + n);
    };
    expect(rootOf(256, subtree(0))).toEqual(log.roots[256]);
    const right = sampleLog(188, (seq) => log.rows[512 + seq]?.leaf ?? new Uint8Array());
    const halves = [hashAt(level1, 0), hashAt(level1, 1)];
    const left = edgeRoot({ size: 2, roots: halves });
    expect(left).toEqual(log.roots[512]);
    expect(edgeRoot({ size, roots: [left, ...right.edge.roots] })).toEqual(log.roots[size]);
  });
});

describe('an entry bundle', () => {
  it('is each leaf behind its length', () => {
    expect([...entryBundle([Uint8Array.of(7), new Uint8Array(258)])].slice(0, 5)).toEqual([0, 1, 7, 1, 2]);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (leaves) => {
        const bytes = entryBundle(leaves);
        expect(parseEntryBundle(bytes)).toEqual({ ok: true, value: leaves });
        expect(parseEntryBundle(Uint8Array.of(...bytes, 1)).ok).toBe(false);
        if (leaves.length > 0) {
          const cut = parseEntryBundle(bytes.subarray(0, -1));
          expect(cut.ok).toBe(false);
        }
      }),
    );
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});
