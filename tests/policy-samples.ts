import fc from 'fast-check';
import { caseKinds, caseStates } from '../policy/cases/case.ts';
import { flags } from '../policy/show/cedar.ts';
import { decide, type Question } from '../policy/decide.ts';
import { consentStates, contexts, type Facts, nothingKnown, withins } from '../policy/facts.ts';
import { fieldsOf, recordTypes, type RecordType } from '../policy/fields.ts';
import { actions, type Policy, type Refusal } from '../policy/grant.ts';
import type { Sample } from '../policy/laws.ts';
import { purposeIds } from '../policy/purposes.ts';
import { roles } from '../policy/roles.ts';

/** What is asked of a policy in tests: anything at all, and, because that is seldom granted, what a grant was made for. */
const types = Object.keys(recordTypes) as RecordType[];
export const everyField = types.flatMap((type) =>
  Object.keys(fieldsOf(type)).map((field) => ({ type, field })),
);
const fieldId = ({ type, field }: (typeof everyField)[number]): string => `${type}.${field}`;
const fieldNames = [...new Set(everyField.map(({ field }) => field))];

const word = (...known: readonly string[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...known), weight: 9 },
    fc.constantFrom('', '__proto__', 'constructor'),
    fc.string(),
  );

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  action: word(...actions),
  role: word(...roles),
  purpose: word(...purposeIds),
  type: word(...types),
  fields: fc.array(word(...fieldNames), { maxLength: 5 }),
});

const nearQuestion = (policy: Policy): fc.Arbitrary<Question> =>
  fc.constantFrom(...policy.grants).chain((grant) =>
    fc.record({
      action: fc.constantFrom(...grant.actions),
      role: fc.constantFrom(...grant.roles),
      purpose: fc.constant(grant.purpose),
      type: fc.constant(grant.type),
      fields: fc
        .tuple(
          fc.subarray([...grant.fields] as string[], { minLength: 1 }),
          fc.subarray(Object.keys(fieldsOf(grant.type)), { maxLength: 1 }),
        )
        .map(([named, beside]) => [...new Set([...named, ...beside])]),
    }),
  );

const mostly = (usual: boolean) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 5 }, fc.constant(!usual));

const flag = (fact: (typeof flags)[number]) => (nothingHelps.includes(fact) ? mostly(false) : fc.boolean());
/** What stands in the way of nearly everything: seldom, or hardly a grant would be drawn. */
const nothingHelps: readonly string[] = ['reviewOverdue', 'restricted', 'held', 'storageOnly'];

/** Each fact by its name, so that one can be drawn anew. */
const factArbitraries = {
  ...Object.fromEntries(flags.map((name) => [name, flag(name)])),
  context: fc.constantFrom(...contexts),
  within: fc.oneof({ arbitrary: fc.constant('everything' as const), weight: 3 }, fc.constantFrom(...withins)),
  relation: fc.option(fc.constantFrom('relation_ended', 'not_delegate')),
  case: fc.option(
    fc.record({
      kind: fc.constantFrom('ticket' as const, ...caseKinds),
      state: fc.constantFrom(...caseStates),
      mine: mostly(true),
      about: mostly(true),
      inTime: mostly(true),
    }),
  ),
  consent: fc.constantFrom('given' as const, ...consentStates),
  order: fc.option(fc.record({ fields: fc.subarray(everyField.map(fieldId)) }), { freq: 1 }),
};

export const anyFacts = fc.record(factArbitraries) as unknown as fc.Arbitrary<Facts>;

/** For each fact, as many new draws of it as one asks for. */
const redrawn = fc.record(
  Object.fromEntries(
    Object.entries(factArbitraries).map(([fact, drawn]) => [fact, fc.infiniteStream<unknown>(drawn)]),
  ),
) as fc.Arbitrary<Record<keyof Facts, fc.Stream<unknown>>>;

/**
 * Facts under which a question is granted, or nearly: the fact that `decide` names as standing in the way is drawn anew
 * until none does, or patience ends. From `nothingKnown` on these are just enough facts and no more.
 */
const favourableFacts = (policy: Policy, question: Question): fc.Arbitrary<Facts> =>
  fc
    .tuple(
      fc.oneof({ arbitrary: anyFacts, weight: 1 }, { arbitrary: fc.constant(nothingKnown), weight: 2 }),
      redrawn,
    )
    .map(([start, more]) => {
      let facts = start;
      for (let tries = 0; tries < 120; tries += 1) {
        const { fact } = decide(question, facts, policy);
        if (fact === null) break;
        facts = { ...facts, [fact]: more[fact].take(1).getNthOrLast(0) };
      }
      return facts;
    });

const anyRefusal: fc.Arbitrary<Refusal> = fc
  .tuple(fc.constantFrom(...roles), fc.constantFrom(...contexts))
  .map(([role, context]) => ({
    id: 'more',
    fact: 'context',
    words: { zh: '多一条', en: 'one more' },
    cedar: `principal in Role::"${role}" || context.context == "${context}"`,
    refuse: (asked, facts) => (asked.role === role || facts.context === context ? 'group_context' : null),
  }));

/** A question, and facts to it: most of them such that a grant of this policy is near. */
export const asked = (policy: Policy): fc.Arbitrary<{ question: Question; facts: Facts }> => {
  const near = nearQuestion(policy);
  const random = fc.record({ question: fc.oneof(anyQuestion, near), facts: anyFacts });
  const favoured = near.chain((question) =>
    fc.record({ question: fc.constant(question), facts: favourableFacts(policy, question) }),
  );
  return fc.oneof(random, { arbitrary: favoured, weight: 2 });
};

/** One case for a law. */
export const samples = (policy: Policy): fc.Arbitrary<Sample> =>
  fc
    .record({
      about: asked(policy),
      stranger: word('__proto__', 'officer', 'Grid_Worker'),
      refusal: anyRefusal,
    })
    .map(({ about, stranger, refusal }) => ({ ...about, stranger, refusal }));
