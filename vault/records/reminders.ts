import type { Decision } from '../../policy/decide.ts';
import { dogReminders, type ReminderCode } from '../../policy/dogs/reminders.ts';
import { lower, type Level } from '../../policy/levels.ts';
import { isStaff } from '../../policy/roles.ts';
import { membersOf } from '../people/household.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { today } from '../validate.ts';
import type { Unit } from '../vault.ts';

export interface ShownReminder {
  code: ReminderCode;
  /** The last day for it; only where all it follows from was released in clear. */
  by: string | null;
}

const known = ['breed', 'licence', 'vaccinatedUntil', 'born', 'obtained', 'service'] as const;

/**
 * What a dog's record reminds of, for whom it was released to. A reminder tells as much as a yes or no about the fields it
 * follows from, so it is told where each of them is released at least as a fact. Whether the dog serves somebody only ever
 * silences one.
 */
export function remindersOf(unit: Unit, row: RecordRow, decision: Decision): ShownReminder[] {
  const values = openRecord(unit.vault, row, known);
  const of = (name: (typeof known)[number]) => values.get(name) ?? '';
  const dog = {
    breed: of('breed'),
    licence: of('licence'),
    vaccinatedUntil: of('vaccinatedUntil'),
    born: of('born'),
    obtained: of('obtained'),
    service: of('service'),
    others: othersOf(unit, row),
  };
  return dogReminders(dog, today(unit.now)).flatMap(({ code, by, of: fields }) => {
    const level = fields.map((name): Level => decision.fields[name] ?? 'none').reduce(lower, 'clear');
    return level === 'none' ? [] : [{ code, by: level === 'clear' ? by : null }];
  });
}

/**
 * How many other dogs there are: a resident's own, and for a worker, who keeps the households, those of the household too. That
 * somebody they live with has one is not for us to tell a resident.
 */
function othersOf(unit: Unit, row: RecordRow): number {
  const { records } = unit.vault.store;
  const keepers = isStaff(unit.actor.role) ? householdOf(unit, row.subject) : [row.subject];
  const dogs = keepers.flatMap((keeper) => records.bySubject(keeper, 'dog', '', 10).rows);
  return dogs.filter(({ id }) => id !== row.id).length;
}

function householdOf(unit: Unit, keeper: string): readonly string[] {
  const { vault } = unit;
  const row = vault.store.records.byId('resident', keeper);
  const household = row && openRecord(vault, row, ['household']).get('household');
  return household ? [...new Set([keeper, ...membersOf(vault, household)])] : [keeper];
}
