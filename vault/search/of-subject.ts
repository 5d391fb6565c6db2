import { done, type Outcome } from '../outcome.ts';
import { decideOn, refuse, refuseMissing, release } from '../read.ts';
import type { Unit } from '../vault.ts';
import type { SearchRequest, SearchResult } from './request.ts';
import { noteNothingFound, rest } from './said.ts';

/** What a resident has of a type: their dogs, vehicles, errands. Each is an entry of theirs. */
export function recordsOfSubject(unit: Unit, request: SearchRequest, subject: string): Outcome<SearchResult> {
  const { vault } = unit;
  const { cursor = '', limit, type } = request;
  // Of who is nobody here nothing is logged about them: they would be given a key.
  if (vault.rows.get('subject', subject) === undefined) return refuseMissing(unit, 'record.list', request);
  const nothing = { id: '', type, subject, version: 0 };
  const decision = decideOn(unit, nothing, request, 'list');
  if (!decision.granted) return refuse(unit, 'record.list', nothing, request, decision);
  const { rows, remaining } = vault.store.records.bySubject(subject, type, cursor, limit);
  const items = rows.map((row) => release(unit, 'record.list', row, request, decision));
  if (rows.length === 0) noteNothingFound(unit, 'record.list', request);
  return done({ items, ...rest(rows, remaining) });
}
