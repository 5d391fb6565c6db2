import { decide } from '../decide.ts';
import { factsAsSaid, type SaidFacts } from '../facts.ts';
import type { Grant, Policy } from '../grant.ts';
import { levels, type Level } from '../levels.ts';
import { type Cell, mostOf } from './most.ts';

/** A cell in which one policy gives more than another, or less. */
export interface Change extends Cell {
  readonly from: Level;
  readonly to: Level;
}

/** What another policy would change: cell by cell of the table, and rule by rule. */
export interface Difference {
  readonly more: readonly Change[];
  readonly less: readonly Change[];
  /** Rules by name. A changed one has other conditions, roles or fields, also where no cell shows it. */
  readonly rules: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
}

/** Who would see more under `draft` than under `now`, and who less. */
export function compare(now: Policy, draft: Policy): Difference {
  const changes = cellsOf([...now.grants, ...draft.grants])
    .map((cell): Change => ({ ...cell, from: mostOf(now, cell), to: mostOf(draft, cell) }))
    .filter(({ from, to }) => from !== to);
  const isMore = ({ from, to }: Change): boolean => levels.indexOf(to) > levels.indexOf(from);
  const before = byId(now);
  const after = byId(draft);
  return {
    more: changes.filter(isMore),
    less: changes.filter((change) => !isMore(change)),
    rules: {
      added: [...after.keys()].filter((id) => !before.has(id)),
      removed: [...before.keys()].filter((id) => !after.has(id)),
      changed: [...after].filter(([id, text]) => (before.get(id) ?? text) !== text).map(([id]) => id),
    },
  };
}

/** Every cell that some rule is about, once. */
function cellsOf(grants: readonly Grant[]): readonly Cell[] {
  const cells = grants.flatMap(({ actions, roles, purpose, type, fields }) =>
    actions.flatMap((action) =>
      roles.flatMap((role) => fields.map((field): Cell => ({ action, role, purpose, type, field }))),
    ),
  );
  return [...new Map(cells.map((cell) => [Object.values(cell).join(' '), cell])).values()];
}

const byId = ({ grants }: Policy): ReadonlyMap<string, string> =>
  new Map(grants.map((grant) => [grant.id, textOf(grant)]));

/** A rule as text that is the same for the same rule, whatever order its members were written in. */
const textOf = (grant: Grant): string =>
  JSON.stringify(Object.entries(grant).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A decision as the log has it: what was asked, what was true, and what each field got. */
export interface Decided {
  readonly role: string;
  readonly purpose: string;
  /** `read:resident`. */
  readonly asked: string;
  readonly facts: SaidFacts;
  readonly fields: Readonly<Record<string, string>>;
}

/** How a past decision would be taken under another policy. */
export type Replayed = 'same' | 'more' | 'less' | 'otherwise';

/** Takes a past decision again. `otherwise`: one field would get more and another less. */
export function replay(policy: Policy, { role, purpose, asked, facts, fields }: Decided): Replayed {
  const [action = '', type = ''] = asked.split(':');
  const names = Object.keys(fields);
  const again = decide({ action, role, purpose, type, fields: names }, factsAsSaid(facts), policy);
  const steps = names.map(
    (name) =>
      levels.indexOf(again.fields[name] ?? 'none') - levels.indexOf((fields[name] ?? 'none') as Level),
  );
  const up = steps.some((step) => step > 0);
  const down = steps.some((step) => step < 0);
  return up && down ? 'otherwise' : up ? 'more' : down ? 'less' : 'same';
}

/** A change to one rule: at most this level from now on, or not at all. */
export interface Limit {
  readonly rule: string;
  readonly level: Exclude<Level, 'clear'>;
}

/**
 * A table with some of its rules limited. A community can take away from what its program offers, and never add to it:
 * what a rule may give has been thought about with its conditions.
 * @returns undefined when a limit names no rule, or would raise one, or would half allow a write
 */
export function limited(grants: readonly Grant[], limits: readonly Limit[]): readonly Grant[] | undefined {
  const byRule = new Map(limits.map(({ rule, level }) => [rule, level]));
  if (byRule.size !== limits.length) return undefined;
  const changed: Grant[] = [];
  for (const grant of grants) {
    const level = byRule.get(grant.id);
    byRule.delete(grant.id);
    if (level === 'none') continue;
    if (level === undefined) changed.push(grant);
    else if (!isLower(level, grant)) return undefined;
    else changed.push({ ...grant, level });
  }
  return byRule.size === 0 ? changed : undefined;
}

const isLower = (level: Level, grant: Grant): boolean =>
  levels.indexOf(level) < levels.indexOf(grant.level) &&
  grant.actions.every((action) => action === 'read' || action === 'list');
