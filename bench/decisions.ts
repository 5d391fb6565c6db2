import { decide, type Question } from '../policy/decide.ts';
import { type Facts, nothingKnown } from '../policy/facts.ts';
import { policy } from '../policy/rules.ts';

/** A worker who reads six fields of a resident of their grid: what a desk asks most. */
const everyday: readonly [Question, Facts] = [
  {
    action: 'read',
    role: 'grid_worker',
    purpose: 'record_keeping',
    type: 'resident',
    fields: ['name', 'mobile', 'idNumber', 'birthDate', 'address', 'household'],
  },
  { ...nothingKnown, ownGrid: true },
];

const helpful: Facts = {
  ...nothingKnown,
  self: true,
  ownGrid: true,
  strong: true,
  hasReason: true,
  consent: 'given',
  case: { kind: 'ticket', state: 'handling', mine: true, about: true, inTime: true },
};

/** What every rule of the table was made for, once where it is granted or nearly, and once where nothing is known. */
const all: readonly (readonly [Question, Facts])[] = policy.grants.flatMap((grant) =>
  grant.roles.flatMap((role) =>
    grant.actions.flatMap((action) => {
      const { purpose, type, fields } = grant;
      const question = { action, role, purpose, type, fields };
      return [[question, helpful] as const, [question, nothingKnown] as const];
    }),
  ),
);

/** One decision, the same each time. */
export const decideOne = (): void => void decide(...everyday);

/** One decision a turn, through the whole table. */
export function decideAny(turn: number): void {
  const next = all[turn % all.length];
  if (next !== undefined) decide(...next);
}
