import type { Bilingual } from '../bilingual.ts';
import { categories } from './category.ts';
import type { CheckName } from './check.ts';
import { dogServices } from './dog-service.ts';
import { errandItems } from './errand-item.ts';
import { householdRoles } from './household-role.ts';

/** The closed lists: what is kept is an id, what people read and choose is its title. */
const lists: Readonly<Partial<Record<CheckName, Readonly<Record<string, Bilingual>>>>> = {
  category: categories,
  dogService: dogServices,
  errandItem: errandItems,
  householdRole: householdRoles,
};

/** What a field of this check can be, or undefined where that is anybody's words. */
export const listOf = (check: CheckName): Readonly<Record<string, Bilingual>> | undefined => lists[check];

/** A kept value in words; undefined for one of no list. */
export function titleOf(check: CheckName, value: string): Bilingual | undefined {
  const list = lists[check];
  return list !== undefined && Object.hasOwn(list, value) ? list[value] : undefined;
}
