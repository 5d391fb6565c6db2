import { createHash } from 'node:crypto';
import { fieldSpec } from '../policy/fields.ts';
import { type StoredStream, streamOf } from '../vault/crypto/stream-text.ts';
import { type ChunkPlace, chunkCount, chunkSizes, unpaddedChunk } from '../vault/crypto/chunk-layout.ts';
import { openChunk } from '../vault/crypto/chunks.ts';
import { openFields } from '../vault/crypto/record.ts';
import { found, type Found } from './finding.ts';
import type { Row, Snapshot } from './open.ts';
import type { Keys } from './verify-keys.ts';

type Chunk = Row<'attachment_chunk'>;

/**
 * Checks with the keys that every attachment has all its chunks, that each opens where it lies, that together they are the
 * bytes that its record has the hash of, and that there is no chunk that belongs to nothing. What lies in a bucket is not
 * looked at: its row is there, and a vault that reads it opens it in the same way.
 */
export function* checkAttachments(snapshot: Snapshot, keys: Keys): Generator<Found, void> {
  const chunks = new Map<string, Chunk[]>();
  for (const row of snapshot.rows('attachment_chunk'))
    chunks.set(row.stream, [...(chunks.get(row.stream) ?? []), row]);
  for (const row of snapshot.rows('record')) {
    if (row.type !== 'attachment') continue;
    for (const [part, stream] of streamsOf(row, keys)) {
      yield* checkStream(row, { part, stream }, chunks.get(stream.id) ?? [], keys);
      chunks.delete(stream.id);
    }
  }
  for (const [, [first]] of chunks)
    if (first !== undefined) yield found('chunk_extra', { table: 'attachment_chunk', id: first.record });
}

/** Where an attachment's bytes are, by its record; nothing where that does not open, which is found elsewhere. */
function streamsOf(row: Row<'record'>, keys: Keys): [keyof typeof chunkSizes, StoredStream][] {
  const held = keys.data.get(row.subject);
  const { id, type, subject, version, key_id: keyId } = row;
  const context = { community: keys.community, subject, type, id, keyId, version };
  const parts = (['whole', 'small'] as const).map(
    (part) => [part, fieldSpec(type, part)?.number ?? 0] as const,
  );
  const numbers = parts.map(([, number]) => number);
  const opened = held && openFields(row.blob, context, held.key, numbers, keys.aead);
  if (opened?.ok !== true) return [];
  return parts.flatMap(([part, number]) => {
    const stream = streamOf(opened.fields.get(number) ?? '');
    return stream === undefined ? [] : [[part, stream] as [typeof part, StoredStream]];
  });
}

function* checkStream(
  row: Row<'record'>,
  { part, stream }: { part: keyof typeof chunkSizes; stream: StoredStream },
  chunks: readonly Chunk[],
  keys: Keys,
): Generator<Found, void> {
  const place = { table: 'attachment_chunk', id: row.id } as const;
  const count = chunkCount(stream.size, chunkSizes[part]);
  const hash = createHash('sha256');
  let isWhole = true;
  for (let n = 0; n < count; n += 1) {
    const chunk = chunks.find((one) => one.n === n);
    if (chunk === undefined) {
      yield found('chunk_missing', place);
      return;
    }
    if (chunk.record !== row.id || chunk.subject !== row.subject)
      yield found('column_differs', { ...place, column: chunk.record === row.id ? 'subject' : 'record' });
    if (chunk.away === 2) isWhole = false;
    else {
      const piece = pieceOf(row, stream, { n, last: n === count - 1 }, chunk, keys);
      if (piece === undefined) {
        yield found('chunk_unopened', place);
        return;
      }
      hash.update(piece);
    }
  }
  if (chunks.length > count) yield found('chunk_extra', place);
  if (isWhole && hash.digest('hex') !== stream.sha256) yield found('chunk_unopened', place);
}

function pieceOf(
  { id, subject, key_id: keyId }: Row<'record'>,
  stream: StoredStream,
  place: ChunkPlace,
  { box }: Chunk,
  keys: Keys,
): Uint8Array | undefined {
  const held = keys.data.get(subject);
  const context = { community: keys.community, subject, id, keyId, stream: stream.id };
  const padded = held && openChunk(box, place, stream.nonce, context, held.key, keys.aead);
  return padded && unpaddedChunk(padded, place.n, stream.size);
}
