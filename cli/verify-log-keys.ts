import { createHash } from 'node:crypto';
import type { LogSecret } from '../vault/crypto/keys.ts';
import { logKey } from '../vault/keys/log-secrets.ts';
import { openCheckpoint, type LogKeyAt } from '../vault/log/checkpoint.ts';
import { decodeLeaf } from '../vault/log/leaf.ts';
import type { Snapshot } from './open.ts';
import { contentOf } from './verify-log.ts';

/** What a log's checkpoints are checked with: a key that was got by another way, or the secrets that all its keys come from. */
export interface Signed {
  readonly origin: string;
  readonly vkey: string;
  readonly secrets?: readonly LogSecret[] | undefined;
}

/**
 * The log's keys, each with the sizes that it signs. From the secrets they are made anew. Where one key is trusted only, a
 * later one is believed if the log itself says so: in a leaf that names it, under a checkpoint signed by a key that was
 * believed before.
 */
export function logKeysOf(snapshot: Snapshot, community: string, signed: Signed): LogKeyAt[] {
  const rows = keyRows(snapshot);
  const always: LogKeyAt = { vkey: signed.vkey, from: 0, to: null };
  if (rows.length === 0) return [always];
  const { secrets } = signed;
  if (secrets !== undefined) return rows.filter((row) => logKey(secrets, community, row)?.vkey === row.vkey);
  const known = rows.filter(({ vkey }) => vkey === signed.vkey);
  const believed: LogKeyAt[] = known.length > 0 ? known : [always];
  const checkpoints = [...snapshot.rows('checkpoint')];
  for (const row of rows) {
    if (believed.some(({ vkey }) => vkey === row.vkey) || !isAnnounced(snapshot, row)) continue;
    const isCovered = checkpoints.some(({ size, note }) => {
      const vkeys = keysAt(believed, size);
      return (
        size > row.from && vkeys.length > 0 && openCheckpoint(note, { vkey: vkeys, origin: signed.origin }).ok
      );
    });
    if (isCovered) believed.push(row);
  }
  return believed;
}

/** The key that signs the log now, from its secrets; null where they do not make it. */
export function newestLogKey(
  snapshot: Snapshot,
  community: string,
  secrets: readonly LogSecret[],
): string | null {
  const newest = keyRows(snapshot).at(-1) ?? { generation: 1, secret: 1 };
  return logKey(secrets, community, newest)?.vkey ?? null;
}

const keysAt = (keys: readonly LogKeyAt[], size: number): string[] =>
  keys.filter(({ from, to }) => from <= size && (to === null || size <= to)).map(({ vkey }) => vkey);

/** Whether the entry of its beginning names a key, for everybody to read. */
function isAnnounced(snapshot: Snapshot, { vkey, from }: LogKeyAt): boolean {
  const leaf = decodeLeaf(snapshot.leaf(from) ?? new Uint8Array());
  if (!leaf.ok || leaf.value.public.action !== 'log_key.begin') return false;
  const sha256 = createHash('sha256').update(vkey).digest('hex');
  return leaf.value.public.digests.some((digest) => digest.kind === 'log_key' && digest.sha256 === sha256);
}

/** What the rows say, oldest first; that they are as they were written is checked with the control rows. */
function keyRows(snapshot: Snapshot): (LogKeyAt & { generation: number; secret: number })[] {
  const found: (LogKeyAt & { generation: number; secret: number })[] = [];
  for (const row of snapshot.rows('control')) {
    if (row.kind !== 'log_key') continue;
    const { generation, secret, vkey, from, retired } = contentOf(row.content);
    if (typeof generation !== 'number' || typeof secret !== 'number' || typeof vkey !== 'string') continue;
    if (typeof from !== 'number' || (retired !== null && typeof retired !== 'number')) continue;
    found.push({ generation, secret, vkey, from, to: retired });
  }
  return found.sort((a, b) => a.generation - b.generation);
}
