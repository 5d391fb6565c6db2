import type { RecordType } from '../../policy/fields.ts';
import type { Vault } from '../vault.ts';
import { reindex } from './reindex.ts';
import { rewrapKeys } from './rotation.ts';

/** Where a walk through a table has come to. It is kept in memory alone: a walk that was ended begins anew, and finds done what is. */
export interface Walks {
  /** Up to this owner every key was looked at, and whether one was wrapped anew on this walk. */
  keys: { after: string; wrapped: boolean };
  /** Behind this id every record of the type has its tags; `done` where none of any type is without. */
  records: { type: RecordType | 'done' | undefined; after: string };
}

export const noWalks = (): Walks => ({
  keys: { after: '', wrapped: false },
  records: { type: undefined, after: '' },
});

/**
 * What takes longer than a request may wait: keys to be wrapped anew, records to be indexed. It is done in steps of a few
 * milliseconds, each a transaction of its own, with requests in between; each step finds out from what is stored what is
 * left. So it may be ended at any moment, and goes on at the next alarm.
 * @returns whether there is more to do
 */
export function workStep(vault: Vault, walks: Walks, now: number): boolean {
  return jobs.some((job) => job(vault, walks, now));
}

/** In this order: what an erasure's second date hangs on comes first. */
const jobs: readonly ((vault: Vault, walks: Walks, now: number) => boolean)[] = [rewrapKeys, reindex];
