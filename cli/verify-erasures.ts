import { decodeLeaf } from '../vault/log/leaf.ts';
import { found, type Found } from './finding.ts';
import type { Snapshot } from './open.ts';
import type { Keys } from './verify-keys.ts';
import { contentOf, controlDigest } from './verify-log.ts';
import { hasMac, isLogged, type DigestsAt } from './verify-rows.ts';

/** Whose keys were destroyed, and the types of their papers that a law has kept: none, mostly. */
export type Erased = ReadonlyMap<string, readonly string[]>;

/**
 * Whose keys were destroyed because they asked for it. That is believed of a control row with its MAC whose digest is in
 * an entry that says so in its public part; and then nothing may be left that opens: a key that is still there, or a
 * record, was erased by word alone.
 *
 * The entries about an erased person open for nobody, so what they wrote is not known: a gap with a logged reason. The
 * tree itself is checked whole all the same (`docs/log-format.md`).
 */
export function* checkErasures(
  snapshot: Snapshot,
  keys: Keys,
  digestsAt: DigestsAt,
): Generator<Found, Erased> {
  const erased = new Map<string, readonly string[]>();
  for (const row of snapshot.rows('control')) {
    if (row.kind !== 'erasure') continue;
    const leaf = decodeLeaf(snapshot.leaf(row.seq) ?? new Uint8Array());
    const says = leaf.ok && leaf.value.public.action === 'erase' && leaf.value.public.decision === 'done';
    const logged = isLogged(digestsAt(row.seq), 'row', controlDigest(keys.community, row));
    if (says && logged && hasMac(keys, row)) erased.set(row.key, keptTypes(row.content));
    else yield found('not_erased', { table: 'control', kind: 'erasure', id: row.key, seq: row.seq });
  }
  if (erased.size === 0) return erased;
  for (const { owner, use } of snapshot.rows('wrapped_key'))
    if (erased.has(owner) && (use === 'log' || erased.get(owner)?.length === 0))
      yield found('not_erased', { table: 'wrapped_key', kind: use, id: owner });
  for (const { id, type, subject } of snapshot.rows('record'))
    if (erased.has(subject) && erased.get(subject)?.includes(type) !== true)
      yield found('not_erased', { table: 'record', kind: type, id });
  return erased;
}

/** What the erasure's row, which has its MAC, says that a law has kept. */
function keptTypes(json: string): readonly string[] {
  const { kept } = contentOf(json);
  const types = typeof kept === 'object' && kept !== null && 'types' in kept ? kept.types : [];
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : [];
}

/** Who is erased according to the ring's ledger, and not in this database: it was put back to before it. */
export function* checkLedger(ring: Snapshot, snapshot: Snapshot): Generator<Found, void> {
  const erased = new Set<string>();
  for (const { kind, key } of snapshot.rows('control')) if (kind === 'erasure') erased.add(key);
  for (const { kind, id } of ring.rows('replay'))
    if (kind === 'erase' && !erased.has(id)) yield found('brought_back', { table: 'replay', kind, id });
}
