import { concatBytes } from '@noble/hashes/utils.js';

import { maximumLeafBytes } from './leaf.ts';
import { failed, success, type Result } from './result.ts';
import type { ReadHash } from './tree.ts';

/** Hashes, or entries, of a full tile (C2SP tlog-tiles). */
export const tileWidth = 256;

/**
 * One resource of a tiled log: the tile `n` of a hash level (0 to 63, 8 tree levels each), or the bundle `n`
 * of entries. `width` is 256 for a full one and 1 to 255 for a partial one.
 */
export interface Tile {
  readonly level: number | 'entries';
  readonly n: number;
  readonly width: number;
}

/** The path behind `tile/`, such as `0/x001/x234/067.p/8`. @throws RangeError if it is no tile. */
export function formatTilePath({ level, n, width }: Tile): string {
  if (!isTile({ level, n, width })) throw new RangeError('not a tile');
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** Reads the path behind `tile/`. Every tile has one path; any other spelling of it is a failure. */
export function parseTilePath(path: string): Result<Tile, 'tile_path_malformed'> {
  const match = /^(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  const [, level = '', groups = '', width] = match ?? [];
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    n: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  // Writing it again is the whole strictness: leading zeros, a first group of x000, a width of 256.
  if (match === null || !isTile(tile) || formatTilePath(tile) !== path) return failed('tile_path_malformed');
  return success(tile);
}

/**
 * The tiles that a tree of `size` leaves has: full ones, then the partial one of each level, then likewise
 * the entry bundles.
 */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; size >= tileWidth ** level; level += 1) yield* tilesOfLevel(level, level, size);
  yield* tilesOfLevel('entries', 0, size);
}

/**
 * Whether every hash (or entry) of the tile is within a tree of `size` leaves. A server passes the size of
 * the checkpoint it published, never that of the log: a wider partial tile would tell what was appended
 * since.
 */
export function hasTile({ level, n, width }: Tile, size: number): boolean {
  const height = level === 'entries' ? 0 : level;
  return n * tileWidth + width <= Math.floor(size / tileWidth ** height);
}

/** The bytes of a hash tile, 32 a hash. `readHash` is asked for nodes of tree level 8·`level`. */
export function tileBytes(level: number, n: number, width: number, readHash: ReadHash): Uint8Array {
  return concatBytes(...Array.from({ length: width }, (_, at) => readHash(level * 8, n * tileWidth + at)));
}

/** The bytes of an entry bundle: each leaf behind its length as a big-endian u16. */
export function entryBundle(leaves: Iterable<Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const leaf of leaves) {
    if (leaf.length > maximumLeafBytes) throw new RangeError('a leaf is at most 65535 bytes');
    parts.push(Uint8Array.of(leaf.length >> 8, leaf.length & 0xff), leaf);
  }
  return concatBytes(...parts);
}

/** The leaves of an entry bundle; one that ends within a leaf is a failure. */
export function parseEntryBundle(bytes: Uint8Array): Result<Uint8Array[], 'bundle_malformed'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leaves: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 2 > bytes.length) return failed('bundle_malformed');
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) return failed('bundle_malformed');
    leaves.push(bytes.slice(at + 2, end));
    at = end;
  }
  return success(leaves);
}

function* tilesOfLevel(level: Tile['level'], height: number, size: number): Generator<Tile> {
  const hashes = Math.floor(size / tileWidth ** height);
  const full = Math.floor(hashes / tileWidth);
  for (let n = 0; n < full; n += 1) yield { level, n, width: tileWidth };
  if (hashes % tileWidth > 0) yield { level, n: full, width: hashes % tileWidth };
}

const isTile = ({ level, n, width }: Tile): boolean =>
  (level === 'entries' || (Number.isInteger(level) && level >= 0 && level <= 63)) &&
  Number.isSafeInteger(n) &&
  n >= 0 &&
  Number.isInteger(width) &&
  width >= 1 &&
  width <= tileWidth;
