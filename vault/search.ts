import { nothingKnown } from '../policy/facts.ts';
import { fieldsOf, fieldSpec, type RecordType } from '../policy/fields.ts';
import { purposeCovers } from '../policy/purposes.ts';
import type { LogAction, LogReason } from '../policy/words.ts';
import { type Acting, actingFor } from './people/acting.ts';
import { type Budget, takeFromBudget } from './access/budget.ts';
import { indexTag } from './crypto/index-tag.ts';
import { type Grounds, saidWords } from './facts.ts';
import { orderFact } from './emergency/under-order.ts';
import { done, failed, type FieldError, type Outcome, Tampered } from './outcome.ts';
import {
  decideOn,
  judge,
  type Judged,
  refuse,
  refuseMissing,
  release,
  type ReleasedRecord,
  show,
  whyOf,
} from './read.ts';
import type { RecordRow } from './storage/schema.ts';
import { checkValue } from './validate.ts';
import { append, type Unit } from './vault.ts';
import { isTripwire, stop, stopped } from './watch/canary.ts';
import { noteLook } from './watch/look.ts';

export interface SearchRequest extends Grounds {
  type: RecordType;
  /** Whose records: those of a grid, one's own or those of whom one acts for, or those with this exact value in an indexed field. */
  where: { grid: number } | { mine: true; for?: string | undefined } | { field: string; value: string };
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
  if ('mine' in request.where) return ownRecords(actingFor(unit, request.where.for), request);
  // Through the chat everybody asks for their own only.
  if (unit.actor.context !== 'desk') return refuseMissing(unit, 'record.search', request);
  const possible = atBest(unit, request);
  if (!possible.granted) return refuseSearch(unit, request, possible.reason);
  if ('grid' in request.where) return recordsOfGrid(unit, request, request.where.grid);
  return recordsWith(unit, request, request.where.field, request.where.value);
}

/**
 * What the actor would get of a record of their own grid. Who gets nothing even of that is refused before anything is
 * looked for: a refusal that came after would tell that something is there.
 */
function atBest(unit: Unit, request: SearchRequest): Judged {
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
    ownGrid: actor.grids.length > 0,
    hasReason: saidWords(request.reason) !== '',
    order: orderFact(unit, request, 'any'),
  });
}

function refuseSearch(unit: Unit, request: SearchRequest, reason: LogReason) {
  append(unit, {
    action: 'record.search',
    decision: 'refused',
    subject: { purpose: request.purpose, reason },
  });
  return failed('denied');
}

/**
 * The records of a type of one's own, or of whom one acts for: one entry, whatever was found, so that the log's growth
 * tells nothing (§5).
 */
