import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import type { Vault } from '../vault.ts';
import { streamIn } from './stream.ts';

/**
 * Destroys the chunks of all of somebody's attachments, in the transaction that erases them: overwritten, then deleted. What
 * lies in a bucket is remembered by a random id and deleted from there by the alarm, again and again until it is gone
 * (`bucket.ts`); the key that opened it goes with the erasure at once.
 */
export function dropAttachmentsOf(vault: Vault, subject: string): void {
  vault.store.chunks.dropOf(subject);
}

/** Destroys the chunks of one attachment: its record is about to hold others, or to go. */
export function dropChunks(vault: Vault, row: RecordRow): void {
  for (const text of openRecord(vault, row, ['whole', 'small']).values())
    if (text !== '') vault.store.chunks.dropStream(streamIn(text).id);
}
