import { beforeEach, expect, test } from 'vitest';
import { nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
});

const keep = { purpose: 'record_keeping' } as const;
const addDog = (keeper: string, fields: Record<string, string>) =>
  value(ask(c.worker.token, 'createRecord', { type: 'dog', ...keep, keeper, fields })).id;
const read = (token: string, id: string, purpose: 'dog_care' | 'own_record' | 'other', fields?: string[]) =>
  value(
    ask(token, 'readRecord', { type: 'dog', id, purpose, reason: '来电询问', ...(fields ? { fields } : {}) }),
  );
const codes = (released: ReturnType<typeof read>) => released.reminders?.map(({ code }) => code);

test('a dog’s record reminds its worker, without a date, and its keeper, with one', () => {
  const id = addDog(c.resident, {
    name: '黑子',
    breed: '德牧',
    licence: 'LC0001',
    vaccinatedUntil: '2026-12-01',
  });
  expect(read(c.worker.token, id, 'dog_care').reminders).toEqual([
    { code: 'banned_breed', by: null },
    // Wang has another one.
    { code: 'second_dog', by: null },
    { code: 'vaccination_due', by: null },
  ]);
  expect(read(c.page(c.resident), id, 'own_record').reminders).toContainEqual({
    code: 'vaccination_due',
    by: '2026-12-01',
  });
});

test('only of what was released: who sees no licence hears nothing of registration', () => {
  const id = addDog(c.resident, { name: '黑子', vaccinatedUntil: '2026-11-01' });
  expect(codes(read(c.worker.token, id, 'dog_care'))).toContain('registration_first');
  expect(codes(read(c.worker.token, id, 'other', ['vaccinatedUntil']))).toEqual(['vaccination_expired']);
});

test('a guide dog is neither a second dog nor one of the list, and a worker does not read that it is one', () => {
  const id = addDog(c.resident, {
    name: '导导',
    breed: '德国牧羊犬',
    licence: 'LC0001',
    vaccinatedUntil: '2027-06-01',
    service: '导盲犬',
  });
  const seen = read(c.worker.token, id, 'dog_care');
  expect(seen.reminders).toEqual([]);
  expect(seen.fields['service']).toEqual({ level: 'none' });
  expect(read(c.page(c.resident), id, 'own_record').fields['service']).toEqual({
    level: 'clear',
    value: 'guide',
  });
});

test('whose household has another dog the worker is reminded of; nobody is told it of whom they live with', () => {
  const household = value(
    ask(c.worker.token, 'createRecord', {
      type: 'household',
      ...keep,
      grid: 3,
      fields: { address: '3-2-501' },
    }),
  ).id;
  const fields = { name: '王大力', household, householdRole: '家庭成员' };
  const son = value(ask(c.worker.token, 'createRecord', { type: 'resident', ...keep, grid: 3, fields })).id;
  const { version } = value(ask(c.worker.token, 'readRecord', { type: 'resident', id: c.resident, ...keep }));
  const change = { type: 'resident', id: c.resident, ...keep, version, fields: { household } } as const;
  value(ask(c.worker.token, 'updateRecord', change));
  const id = addDog(son, { name: '小白', licence: 'LC0002', vaccinatedUntil: '2027-06-01' });
  expect(codes(read(c.worker.token, id, 'dog_care'))).toEqual(['second_dog']);
  expect(codes(read(c.page(son), id, 'own_record'))).toEqual([]);
});
