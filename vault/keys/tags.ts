import { advanceTag, indexTag, type IndexTag } from '../crypto/index-tag.ts';
import { Tampered } from '../outcome.ts';
import type { IndexTagRow, RecordRow } from '../storage/schema.ts';
import type { Vault } from '../vault.ts';

/** A tag and the generation of its index's key that made it. */
export type Tag = Pick<IndexTagRow, 'field' | 'tag' | 'generation'>;

/** The generations that a tag is stored of: the one in use, and the one that is being made beside it. */
function wanted(vault: Vault, field: string): readonly number[] {
  const { generation, next } = vault.indexes.of(field);
  const keys = vault.keys.generations(field).length;
  if (keys < generation) throw new Tampered(`index key ${field}/${generation}`);
  // Without its key a tag of the next would be one of another generation: it is made when the key is there.
  return next === null || keys < next ? [generation] : [generation, next];
}

/** The tags of a value. @param value in its normal form */
export function tagsFor(vault: Vault, field: string, value: string): Tag[] {
  const keys = vault.keys.generations(field);
  return wanted(vault, field).map((generation) => ({
    field,
    generation,
    tag: indexTag(keys.slice(0, generation), value),
  }));
}

/**
 * The tags of a value that is kept as a hash only, from those that are stored.
 * @throws Tampered when there is none to go on from
 */
export function tagsAgain(vault: Vault, field: string, stored: readonly IndexTagRow[]): Tag[] {
  return wanted(vault, field).map((generation) => {
    const [nearest] = stored
      .filter((row) => row.field === field && row.generation <= generation)
      .toSorted((a, b) => b.generation - a.generation);
    if (nearest === undefined) throw new Tampered(`index tag of ${stored[0]?.record ?? field}`);
    const keys = vault.keys.generations(field).slice(nearest.generation, generation);
    const tag = keys.reduce((tag, key) => advanceTag(key, tag), nearest.tag as IndexTag);
    return { field, generation, tag };
  });
}

/** Whether a stored tag is one that its index is searched under: while another key comes, some are not yet, or no more. */
export const isInUse = (vault: Vault, { field, generation }: Tag): boolean =>
  vault.indexes.of(field).generation === generation;

/** The tag that a record is found by, as it is stored. */
export const tagInUse = (vault: Vault, record: string, field: string): string | undefined =>
  vault.store.tags.of(record).find((tag) => tag.field === field && isInUse(vault, tag))?.tag;

/** Of each field the tag of the newest generation: those are what the log has a digest of. */
export function newestTags<T extends Tag>(tags: readonly T[]): T[] {
  return tags.filter(
    ({ field, generation }) => !tags.some((other) => other.field === field && other.generation > generation),
  );
}

/**
 * The stored tags have to be those that the log says were written last: with the record, or when an index got another key.
 * Taken over unchecked, a tag changed or put back by a database writer would be in the next write's digest, as if it were
 * the vault's own.
 * @throws Tampered when they are not
 */
export function checkTags(vault: Vault, row: RecordRow, tags: readonly IndexTagRow[]): void {
  if (tags.length === 0) return;
  const { digest } = vault.rows.tagsRow(row.id, row.version, tags);
  const seq = Math.max(row.seq, ...newestTags(tags).map((tag) => tag.seq));
  if (!vault.journal.wrote(seq, digest)) throw new Tampered(`index tags of ${row.id}`);
}
