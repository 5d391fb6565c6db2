import type { RecordType } from '../../policy/fields.ts';
import { type LikenessId, likenessesOf } from '../../policy/likeness.ts';
import { purposeCovers } from '../../policy/purposes.ts';
import type { Grounds } from '../facts.ts';
import { isInUse } from '../keys/tags.ts';
import { done, type Outcome, Tampered } from '../outcome.ts';
import { decideOn, type Judged, refuse, refuseMissing, release, type ReleasedRecord } from '../read.ts';
import type { IndexTagRow, RecordRow } from '../storage/schema.ts';
import type { Unit } from '../vault.ts';
import { isCanary } from '../watch/canary.ts';
import { noteNothingFound, refuseSearch } from './said.ts';
import { atBest } from './search.ts';

export interface DuplicateSearch extends Grounds {
  type: RecordType;
  /** One of the actor's grids; all of them when left out. */
  grid?: number | undefined;
  fields?: readonly string[] | undefined;
  cursor?: string | undefined;
  /** How many groups a page has: 1 to 50. */
  limit: number;
}

/** Records that look like one, and by what. */
export interface Alike {
  by: LikenessId[];
  records: ReleasedRecord[];
}

export interface DuplicateList {
  items: Alike[];
  cursor: string | null;
  remaining: number;
}

export type Likeness = ReturnType<typeof likenessesOf>[number];

/**
 * The records of the actor's own grids that look like one: same identity number, same number and name, same name and
 * address. Their index tags are compared, and nothing is opened but what is shown of those that are alike; each of them
 * has an entry. Of another grid nothing is compared: not even whether somebody is there twice.
 */
export function findDuplicates(unit: Unit, request: DuplicateSearch): Outcome<DuplicateList> {
  if (unit.actor.context !== 'desk') return refuseMissing(unit, 'record.alike', request);
  const possible = atBest(unit, request);
  if (!possible.granted) return refuseSearch(unit, request, possible.reason, 'record.alike');
  const { grids } = unit.actor;
  if (request.grid !== undefined && !grids.includes(request.grid))
    return refuseSearch(unit, request, 'not_your_grid', 'record.alike');
  const comparing = comparableFor(unit, request);
  if (comparing.length === 0) return refuseSearch(unit, request, 'purpose_does_not_cover', 'record.alike');
  const tags = (request.grid === undefined ? grids : [request.grid]).flatMap((grid) =>
    unit.vault.store.tags.inGrid(request.type, grid).filter((tag) => isInUse(unit.vault, tag)),
  );
  const groups = groupsOf(tags, comparing).filter(({ key }) => key > (request.cursor ?? ''));
  const page = groups.slice(0, request.limit);
  const items = page.flatMap((group) => releasedGroup(unit, request, group, tags));
  if (items.length === 0) noteNothingFound(unit, 'record.alike', request);
  const remaining = groups.length - page.length;
  return done({ items, cursor: remaining > 0 ? (page.at(-1)?.key ?? null) : null, remaining });
}

/**
 * What may be compared: to be told that two have the same value is to learn something of it, so the purpose has to cover
 * each field, and the policy to give at least whether there is one.
 */
export const comparableFor = (unit: Unit, request: Grounds & { type: RecordType }): readonly Likeness[] =>
  likenessesOf(request.type).filter(({ fields }) =>
    fields.every(
      (name) =>
        purposeCovers(request.purpose, request.type, name) &&
        atBest(unit, { ...request, fields: [name] }).granted,
    ),
  );

interface Group {
  /** Where it stands in the list: the first two of its records, and how many there are. Stays while they are what they are. */
  key: string;
  by: Likeness[];
  records: string[];
}

/** Records that have the same tags in all fields of a likeness. Those that are alike in several ways are one group. */
function groupsOf(tags: readonly IndexTagRow[], comparing: readonly Likeness[]): Group[] {
  const byRecord = new Map<string, Map<string, string>>();
  for (const { record, field, tag } of tags) {
    const of = byRecord.get(record) ?? new Map<string, string>();
    byRecord.set(record, of.set(field.slice(field.indexOf('.') + 1), tag));
  }
  const groups = new Map<string, Group>();
  for (const likeness of comparing) {
    const same = new Map<string, string[]>();
    for (const [record, of] of byRecord) {
      const found = likeness.fields.map((name) => of.get(name));
      if (found.includes(undefined)) continue;
      const key = found.join('/');
      same.set(key, [...(same.get(key) ?? []), record]);
    }
    for (const records of same.values()) {
      if (records.length < 2) continue;
      records.sort();
      const whole = records.join('');
      const group = groups.get(whole) ?? { key: keyOf(records), by: [], records };
      groups.set(whole, { ...group, by: [...group.by, likeness] });
    }
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const keyOf = (records: readonly string[]): string =>
  `${records[0] ?? ''}${records[1] ?? ''}${String(records.length).padStart(4, '0')}`;

/** A group as it is released; nothing where fewer than two of it may be seen. */
function releasedGroup(
  unit: Unit,
  request: DuplicateSearch,
  { by, records }: Group,
  tags: readonly IndexTagRow[],
): Alike[] {
  const compared = by.flatMap(({ fields }) => fields);
  // What was compared stands in the log beside what was shown.
  const fields = [...new Set([...(request.fields ?? []), ...compared])];
  const decided = records
    .map((id) => rowOf(unit, request.type, id, tags))
    // No work leads to who is made up.
    .filter(({ subject }) => !isCanary(unit.vault, subject))
    .map((row) => ({ row, decision: decideOn(unit, row, { ...request, fields }, 'list') }));
  const granted = decided.filter(({ decision }) => decision.granted && showsAll(decision, compared));
  for (const { row, decision } of decided)
    if (!decision.granted) refuse(unit, 'record.alike', row, request, decision);
  if (granted.length < 2) return [];
  const shown = granted
    .slice(0, mostOfGroup)
    .map(({ row, decision }) => release(unit, 'record.alike', row, request, decision));
  return [{ by: by.map(({ id }) => id), records: shown }];
}

const mostOfGroup = 20;

const showsAll = ({ fields }: Judged, names: readonly string[]): boolean =>
  names.every((name) => fields[name] !== undefined && fields[name] !== 'none');

function rowOf(unit: Unit, type: RecordType, id: string, tags: readonly IndexTagRow[]): RecordRow {
  for (const { record, field, tag, mac } of tags)
    if (record === id) unit.vault.rows.checkTag(field, tag, record, mac);
  const row = unit.vault.store.records.byId(type, id);
  if (row === undefined) throw new Tampered(`${type} ${id}`);
  return row;
}
