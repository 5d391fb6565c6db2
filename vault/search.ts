import { checks } from '../policy/checks/check.ts';
import { fieldsOf, fieldSpec, type RecordType } from '../policy/fields.ts';
import { purposeCovers } from '../policy/purposes.ts';
import { indexTag } from './crypto/index-tag.ts';
import type { Grounds } from './facts.ts';
import { done, failed, type FieldError, type Outcome, Tampered } from './outcome.ts';
import { decideRead, refuse, refuseMissing, release, type ReleasedRecord, show, whyOf } from './read.ts';
import { today } from './validate.ts';
import { append, type Unit } from './vault.ts';

export interface SearchRequest extends Grounds {
  type: RecordType;
  /** Whose records: those of a grid, one's own, or those with this exact value in an indexed field. */
  where: { grid: number } | { mine: true } | { field: string; value: string };
  fields?: readonly string[] | undefined;
  cursor?: string | undefined;
  /** 1 to 50. */
  limit: number;
}

export interface SearchResult {
  items: ReleasedRecord[];
  /** Where the next page starts, or null. */
  cursor: string | null;
  /** How many more there are after this page. */
  remaining: number;
}

/**
 * Finds records and releases what the policy grants of each. Every released record is a log entry of its own, under
 * its own subject's key: so each resident sees that they stood in a list, and one resident's erasure leaves the
 * others' entries whole.
 *
 * What may not be seen is left out without a word, and its refusal is logged.
 */
export function searchRecords(unit: Unit, request: SearchRequest): Outcome<SearchResult> {
  if ('mine' in request.where) return ownRecords(unit, request);
  // Through the chat everybody asks for their own only; anything else would let hits be counted.
  if (unit.actor.context !== 'desk') return refuseMissing(unit, 'record.search', request);
  if ('grid' in request.where) return recordsOfGrid(unit, request, request.where.grid);
  return recordsWith(unit, request, request.where.field, request.where.value);
}

/** One's own records of a type: one entry, whatever was found, so that the log's growth tells nothing (§5). */
function ownRecords(unit: Unit, request: SearchRequest): Outcome<SearchResult> {
  const { vault, actor } = unit;
  const rows = vault.store.records.bySubject(actor.id, request.type, request.limit);
  const nothing = { id: '', type: request.type, subject: actor.id, version: 0 };
  const decision = decideRead(unit, rows[0] ?? nothing, request, 'list');
  if (!decision.granted) return refuse(unit, 'record.list', nothing, request, decision);
  const items = rows.map((row) => show(unit, row, decision));
  append(unit, {
    action: 'record.list',
    decision: 'granted',
    subject: {
      subject: actor.id,
      fields: decision.fields,
      level: decision.level,
      ...whyOf(request, decision),
    },
    records: rows.map(({ type, id, version }) => ({ type, id, version })),
  });
  return done({ items, cursor: null, remaining: 0 });
}

function recordsOfGrid(unit: Unit, request: SearchRequest, grid: number): Outcome<SearchResult> {
  const { rows, remaining } = unit.vault.store.records.byGrid(
    request.type,
    grid,
    request.cursor ?? '',
    request.limit,
  );
  if (rows.length === 0 && !unit.actor.grids.includes(grid))
    return refuseMissing(unit, 'record.list', request);
  const items: ReleasedRecord[] = [];
  for (const row of rows) {
    const decision = decideRead(unit, row, request, 'list');
    // All of a grid stand under one rule: what is refused for one is refused for the page, and logged once.
    if (!decision.granted) return refuse(unit, 'record.list', row, request, decision);
    items.push(release(unit, 'record.list', row, request, decision));
  }
  if (rows.length === 0) noteNothingFound(unit, request);
  return done({ items, cursor: remaining > 0 ? (rows.at(-1)?.id ?? null) : null, remaining });
}

/** More than this many records under one value is not a search any more. */
const mostHits = 20;

function recordsWith(unit: Unit, request: SearchRequest, name: string, value: string): Outcome<SearchResult> {
  const { vault } = unit;
  // To ask whether a value is there is to learn it: only a purpose that covers the field may.
  if (!purposeCovers(request.purpose, request.type, name)) {
    append(unit, {
      action: 'record.search',
      decision: 'refused',
      subject: { purpose: request.purpose, reason: 'purpose_does_not_cover' },
    });
    return failed('denied');
  }
  const wanted = normalValue(request.type, name, value, unit.now);
  if (!wanted.ok) return failed('invalid', { errors: [wanted.error] });
  const field = `${request.type}.${name}`;
  const tag = indexTag(vault.keys.index(field), wanted.value);
  const items: ReleasedRecord[] = [];
  let refused = 0;
  for (const hit of vault.store.records.byTag(field, tag, mostHits)) {
    vault.rows.checkTag(field, tag, hit.record, hit.mac);
    const row = vault.store.records.byId(request.type, hit.record);
    if (row === undefined) throw new Tampered(`${request.type} ${hit.record}`);
    const decision = decideRead(unit, row, request, 'list');
    if (decision.granted) items.push(release(unit, 'record.search', row, request, decision));
    else {
      refuse(unit, 'record.search', row, request, decision);
      refused += 1;
    }
  }
  if (items.length === 0 && refused === 0) noteNothingFound(unit, request);
  return done({ items, cursor: null, remaining: 0 });
}

function noteNothingFound(unit: Unit, request: SearchRequest): void {
  append(unit, {
    action: 'record.search',
    decision: 'granted',
    subject: { purpose: request.purpose, reason: 'nothing_found' },
  });
}

function normalValue(
  type: RecordType,
  name: string,
  value: string,
  now: number,
): { ok: true; value: string } | { ok: false; error: FieldError } {
  const spec = fieldSpec(type, name);
  if (spec?.indexed !== true) {
    const searchable = Object.entries(fieldsOf(type)).filter(([, { indexed }]) => indexed === true);
    const names = searchable.map(([field]) => field).join(', ');
    return {
      ok: false,
      error: {
        field: 'where',
        code: 'not_searchable',
        zh: `只能按这些字段查:${names || '无'}`,
        en: `these fields can be searched: ${names || 'none'}`,
      },
    };
  }
  const checked = checks[spec.check](value, today(now));
  if (checked.ok) return checked;
  return { ok: false, error: { field: `where.${name}`, code: checked.code, zh: checked.zh, en: checked.en } };
}
