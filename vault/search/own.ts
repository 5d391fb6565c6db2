import type { Acting } from '../people/acting.ts';
import { done, type Outcome } from '../outcome.ts';
import { decideOn, refuse, refuseMissing, show, whyOf } from '../read.ts';
import { append } from '../vault.ts';
import type { SearchRequest, SearchResult } from './request.ts';
import { rest } from './said.ts';

/**
 * The records of a type of one's own, or of whom one acts for: one entry, whatever was found, so that the log's growth
 * tells nothing (§5).
 */
export function ownRecords({ unit, subject }: Acting, request: SearchRequest): Outcome<SearchResult> {
  const { vault } = unit;
  const { cursor = '', limit, type } = request;
  // Of who is nobody here nothing is looked for, and nothing is logged about them: they would be given a key.
  if (subject !== unit.actor.id && vault.rows.get('subject', subject) === undefined)
    return refuseMissing(unit, 'record.list', request);
  const { rows, remaining } = vault.store.records.bySubject(subject, type, cursor, limit);
  const nothing = { id: '', type, subject, version: 0 };
  const decision = decideOn(unit, rows[0] ?? nothing, request, 'list');
  if (!decision.granted) return refuse(unit, 'record.list', nothing, request, decision);
  const items = rows.map((row) => show(unit, row, decision));
  append(unit, {
    action: 'record.list',
    decision: 'granted',
    subject: {
      subject,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(request, decision),
    },
    records: rows.map(({ type, id, version }) => ({ type, id, version })),
  });
  return done({ items, ...rest(rows, remaining) });
}
