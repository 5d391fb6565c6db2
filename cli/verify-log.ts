import { rowDigest } from '../vault/crypto/row.ts';
import { openPart, type PartContext } from '../vault/crypto/part.ts';
import {
  parseActorPart,
  parseSubjectPart,
  type ActorPart,
  type Digest,
  type SubjectPart,
} from '../vault/log/entry.ts';
import type { LogKeyAt } from '../vault/log/checkpoint.ts';
import { commit, decodeLeaf, saltBytes, type Leaf } from '../vault/log/leaf.ts';
import { edgeDigest, equalBytes } from '../vault/log/tree.ts';
import { verifyTree, type StoredCheckpoint, type VerifiedTree } from '../vault/log/verify.ts';
import { found, type Found } from './finding.ts';
import { Gaps } from './gaps.ts';
import type { Row, Snapshot } from './open.ts';
import type { Erased } from './verify-erasures.ts';
import type { Keys } from './verify-keys.ts';

/** The last write of something, as the log has it. */
export interface Write {
  readonly version: number;
  readonly sha256: string;
  readonly seq: number;
}

/** What the log amounts to when it is read from its first entry to its last. */
export interface Logged {
  /** By record id. */
  readonly records: Map<string, Write & { readonly type: string; readonly subject: string }>;
  /** By {@link rowName}. */
  readonly rows: Map<string, Write & { readonly kind: string; readonly key: string }>;
  /** The index tags of a record, by its id. */
  readonly tagSets: Map<string, Write>;
  /** The newest data key of each subject. */
  readonly commitments: Map<string, { readonly sha256: string; readonly seq: number }>;
  /** Entries that are lost or do not open: what they wrote is not known, and nothing is blamed on its row. */
  readonly gaps: Gaps;
}

/** A row's name in maps; no kind has a space in it. */
export const rowName = (kind: string, key: string): string => `${kind} ${key}`;

/** Whoever has no subject: the owner of subject parts that are about nobody in particular. */
const nobody = 'community';

/**
 * Checks leaves, hashes and signatures. The stored checkpoints and those brought from outside are checked alike; one
 * from outside that is larger than the log shows a whole database that was put back.
 */
export function* checkTree(
  snapshot: Snapshot,
  signed: { readonly keys: readonly LogKeyAt[]; readonly origin: string } | undefined,
  outside: readonly StoredCheckpoint[],
): Generator<Found, VerifiedTree & { readonly checkpoints: number; readonly newest: number }> {
  const stored = [...snapshot.rows('checkpoint')];
  const checked = verifyTree({
    rows: snapshot.rows('log_entry'),
    checkpoints: signed === undefined ? [] : [...stored, ...outside],
    ...(signed ?? { keys: [], origin: '' }),
  });
  let next = checked.next();
  while (next.done !== true) {
    const { size } = next.value;
    yield { table: size === undefined ? 'log_entry' : 'checkpoint', ...next.value };
    next = checked.next();
  }
  return { ...next.value, checkpoints: stored.length, newest: stored.at(-1)?.size ?? 0 };
}

/**
 * Compares the log's head with the log. The head's MAC is checked with the other control rows' where there are keys;
 * without them it can only be read.
 */
export function* checkHead(
  head: Row<'control'> | undefined,
  tree: VerifiedTree & { readonly checkpoints: number; readonly newest: number },
): Generator<Found, void> {
  const place = { table: 'control', kind: 'log', id: 'head' } as const;
  if (head === undefined) {
    if (tree.size > 0) yield found('head_missing', place);
    return;
  }
  const content = contentOf(head.content);
  const edge = tree.edge === undefined ? content['edge'] : edgeDigest(tree.edge);
  if (content['size'] !== tree.size || content['edge'] !== edge) yield found('head_differs', place);
  else if (head.seq !== tree.size - 1) yield found('column_differs', { ...place, column: 'seq' });
  if (content['checkpoints'] !== tree.checkpoints || content['signed'] !== tree.newest) {
    const size = typeof content['signed'] === 'number' ? content['signed'] : 0;
    yield found('checkpoint_missing', { table: 'checkpoint', size });
  }
}

/** The digests of one entry's leaf: what a row's own `seq` names must be among them. */
export function digestsOf(snapshot: Snapshot): (seq: number) => readonly Digest[] {
  let last: { seq: number; digests: readonly Digest[] } | undefined;
  return (seq) => {
    if (last?.seq === seq) return last.digests;
    const leaf = decodeLeaf(snapshot.leaf(seq) ?? new Uint8Array());
    last = { seq, digests: leaf.ok ? leaf.value.public.digests : [] };
    return last.digests;
  };
}

/**
 * Opens both parts of every entry, checks them against the leaf's commitments and the columns the entry is found by,
 * and folds what was written.
 * @param erased whose keys were destroyed on purpose (`verify-erasures.ts`): their parts open no more, and are no finding
 * @param size how many entries there are according to the head, where it is to be believed: a row far behind that makes
 *   no gap of what was never there
 */
