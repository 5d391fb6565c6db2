import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grant, Policy } from '../policy/grant.ts';
import { asking, lawNames, laws } from '../policy/laws.ts';
import { renderMatrix } from '../policy/show/matrix.ts';
import { policy } from '../policy/rules.ts';
import { cedarOfRecord, cedarQuestions, disagreements } from './cedar.ts';
import { asked, samples } from './policy-samples.ts';

/**
 * That somebody notices. Three things stand between an edit of the tables and its being in force: the page of who gets
 * what, Cedar over the copy of record, and the laws. Each is tried here on edits that should never pass.
 */
const cedar = cedarOfRecord();
const page = readFileSync(new URL('../docs/policy-matrix.md', import.meta.url), 'utf8');

/** What fails at least, by name. */
const noticed = (...names: readonly string[]): unknown => expect.arrayContaining([...names]);

/** The names of what fails for a table: `matrix`, `cedar`, and the laws it breaks. */
function failing(table: Policy): string[] {
  // Questions near what was changed; a changed grant is another one.
  const grants = table.grants.filter((grant) => !policy.grants.includes(grant));
  const near = { ...table, grants: grants.length > 0 ? grants : table.grants };
  const questions = fc
    .sample(asked(near), { seed: 11, numRuns: 120 })
    .flatMap(({ question, facts }) => cedarQuestions(question, facts));
  // Without a changed grant it may be any.
  const drawn = fc.sample(samples(near), { seed: 11, numRuns: grants.length > 0 ? 400 : 2000 });
  const ask = asking(table);
  return [
    ...(renderMatrix(table) === page ? [] : ['matrix']),
    ...(disagreements(table, cedar, questions).length === 0 ? [] : ['cedar']),
    ...lawNames.filter((name) => !drawn.every((sample) => laws[name].holds(ask, sample))),
  ];
}

const edited = (change: (grant: Grant) => Grant): Policy => ({
  ...policy,
  grants: policy.grants.map(change),
});
const added = (grant: Grant): Policy => ({ ...policy, grants: [...policy.grants, grant] });

test('the policy in force fails nothing', () => {
  expect(failing(policy)).toEqual([]);
});

describe('a dispatcher who would see identity numbers is noticed', () => {
  test('where a grant is added', () => {
    const table = added({
      id: 'dispatcher-sees-id-number',
      roles: ['dispatcher'],
      actions: ['read'],
      purpose: 'record_keeping',
      type: 'resident',
      fields: ['idNumber'],
      level: 'clear',
      when: [],
    });
    expect(failing(table)).toEqual(noticed('matrix', 'cedar', 'identity-number'));
  });

  test('where the role is slipped into a grant that is there', () => {
    const table = edited((grant) =>
      grant.id === 'keep-id-number-read' ? { ...grant, roles: [...grant.roles, 'dispatcher'] } : grant,
    );
    expect(failing(table)).toEqual(noticed('matrix', 'cedar', 'identity-number'));
  });
});

describe('so is', () => {
  test('a consent that nobody asks for any more', () => {
    const table = { ...policy, refusals: policy.refusals.filter(({ id }) => id !== 'consent-first') };
    expect(failing(table)).toEqual(noticed('matrix', 'cedar', 'consent-or-nothing'));
  });

  test('a worker who reads telephone numbers without a ticket', () => {
    const table = edited((grant) => (grant.id === 'call-about-my-ticket' ? { ...grant, when: [] } : grant));
    expect(failing(table)).toEqual(noticed('matrix', 'cedar', 'clear-needs-work'));
  });

  test('a condition that was forgotten, though no law speaks of it', () => {
    const table = edited((grant) => (grant.id === 'bind-whom' ? { ...grant, when: [] } : grant));
    expect(failing(table)).toEqual(noticed('matrix', 'cedar'));
  });
});
