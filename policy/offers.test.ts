import { expect, test } from 'vitest';
import { offersFor } from './offers.ts';
import { policy } from './rules.ts';

const asked = { action: 'read', role: 'grid_worker', purpose: 'record_keeping', type: 'resident' };

test('a question meets the grants that name its role, purpose, type and action, and no others', () => {
  const ids = [...offersFor(policy, asked).values()].flat().map(({ grant }) => grant.id);
  const named = policy.grants.filter(
    ({ roles, actions, purpose, type }) =>
      (roles as readonly string[]).includes(asked.role) &&
      (actions as readonly string[]).includes(asked.action) &&
      purpose === asked.purpose &&
      type === asked.type,
  );
  expect(named.length).toBeGreaterThan(1);
  expect([...new Set(ids)].toSorted()).toEqual(named.map(({ id }) => id).toSorted());
});

test('a name that runs over into the next one meets nothing', () => {
  expect(offersFor(policy, { ...asked, role: 'grid_worker\nrecord_keeping', purpose: 'resident' }).size).toBe(
    0,
  );
  expect(offersFor(policy, { ...asked, role: '', purpose: 'grid_worker\nrecord_keeping' }).size).toBe(0);
});

test('another table is another index, also where it has the same rows in part', () => {
  const fewer = { ...policy, grants: policy.grants.filter(({ id }) => id !== 'keep-id-number-read') };
  expect(
    offersFor(policy, asked)
      .get('idNumber')
      ?.map(({ level }) => level),
  ).toEqual(['fact']);
  expect(offersFor(fewer, asked).get('idNumber')).toBeUndefined();
});