export function* readEntries(
  snapshot: Snapshot,
  keys: Keys,
  size: number | undefined,
  erased: Erased = new Map(),
): Generator<Found, Logged> {
  const logged: Logged = {
    records: new Map(),
    rows: new Map(),
    tagSets: new Map(),
    commitments: new Map(),
    gaps: new Gaps(),
  };
  let expected = 0;
  const missing = new Set<string>();
  for (const row of snapshot.rows('log_entry')) {
    logged.gaps.add(expected, Math.min(row.seq, size ?? row.seq) - 1);
    expected = row.seq + 1;
    const leaf = decodeLeaf(row.leaf);
    if (!leaf.ok) {
      // It has been named by checkTree.
      logged.gaps.add(row.seq, row.seq);
      continue;
    }
    for (const owner of [row.actor, row.subject]) {
      if (missing.has(owner) || keys.log.has(owner) || keys.unopened.has(`log ${owner}`)) continue;
      if (erased.has(owner)) continue;
      missing.add(owner);
      yield found('key_missing', { table: 'wrapped_key', kind: 'log', id: owner, seq: row.seq });
    }
    const actor = erased.has(row.actor) ? 'erased' : openActor(row, leaf.value, keys);
    if (actor === undefined)
      yield found('part_unopened', { table: 'log_entry', seq: row.seq, column: 'actor, actor_sealed' });
    else if (actor !== 'erased' && actor.actor !== row.actor)
      yield found('column_differs', { table: 'log_entry', seq: row.seq, column: 'actor' });
    if (erased.has(row.subject)) {
      logged.gaps.add(row.seq, row.seq);
      // What a law has kept is still sealed with their key: what it commits to is public, and so is whose entry it is in.
      if (keys.data.has(row.subject))
        for (const { kind, sha256 } of leaf.value.public.digests)
          if (kind === 'key') logged.commitments.set(row.subject, { sha256, seq: row.seq });
      continue;
    }
    const subject = openSubject(row, leaf.value, keys);
    if (subject === undefined) {
      yield found('part_unopened', { table: 'log_entry', seq: row.seq, column: 'subject, subject_sealed' });
      logged.gaps.add(row.seq, row.seq);
      continue;
    }
    if ((subject.subject ?? nobody) !== row.subject)
      yield found('column_differs', { table: 'log_entry', seq: row.seq, column: 'subject' });
    yield* fold(logged, row.seq, leaf.value.public.digests, subject);
  }
  return logged;
}

/** Takes in one entry's writes. */
function* fold(
  logged: Logged,
  seq: number,
  digests: readonly Digest[],
  part: SubjectPart,
): Generator<Found, void> {
  const of = (kind: Digest['kind']): string[] =>
    digests.flatMap((digest) => (digest.kind === kind ? [digest.sha256] : []));
  const [blobs, rowDigests] = [of('record'), of('row')];
  // An entry that reads lists its records without digests; one that writes has a digest for each.
  const written = blobs.length === 0 ? [] : (part.records ?? []);
  const rows = part.rows ?? [];
  if (written.length !== blobs.length || rows.length !== rowDigests.length) {
    yield found('digests_differ', { table: 'log_entry', seq });
    logged.gaps.add(seq, seq);
    return;
  }
  for (const [at, { type, id, version }] of written.entries()) {
    if (isOver(logged, logged.records.get(id), version))
      yield found('written_over', { table: 'record', kind: type, id, seq });
    const sha256 = blobs[at] ?? '';
    logged.records.set(id, { type, subject: part.subject ?? nobody, version, sha256, seq });
  }
  for (const [at, { kind, key, version }] of rows.entries()) {
    const write = { version, sha256: rowDigests[at] ?? '', seq };
    if (kind === 'index') {
      logged.tagSets.set(key, write);
      continue;
    }
    const name = rowName(kind, key);
    if (isOver(logged, logged.rows.get(name), version))
      yield found('written_over', { table: 'control', kind, id: key, seq });
    logged.rows.set(name, { kind, key, ...write });
  }
  for (const sha256 of of('key')) logged.commitments.set(part.subject ?? nobody, { sha256, seq });
}

/**
 * Versions go up by one. A write whose version does not was made over a row that had been put back or deleted: that
 * is seen in the log also when the row itself has been written anew since.
 */
function isOver({ gaps }: Logged, before: Write | undefined, version: number): boolean {
  const next = (before?.version ?? 0) + 1;
  return gaps.isEmpty ? version !== next : version < next;
}

function openActor(row: Row<'log_entry'>, leaf: Leaf, keys: Keys): ActorPart | undefined {
  const part = openSide(keys, row, 'actor', row.actor, row.actor_sealed, leaf.actorCommitment);
  const parsed = part && parseActorPart(part);
  return parsed?.ok === true ? parsed.value : undefined;
}

function openSubject(row: Row<'log_entry'>, leaf: Leaf, keys: Keys): SubjectPart | undefined {
  const part = openSide(keys, row, 'subject', row.subject, row.subject_sealed, leaf.subjectCommitment);
  const parsed = part && parseSubjectPart(part);
  return parsed?.ok === true ? parsed.value : undefined;
}

function openSide(
  keys: Keys,
  { seq }: Row<'log_entry'>,
  side: PartContext['side'],
  owner: string,
  blob: Uint8Array,
  commitment: Uint8Array,
): Uint8Array | undefined {
  const held = keys.log.get(owner);
  if (held === undefined) return undefined;
  const context = { community: keys.community, owner, keyId: held.id, seq, side };
  const opened = openPart(blob, held.key, context, keys.aead);
  if (opened === undefined || opened.length < saltBytes) return undefined;
  const part = opened.subarray(saltBytes);
  return equalBytes(commit(opened.subarray(0, saltBytes), part), commitment) ? part : undefined;
}

/** A row's content as an object; empty when it is none. */
export function contentOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What the log says of a control row: see {@link rowDigest}. */
export function controlDigest(community: string, row: Row<'control'>): string {
  const { kind, key, version, content, mac } = row;
  return rowDigest({ community, table: 'control', kind, key, version, content }, mac);
}
