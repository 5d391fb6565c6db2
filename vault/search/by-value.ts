import { fieldSpec, type RecordType } from '../../policy/fields.ts';
import { purposeCovers } from '../../policy/purposes.ts';
import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { decideOn, release } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import type { Unit } from '../vault.ts';
import { isTripwire, stop, stopped } from '../watch/canary.ts';
import { noteLook } from '../watch/look.ts';
import { takeSearch } from './budget.ts';
import type { SearchRequest, SearchResult, Where } from './request.ts';
import { type Hit, noteMiss, refuseSearch, rest } from './said.ts';
import { namedIn, type Wanted, wantedOf } from './values.ts';

/** More than this many records under one value, or several, is not a search any more. Those of the actor's grids come first. */
const mostHits = 300;

/**
 * Records with a value, or with all of several. What stands outside the actor's grids is not in the answer, and the log's
 * public side does not tell whether there was any: one entry, decision `done`. Its sealed part is about the first resident
 * who was sought that way, who sees that somebody tried.
 */
export function recordsWith(
  unit: Unit,
  request: SearchRequest,
  where: Extract<Where, { field: string } | { match: object }>,
): Outcome<SearchResult> {
  const named = namedIn(where);
  // To ask whether a value is there is to learn it: only a purpose that covers the field may, and of several each.
  if (!named.every(([name]) => purposeCovers(request.purpose, request.type, name)))
    return refuseSearch(unit, request, 'purpose_does_not_cover');
  const at = (name: string) => ('field' in where ? 'where.value' : `where.match.${name}`);
  const looked = wantedOf(unit.vault, request.type, named, unit.now, at);
  if (!looked.ok) return failed('invalid', { errors: looked.errors });
  const refused = takeSearch(unit, request);
  if (refused !== undefined) return refused;
  const rows = rowsWith(unit, request.type, looked.wanted);
  const trap = trapAmong(unit, request, looked.wanted, rows);
  if (trap !== undefined) return missAndStop(unit, request, hitOf(unit, request, trap));
  const hits = rows.map((row) => hitOf(unit, request, row));
  const granted = hits
    .filter(({ row, decision }) => decision.granted && row.id > (request.cursor ?? ''))
    .toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1));
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
 * The records that have all these values, those of the actor's grids first. It begins with the value that the fewest
 * have: a name beside a number costs no more than the number.
 */
export function rowsWith(unit: Unit, type: RecordType, wanted: readonly Wanted[]): RecordRow[] {
  const { tags } = unit.vault.store;
  const few = (one: Wanted): number => tags.count(one.field, one.tag, mostHits + 1);
  const [first, ...others] = wanted.length < 2 ? wanted : wanted.toSorted((a, b) => few(a) - few(b));
  if (first === undefined) return [];
  return tags.findNear(first.field, first.tag, unit.actor.grids, mostHits).flatMap(({ record, mac }) => {
    unit.vault.rows.checkTag(first.field, first.tag, record, mac);
    if (!others.every((other) => hasTag(unit, other, record))) return [];
    const row = unit.vault.store.records.byId(type, record);
    if (row === undefined) throw new Tampered(`${type} ${record}`);
    return [row];
  });
}

function hasTag({ vault }: Unit, { field, tag }: Wanted, record: string): boolean {
  const found = vault.store.tags.get(field, tag, record);
  if (found !== undefined) vault.rows.checkTag(field, tag, record, found.mac);
  return found !== undefined;
}

const hitOf = (unit: Unit, request: SearchRequest, row: RecordRow): Hit => ({
  row,
  decision: decideOn(unit, row, request, 'list'),
});

/**
 * A name or an address may be somebody's who is not in the vault; nobody asks for a made-up number but who has it from
 * somewhere they should not. They hear that there is nobody, whatever else they named beside it.
 */
function trapAmong(
  unit: Unit,
  { type }: SearchRequest,
  wanted: readonly Wanted[],
  found: readonly RecordRow[],
): RecordRow | undefined {
  for (const one of wanted) {
    if (!isNumber(type, one.name)) continue;
    const rows = wanted.length === 1 ? found : rowsWith(unit, type, [one]);
    const trap = rows.find(({ subject }) => isTripwire(unit, subject));
    if (trap !== undefined) return trap;
  }
  return undefined;
}

const numbers: ReadonlySet<string> = new Set(['mobile', 'idNumber', 'plate']);
const isNumber = (type: RecordType, name: string): boolean => numbers.has(fieldSpec(type, name)?.check ?? '');

function missAndStop(unit: Unit, request: SearchRequest, hit: Hit): Outcome<SearchResult> {
  noteMiss(unit, request, { ...hit, decision: stopped(hit.decision) });
  stop(unit);
  return done({ items: [], cursor: null, remaining: 0 });
}
