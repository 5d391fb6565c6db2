import { inflated } from './inflate.ts';
import { ascii, joined, standsAt } from './picture.ts';
import { crc32 } from './png.ts';

/** One file in an archive. */
export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: Uint8Array;
  readonly size: number;
}

export type Archive =
  | { readonly ok: true; readonly entries: readonly Entry[] }
  | { readonly ok: false; readonly why: 'broken' | 'locked' | 'bomb' };
const broken = { ok: false, why: 'broken' } as const;
const bomb = { ok: false, why: 'bomb' } as const;

/** A document of 10 MB holds a few hundred files. */
const mostEntries = 2_000;
/** So much may all of them be together, in bytes, and so many times what they take packed, once that is no trifle. */
export const mostUnpacked = 64 * 1024 * 1024;
const mostRatio = 150;
const trifle = 1024 * 1024;

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) + u16(bytes, at + 2) * 0x10000;
const decoder = new TextDecoder();

/**
 * Reads an archive's directory (PKWARE APPNOTE 6.3, without ZIP64) and holds it against the bytes: the entries have to fill
 * the file from its first byte to its directory, so that it is nothing else as well, and nothing overlaps.
 */
export function readZip(file: Uint8Array): Archive {
  const end = endOfDirectory(file);
  if (end === undefined) return broken;
  const [count, length, from] = [u16(file, end + 10), u32(file, end + 12), u32(file, end + 16)];
  if (count > mostEntries) return bomb;
  if (u16(file, end + 8) !== count || from + length !== end || count === 0) return broken;
  const found: (Entry & { at: number; until: number })[] = [];
  let at = from;
  for (let n = 0; n < count; n += 1) {
    if (!standsAt(file, at, ascii('PK\x01\x02'))) return broken;
    const entry = entryAt(file, at, from);
    if (entry === undefined) return broken;
    if (entry.flags & 0x2041) return { ok: false, why: 'locked' };
    found.push(entry);
    at += 46 + u16(file, at + 28) + u16(file, at + 30) + u16(file, at + 32);
  }
  if (at !== end || !fills(found, from) || new Set(found.map(({ name }) => name)).size !== count)
    return broken;
  const whole = found.reduce((sum, { size }) => sum + size, 0);
  if (whole > mostUnpacked || (whole > trifle && whole > mostRatio * file.length)) return bomb;
  return { ok: true, entries: found };
}

function endOfDirectory(file: Uint8Array): number | undefined {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 22 - 256); at -= 1)
    if (standsAt(file, at, ascii('PK\x05\x06')) && at + 22 + u16(file, at + 20) === file.length) return at;
  return undefined;
}

function entryAt(file: Uint8Array, at: number, directory: number) {
  const [flags, method, crc] = [u16(file, at + 8), u16(file, at + 10), u32(file, at + 16)];
  const [packedSize, size] = [u32(file, at + 20), u32(file, at + 24)];
  const name = decoder.decode(file.subarray(at + 46, at + 46 + u16(file, at + 28)));
  const local = u32(file, at + 42);
  const from = local + 30 + u16(file, local + 26) + u16(file, local + 28);
  const until = from + packedSize;
  const same = decoder.decode(file.subarray(local + 30, local + 30 + u16(file, local + 26))) === name;
  if (!standsAt(file, local, ascii('PK\x03\x04')) || !same || until > directory) return undefined;
  if ((method !== 0 && method !== 8) || (method === 0 && packedSize !== size)) return undefined;
  // eslint-disable-next-line no-control-regex
  if (name === '' || /(^|\/)\.\.(\/|$)|^\/|\\|[\0-\x1f:]/.test(name)) return undefined;
  return { name, method, flags, crc, packed: file.subarray(from, until), size, at: local, until };
}

/** Between two entries there may be what says the first one's size once more. */
const mostBetween = 24;

function fills(entries: readonly { at: number; until: number }[], until: number): boolean {
  let at = 0;
  for (const entry of entries.toSorted((a, b) => a.at - b.at)) {
    if (entry.at < at || entry.at - at > (at === 0 ? 0 : mostBetween)) return false;
    at = entry.until;
  }
  return until - at <= mostBetween;
}

/**
 * Unpacks an entry to its end, keeping nothing but what it begins with: what it says of its size has to be true.
 * @returns its first bytes, or undefined where it is not what it says
 */
export async function unpackedHead(entry: Entry): Promise<Uint8Array | undefined> {
  if (entry.method === 0)
    return entry.packed.length === entry.size ? entry.packed.subarray(0, 16) : undefined;
  let size = 0;
  const head = new Uint8Array(16);
  const whole = await inflated('deflate-raw', [entry.packed], entry.size, (piece) => {
    if (size < 16) head.set(piece.subarray(0, 16 - size), size);
    size += piece.length;
  });
  return whole && size === entry.size ? head.subarray(0, Math.min(16, size)) : undefined;
}

const w16 = (n: number): number[] => [n & 255, (n >> 8) & 255];
const w32 = (n: number): number[] => [...w16(n & 0xffff), ...w16(Math.floor(n / 0x10000))];

/** An entry that holds these bytes, as they are. */
export const plainEntry = (name: string, bytes: Uint8Array): Entry => ({
  name,
  method: 0,
  flags: 0,
  crc: crc32(bytes),
  packed: bytes,
  size: bytes.length,
});

/** Writes an archive anew: without times, comments, owners, or anything beside its entries. */
export function writeZip(entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, method, flags, crc, packed, size } of entries) {
    const bytes = new TextEncoder().encode(name);
    // Midnight of 1 January 1980, the first there is.
    const common = [...w16(20), ...w16(flags & 0x0806), ...w16(method), 0, 0, 0x21, 0];
    const sizes = [...w32(crc), ...w32(packed.length), ...w32(size), ...w16(bytes.length), 0, 0];
    const local = Uint8Array.of(...ascii('PK\x03\x04'), ...common, ...sizes);
    const central = [...ascii('PK\x01\x02'), ...w16(20), ...common, ...sizes];
    parts.push(local, bytes, packed);
    directory.push(Uint8Array.of(...central, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...w32(at)), bytes);
    at += local.length + bytes.length + packed.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const count = w16(entries.length);
  const end = [...ascii('PK\x05\x06'), 0, 0, 0, 0, ...count, ...count, ...w32(length), ...w32(at), 0, 0];
  return joined([...parts, ...directory, Uint8Array.from(end)]);
}
