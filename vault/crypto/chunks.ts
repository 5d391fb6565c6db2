import { randomBytes } from '@noble/hashes/utils.js';
import type { Aead } from './aead.ts';
import { type ChunkPlace, chunkData, chunkNonce, type StreamContext } from './chunk-layout.ts';
import { type DataKey, secretOf } from './keys.ts';
import { nonceLength, suite } from './layout.ts';
import { sealStreamWith } from './seal-with.ts';

export type { StreamContext } from './chunk-layout.ts';

/**
 * Seals bytes in chunks under a fresh random nonce, one after the other, so that no more than one is in memory
 * (docs/format.md, "Attachment"). The nonce belongs into the attachment's sealed record.
 */
export function sealStream(
  bytes: Uint8Array,
  chunkSize: number,
  context: StreamContext,
  key: DataKey,
  aead: Aead,
): { nonce: Uint8Array; boxes: Generator<Uint8Array<ArrayBuffer>> } {
  const nonce = randomBytes(nonceLength);
  return { nonce, boxes: sealStreamWith(nonce, bytes, chunkSize, context, key, aead) };
}

/**
 * Opens one chunk, with its padding.
 * @param nonce as the attachment's record has it
 * @returns undefined unless it was sealed for exactly this place
 */
export function openChunk(
  box: Uint8Array,
  place: ChunkPlace,
  nonce: Uint8Array,
  context: StreamContext,
  key: DataKey,
  aead: Aead,
): Uint8Array<ArrayBuffer> | undefined {
  if (box[0] !== suite) return undefined;
  const writeKey = aead.subkey(secretOf(key), nonce.subarray(0, 16));
  return aead.open(writeKey, chunkNonce(place, nonce), box.subarray(1), chunkData(context, place));
}
