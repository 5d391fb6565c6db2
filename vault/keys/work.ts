import type { RecordType } from '../../policy/fields.ts';
import { sweepStep, type SweepWalk } from '../erasure/sweep.ts';
import { transact, type Vault } from '../vault.ts';
import { turnIndexes } from './index-turn.ts';
import { reindex } from './reindex.ts';
import { rewrapKeys } from './rotation.ts';

/** Where a walk through a table has come to. It is kept in memory alone: a walk that was ended begins anew, and finds done what is. */
export interface Walks {
  /** Up to this owner every key was looked at, and whether one was wrapped anew on this walk. */
  keys: { after: string; wrapped: boolean };
  /** Where the index that gets another key has come to in its present phase (`index-turn.ts`). */
  index: { of: string; after: string };
  /** Behind this id every record of the type has its tags; `done` where none of any type is without. */
  records: { type: RecordType | 'done' | undefined; after: string };
  /** Of the day's sweep (`vault/erasure/sweep.ts`). */
  sweep: SweepWalk;
}

export const noWalks = (): Walks => ({
  keys: { after: '', wrapped: false },
  index: { of: '', after: '' },
  records: { type: undefined, after: '' },
  sweep: { part: 0, after: '', done: '' },
});

/**
 * What takes longer than a request may wait: keys to be wrapped anew, records to be indexed, what may be kept no longer.
 * It is done in steps of a few milliseconds, each a transaction of its own, with requests in between; each step finds out from what is stored what is
 * left. So it may be ended at any moment, and goes on at the next alarm.
 * @returns whether there is more to do
 */
export function workStep(vault: Vault, walks: Walks, now: number): boolean {
  try {
    return transact(vault, () => jobs.some((job) => job(vault, walks, now)));
  } catch (error) {
    // What was rolled back is not behind a walk.
    Object.assign(walks, noWalks());
    throw error;
  }
}

/** In this order: what an erasure's second date hangs on comes first. */
const jobs: readonly ((vault: Vault, walks: Walks, now: number) => boolean)[] = [
  rewrapKeys,
  turnIndexes,
  reindex,
  (vault, { sweep }, now) => sweepStep(vault, sweep, now),
];
