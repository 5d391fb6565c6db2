import { fieldsOf, isRecordType } from '../policy/fields.ts';
import { advanceTag, indexTag, type IndexTag } from '../vault/crypto/index-tag.ts';
import type { IndexKey } from '../vault/crypto/keys.ts';
import { found, type Found } from './finding.ts';
import type { Row, Snapshot } from './open.ts';
import type { Keys } from './verify-keys.ts';
import { contentOf } from './verify-log.ts';

export type Tag = Row<'index_tag'>;

/**
 * Makes each indexed field's tag again from the sealed value. Of a value kept as a hash only that it is there, of the
 * generation that is in use, and that one of another generation leads to it.
 */
export function* checkTags(
  { type, id }: { type: string; id: string },
  values: ReadonlyMap<number, string>,
  tags: readonly Tag[],
  keys: Keys,
  states: IndexStates,
): Generator<Found, void> {
  const left = new Set(tags.map(({ field }) => field));
  for (const [name, spec] of isRecordType(type) ? Object.entries(fieldsOf(type)) : []) {
    if (spec.indexed === undefined) continue;
    const field = `${type}.${name}`;
    const place = { table: 'index_tag', kind: field, id } as const;
    const value = values.get(spec.number) ?? '';
    const stored = tags.filter((tag) => tag.field === field);
    left.delete(field);
    if (value !== '' && stored.length === 0) yield found('tag_missing', place);
    if (value === '' && stored.length > 0) yield found('tag_value', place);
    if (value === '' || stored.length === 0) continue;
    if (!areOfTheirTime(stored, states.get(field)))
      yield found('column_differs', { ...place, column: 'generation' });
    const made = tagsFrom(keys.indexes.get(field) ?? [], stored, spec.keep === 'hash' ? undefined : value);
    if (!made) yield found('tag_value', place);
  }
  for (const field of left) yield found('tag_value', { table: 'index_tag', kind: field, id });
}

/** Whether the stored tags of one field of a record are of generations that its index is at. */
function areOfTheirTime(stored: readonly Tag[], state: IndexAt = { generation: 1, phase: 'done' }): boolean {
  const { generation, phase } = state;
  const all = stored.map((tag) => tag.generation).sort((a, b) => a - b);
  // One that is being made stands beside the one in use; that of the generation before stays until it is taken away.
  const beside = phase === 'adding' ? generation + 1 : phase === 'clearing' ? generation - 1 : generation;
  return (
    all.includes(generation) && all.every((one) => one === generation || one === beside) && all.length <= 2
  );
}

/** Whether the tags are made from the value, or where that is not kept, whether the older leads to the newer. */
function tagsFrom(keys: readonly IndexKey[], stored: readonly Tag[], value: string | undefined): boolean {
  if (value !== undefined)
    return stored.every(
      ({ generation, tag }) =>
        generation >= 1 && generation <= keys.length && indexTag(keys.slice(0, generation), value) === tag,
    );
  const [first, second] = stored.toSorted((a, b) => a.generation - b.generation);
  const next = second && keys[second.generation - 1];
  return (
    first === undefined ||
    second === undefined ||
    (next !== undefined &&
      /^[0-9a-f]{32}$/.test(first.tag) &&
      advanceTag(next, first.tag as IndexTag) === second.tag)
  );
}

/** Where an index stands, as its row says. Whether the row is as it was written is checked with the control rows. */
interface IndexAt {
  readonly generation: number;
  readonly phase: string;
}
export type IndexStates = ReadonlyMap<string, IndexAt>;

/** What the rows say of each index that has, or gets, another key than its first. */
export function indexStates(snapshot: Snapshot): IndexStates {
  const states = new Map<string, IndexAt>();
  for (const row of snapshot.rows('control')) {
    if (row.kind !== 'index_state') continue;
    const { generation, phase } = contentOf(row.content);
    if (typeof generation === 'number' && typeof phase === 'string')
      states.set(row.key, { generation, phase });
  }
  return states;
}

/** Of each field the tag of the newest generation: those are what the log has a digest of. */
export const newestTags = (tags: readonly Tag[]): Tag[] =>
  tags.filter(
    ({ field, generation }) => !tags.some((other) => other.field === field && other.generation > generation),
  );
