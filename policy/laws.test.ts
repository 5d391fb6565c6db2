import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samples } from '../tests/policy-samples.ts';
import { decide, type Decision } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Asked, Grant, Policy, Refusal } from './grant.ts';
import { asking, type Decide, type LawName, lawNames, laws, type Sample } from './laws.ts';
import type { ReasonCode } from './reasons.ts';
import { policy } from './rules.ts';

/** Enough that every grant is reached, and most questions are granted. */
const drawn = fc.sample(samples(policy), { seed: 5, numRuns: 4000 });

/** A case in which a law does not hold. */
const counterexample = (name: LawName, among: readonly Sample[], table = policy, by: Decide = decide) =>
  among.find((sample) => !laws[name].holds(asking(table, by), sample));

describe('the policy in force', () => {
  test.each(lawNames.map((name) => [name, laws[name].words.zh] as const))('keeps the law %s: %s', (name) => {
    expect(counterexample(name, drawn)).toBeUndefined();
  });

  test('is asked nothing in vain: every grant is reached', () => {
    const rulesFor = (among: readonly Sample[]): string[] =>
      among.flatMap(({ question, facts }) =>
        question.fields.map((field) => decide({ ...question, fields: [field] }, facts).rule),
      );
    const reached = new Set(rulesFor(drawn));
    // What is granted in one state of a case alone is seldom drawn among the rest: it is drawn for itself.
    const isReached = (grant: Grant): boolean =>
      reached.has(grant.id) ||
      rulesFor(fc.sample(samples({ ...policy, grants: [grant] }), { seed: 5, numRuns: 1000 })).includes(
        grant.id,
      );
    expect(policy.grants.filter((grant) => !isReached(grant)).map(({ id }) => id)).toEqual([]);
  });
});

/** A table, or a way to decide, that somebody could write by mistake. */
interface Mistake {
  readonly table?: Policy;
  readonly by?: Decide;
}

const withGrants = (...more: readonly Grant[]): Mistake => ({
  table: { ...policy, grants: [...policy.grants, ...more] },
});
const without = (...ids: readonly string[]): Mistake => ({
  table: { ...policy, refusals: policy.refusals.filter(({ id }) => !ids.includes(id)) },
});
/** A refusal that is written the wrong way round. */
const refusing = (
  fact: Refusal['fact'],
  refuse: (asked: Asked, facts: Facts) => ReasonCode | null,
): Mistake => ({
  table: {
    ...policy,
    refusals: [{ id: 'mistaken', fact, words: { zh: '', en: '' }, cedar: '', refuse }, ...policy.refusals],
  },
});
const when = (is: boolean): ReasonCode | null => (is ? 'no_rule' : null);

/** What everybody would get who is asked for as a grid worker. */
const asAWorker: Decide = (question, facts, table) =>
  decide(
    { ...question, role: decide(question, facts, table).granted ? question.role : 'grid_worker' },
    facts,
    table,
  );

const everything = (decision: Decision): Decision => ({
  ...decision,
  granted: true,
  level: 'clear',
  reason: 'granted',
  fields: Object.fromEntries(Object.keys(decision.fields).map((field) => [field, 'clear'])),
});

const residents = { actions: ['read'], type: 'resident', level: 'clear' } as const;

