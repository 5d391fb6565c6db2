import type { RecordType } from '../../policy/fields.ts';
import { dueOf, isInBuilding, narrowedBy, type Narrowing } from '../../policy/narrowing.ts';
import type { Shown } from '../../policy/masks.ts';
import { done, type FieldError, type Outcome } from '../outcome.ts';
import { decideOn, refuse, release, show, type ReleasedRecord } from '../read.ts';
import { placedIn } from './of-grid.ts';
import type { RecordRow } from '../storage/schema.ts';
import { today } from '../validate.ts';
import type { Unit } from '../vault.ts';
import type { OfGrid, SearchRequest, SearchResult } from './request.ts';
import { noteNothingFound, rest } from './said.ts';

/** So many records are looked through in one request, one field of each opened; the cursor leads on from there. */
const mostLooked = 200;

interface Narrow {
  ok: true;
  field: string;
  /** Whether somebody belongs into the list, by what is shown of that field. */
  fits: (shown: Shown) => boolean;
}

/** How a list is to be narrowed; undefined where it is to be whole. */
export function narrowOf(
  type: RecordType,
  { building, due }: OfGrid,
  now: number,
): Narrow | { ok: false; error: FieldError } | undefined {
  if (building === undefined && due === undefined) return undefined;
  const way: Narrowing = building === undefined ? 'due' : 'building';
  const field = narrowedBy(type, way);
  if (field === undefined || (building !== undefined && due !== undefined))
    return { ok: false, error: { field: `where.${way}`, code: 'not_searchable', ...notNarrowed } };
  const day = today(now);
  return {
    ok: true,
    field,
    fits: (shown) => (building === undefined ? dueOf(shown, day) === due : isInBuilding(shown, building)),
  };
}

const notNarrowed = { zh: '这类档案不能这样筛选', en: 'records of this type are not narrowed so' };

/**
 * The records of a grid that fit, in the order of their ids. No index has what they are narrowed by: that one field of
 * each is opened and looked at as it would be shown, masked; of those that fit the asked fields are released, each with
 * its entry. A request looks through a stretch of the grid and says how many are left.
 */
export function narrowedOfGrid(
  unit: Unit,
  request: SearchRequest,
  grid: number,
  narrow: Narrow,
): Outcome<SearchResult> {
  const { cursor = '', limit, type } = request;
  const stretch = placedIn(unit, type, grid, cursor, mostLooked);
  const items: ReleasedRecord[] = [];
  const looked: RecordRow[] = [];
  for (const row of stretch.rows) {
    looked.push(row);
    const item = fitting(unit, request, row, narrow);
    if (item !== undefined) items.push(item);
    if (items.length === limit) break;
  }
  if (items.length === 0) noteNothingFound(unit, 'record.list', request);
  return done({ items, ...rest(looked, stretch.remaining + stretch.rows.length - looked.length) });
}

/** A record as it is released, if it fits. Who may not be seen is left out without a word, and the refusal is logged. */
function fitting(
  unit: Unit,
  request: SearchRequest,
  row: RecordRow,
  { field, fits }: Narrow,
): ReleasedRecord | undefined {
  const looked = decideOn(unit, row, { ...request, fields: [field] }, 'list');
  const decision = decideOn(unit, row, request, 'list');
  if (!looked.granted || !decision.granted) {
    refuse(unit, 'record.list', row, request, looked.granted ? decision : looked);
    return undefined;
  }
  const shown = show(unit, row, looked).fields[field];
  if (shown === undefined || !fits(shown)) return undefined;
  return release(unit, 'record.list', row, request, decision);
}
