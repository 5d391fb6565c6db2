import { expect, test } from 'vitest';
import { compare, limited, replay } from './compare.ts';
import { decide } from '../decide.ts';
import { nothingKnown, saidFacts, type Facts } from '../facts.ts';
import { policy } from '../rules.ts';

const calling: Facts = {
  ...nothingKnown,
  consent: 'given',
  case: { kind: 'ticket', state: 'handling', mine: true, about: true, inTime: true },
};
const question = {
  action: 'read',
  role: 'grid_worker',
  purpose: 'phone_contact',
  type: 'resident',
  fields: ['name', 'mobile'],
};
const withLimits = (...limits: Parameters<typeof limited>[1]) => {
  const grants = limited(policy.grants, limits);
  if (grants === undefined) throw new Error('these limits are no limits');
  return { ...policy, grants };
};
const past = { ...question, asked: 'read:resident', facts: saidFacts(calling) };
const decided = { ...past, fields: decide(question, calling).fields };

test('a policy beside itself differs in nothing', () => {
  expect(compare(policy, policy)).toEqual({
    more: [],
    less: [],
    rules: { added: [], removed: [], changed: [] },
  });
});

test('a limit shows as less for whom it limits, and the way back as more', () => {
  const draft = withLimits({ rule: 'call-about-my-ticket', level: 'masked' });
  const change = { action: 'read', purpose: 'phone_contact', type: 'resident', field: 'mobile' };
  const roles = ['grid_worker', 'dedicated_worker'];
  const there = compare(policy, draft);
  expect(there.less).toEqual(roles.map((role) => ({ ...change, role, from: 'clear', to: 'masked' })));
  expect(there.more).toEqual([]);
  expect(there.rules.changed).toEqual(['call-about-my-ticket']);
  const back = compare(draft, policy);
  expect(back.more).toEqual(roles.map((role) => ({ ...change, role, from: 'masked', to: 'clear' })));
  expect(back.less).toEqual([]);
});

test('a rule that only lost a condition is told, though no cell of the table shows it', () => {
  const grants = policy.grants.map((grant) =>
    grant.id === 'grid-residents' ? { ...grant, when: [] } : grant,
  );
  const found = compare(policy, { ...policy, grants });
  expect(found).toMatchObject({ more: [], less: [], rules: { changed: ['grid-residents'] } });
});

test('a past decision is the same under the same policy, and less under a limit on it', () => {
  expect(replay(policy, decided)).toBe('same');
  expect(replay(withLimits({ rule: 'call-about-my-ticket', level: 'fact' }), decided)).toBe('less');
  expect(replay(withLimits({ rule: 'grid-dogs', level: 'fact' }), decided)).toBe('same');
});

test('what was refused for want of a rule would be more under a policy that has it', () => {
  const without = withLimits({ rule: 'call-about-my-ticket', level: 'none' });
  const then = { ...past, fields: decide(question, calling, without).fields };
  expect(then.fields).toMatchObject({ mobile: 'none' });
  expect(replay(policy, then)).toBe('more');
});

test.each([
  ['names no rule', { rule: 'nobody-knows-it', level: 'fact' }],
  ['raises', { rule: 'grid-residents', level: 'masked' }],
  ['half allows a write', { rule: 'report', level: 'masked' }],
] as const)('a limit that %s is none', (_, limit) => {
  expect(limited(policy.grants, [limit])).toBeUndefined();
});

test('a write can be taken away whole', () => {
  expect(withLimits({ rule: 'report', level: 'none' }).grants.map(({ id }) => id)).not.toContain('report');
});
