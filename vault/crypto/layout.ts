import { tagLength } from './aead.ts';
import { lp, u64 } from './lp.ts';
import { isBucket } from './padding.ts';

/**
 * Where the bytes of a sealed record lie, and what its boxes are bound to (docs/format.md, "Record").
 *
 *     suite 0x01 ‖ nonce (24) ‖ u16 count ‖ count × (u16 field number ‖ u16 units of 32 bytes) ‖ boxes
 *
 * All integers are big-endian. Boxes stand in the order of their numbers, each its padded text, encrypted,
 * and a tag.
 */

/** ChaCha20-Poly1305 under an HChaCha20 subkey, padded to buckets. Permanent. */
export const suite = 0x01;

export const nonceLength = 24;
export const unit = 32;
const maxFieldNumber = 0xffff;
const headLength = 1 + nonceLength + 2;
const entryLength = 4;

/** What a record's boxes are bound to: none opens with any of these changed. */
export interface RecordContext {
  readonly community: string;
  /** The owning subject. */
  readonly subject: string;
  readonly type: string;
  readonly id: string;
  /** The data key's own id, so that a record made under a former key says so. */
  readonly keyId: string;
  /** Integer from 0 to 2^53 − 1; grows with every write. */
  readonly version: number;
}

export interface Layout {
  readonly nonce: Uint8Array;
  /** Ascending, without repetition, at least one. */
  readonly numbers: readonly number[];
  /** The box of the number at this place of `numbers`, as a view into the blob. */
  box(place: number): Uint8Array;
}

/** Field numbers are permanent; 0 is kept for boxes that are no field (docs/format.md, "Whole box"). */
export function isFieldNumber(n: number): boolean {
  return Number.isInteger(n) && n >= 1 && n <= maxFieldNumber;
}

/** @param boxes by ascending field number, each a bucket and a tag long */
export function writeLayout(
  nonce: Uint8Array,
  boxes: ReadonlyMap<number, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  let length = headLength;
  for (const box of boxes.values()) length += entryLength + box.length;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  out[0] = suite;
  out.set(nonce, 1);
  view.setUint16(1 + nonceLength, boxes.size);
  let entry = headLength;
  let at = headLength + entryLength * boxes.size;
  for (const [number, box] of boxes) {
    view.setUint16(entry, number);
    view.setUint16(entry + 2, (box.length - tagLength) / unit);
    out.set(box, at);
    entry += entryLength;
    at += box.length;
  }
  return out;
}

/**
 * The parts of a blob; nothing in them is authenticated yet.
 * @returns undefined unless every byte is accounted for in the one way `writeLayout` has
 */
export function readLayout(blob: Uint8Array): Layout | undefined {
  if (blob.length < headLength || blob[0] !== suite) return undefined;
  const count = u16At(blob, 1 + nonceLength);
  let at = headLength + entryLength * count;
  if (count === 0 || blob.length < at) return undefined;
  const numbers: number[] = [];
  const ends: number[] = [];
  let last = 0;
  for (let entry = headLength; numbers.length < count; entry += entryLength) {
    const number = u16At(blob, entry);
    const size = u16At(blob, entry + 2) * unit;
    if (number <= last || !isBucket(size)) return undefined;
    at += size + tagLength;
    if (at > blob.length) return undefined;
    numbers.push(number);
    ends.push(at);
    last = number;
  }
  if (at !== blob.length) return undefined;
  const first = headLength + entryLength * count;
  return {
    nonce: blob.subarray(1, 1 + nonceLength),
    numbers,
    // Asked for one by one: a reader of three fields does not pay for a view of each.
    box: (place) => blob.subarray(ends[place - 1] ?? first, ends[place]),
  };
}

const u16At = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** LE32(field number) ‖ n[16..24]: twelve bytes that no two boxes under one write key share. */
export function fieldNonce(number: number, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(12);
  out[0] = number & 0xff;
  out[1] = number >>> 8;
  for (let at = 4; at < 12; at += 1) out[at] = nonce[12 + at] ?? 0;
  return out;
}

/**
 * Gives each field's associated data: LP of suite, community, subject, record type, record id, data key id,
 * u64 version, the u16 field numbers present, this u16 field number.
 * @returns the same bytes each time but for the last two, in the same buffer: to be used before the next is asked for
 */
export function fieldData(
  context: RecordContext,
  numbers: readonly number[],
): (number: number) => Uint8Array {
  const list = new Uint8Array(2 * numbers.length);
  numbers.forEach((number, i) => {
    list[2 * i] = number >>> 8;
    list[2 * i + 1] = number & 0xff;
  });
  const { community, subject, type, id, keyId, version } = context;
  const all = lp(
    Uint8Array.of(suite),
    community,
    subject,
    type,
    id,
    keyId,
    u64(version),
    list,
    new Uint8Array(2),
  );
  return (number) => {
    all[all.length - 2] = number >>> 8;
    all[all.length - 1] = number & 0xff;
    return all;
  };
}
