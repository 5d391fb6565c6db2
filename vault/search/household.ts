import { done, failed, type Outcome, Tampered } from '../outcome.ts';
import { membersOf } from '../people/household.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { purposeCovers } from '../../policy/purposes.ts';
import type { RecordType } from '../../policy/fields.ts';
import { decideOn, refuseMissing, release, type ReleasedRecord } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import type { Unit } from '../vault.ts';
import { noteLook } from '../watch/look.ts';
import { takeSearch } from './budget.ts';
import { rowsWith } from './by-value.ts';
import { type Hit, noteMiss, refuseSearch } from './said.ts';
import { atBest } from './search.ts';
import { wantedOf } from './values.ts';

export interface HouseholdSearch {
  purpose: PurposeId;
  /** In any spelling: 3号楼2单元501室, 三号楼二单元501, ３－２－５０１. */
  address: string;
}

/** Who lives at an address, as far as the asker may see: each household with its members, and who belongs to none. */
export interface FoundHouseholds {
  households: { household: ReleasedRecord; members: ReleasedRecord[] }[];
  others: ReleasedRecord[];
}

const shown = {
  household: ['address', 'size'],
  resident: ['name', 'mobile', 'address', 'householdRole'],
} as const;

/** So many of an address are shown; a dormitory with more of them is looked through as a list. */
const mostShown = 50;

/**
 * Finds a household by its address, and from it who belongs to it: the residents whose record names it. Who has the same
 * address and names no household stands apart. One search of the budget, whatever it finds; an entry for each who is shown.
 */
export function findHousehold(unit: Unit, request: HouseholdSearch): Outcome<FoundHouseholds> {
  const { purpose } = request;
  if (unit.actor.context !== 'desk') return refuseMissing(unit, 'record.search', request);
  for (const type of ['household', 'resident'] as const) {
    const possible = atBest(unit, { type, purpose, fields: shown[type] });
    if (!possible.granted) return refuseSearch(unit, request, possible.reason);
  }
  const compared = [
    ['household', 'address'],
    ['resident', 'address'],
    ['resident', 'household'],
  ] as const;
  if (!compared.every(([type, field]) => purposeCovers(purpose, type, field)))
    return refuseSearch(unit, request, 'purpose_does_not_cover');
  const named = [['address', request.address]] satisfies [string, string][];
  const of = (type: RecordType) => wantedOf(unit.vault, type, named, unit.now, () => 'address');
  const [doors, people] = [of('household'), of('resident')];
  if (!doors.ok) return failed('invalid', { errors: doors.errors });
  if (!people.ok) return failed('invalid', { errors: people.errors });
  const refused = takeSearch(unit, request);
  if (refused !== undefined) return refused;

  const households = hitsOf(unit, request, 'household', rowsWith(unit, 'household', doors.wanted));
  const there = hitsOf(unit, request, 'resident', rowsWith(unit, 'resident', people.wanted));
  const members = new Map(
    households.granted.map(({ row }) => [
      row.id,
      hitsOf(unit, request, 'resident', recordsOfMembers(unit, row.id)),
    ]),
  );
  const listed = new Set([...members.values()].flatMap(({ all }) => all.map(({ row }) => row.id)));
  const others = there.granted.filter(({ row }) => !listed.has(row.id));
  const give = ({ row, decision }: Hit) => release(unit, 'record.search', row, request, decision);
  const found: FoundHouseholds = {
    households: households.granted.map((hit) => ({
      household: give(hit),
      members: (members.get(hit.row.id)?.granted ?? []).slice(0, mostShown).map(give),
    })),
    others: others.slice(0, mostShown).map(give),
  };
  const [first] = [...households.granted, ...others];
  if (first === undefined) noteMiss(unit, request, [...households.all, ...there.all][0]);
  noteLook(unit, first?.row ?? null, request);
  return done(found);
}

/** The residents whose record names a household as theirs. */
function recordsOfMembers({ vault }: Unit, household: string): RecordRow[] {
  return membersOf(vault, household).map((id) => {
    const row = vault.store.records.byId('resident', id);
    if (row === undefined) throw new Tampered(`resident ${id}`);
    return row;
  });
}

function hitsOf(
  unit: Unit,
  { purpose }: HouseholdSearch,
  type: keyof typeof shown,
  rows: readonly RecordRow[],
): { all: Hit[]; granted: Hit[] } {
  const all = rows.map((row) => ({
    row,
    decision: decideOn(unit, row, { purpose, fields: shown[type] }, 'list'),
  }));
  return { all, granted: all.filter(({ decision }) => decision.granted) };
}
