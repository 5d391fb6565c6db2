import type { RecordType } from '../../policy/fields.ts';
import type { Due } from '../../policy/narrowing.ts';
import type { Grounds } from '../facts.ts';
import type { ReleasedRecord } from '../read.ts';

export interface SearchRequest extends Grounds {
  type: RecordType;
  /** Whose records. */
  where: Where;
  fields?: readonly string[] | undefined;
  cursor?: string | undefined;
  /** 1 to 50. */
  limit: number;
}

/**
 * Those of a grid, all or narrowed; one's own, or those of whom one acts for; what one resident has; those with this exact value in an indexed
 * field, or with all of several.
 */
export type Where =
  | OfGrid
  | { mine: true; for?: string | undefined }
  | { of: string }
  | { field: string; value: string }
  | { match: Readonly<Record<string, string | undefined>> };

export interface OfGrid {
  grid: number;
  /** Only those of this building. */
  building?: number | undefined;
  /** Only those whose date has run out, runs out soon, or is not on record. */
  due?: Due | undefined;
}

export interface SearchResult {
  items: ReleasedRecord[];
  /** Where the next page starts, or null. */
  cursor: string | null;
  /** How many more there are after this page; in a narrowed list, how many have not been looked through. */
  remaining: number;
}
