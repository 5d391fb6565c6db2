import { clearAccess } from '../../policy/case.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { policy } from '../../policy/rules.ts';
import { notifyPerson } from '../notify.ts';
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
 * their eyes, that it is not to be used any more.
 */
export function endAccess(unit: Unit, subject: string, purpose: PurposeId): EndedCase[] {
  const byTicket = policy.grants.some(
    (grant) => grant.purpose === purpose && (grant.when as readonly string[]).includes('case_handling'),
  );
  if (!byTicket) return [];
  const { store, rows } = unit.vault;
  const open = store.control
    .reportedBy(subject, newest, most)
    .rows.map((row) => rows.checked(row, 'case').content)
    .filter(({ state, assignee }) => clearAccess(state) && assignee !== null);
  for (const ticket of open)
    if (ticket.assignee !== null) notifyPerson(unit, ticket.assignee, 'consent_withdrawn', ticket);
  return open.map(({ year, number }) => ({ year, number }));
}