/** One for each law, so that no law is there that could not fail. */
const mistakes: Readonly<Record<LawName, Mistake>> = {
  'no-role-nothing': { by: asAWorker },
  'no-purpose-nothing': {
    by: (question, facts, table) => decide({ ...question, purpose: 'grid_overview' }, facts, table),
  },
  'within-the-purpose': {
    // A read that gives something gives the whole record.
    by: (question, facts, table) => {
      const decision = decide(question, facts, table);
      return decision.granted
        ? everything({ ...decision, fields: { ...decision.fields, care: 'none' } })
        : decision;
    },
  },
  'consent-or-nothing': without('consent-first'),
  'provisional-holds-back': without('confirmed-for-more'),
  'consent-only-adds': refusing('consent', (_, { consent }) => when(consent === 'given')),
  'unknown-notice-nothing': refusing('consent', (_, { consent }) => when(consent === 'none')),
  'never-into-a-group': without('never-into-a-group'),
  'auditors-read-no-record': withGrants({
    ...residents,
    id: 'audit',
    roles: ['outside_auditor'],
    purpose: 'record_keeping',
    fields: ['name'],
    level: 'masked',
    when: ['at_desk'],
  }),
  'refusals-only-refuse': {
    // What is added takes the place of what was there.
    by: (question, facts, { refusals, grants }) =>
      decide(question, facts, {
        refusals: refusals.slice(0, refusals.length > policy.refusals.length ? 1 : undefined),
        grants,
      }),
  },
  'together-is-no-more': {
    by: (question, facts, table) => {
      const decision = decide(question, facts, table);
      return decision.granted && question.fields.length > 1 ? everything(decision) : decision;
    },
  },
  'identity-number': withGrants({
    ...residents,
    id: 'dispatcher-id-number',
    roles: ['dispatcher'],
    purpose: 'record_keeping',
    fields: ['idNumber'],
    when: [],
  }),
  'care-needs': withGrants({
    ...residents,
    id: 'worker-care',
    roles: ['grid_worker'],
    purpose: 'record_keeping',
    fields: ['care'],
    when: ['own_grid'],
  }),
  'mediation-notes': withGrants({
    id: 'dispatcher-notes',
    roles: ['dispatcher'],
    actions: ['read'],
    purpose: 'mediation',
    type: 'mediation_note',
    fields: ['note'],
    level: 'clear',
    when: ['a_mediation'],
  }),
  'clear-needs-work': withGrants({
    ...residents,
    id: 'grid-in-clear',
    roles: ['grid_worker'],
    purpose: 'grid_overview',
    fields: ['mobile'],
    when: ['own_grid'],
  }),
  'no-record-in-a-chat': {
    table: {
      refusals: without('staff-at-their-desk').table?.refusals ?? [],
      grants: [
        ...policy.grants,
        {
          ...residents,
          id: 'address-in-a-chat',
          roles: ['grid_worker'],
          purpose: 'visit',
          fields: ['address'],
          when: ['case_mine', 'case_about', 'in_private'],
        },
      ],
    },
  },
  'offices-see-no-clear-field': withGrants({
    ...residents,
    id: 'head-of-committee',
    roles: ['committee_head'],
    purpose: 'record_keeping',
    fields: ['address'],
    when: [],
  }),
  'two-people-or-nothing': withGrants({
    ...residents,
    id: 'named-by-one',
    roles: ['privacy_officer'],
    purpose: 'name_reporter',
    fields: ['name'],
    when: ['at_desk'],
  }),
  'break-glass-or-nothing': withGrants({
    ...residents,
    id: 'emergency-without-glass',
    roles: ['grid_worker'],
    purpose: 'emergency',
    fields: ['mobile'],
    when: ['own_grid'],
  }),
  'no-case-no-more': refusing('case', (_, { case: named }) => when(named !== null)),
  'wrong-case-no-more': refusing('case', (_, { case: named }) => when(named?.mine === true)),
  'less-true-no-more': refusing('ownGrid', (_, { ownGrid }) => when(ownGrid)),
  'a-link-no-more': without('one-thing-a-link'),
  'storage-only': without('storage-only'),
  'restricted-no-more': refusing('restricted', (_, { restricted }) => when(!restricted)),
};

/** What comes near the mistake: its own grants where it has some. */
const near = ({ table = policy }: Mistake): readonly Sample[] => {
  const grants = table.grants.filter((grant) => !policy.grants.includes(grant));
  if (grants.length === 0) return drawn;
  return fc.sample(samples({ ...table, grants }), { seed: 5, numRuns: 300 });
};

describe('a bad table or a bad way to decide', () => {
  test.each(lawNames)('breaks the law %s', (name) => {
    const { table, by } = mistakes[name];
    expect(counterexample(name, near(mistakes[name]), table, by)).toBeDefined();
  });

  test('breaks no law that has nothing to do with it', () => {
    const mistake = mistakes['care-needs'];
    const among = [...near(mistake), ...drawn];
    const broken = lawNames.filter((name) => counterexample(name, among, mistake.table) !== undefined);
    expect(broken).toEqual(['care-needs', 'clear-needs-work']);
  });
});
