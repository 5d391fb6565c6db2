import type { Aead } from '../vault/crypto/aead.ts';
import { keyCommitment } from '../vault/crypto/commitment.ts';
import type { DataKey, IndexKey, LogPartKey, RowKey } from '../vault/crypto/keys.ts';
import { unwrapKey, type KeyUse } from '../vault/crypto/wrap.ts';
import { found, type Found } from './finding.ts';
import type { Row, Snapshot } from './open.ts';
import type { Ring } from './ring.ts';

export interface Held<Key> {
  readonly id: string;
  readonly key: Key;
}

/** One community's keys, opened. */
export interface Keys {
  readonly community: string;
  readonly aead: Aead;
  readonly row: RowKey | undefined;
  readonly indexes: ReadonlyMap<string, readonly IndexKey[]>;
  /** By owner. */
  readonly data: ReadonlyMap<string, Held<DataKey>>;
  readonly log: ReadonlyMap<string, Held<LogPartKey>>;
  /** Owners of keys that are there and do not open: `data owner`, `log owner`. They are named once. */
  readonly unopened: ReadonlySet<string>;
}

/** Opens every wrapped key of a community; names the keys of the ring and the wrapped ones that do not open. */
export function* openKeys(
  snapshot: Snapshot,
  ring: Ring,
  community: string,
  aead: Aead,
): Generator<Found, Keys> {
  for (const { row, opens } of ring.rows) if (!opens) yield ringFinding('ring_unopened', row);
  if (ring.row === undefined) yield found('ring_missing', { table: 'ring_key', kind: 'row', id: 'control' });
  const data = new Map<string, Held<DataKey>>();
  const log = new Map<string, Held<LogPartKey>>();
  const unopened = new Set<string>();
  const epochsMissing = new Set<string>();
  for (const row of snapshot.rows('wrapped_key')) {
    const { owner, key_id: keyId, epoch, wrapped } = row;
    const epochKey = ring.epochs.get(epoch);
    const named = ring.rows.some((key) => key.row.use === 'epoch' && key.row.name === epoch);
    if (!named && !epochsMissing.has(epoch)) {
      epochsMissing.add(epoch);
      yield found('ring_missing', { table: 'ring_key', kind: 'epoch', id: epoch });
    }
    const unwrap = <Use extends KeyUse>(use: Use) =>
      epochKey && unwrapKey(wrapped, epochKey, { community, owner, use, keyId, epoch }, aead);
    const dataKey = row.use === 'data' ? unwrap('data') : undefined;
    const logKey = row.use === 'log' ? unwrap('log') : undefined;
    if (dataKey !== undefined) data.set(owner, { id: keyId, key: dataKey });
    else if (logKey !== undefined) log.set(owner, { id: keyId, key: logKey });
    else {
      unopened.add(`${row.use} ${owner}`);
      yield found('key_unopened', { table: 'wrapped_key', kind: row.use, id: owner });
    }
  }
  return { community, aead, row: ring.row, indexes: ring.indexes, data, log, unopened };
}

/**
 * Compares the subjects' data keys with the commitments that the log has of them: a box of this kind can be made to
 * open under two keys, and only the commitment says which of them was there first.
 */
export function* checkCommitments(
  keys: Keys,
  commitments: ReadonlyMap<string, { readonly sha256: string; readonly seq: number }>,
): Generator<Found, void> {
  for (const [owner, { key }] of keys.data) {
    if (commitments.get(owner)?.sha256 !== keyCommitment(key)) {
      yield found('key_uncommitted', { table: 'wrapped_key', kind: 'data', id: owner });
    }
  }
  for (const [owner, { seq }] of commitments) {
    if (keys.data.has(owner) || keys.unopened.has(`data ${owner}`)) continue;
    yield found('key_missing', { table: 'wrapped_key', kind: 'data', id: owner, seq });
  }
}

function ringFinding(code: 'ring_unopened', row: Row<'ring_key'>): Found {
  return found(code, { table: 'ring_key', kind: row.use, id: `${row.name}/${row.generation}` });
}
