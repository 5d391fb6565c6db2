import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseKinds, caseStates } from './cases/case.ts';
import { decide, type Decision, type Facts, type Question } from './decide.ts';
import { consentStates, contexts, withins } from './facts.ts';
import { fieldsOf, fieldSpec, recordTypes, type RecordType } from './fields.ts';
import { levels } from './levels.ts';
import { purposeCovers, purposeIds } from './purposes.ts';
import { reasonCodes } from './reasons.ts';
import { roles } from './roles.ts';
import { actions, type Refusal } from './grant.ts';
import { policy } from './rules.ts';

const types = Object.keys(recordTypes) as RecordType[];
const word = <T extends string>(...known: readonly T[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom<string>(...known), weight: 9 },
    fc.constantFrom('', '__proto__', 'constructor'),
    fc.string(),
  );
const fieldNames = [...new Set(types.flatMap((type) => Object.keys(fieldsOf(type))))];
const anyQuestion: fc.Arbitrary<Question> = fc.record({
  action: word(...actions),
  role: word(...roles),
  purpose: word(...purposeIds),
  type: word(...types),
  fields: fc.array(word(...fieldNames), { maxLength: 5 }),
});
/** Questions a rule was written for: random ones seldom come near a grant. */
const nearQuestion: fc.Arbitrary<Question> = fc.constantFrom(...policy.grants).chain((grant) =>
  fc.record({
    action: fc.constantFrom(...grant.actions),
    role: fc.constantFrom(...grant.roles),
    purpose: fc.constant(grant.purpose),
    type: fc.constant(grant.type),
    fields: fc.subarray([...grant.fields] as string[], { minLength: 1 }),
  }),
);
const question = fc.oneof(anyQuestion, nearQuestion, nearQuestion);
const everyField = types.flatMap((type) => Object.keys(fieldsOf(type)).map((field) => `${type}.${field}`));
/** What stops nearly everything: now and then, or hardly a grant would be drawn. */
const seldom = fc.constantFrom(true, false, false, false, false, false);
const facts: fc.Arbitrary<Facts> = fc.record({
  context: fc.constantFrom(...contexts),
  within: fc.constantFrom(...[1, 2, 3, 4, 5, 6].map(() => 'everything' as const), ...withins),
  self: fc.boolean(),
  ownGrid: fc.boolean(),
  case: fc.option(
    fc.record({
      kind: fc.constantFrom('ticket' as const, 'ticket' as const, ...caseKinds),
      state: fc.constantFrom(...caseStates),
      mine: fc.boolean(),
      about: fc.boolean(),
      inTime: fc.boolean(),
    }),
  ),
  consent: fc.constantFrom(...consentStates),
  hasReason: fc.boolean(),
  guardianOf: fc.boolean(),
  delegateOf: fc.boolean(),
  delegateSensitive: fc.boolean(),
  relation: fc.constant(null),
  strong: fc.boolean(),
  twoPeople: fc.boolean(),
  breakGlass: fc.boolean(),
  order: fc.option(fc.record({ fields: fc.subarray(everyField) })),
  reviewOverdue: seldom,
  held: seldom,
  restricted: seldom,
  traceOpen: fc.boolean(),
  storageOnly: seldom,
});
const runs = { numRuns: 3000 };
const noMore = (less: Decision, more: Decision): boolean =>
  Object.entries(less.fields).every(
    ([field, level]) => levels.indexOf(level) <= levels.indexOf(more.fields[field] ?? 'none'),
  );

