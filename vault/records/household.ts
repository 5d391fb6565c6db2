import { standing } from '../../policy/people/relations.ts';
import { done, type Outcome, Tampered } from '../outcome.ts';
import { childhoodOf } from '../people/childhood.ts';
import { membersOf } from '../people/household.ts';
import { decideOn, refuse, refuseMissing, release, type ReleasedRecord } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import type { Unit } from '../vault.ts';

const purpose = 'grid_overview';
const shown = ['name', 'mobile', 'address', 'householdRole'] as const;

export interface HouseholdRead {
  /** Null where the resident that was named belongs to none. */
  household: ReleasedRecord | null;
  /** Who belongs to it, each as the policy lets the asker see them: the head first, tenants last. */
  members: ReleasedRecord[];
  /** Who of them is the guardian of whom, today. */
  guardians: { guardian: string; child: string }[];
}

/**
 * A household and who belongs to it. It is asked for by its own id or by that of one who belongs to it: a worker sees that
 * a resident has a household, and not its id. Each person has an entry.
 */
export function readHousehold(unit: Unit, request: { of: string }): Outcome<HouseholdRead> {
  const { records } = unit.vault.store;
  const asked = records.byId('resident', request.of) ?? records.byId('household', request.of);
  if (asked === undefined) return refuseMissing(unit, 'record.read', { purpose });
  const grounds = { purpose } as const;
  const fields = asked.type === 'resident' ? shown : undefined;
  const decision = decideOn(unit, asked, { ...grounds, fields });
  if (!decision.granted) return refuse(unit, 'record.read', asked, grounds, decision);
  const household = asked.type === 'household' ? asked : householdOf(unit, asked);
  if (household === undefined) {
    const alone = release(unit, 'record.read', asked, grounds, decision);
    return done({ household: null, members: [alone], guardians: [] });
  }
  const seen = decideOn(unit, household, grounds);
  if (!seen.granted) return refuse(unit, 'record.read', household, grounds, seen);
  const members = membersOf(unit.vault, household.id).flatMap((id) => memberOf(unit, id) ?? []);
  return done({
    household: release(unit, 'record.read', household, grounds, seen),
    members: members.toSorted((a, b) => rank(a) - rank(b)),
    guardians: guardiansAmong(
      unit,
      members.map(({ id }) => id),
    ),
  });
}

/** The household that somebody's record says they belong to; none where it says none, or one that is gone. */
function householdOf({ vault }: Unit, resident: RecordRow): RecordRow | undefined {
  const id = openRecord(vault, resident, ['household']).get('household') ?? '';
  return id === '' ? undefined : vault.store.records.byId('household', id);
}

/** Who may not be seen is left out without a word, and the refusal is logged. */
function memberOf(unit: Unit, id: string): ReleasedRecord | undefined {
  const row = unit.vault.store.records.byId('resident', id);
  if (row === undefined) throw new Tampered(`resident ${id}`);
  const grounds = { purpose } as const;
  const decision = decideOn(unit, row, { ...grounds, fields: shown }, 'list');
  if (decision.granted) return release(unit, 'record.list', row, grounds, decision);
  refuse(unit, 'record.list', row, grounds, decision);
  return undefined;
}

const order = ['head', 'member', '', 'tenant'];
function rank({ fields: { householdRole } }: ReleasedRecord): number {
  const role =
    householdRole?.level === 'masked' || householdRole?.level === 'clear' ? householdRole.value : '';
  return order.indexOf(role);
}

function guardiansAmong({ vault, now }: Unit, ids: readonly string[]): HouseholdRead['guardians'] {
  return ids.flatMap((child) =>
    ids.flatMap((guardian) => {
      const found = vault.rows.get('relation', `${guardian}/${child}`)?.content;
      const stands =
        found?.kind === 'guardian' && standing(found, now, childhoodOf(vault, child, now)) === null;
      return stands ? [{ guardian, child }] : [];
    }),
  );
}
