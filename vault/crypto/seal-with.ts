import type { Aead } from './aead.ts';
import { chunkCount, chunkData, chunkNonce, paddedChunk, type StreamContext } from './chunk-layout.ts';
import { secretOf, type DataKey } from './keys.ts';
import {
  fieldData,
  fieldNonce,
  isFieldNumber,
  nonceLength,
  suite,
  writeLayout,
  type RecordContext,
} from './layout.ts';
import { utf8 } from './lp.ts';
import { pad } from './padding.ts';

/**
 * Sealing under a nonce from outside. A nonce used twice gives away both texts, so this file is for
 * record.ts, chunks.ts, wrap.ts and part.ts, which draw theirs afresh, and for the maker of the test vectors, which
 * must give the same bytes each time. The linter refuses it to everybody else.
 */

/** See `sealRecord`. */
export function sealRecordWith(
  nonce: Uint8Array,
  fields: ReadonlyMap<number, string>,
  context: RecordContext,
  key: DataKey,
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  checkNonce(nonce);
  if (fields.size === 0) throw new RangeError('a record without fields has nothing to bind it to its place');
  const numbers = [...fields.keys()].sort((a, b) => a - b);
  for (const number of numbers) {
    if (!isFieldNumber(number)) throw new RangeError(`${number} is no field number`);
  }
  const writeKey = aead.subkey(secretOf(key), nonce.subarray(0, 16));
  const dataFor = fieldData(context, numbers);
  const boxes = new Map<number, Uint8Array>();
  for (const number of numbers) {
    const text = pad(utf8(fields.get(number) ?? ''));
    boxes.set(number, aead.seal(writeKey, fieldNonce(number, nonce), text, dataFor(number)));
  }
  return writeLayout(nonce, boxes);
}

/** See `sealStream`. */
export function* sealStreamWith(
  nonce: Uint8Array,
  bytes: Uint8Array,
  chunkSize: number,
  context: StreamContext,
  key: DataKey,
  aead: Aead,
): Generator<Uint8Array<ArrayBuffer>> {
  checkNonce(nonce);
  const writeKey = aead.subkey(secretOf(key), nonce.subarray(0, 16));
  const count = chunkCount(bytes.length, chunkSize);
  for (let n = 0; n < count; n += 1) {
    const place = { n, last: n === count - 1 };
    const padded = paddedChunk(bytes, n, chunkSize);
    const box = aead.seal(writeKey, chunkNonce(place, nonce), padded, chunkData(context, place));
    const out = new Uint8Array(1 + box.length);
    out[0] = suite;
    out.set(box, 1);
    yield out;
  }
}

/**
 * A whole box: suite ‖ nonce (24) ‖ XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha §2), which is a record's
 * construction with the number 0.
 */
export function sealWholeWith(
  nonce: Uint8Array,
  plaintext: Uint8Array,
  key: Uint8Array,
  ad: Uint8Array,
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  checkNonce(nonce);
  const box = aead.seal(aead.subkey(key, nonce.subarray(0, 16)), fieldNonce(0, nonce), plaintext, ad);
  const out = new Uint8Array(1 + nonceLength + box.length);
  out[0] = suite;
  out.set(nonce, 1);
  out.set(box, 1 + nonceLength);
  return out;
}

/** The opposite of `sealWholeWith`; undefined when anything about box, key or associated data is another. */
export function openWhole(
  blob: Uint8Array,
  key: Uint8Array,
  ad: Uint8Array,
  aead: Aead,
): Uint8Array<ArrayBuffer> | undefined {
  if (blob.length < 1 + nonceLength || blob[0] !== suite) return undefined;
  const nonce = blob.subarray(1, 1 + nonceLength);
  const box = blob.subarray(1 + nonceLength);
  return aead.open(aead.subkey(key, nonce.subarray(0, 16)), fieldNonce(0, nonce), box, ad);
}

function checkNonce(nonce: Uint8Array): void {
  if (nonce.length !== nonceLength) throw new RangeError(`a nonce here is ${nonceLength} bytes`);
}
