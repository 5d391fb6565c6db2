import type { PurposeId } from '../../policy/purposes.ts';
import type { LogAction } from '../../policy/words.ts';
import { type Budget, takeFromBudget } from '../access/budget.ts';
import { failed } from '../outcome.ts';
import type { Unit } from '../vault.ts';
import { refuseSearch } from './said.ts';

/** Searches by value of one actor: who has a mask before them must not find the rest by trying. */
const searches: readonly (Budget & { name: string })[] = [
  { name: 'search', limit: 30, window: 3_600_000 },
  // Whoever tries all day long gets no further than who tries in the morning.
  { name: 'search-day', limit: 100, window: 24 * 3_600_000 },
];

/**
 * Uses one of what the actor may search today, however many values one search names. What is found nothing by counts as
 * well: guessing is what the budget is against.
 * @returns the refusal, which the log has, where nothing is left
 */
export function takeSearch(
  unit: Unit,
  grounds: { purpose: PurposeId },
  action?: LogAction,
): ReturnType<typeof failed> | undefined {
  for (const { name, ...of } of searches) {
    const taken = takeFromBudget(unit, `${name}/${unit.actor.id}`, of);
    if (taken.ok) continue;
    refuseSearch(unit, grounds, 'over_budget', action);
    return failed('too_many_requests', { retryAfter: taken.retryAfter });
  }
  return undefined;
}
