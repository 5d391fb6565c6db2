import { nothingKnown } from '../../policy/facts.ts';
import { fieldsOf, fieldSpec } from '../../policy/fields.ts';
import { purposeCovers } from '../../policy/purposes.ts';
import { actingFor } from '../people/acting.ts';
import { orderFact } from '../emergency/under-order.ts';
import { saidWords } from '../facts.ts';
import { failed, type Outcome } from '../outcome.ts';
import { judge, type Judged, refuseMissing } from '../read.ts';
import type { Unit } from '../vault.ts';
import { recordsWith } from './by-value.ts';
import { narrowedOfGrid, narrowOf } from './narrowed.ts';
import { recordsOfGrid } from './of-grid.ts';
import { recordsOfSubject } from './of-subject.ts';
import { ownRecords } from './own.ts';
import type { SearchRequest, SearchResult } from './request.ts';
import { refuseSearch } from './said.ts';
import { namedIn } from './values.ts';

/**
 * Finds records and releases what the policy grants of each. Every released record is a log entry of its own, under
 * its own subject's key: so each resident sees that they stood in a list, and one resident's erasure leaves the
 * others' entries whole.
 *
 * What may not be seen is left out without a word, and its refusal is logged.
 */
export function searchRecords(unit: Unit, request: SearchRequest): Outcome<SearchResult> {
  const { where } = request;
  if ('mine' in where) return ownRecords(actingFor(unit, where.for), request);
  // Through the chat everybody asks for their own only.
  if (unit.actor.context !== 'desk') return refuseMissing(unit, 'record.search', request);
  const grid = 'grid' in where ? where.grid : undefined;
  const possible = atBest(unit, request, grid);
  if (!possible.granted)
    return refuseSearch(unit, request, possible.reason, grid === undefined ? 'record.search' : 'record.list');
  if ('of' in where) return recordsOfSubject(unit, request, where.of);
  if (!('grid' in where)) {
    const shut = shutAmong(unit, request, where);
    return shut === undefined ? recordsWith(unit, request, where) : refuseSearch(unit, request, shut.reason);
  }
  const narrow = narrowOf(request.type, where, unit.now);
  if (narrow === undefined) return recordsOfGrid(unit, request, where.grid);
  if (!narrow.ok) return failed('invalid', { errors: [narrow.error] });
  // What is not shown is not looked at either.
  const looked = atBest(unit, { ...request, fields: [narrow.field] }, grid);
  if (!looked.granted) return refuseSearch(unit, request, looked.reason, 'record.list');
  return narrowedOfGrid(unit, request, where.grid, narrow);
}

/** Of the values that are sought, the first that the actor is given in no way: what they may not see they may not try out. */
function shutAmong(
  unit: Unit,
  request: SearchRequest,
  where: Parameters<typeof namedIn>[0],
): Judged | undefined {
  const { type, purpose } = request;
  return namedIn(where)
    .filter(([name]) => fieldSpec(type, name)?.indexed === true && purposeCovers(purpose, type, name))
    .map(([name]) => atBest(unit, { ...request, fields: [name] }))
    .find(({ granted }) => !granted);
}

/**
 * What the actor would get of a record of this grid, or of one of their own. Who gets nothing even of that is refused before
 * anything is looked for: a refusal that came after would tell that something is there.
 */
export function atBest(unit: Unit, request: Omit<SearchRequest, 'where' | 'limit'>, grid?: number): Judged {
  const { actor } = unit;
  const fields = request.fields ?? Object.keys(fieldsOf(request.type));
  const question = {
    action: 'list' as const,
    role: actor.role,
    purpose: request.purpose,
    type: request.type,
    fields,
  };
  return judge(unit, question, {
    ...nothingKnown,
    context: actor.context,
    within: actor.only === null ? 'everything' : 'nothing',
    ownGrid: grid === undefined ? actor.grids.length > 0 : actor.grids.includes(grid),
    hasReason: saidWords(request.reason) !== '',
    order: orderFact(unit, request, grid ?? 'any'),
  });
}
