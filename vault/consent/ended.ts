import { clearAccess } from '../../policy/cases/case.ts';
import type { ConditionName } from '../../policy/conditions.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { policy } from '../../policy/rules.ts';
import { notifyPerson } from '../notify.ts';
import { unlessTampered } from '../outcome.ts';
import type { Unit } from '../vault.ts';

/** A case whose worker can no longer see under it what the consent had opened. */
export interface EndedCase {
  year: number;
  number: number;
}

/** More open tickets than this nobody has. */
const most = 50;
const newest = { year: 9999, number: 0 };

/**
 * The open tickets under which somebody could see what a purpose by consent opens. Their access has ended with the consent:
 * the next look is refused by the policy itself. What is done here is to tell the worker, who may have the number before
 * their eyes, that it is not to be used any more; and who walks a round of visits, that one is off it.
 */
export function endAccess(unit: Unit, subject: string, purpose: PurposeId): EndedCase[] {
  if (opensBy(purpose, 'visit_approved')) tellVisitors(unit, subject, purpose);
  if (!opensBy(purpose, 'case_handling')) return [];
  const { store, rows } = unit.vault;
  const open = store.control
    .reportedBy(subject, newest, most)
    .rows.map((row) => rows.checked(row, 'case').content)
    .filter(({ state, assignee }) => clearAccess(state) && assignee !== null);
  for (const ticket of open)
    if (ticket.assignee !== null) notifyPerson(unit, ticket.assignee, 'consent_withdrawn', ticket);
  return open.map(({ year, number }) => ({ year, number }));
}

/** Whether what a purpose opens hangs on a case of this sort, as the grants have it. */
const opensBy = (purpose: PurposeId, condition: ConditionName): boolean =>
  policy.grants.some((grant) => grant.purpose === purpose && grant.when.includes(condition));

/** Whoever walks a round with this person on the list: their next look is refused, and they are not to come for nothing. */
function tellVisitors(unit: Unit, subject: string, purpose: PurposeId): void {
  const { store, rows } = unit.vault;
  const grid = rows.get('subject', subject)?.content.grid;
  if (grid === undefined || grid === null) return;
  for (const row of store.control.visitsIn(grid)) {
    const visit = unlessTampered(() => rows.checked(row, 'visit'))?.content;
    const isOn = visit !== undefined && visit.purpose === purpose && visit.subjects.includes(subject);
    if (isOn && visit.state === 'accepted' && unit.now < visit.until)
      notifyPerson(unit, visit.assignee, 'consent_withdrawn_visit');
  }
}
