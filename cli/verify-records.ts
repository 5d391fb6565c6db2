import { createHash } from 'node:crypto';
import { fieldNumbers, openFields } from '../vault/crypto/record.ts';
import { checkRow, tagRow, tagSetDigest } from '../vault/crypto/row.ts';
import { decodeLeaf } from '../vault/log/leaf.ts';
import { found, type Found } from './finding.ts';
import type { Row, Snapshot } from './open.ts';
import type { Erased } from './verify-erasures.ts';
import type { Keys } from './verify-keys.ts';
import { controlDigest, type Logged } from './verify-log.ts';
import { checkTags, indexStates, type IndexStates, newestTags, type Tag } from './verify-tags.ts';
import { compare, hasMac, isLogged, type DigestsAt } from './verify-rows.ts';

/** What is known with the keys. */
interface Opened {
  readonly keys: Keys;
  readonly logged: Logged;
  readonly erased: Erased;
}

/** How many records and index tags were looked at. */
export interface CheckedRecords {
  readonly records: number;
  readonly tags: number;
}

/**
 * Checks every record and its index tags. Without keys: that the entry a record's `seq` names has the digest of its
 * blob and of its tags. With them: that each record is what the log says was written last, that every one of its
 * fields opens, that its tags have their MACs and are made from its values; and that none is gone.
 */
export function* checkRecords(
  snapshot: Snapshot,
  community: string,
  digestsAt: DigestsAt,
  opened: Opened | undefined,
): Generator<Found, CheckedRecords> {
  const tags = new Map<string, Tag[]>();
  let tagCount = 0;
  for (const tag of snapshot.rows('index_tag')) {
    tagCount += 1;
    tags.set(tag.record, [...(tags.get(tag.record) ?? []), tag]);
    const key = opened?.keys.row;
    if (key !== undefined && !checkRow(key, tagRow(community, tag, tag.record), tag.mac))
      yield found('mac', { table: 'index_tag', kind: tag.field, id: tag.record });
  }
  const states = indexStates(snapshot);
  const seen = new Set<string>();
  const swept = opened === undefined ? new Set<string>() : yield* sweptRecords(snapshot, opened, digestsAt);
  for (const row of snapshot.rows('record')) {
    if (swept.has(row.id)) yield found('not_swept', { table: 'record', kind: row.type, id: row.id });
    seen.add(row.id);
    const own = tags.get(row.id) ?? [];
    if (opened === undefined) yield* checkMembership(row, own, community, digestsAt);
    else yield* checkOpened(row, own, { ...opened, states });
  }
  for (const [record, orphans] of tags) {
    if (seen.has(record)) continue;
    for (const { field } of orphans)
      yield found('tag_orphan', { table: 'index_tag', kind: field, id: record });
  }
  for (const [id, { type, seq }] of opened?.logged.records ?? []) {
    if (!seen.has(id) && !swept.has(id)) yield found('missing', { table: 'record', kind: type, id, seq });
  }
  return { records: seen.size, tags: tagCount };
}

/** What can be said without keys; of the columns beside the blob it is nothing. */
function* checkMembership(
  row: Row<'record'>,
  tags: readonly Tag[],
  community: string,
  digestsAt: DigestsAt,
): Generator<Found, void> {
  const { id, type, version, seq } = row;
  const digests = digestsAt(seq);
  if (!isLogged(digests, 'record', digestOf(row.blob)))
    yield found('not_logged', { table: 'record', kind: type, id, seq });
  const newest = newestTags(tags);
  const set = tagSetDigest(community, id, version, newest);
  const logged = digestsAt(Math.max(seq, ...newest.map((tag) => tag.seq)));
  if (tags.length > 0 && !isLogged(logged, 'row', set)) yield* tagFindings(tags, id);
}

function* checkOpened(
  row: Row<'record'>,
  tags: readonly Tag[],
  { keys, logged, erased, states }: Opened & { readonly states: IndexStates },
): Generator<Found, void> {
  const { id, type, subject, version, seq } = row;
  const place = { table: 'record', kind: type, id } as const;
  const write = logged.records.get(id);
  const finding = compare({ version, sha256: digestOf(row.blob), seq }, write, logged, place);
  if (finding !== undefined) yield finding;
  for (const column of ['type', 'subject'] as const) {
    if (write !== undefined && write[column] !== row[column])
      yield found('column_differs', { ...place, seq: write.seq, column });
  }
  const held = keys.data.get(subject);
  if (held !== undefined && held.id !== row.key_id)
    yield found('column_differs', { ...place, column: 'key_id' });
  const context = { community: keys.community, subject, type, id, keyId: row.key_id, version };
  const numbers = fieldNumbers(row.blob) ?? [];
  const values = held && openFields(row.blob, context, held.key, numbers, keys.aead);
  yield* checkTagSet(tags, id, keys.community, logged);
  // What a law has kept of somebody is found by nothing any more.
  if (values?.ok === true && erased.has(subject)) return;
  if (values?.ok === true) yield* checkTags(row, values.fields, tags, keys, states);
  else yield found('unopened', { ...place, seq });
}

/** Whether a record's tags are those that the log has a digest of. */
function* checkTagSet(
  tags: readonly Tag[],
  id: string,
  community: string,
  { tagSets, gaps }: Logged,
): Generator<Found, void> {
  const write = tagSets.get(id);
  const sha256 = write && tagSetDigest(community, id, write.version, newestTags(tags));
  if (write === undefined ? tags.length > 0 && gaps.isEmpty : sha256 !== write.sha256)
    yield* tagFindings(tags, id);
}

/** The digest is of all of a record's tags together: which of them it is shows elsewhere, or not at all. */
function* tagFindings(tags: readonly Tag[], id: string): Generator<Found, void> {
  const fields = tags.length === 0 ? ['*'] : tags.map(({ field }) => field);
  for (const kind of fields) yield found('tags_differ', { table: 'index_tag', kind, id });
}

const digestOf = (blob: Uint8Array): string => createHash('sha256').update(blob).digest('hex');

/**
 * The records whose time was over. That is believed of a control row with its MAC, in an entry that says in its public part
 * that it is a sweep's; and then the record is gone.
 */
function* sweptRecords(
  snapshot: Snapshot,
  { keys }: Opened,
  digestsAt: DigestsAt,
): Generator<Found, ReadonlySet<string>> {
  const swept = new Set<string>();
  for (const row of snapshot.rows('control')) {
    if (row.kind !== 'swept') continue;
    const leaf = decodeLeaf(snapshot.leaf(row.seq) ?? new Uint8Array());
    const says = leaf.ok && leaf.value.public.action === 'retention.sweep';
    const logged = isLogged(digestsAt(row.seq), 'row', controlDigest(keys.community, row));
    if (says && logged && hasMac(keys, row)) swept.add(row.key);
    else yield found('not_swept', { table: 'control', kind: 'swept', id: row.key, seq: row.seq });
  }
  return swept;
}
