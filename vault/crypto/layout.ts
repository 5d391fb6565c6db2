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
  readonly boxes: ReadonlyMap<number, Uint8Array>;
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
 * The parts of a blob, as views into it; nothing in them is authenticated yet.
 * @returns undefined unless every byte is accounted for in the one way `writeLayout` has
 */
export function readLayout(blob: Uint8Array): Layout | undefined {
  if (blob.length < headLength || blob[0] !== suite) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const count = view.getUint16(1 + nonceLength);
  let at = headLength + entryLength * count;
  if (count === 0 || blob.length < at) return undefined;
  const numbers: number[] = [];
  const boxes = new Map<number, Uint8Array>();
  let last = 0;
  for (let entry = headLength; numbers.length < count; entry += entryLength) {
    const number = view.getUint16(entry);
    const size = view.getUint16(entry + 2) * unit;
    if (number <= last || !isBucket(size)) return undefined;
    const end = at + size + tagLength;
    if (end > blob.length) return undefined;
    numbers.push(number);
    boxes.set(number, blob.subarray(at, end));
    last = number;
    at = end;
  }
  return at === blob.length ? { nonce: blob.subarray(1, 1 + nonceLength), numbers, boxes } : undefined;
}

/** LE32(field number) ‖ n[16..24]: twelve bytes that no two boxes under one write key share. */
export function fieldNonce(number: number, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(12);
  new DataView(out.buffer).setUint32(0, number, true);
  out.set(nonce.subarray(16, 24), 4);
  return out;
}

/**
 * Gives each field's associated data: LP of suite, community, subject, record type, record id, data key id,
 * u64 version, the u16 field numbers present, this u16 field number. Everything but the last is made once.
 */
export function fieldData(
  context: RecordContext,
  numbers: readonly number[],
): (number: number) => Uint8Array {
  const list = new Uint8Array(2 * numbers.length);
  const view = new DataView(list.buffer);
  numbers.forEach((number, i) => view.setUint16(2 * i, number));
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
    const data = new Uint8Array(all);
    new DataView(data.buffer).setUint16(data.length - 2, number);
    return data;
  };
}