describe('for every question and all facts', () => {
  test('there is a whole answer', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        const decision = decide(asked, about);
        expect(Object.keys(decision.fields).sort()).toEqual([...new Set(asked.fields)].sort());
        expect(reasonCodes).toContain(decision.reason);
        expect(decision.granted).toBe(decision.reason === 'granted');
        expect(decision.granted).toBe(decision.level !== 'none');
        expect(decision.granted).toBe(
          policy.grants.some(({ id }) => id === decision.rule) &&
            decision.fact === null &&
            decision.reason === 'granted',
        );
      }),
      runs,
    );
  });

  test('the questions drawn here are granted often enough to mean something', () => {
    const answers = fc
      .sample(fc.tuple(nearQuestion, facts), 3000)
      .map(([asked, about]) => decide(asked, about));
    expect(answers.filter(({ granted }) => granted).length).toBeGreaterThan(200);
  });

  test('without consent there is never more than with it', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        expect(noMore(decide(asked, about), decide(asked, { ...about, consent: 'given' }))).toBe(true);
      }),
      runs,
    );
  });

  test('a telephone call needs consent, whatever else is true', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        const decision = decide({ ...asked, purpose: 'phone_contact' }, about);
        expect(decision.granted && about.consent !== 'given').toBe(false);
      }),
      runs,
    );
  });

  test('nothing is read into a group, and nothing written from it but a new ticket', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        const decision = decide(asked, { ...about, context: 'group' });
        if (decision.granted) expect([asked.action, asked.type]).toEqual(['create', 'ticket']);
      }),
      runs,
    );
  });

  test('no known role, no grant; and officer, bot and administrator read no person’s record', () => {
    fc.assert(
      fc.property(question, facts, fc.string(), (asked, about, name) => {
        fc.pre(!(roles as readonly string[]).includes(name));
        expect(decide({ ...asked, role: name }, about).granted).toBe(false);
        expect(decide({ ...asked, role: 'bot' }, about).granted).toBe(false);
        // The officer writes papers that are about nobody, and packs what she does not see.
        // Who reported a ticket she is told where a second person has approved it.
        const officer = decide({ ...asked, role: 'privacy_officer' }, about);
        // What somebody asks of her, for her to look at, is no record that she reads by her office.
        const hers = ['pia', 'breach', 'request'];
        const writes = asked.action === 'provide' || asked.action === 'update';
        const named = about.twoPeople && asked.purpose === 'name_reporter';
        // After an erasure: others' words that may name who is gone, and what a law has kept of them.
        const traces = asked.purpose === 'clear_traces' && about.traceOpen && asked.type === 'ticket';
        const kept = asked.purpose === 'kept_by_law' && about.storageOnly && about.hasReason && !writes;
        if (officer.granted && !writes && !named && !traces && !kept) expect(hers).toContain(asked.type);
        if (officer.granted && asked.action === 'update' && !hers.includes(asked.type) && !traces)
          expect([asked.purpose, about.case?.kind]).toEqual(['exercise_right', 'request']);
        const administrator = decide({ ...asked, role: 'administrator' }, about);
        if (administrator.granted) expect(asked.action).toBe('create');
      }),
      runs,
    );
  });

  test('a link for one ticket gives nothing but the work on that ticket, and never more than the desk', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        const linked = decide(asked, { ...about, within: 'one_ticket' });
        if (linked.granted) expect(['handle_ticket', 'phone_contact']).toContain(asked.purpose);
        expect(noMore(linked, decide(asked, { ...about, within: 'everything' }))).toBe(true);
        expect(decide(asked, { ...about, within: 'nothing' }).granted).toBe(false);
      }),
      runs,
    );
  });

  test('another refusal never grants', () => {
    const refusal: fc.Arbitrary<Refusal> = fc
      .tuple(fc.constantFrom(...roles), fc.constantFrom(...contexts))
      .map(([role, context]) => ({
        id: 'more',
        fact: 'context',
        words: { zh: '多一条', en: 'one more' },
        cedar: '',
        refuse: (asked, about) => (asked.role === role || about.context === context ? 'group_context' : null),
      }));
    fc.assert(
      fc.property(question, facts, refusal, fc.boolean(), (asked, about, more, atFront) => {
        const refusals = atFront ? [more, ...policy.refusals] : [...policy.refusals, more];
        expect(noMore(decide(asked, about, { ...policy, refusals }), decide(asked, about))).toBe(true);
      }),
      runs,
    );
  });

  test('asking for more fields at once gives no field more than asking for it alone', () => {
    fc.assert(
      fc.property(question, facts, (asked, about) => {
        const together = decide(asked, about);
        for (const field of asked.fields) {
          const alone = decide({ ...asked, fields: [field] }, about);
          expect(noMore({ ...together, fields: { [field]: together.fields[field] ?? 'none' } }, alone)).toBe(
            true,
          );
        }
      }),
      runs,
    );
  });

  test('an identity number is never more than a fact, and care needs are read by nobody else', () => {
    fc.assert(
      fc.property(nearQuestion, facts, fc.constantFrom('read', 'list'), (asked, about, action) => {
        const { fields } = decide(
          { ...asked, type: 'resident', action, fields: ['idNumber', 'care'] },
          about,
        );
        expect(['none', 'fact']).toContain(fields['idNumber']);
        const theirSide = about.self || about.guardianOf || (about.delegateOf && about.delegateSensitive);
        const inNeed =
          about.breakGlass || about.order !== null || (asked.purpose === 'care_visit' && about.case !== null);
        if (!theirSide && !inNeed) expect(fields['care']).toBe('none');
      }),
      runs,
    );
  });
});

describe('the table', () => {
  test('has no rule beyond what its purpose covers, and no two rules of one name', () => {
    for (const { purpose, type, fields } of policy.grants) {
      for (const field of fields) {
        expect(fieldSpec(type, field)).toBeDefined();
        expect([purpose, type, field, purposeCovers(purpose, type, field)]).toEqual([
          purpose,
          type,
          field,
          true,
        ]);
      }
    }
    const ids = [...policy.grants, ...policy.refusals].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('never mixes reading and writing in one rule, and writes at no half level', () => {
    for (const { actions: allowed, level } of policy.grants) {
      const writes = allowed.filter((action) => action === 'create' || action === 'update');
      expect([0, allowed.length]).toContain(writes.length);
      if (writes.length > 0) expect(level).toBe('clear');
    }
  });

  test('lets every grant be reached', () => {
    const reached = new Set(
      fc
        .sample(fc.tuple(nearQuestion, facts), { numRuns: 60_000, seed: 1 })
        .map(([asked, about]) => decide(asked, about).rule),
    );
    expect(policy.grants.filter(({ id }) => !reached.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
