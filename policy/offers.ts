import { fieldSpec } from './fields.ts';
import type { Level } from './levels.ts';
import { showable } from './masks.ts';
import { purposeCovers } from './purposes.ts';
import type { Action, Asked, Grant, Policy } from './grant.ts';

/** What one grant gives of one field when all its conditions hold; `none` where nothing can be shown below clear. */
export interface Offer {
  readonly grant: Grant;
  readonly level: Level;
}

/** The offers for each field of one kind of question, in the order of the table; none beyond what the purpose covers. */
type Offers = ReadonlyMap<string, readonly Offer[]>;

export const isWrite = (action: string): boolean => action === 'create' || action === 'update';

/** @returns the offers near a question by field; empty where no rule is */
export function offersFor(policy: Policy, asked: Asked): Offers {
  const known = indexes.get(policy.grants);
  const index = known ?? indexOf(policy.grants);
  if (known === undefined) indexes.set(policy.grants, index);
  return index.get(keyOf(asked)) ?? nothing;
}

const nothing: Offers = new Map();

/**
 * A table is sorted once, when it is first asked: a look through all its rows for every field would be most of what a
 * decision costs. Tables are never changed, so the memory of them is no state.
 */
const indexes = new WeakMap<readonly Grant[], ReadonlyMap<string, Offers>>();

/** No name in a table has a line break, and each key has three: no two questions share one. */
const keyOf = ({ role, purpose, type, action }: Asked): string => `${role}\n${purpose}\n${type}\n${action}`;

function indexOf(grants: readonly Grant[]): ReadonlyMap<string, Offers> {
  const index = new Map<string, Map<string, Offer[]>>();
  for (const grant of grants) {
    for (const role of grant.roles) {
      for (const action of grant.actions) {
        const key = keyOf({ ...grant, role, action });
        const offers = index.get(key) ?? new Map<string, Offer[]>();
        index.set(key, offers);
        for (const field of grant.fields) {
          if (!purposeCovers(grant.purpose, grant.type, field)) continue;
          offers.set(field, [...(offers.get(field) ?? []), { grant, level: levelOf(grant, action, field) }]);
        }
      }
    }
  }
  return index;
}

function levelOf(grant: Grant, action: Action, field: string): Level {
  const spec = fieldSpec(grant.type, field);
  if (spec === undefined) return 'none';
  return isWrite(action) ? grant.level : showable(spec, grant.level);
}
