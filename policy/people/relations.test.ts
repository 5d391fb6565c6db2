import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childhoods } from './childhood.ts';
import { purposeIds } from '../purposes.ts';
import {
  coversOperation,
  coversPurpose,
  coversSensitive,
  delegationWords,
  isSensitivePurpose,
  type Relation,
  relationKinds,
  relationStates,
  type Scope,
  scopeNames,
  scopes,
  standing,
  wrongDelegation,
} from './relations.ts';

const now = Date.UTC(2026, 10, 26);
const child: Relation = { kind: 'guardian', scope: [], state: 'live', until: null };
const parent: Relation = { kind: 'delegate', scope: ['see_record'], state: 'live', until: now + 1 };

const scopesOf = fc.uniqueArray(fc.constantFrom(...scopeNames));
const relations: fc.Arbitrary<Relation> = fc.record({
  kind: fc.constantFrom(...relationKinds),
  scope: scopesOf,
  state: fc.constantFrom(...relationStates),
  until: fc.option(fc.integer({ min: now - 1_000, max: now + 1_000 }), { nil: null }),
});

describe('whether a relation stands', () => {
  test.each([
    ['a guardian of a child under 14', child, 'under', null],
    ['on the fourteenth birthday', child, 'over', 'hand_over'],
    ['where no birth date is on record', child, 'unknown', 'age_unknown'],
    ['a guardian nobody approved yet', { ...child, state: 'waiting' }, 'under', 'relation_waiting'],
    ['a guardian who gave it up', { ...child, state: 'ended' }, 'under', 'relation_ended'],
    ['a delegate of a grown-up', parent, 'over', null],
    ['a delegate of somebody whose age is not on record', parent, 'unknown', null],
    ['a delegate of a child, who can ask nobody', parent, 'under', 'not_delegate'],
    ['a delegate whose time is over', { ...parent, until: now }, 'over', 'relation_over'],
    ['a delegate who was told to stop', { ...parent, state: 'ended' }, 'over', 'relation_ended'],
  ] as const)('%s', (_, relation, age, expected) => {
    expect(standing(relation, now, age)).toBe(expected);
  });

  test('nothing that is not live, out of time or of another age ever stands', () => {
    fc.assert(
      fc.property(relations, fc.constantFrom(...childhoods), (relation, age) => {
        const stands = standing(relation, now, age) === null;
        const inTime = relation.until === null || relation.until > now;
        const ofAge = relation.kind === 'guardian' ? age === 'under' : age !== 'under';
        expect(stands).toBe(relation.state === 'live' && inTime && ofAge);
      }),
    );
  });

  test('what has stopped standing with time does not stand later either', () => {
    fc.assert(
      fc.property(relations, fc.nat(2_000), fc.nat(2_000), (relation, one, more) => {
        if (standing(relation, now + one, 'over') !== null)
          expect(standing(relation, now + one + more, 'over')).not.toBeNull();
      }),
    );
  });
});

describe('what a delegation reaches', () => {
  const delegate = (scope: readonly Scope[]): Relation => ({ ...parent, scope });

  test('more scope never reaches less, and no scope reaches nothing', () => {
    fc.assert(
      fc.property(scopesOf, scopesOf, fc.constantFrom(...purposeIds), (some, more, purpose) => {
        const all = [...new Set([...some, ...more])];
        if (coversPurpose(delegate(some), purpose)) expect(coversPurpose(delegate(all), purpose)).toBe(true);
        if (coversSensitive(delegate(some))) expect(coversSensitive(delegate(all))).toBe(true);
        expect(coversPurpose(delegate([]), purpose)).toBe(false);
      }),
    );
  });

  test('only what was named: one scope, its own purposes and operations', () => {
    const reached = (scope: Scope) =>
      purposeIds.filter((purpose) => coversPurpose(delegate([scope]), purpose));
    expect(reached('see_record')).toEqual(['own_record']);
    expect(reached('tickets')).toEqual(['handle_ticket']);
    expect(reached('see_log')).toEqual(['access_audit']);
    expect(reached('consents')).toEqual([]);
    expect(reached('see_sensitive')).toEqual([]);
    expect(coversOperation(delegate(['consents']), 'consent.give')).toBe(true);
    expect(coversOperation(delegate(['see_record']), 'consent.give')).toBe(false);
  });

  test.each(['relation.give', 'relation.end', 'binding.open', 'link.open', 'right.erase', 'constructor'])(
    '%s is nobody’s delegate’s, whatever was named',
    (operation) => {
      expect(coversOperation(delegate(scopeNames), operation)).toBe(false);
    },
  );

  test('what is sensitive only where it was said, and never without the record', () => {
    expect(coversSensitive(delegate(['see_record']))).toBe(false);
    expect(coversSensitive(delegate(['see_sensitive']))).toBe(false);
    expect(coversSensitive(delegate(['see_record', 'see_sensitive']))).toBe(true);
    expect(coversSensitive(child)).toBe(true);
  });
});

test('a purpose is sensitive by its fields: what covers care needs is, the telephone number is not', () => {
  expect(isSensitivePurpose('own_record')).toBe(true);
  expect(isSensitivePurpose('phone_contact')).toBe(false);
  expect(isSensitivePurpose('no_such_purpose')).toBe(false);
});

describe('a delegation that is to be made', () => {
  const today = '2026-11-26';
  test.each([
    [['see_record'], '2026-11-26', null],
    [['see_record'], '2027-11-26', null],
    [['see_record'], '2027-11-27', 'too_long'],
    [['see_record'], '2026-11-25', 'in_the_past'],
    [[], '2027-01-01', 'required'],
    [['see_sensitive'], '2027-01-01', 'sensitive_alone'],
    [['see_record', 'see_sensitive'], '2027-01-01', null],
  ] as const)('%j until %s', (scope, until, code) => {
    expect(wrongDelegation({ scope, until }, today)?.code ?? null).toBe(code);
  });

  test('is said in plain words: everything that was chosen, nothing that was not, the end, and how to end it', () => {
    fc.assert(
      fc.property(scopesOf, (chosen) => {
        const said = delegationWords(chosen, { zh: '2027年3月1日', en: '1 March 2027' });
        for (const name of scopeNames) {
          expect(said.zh.includes(scopes[name].zh)).toBe(chosen.includes(name));
          expect(said.en.includes(scopes[name].en)).toBe(chosen.includes(name));
        }
        expect(said.zh).toContain('到2027年3月1日为止');
        expect(said.zh).toContain('结束代办');
      }),
    );
  });
});
