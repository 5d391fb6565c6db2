import type { CaseState } from '../cases/case.ts';
import { isOpen } from '../cases/case.ts';
import { fieldsOf, type RecordType } from '../fields.ts';
import { purposeCovers, purposeIds, type PurposeId, restsOnConsent } from '../purposes.ts';

/**
 * How long what is kept (PIPL Art 19, 47): each field's years in `fields.ts`, from the day on which its record was last
 * needed. Which day that is, `vault/erasure/due-for-sweep.ts` says for each type; here is what follows from it.
 */

/** The same day so many years later, UTC milliseconds. */
export function yearsLater(at: number, years: number): number {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until.getTime();
}

/** What of a type may be kept no longer: all of it, or some fields. */
export interface Over {
  whole: boolean;
  fields: string[];
}

/** @param lastNeeded when the record was last needed, UTC milliseconds */
export function overOf(type: RecordType, lastNeeded: number, now: number): Over {
  const names = Object.entries(fieldsOf(type));
  const fields = names.flatMap(([name, { retain }]) =>
    yearsLater(lastNeeded, retain.years) <= now ? [name] : [],
  );
  return { whole: fields.length === names.length, fields };
}

/** A ticket nobody works on any more: closed, rated, a duplicate, or in the hands of 12345. */
export const isSettled = (state: CaseState): boolean => !isOpen(state) || state === 'transferred';

/** What somebody's own affairs, an emergency or the keeping itself need no consent for: no reason to keep a field longer. */
const keepsNothing: ReadonlySet<string> = new Set([
  'own_record',
  'exercise_right',
  'record_keeping',
  'emergency',
  'emergency_order',
]);

/**
 * Fields that are held for nothing but what somebody agreed to: when the last of these consents has ended, they were last
 * needed on that day (Art 47 (1), item 3).
 */
export const heldByConsent: readonly { type: RecordType; field: string; purpose: PurposeId }[] = (
  ['resident'] as const
).flatMap((type) =>
  Object.keys(fieldsOf(type)).flatMap((field) => {
    const uses = purposeIds.filter((id) => purposeCovers(id, type, field) && !keepsNothing.has(id));
    const [purpose] = uses;
    return purpose !== undefined && uses.length === 1 && restsOnConsent(purpose)
      ? [{ type, field, purpose }]
      : [];
  }),
);
