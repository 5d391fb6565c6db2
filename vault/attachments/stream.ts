import {
  type ChunkPlace,
  chunkCount,
  chunkSizes,
  type StreamContext,
  unpaddedChunk,
} from '../crypto/chunk-layout.ts';
import { openChunk, sealStream } from '../crypto/chunks.ts';
import type { DataKey } from '../crypto/keys.ts';
import { newId } from '../keys/keychain.ts';
import { Tampered } from '../outcome.ts';
import type { Vault } from '../vault.ts';
import { type StoredStream, streamOf, streamText } from '../crypto/stream-text.ts';

/** The whole of an attachment, or the small picture of a photo. */
export type Part = keyof typeof chunkSizes;

/** @throws Tampered for a text that no attachment's record has */
export function streamIn(text: string): StoredStream {
  const stream = streamOf(text);
  if (stream === undefined) throw new Tampered('an attachment’s chunks');
  return stream;
}

/** Whose an attachment is, and which key seals it. */
export interface Owned {
  readonly id: string;
  readonly subject: string;
  readonly key: DataKey;
  readonly keyId: string;
}

const contextOf = (vault: Vault, owned: Owned, stream: string): StreamContext => ({
  community: vault.community,
  subject: owned.subject,
  id: owned.id,
  keyId: owned.keyId,
  stream,
});

/** Seals bytes and stores their chunks, one at a time. @returns what the record has to hold, without which nothing opens */
export function storeStream(
  vault: Vault,
  owned: Owned,
  part: Part,
  { bytes, sha256 }: { bytes: Uint8Array; sha256: string },
): string {
  const id = newId(vault.random);
  const context = contextOf(vault, owned, id);
  const { nonce, boxes } = sealStream(bytes, chunkSizes[part], context, owned.key, vault.aead);
  let n = 0;
  for (const box of boxes) {
    vault.store.chunks.add({ stream: id, n, record: owned.id, subject: owned.subject, box });
    n += 1;
  }
  return streamText({ id, nonce, size: bytes.length, sha256 });
}

/** Which chunks a stream has, in their order. */
export function* placesOf(stream: StoredStream, part: Part): Generator<ChunkPlace> {
  const count = chunkCount(stream.size, chunkSizes[part]);
  for (let n = 0; n < count; n += 1) yield { n, last: n === count - 1 };
}

/**
 * Opens one chunk.
 * @returns its piece, which is empty where a chunk is there to hide the length
 * @throws Tampered when it is not the one that was sealed for this place
 */
export function openPiece(
  vault: Vault,
  owned: Owned,
  { stream, place }: { stream: StoredStream; place: ChunkPlace },
  box: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const context = contextOf(vault, owned, stream.id);
  const padded = openChunk(box, place, stream.nonce, context, owned.key, vault.aead);
  const piece = padded && unpaddedChunk(padded, place.n, stream.size);
  if (piece === undefined) throw new Tampered(`chunk ${place.n} of attachment ${owned.id}`);
  return piece;
}
