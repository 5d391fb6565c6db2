import { caseKinds, caseStates } from '../cases/case.ts';
import { decide } from '../decide.ts';
import { contexts, type Facts } from '../facts.ts';
import { fieldsOf, recordTypes, type RecordType } from '../fields.ts';
import type { Policy } from '../grant.ts';
import { higher, type Level } from '../levels.ts';
import { offersFor } from '../offers.ts';

const everyField = (Object.keys(recordTypes) as RecordType[]).flatMap((type) =>
  Object.keys(fieldsOf(type)).map((field) => `${type}.${field}`),
);

const cases = caseKinds.flatMap((kind) =>
  caseStates.map((state) => ({ kind, state, mine: true, about: true, inTime: true })),
);

/** All facts that can differ in a favourable way; consent and reason are best when they are there. */
const favourable: readonly Facts[] = contexts.flatMap((context) =>
  [true, false].flatMap((self) =>
    [null, ...cases].map((named): Facts => ({
      context,
      within: 'everything',
      self,
      guardianOf: true,
      delegateOf: true,
      delegateSensitive: true,
      relation: null,
      strong: true,
      ownGrid: true,
      case: named,
      consent: 'given',
      hasReason: true,
      twoPeople: true,
      breakGlass: true,
      order: { fields: everyField },
      reviewOverdue: false,
      held: false,
      restricted: false,
      traceOpen: true,
      storageOnly: false,
    })),
  ),
);

/** Of somebody who was erased, where a law has something kept. */
const kept = favourable.flatMap((facts) =>
  facts.case === null && !facts.self ? [{ ...facts, storageOnly: true }] : [],
);

/** One cell of the table: an action on one field, by a role and for a purpose. */
export interface Cell {
  readonly action: string;
  readonly role: string;
  readonly purpose: string;
  readonly type: string;
  readonly field: string;
}

/**
 * The most that a policy ever gives in a cell, whatever is true: found by asking it, so that a mistake in the rules or
 * in `decide` shows. A cell that no rule is about is not asked for all that could be true.
 */
export function mostOf(policy: Policy, { field, ...asked }: Cell): Level {
  if (!offersFor(policy, asked).has(field)) return 'none';
  return [...favourable, ...kept]
    .map((facts) => decide({ ...asked, fields: [field] }, facts, policy).level)
    .reduce(higher, 'none');
}
