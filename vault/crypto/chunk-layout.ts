import { suite } from './layout.ts';
import { lp } from './lp.ts';

/**
 * How the bytes of an attachment lie in chunks, and what each is bound to (docs/format.md, "Attachment").
 *
 *     chunk n = suite 0x01 ‖ AEAD(write key, LE32(2n + last) ‖ nonce[16..24], padded piece, data)
 */

/** What the chunks of a stream are bound to: none opens with any of these changed. */
export interface StreamContext {
  readonly community: string;
  /** The owning subject. */
  readonly subject: string;
  /** The attachment's record. */
  readonly id: string;
  readonly keyId: string;
  /** Random, new whenever the bytes are others. */
  readonly stream: string;
}

/** Which chunk of a stream it is, from 0, and whether it is the last. */
export interface ChunkPlace {
  readonly n: number;
  readonly last: boolean;
}

/** Bytes of an attachment in one chunk, and of a small picture, which is one chunk. Permanent. */
export const chunkSizes = { whole: 262_144, small: 65_536 } as const;

/** So many chunks there can be: 1, 2, 3, 4, 6, 8, 12 … so that their number says little of the length. */
export const mostChunks = 48;

/**
 * How many chunks so many bytes take, with at least one byte of padding.
 * @throws RangeError when no number is large enough: callers bound what they take in long before
 */
export function chunkCount(length: number, chunkSize: number): number {
  const needed = Math.ceil((length + 1) / chunkSize);
  for (let step = 1; step <= 16; step *= 2)
    for (const count of step === 1 ? [1, 2, 3] : [2 * step, 3 * step]) if (count >= needed) return count;
  throw new RangeError(`more than ${mostChunks} chunks cannot be sealed`);
}

/** The nth piece of bytes ‖ 0x80 ‖ zeros. */
export function paddedChunk(bytes: Uint8Array, n: number, chunkSize: number): Uint8Array {
  const from = n * chunkSize;
  if (from + chunkSize <= bytes.length) return bytes.subarray(from, from + chunkSize);
  const padded = new Uint8Array(chunkSize);
  if (from < bytes.length) padded.set(bytes.subarray(from));
  if (bytes.length >= from) padded[bytes.length - from] = 0x80;
  return padded;
}

/** A chunk without its padding; undefined unless it is exactly what {@link paddedChunk} makes of so many bytes. */
export function unpaddedChunk(
  padded: Uint8Array<ArrayBuffer>,
  n: number,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  const inside = Math.max(0, Math.min(padded.length, length - n * padded.length));
  for (let at = inside; at < padded.length; at += 1)
    if (padded[at] !== (n * padded.length + at === length ? 0x80 : 0)) return undefined;
  return padded.subarray(0, inside);
}

/** LE32(2n + last) ‖ nonce[16..24]: twelve bytes that no two chunks under one write key share. */
export function chunkNonce({ n, last }: ChunkPlace, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(12);
  new DataView(out.buffer).setUint32(0, 2 * n + (last ? 1 : 0), true);
  out.set(nonce.subarray(16, 24), 4);
  return out;
}

export function chunkData(context: StreamContext, { n, last }: ChunkPlace): Uint8Array {
  const { community, subject, id, keyId, stream } = context;
  const place = new Uint8Array(5);
  new DataView(place.buffer).setUint32(0, n);
  place[4] = last ? 1 : 0;
  return lp('lindun chunk', Uint8Array.of(suite), community, subject, id, keyId, stream, place);
}
