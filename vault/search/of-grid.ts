import { type RecordType, recordTypes } from '../../policy/fields.ts';
import { done, type Outcome } from '../outcome.ts';
import { decideOn, type Judged, refuse, release } from '../read.ts';
import type { Page } from '../storage/records.ts';
import type { RecordRow } from '../storage/schema.ts';
import type { Unit } from '../vault.ts';
import type { SearchRequest, SearchResult } from './request.ts';
import { noteNothingFound, rest } from './said.ts';

interface Decided {
  row: RecordRow;
  decision: Judged;
}

/** A stretch of a grid's records of a type: of what is a subject itself, or of what its residents have. */
export function placedIn(
  { vault }: Unit,
  type: RecordType,
  grid: number,
  cursor: string,
  limit: number,
): Page<RecordRow> {
  const { records } = vault.store;
  const isSubject = recordTypes[type].owner === 'itself';
  return isSubject
    ? records.subjectsIn(type, grid, cursor, limit)
    : records.byGrid(type, grid, cursor, limit);
}

/** The records of a grid, in the order of their ids: a page stays where it was, whoever comes or goes. */
export function recordsOfGrid(unit: Unit, request: SearchRequest, grid: number): Outcome<SearchResult> {
  const { cursor = '', limit, type } = request;
  const { rows, remaining } = placedIn(unit, type, grid, cursor, limit);
  // Decided for all before any is released: an entry that says "granted" is about something that was handed over.
  const decided = rows.map((row) => ({ row, decision: decideOn(unit, row, request, 'list') }));
  const [refused] = decided;
  if (refused !== undefined && !decided.some(({ decision }) => decision.granted))
    return refuse(unit, 'record.list', refused.row, request, refused.decision);
  const items = releasedOf(unit, request, decided);
  if (rows.length === 0) noteNothingFound(unit, 'record.list', request);
  return done({ items, ...rest(rows, remaining) });
}

/** What the policy grants of each. Who may not be seen is left out without a word, and the refusal is logged. */
function releasedOf(unit: Unit, request: SearchRequest, decided: readonly Decided[]) {
  return decided.flatMap(({ row, decision }) => {
    if (decision.granted) return [release(unit, 'record.list', row, request, decision)];
    refuse(unit, 'record.list', row, request, decision);
    return [];
  });
}
