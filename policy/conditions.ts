import { clearAccess, isOpen, isWaiting, isWithDispatcher } from './case.ts';
import type { Facts } from './facts.ts';
import type { ReasonCode } from './reasons.ts';

/** One thing a rule can ask for: the fact it looks at, and why it does not hold (null when it holds). */
interface Condition {
  readonly fact: keyof Facts;
  readonly unmet: (facts: Facts) => ReasonCode | null;
}

/** A condition on the case's state. What is over is said so; everything else is merely not the moment. */
const caseState = (holds: (state: string) => boolean): Condition => ({
  fact: 'case',
  unmet: ({ case: named }) => {
    if (named === null) return 'case_missing';
    if (holds(named.state)) return null;
    return isOpen(named.state) ? 'case_wrong_state' : 'case_closed';
  },
});

/**
 * The words rules are written in (`rules.ts`). Each can only say no: adding one to a rule never grants
 * more.
 */
export const conditions = {
  self: { fact: 'self', unmet: (facts) => (facts.self ? null : 'not_your_record') },
  own_grid: { fact: 'ownGrid', unmet: (facts) => (facts.ownGrid ? null : 'not_your_grid') },
  in_private: { fact: 'context', unmet: (facts) => (facts.context === 'private' ? null : 'private_only') },
  at_desk: { fact: 'context', unmet: (facts) => (facts.context === 'desk' ? null : 'own_page_only') },
  case_mine: {
    fact: 'case',
    unmet: ({ case: named }) => (named === null ? 'case_missing' : named.mine ? null : 'case_not_yours'),
  },
  case_about: {
    fact: 'case',
    unmet: ({ case: named }) => (named === null ? 'case_missing' : named.about ? null : 'case_not_about'),
  },
  /** Nobody has taken it yet. */
  case_waiting: caseState(isWaiting),
  /** A dispatcher has a move to make. */
  case_with_dispatcher: caseState(isWithDispatcher),
  case_accepted: caseState((state) => state === 'accepted'),
  case_handling: caseState((state) => state === 'handling'),
  /** From the moment it was taken until it is closed. */
  case_in_hand: caseState(clearAccess),
  case_open: caseState(isOpen),
  /** Closed by who reported it, and not rated yet. */
  case_to_rate: caseState((state) => state === 'closed'),
} as const satisfies Readonly<Record<string, Condition>>;

export type ConditionName = keyof typeof conditions;
