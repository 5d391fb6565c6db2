import { keyringSchema, vaultSchema } from '../migrations/schema.ts';
import { decodeLeaf } from '../vault/log/leaf.ts';
import type { StoredCheckpoint } from '../vault/log/verify.ts';
import { cipher } from './cipher.ts';
import { checkAttachments } from './verify-attachments.ts';
import { damaged, found, type Found } from './finding.ts';
import type { Snapshot } from './open.ts';
import type { Ring } from './ring.ts';
import { checkErasures, checkLedger, type Erased } from './verify-erasures.ts';
import { checkCommitments, openKeys } from './verify-keys.ts';
import { logKeysOf, type Signed } from './verify-log-keys.ts';
import { checkHead, checkTree, digestsOf, readEntries } from './verify-log.ts';
import { checkRecords } from './verify-records.ts';
import { checkControl, checkTransient, sizeByHead } from './verify-rows.ts';

/** How much was looked at. */
export interface Counts {
  /** Log entries. */
  readonly entries: number;
  readonly records: number;
  /** Control rows, with the log's head. */
  readonly rows: number;
  readonly tags: number;
  /** Rows that expire; 0 without keys, as nothing is known of them then. */
  readonly transient: number;
  /** Wrapped keys that were opened; 0 without keys. */
  readonly keys: number;
  /** The largest size whose signed root is the tree's; entries from there on are under no signature yet. */
  readonly signed: number;
  readonly unsigned: number;
  /**
   * Milliseconds from the oldest entry that is under no signature to the newest. More than two intervals of publication
   * say that it has stopped, or that the vault has just been started after a long time.
   */
  readonly unsignedFor: number;
}

export interface Given {
  readonly community: string;
  /** Opened already; without one no MAC, sealed part or field is checked, and no put-back is found. */
  readonly ring: Ring | undefined;
  /** The ring's file, read after the community's so that it has every key that is used there. */
  readonly ringSnapshot: Snapshot | undefined;
  /** Without it signatures are not checked. */
  readonly signed: Signed | undefined;
  /** Checkpoints that were kept elsewhere. */
  readonly outside: readonly StoredCheckpoint[];
}

/**
 * Checks all that one community stores against its log, and the log against itself and its signatures. Rows are
 * streamed; kept in memory are the last write of each record and row, and the keys.
 */
export function* verifyCommunity(snapshot: Snapshot, given: Given): Generator<Found, Counts> {
  const { community, ring } = given;
  for (const damage of snapshot.damage(vaultSchema)) yield damaged(damage);
  for (const damage of given.ringSnapshot?.damage(keyringSchema) ?? []) yield damaged(damage);
  const { signed } = given;
  const keysOfLog = signed && { origin: signed.origin, keys: logKeysOf(snapshot, community, signed) };
  const tree = yield* checkTree(snapshot, keysOfLog, given.outside);
  const digestsAt = digestsOf(snapshot);
  let opened;
  let erased: Erased = new Map();
  if (given.ringSnapshot !== undefined) yield* checkLedger(given.ringSnapshot, snapshot);
  if (ring !== undefined) {
    const keys = yield* openKeys(snapshot, ring, community, cipher());
    erased = yield* checkErasures(snapshot, keys, digestsAt);
    const logged = yield* readEntries(snapshot, keys, sizeByHead(snapshot, keys), erased);
    yield* checkCommitments(keys, logged.commitments);
    opened = { keys, logged };
  }
  const control = yield* checkControl(snapshot, community, digestsAt, opened);
  yield* checkHead(control.head, tree);
  const transient = opened === undefined ? 0 : yield* checkTransient(snapshot, opened.keys);
  const { records, tags } = yield* checkRecords(
    snapshot,
    community,
    digestsAt,
    opened && { ...opened, erased },
  );
  if (opened !== undefined) yield* checkAttachments(snapshot, opened.keys);
  for (const place of [...snapshot.malformed.values(), ...(given.ringSnapshot?.malformed.values() ?? [])])
    yield found('malformed', place);
  return {
    entries: tree.size,
    records,
    rows: control.count,
    tags,
    transient,
    keys: opened === undefined ? 0 : opened.keys.data.size + opened.keys.log.size,
    signed: tree.signed,
    unsigned: tree.size - tree.signed,
    unsignedFor:
      given.signed === undefined ? 0 : timeAt(snapshot, tree.size - 1) - timeAt(snapshot, tree.signed),
  };
}

/** When an entry was made, in UTC milliseconds; 0 for one that cannot be read. */
function timeAt(snapshot: Snapshot, seq: number): number {
  const leaf = decodeLeaf(snapshot.leaf(seq) ?? new Uint8Array());
  return leaf.ok ? leaf.value.public.time : 0;
}