function ownRecords({ unit, subject }: Acting, request: SearchRequest): Outcome<SearchResult> {
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

function recordsOfGrid(unit: Unit, request: SearchRequest, grid: number): Outcome<SearchResult> {
  if (!unit.actor.grids.includes(grid)) return refuseSearch(unit, request, 'not_your_grid');
  const { cursor = '', limit, type } = request;
  const { rows, remaining } = unit.vault.store.records.byGrid(type, grid, cursor, limit);
  // Decided for all before any is released: an entry that says "granted" is about something that was handed over.
  const decided = rows.map((row) => ({ row, decision: decideOn(unit, row, request, 'list') }));
  const refused = decided.find(({ decision }) => !decision.granted);
  if (refused !== undefined) return refuse(unit, 'record.list', refused.row, request, refused.decision);
  const items = decided.map(({ row, decision }) => release(unit, 'record.list', row, request, decision));
  if (rows.length === 0) noteNothingFound(unit, 'record.list', request);
  return done({ items, ...rest(rows, remaining) });
}

/** More than this many records under one value is not a search any more. */
const mostHits = 100;

/** Searches by value of one actor: who has a mask before them must not find the rest by trying. */
const searches: readonly (Budget & { name: string })[] = [
  { name: 'search', limit: 30, window: 3_600_000 },
  // Whoever tries all day long gets no further than who tries in the morning.
  { name: 'search-day', limit: 100, window: 24 * 3_600_000 },
];

/**
 * Records with a value. What stands outside the actor's grids is not in the answer, and the log's public side does not
 * tell whether there was any: one entry, decision `done`. Its sealed part is about the first resident who was sought
 * that way, who sees that somebody tried.
 */
function recordsWith(unit: Unit, request: SearchRequest, name: string, value: string): Outcome<SearchResult> {
  const { vault } = unit;
  // To ask whether a value is there is to learn it: only a purpose that covers the field may.
  if (!purposeCovers(request.purpose, request.type, name)) {
    return refuseSearch(unit, request, 'purpose_does_not_cover');
  }
  const wanted = normalValue(request.type, name, value, unit.now);
  if (!wanted.ok) return failed('invalid', { errors: [wanted.error] });
  // What is found nothing by counts as well: guessing is what the budget is against.
  for (const { name: budget, ...of } of searches) {
    const taken = takeFromBudget(unit, `${budget}/${unit.actor.id}`, of);
    if (taken.ok) continue;
    refuseSearch(unit, request, 'over_budget');
    return failed('too_many_requests', { retryAfter: taken.retryAfter });
  }
  const field = `${request.type}.${name}`;
  const tag = indexTag(vault.keys.index(field), wanted.value);
  const hits = vault.store.tags.find(field, tag, mostHits).map((hit) => {
    vault.rows.checkTag(field, tag, hit.record, hit.mac);
    const row = vault.store.records.byId(request.type, hit.record);
    if (row === undefined) throw new Tampered(`${request.type} ${hit.record}`);
    return { row, decision: decideOn(unit, row, request, 'list') };
  });
  const trap = isNumber(name) ? hits.find(({ row }) => isTripwire(unit, row.subject)) : undefined;
  if (trap !== undefined) return missAndStop(unit, request, trap);
  const granted = hits.filter(({ row, decision }) => decision.granted && row.id > (request.cursor ?? ''));
  const page = granted.slice(0, request.limit);
  const items = page.map(({ row, decision }) => release(unit, 'record.search', row, request, decision));
  if (items.length === 0) noteMiss(unit, request, hits[0]);
  // A name that several have was one question.
  noteLook(unit, page[0]?.row ?? null, request);
  return done({
    items,
    ...rest(
      page.map(({ row }) => row),
      granted.length - page.length,
    ),
  });
}

/**
 * A name or an address may be somebody's who is not in the vault; nobody asks for a made-up number but who has it from
 * somewhere they should not. They hear that there is nobody.
 */
const isNumber = (field: string): boolean => field === 'mobile' || field === 'idNumber';

function missAndStop(unit: Unit, request: SearchRequest, hit: Hit): Outcome<SearchResult> {
  noteMiss(unit, request, { ...hit, decision: stopped(hit.decision) });
  stop(unit);
  return done({ items: [], cursor: null, remaining: 0 });
}

interface Hit {
  row: RecordRow;
  decision: Judged;
}

function noteMiss(
  unit: Unit,
  request: SearchRequest,
  hit: { row: RecordRow; decision: Judged } | undefined,
): void {
  if (hit === undefined) return noteNothingFound(unit, 'record.search', request);
  append(unit, {
    action: 'record.search',
    decision: 'done',
    subject: {
      subject: hit.row.subject,
      ...whyOf(request, hit.decision),
      reason: hit.decision.granted ? 'nothing_found' : hit.decision.reason,
    },
  });
}

function noteNothingFound(unit: Unit, action: LogAction, request: SearchRequest): void {
  append(unit, { action, decision: 'done', subject: { purpose: request.purpose, reason: 'nothing_found' } });
}

/** Where the next page starts, and how many more there are. */
function rest(
  rows: readonly { id: string }[],
  remaining: number,
): Pick<SearchResult, 'cursor' | 'remaining'> {
  return { cursor: remaining > 0 ? (rows.at(-1)?.id ?? null) : null, remaining };
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
  const checked = checkValue(spec.check, value, now);
  if (checked.ok) return checked;
  return { ok: false, error: { field: 'where.value', code: checked.code, zh: checked.zh, en: checked.en } };
}
