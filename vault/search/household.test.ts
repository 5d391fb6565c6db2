import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { decodeLeaf } from '../log/leaf.ts';

let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

const keep = (
  type: 'resident' | 'household',
  fields: Record<string, string>,
  by = c.worker.token,
  grid = 3,
): string => value(c.ask(by, 'createRecord', { type, purpose: 'record_keeping', grid, fields })).id;

const find = (
  address: string,
  by = c.worker.token,
  purpose: 'grid_overview' | 'record_keeping' | 'handle_ticket' | 'emergency' = 'grid_overview',
) => c.ask(by, 'findHousehold', { purpose, address });
const idsOf = (outcome: ReturnType<typeof find>) => {
  const { households, others } = value(outcome);
  return {
    households: households.map(({ household, members }) => ({
      household: household.id,
      members: members.map(({ id }) => id).toSorted(),
    })),
    others: others.map(({ id }) => id),
  };
};
const newest = () => value(c.ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('a household, found by its address', () => {
  const addresses = [
    '3号楼2单元501室',
    '三号楼二单元501',
    '３－２－５０１',
    '3-2-501',
    '3号楼 2单元 五零一 室',
  ];

  test.each(addresses)('however it is written, with who belongs to it: %s', (address) => {
    const household = keep('household', { address: '3-2-501', size: '3' });
    const head = keep('resident', { name: '赵大', household, householdRole: 'head', address: '3-2-501' });
    const child = keep('resident', { name: '赵二', household, householdRole: 'member' });
    keep('resident', { name: '孙丽', address: '3-2-502' });
    expect(idsOf(find(address))).toEqual({
      households: [{ household, members: [head, child].toSorted() }],
      others: [c.resident],
    });
  });

  test('is shown masked, and everybody who is shown has an entry', () => {
    const household = keep('household', { address: '3-2-501' });
    const head = keep('resident', { name: '赵大', household, householdRole: 'head' });
    const before = c.vault.vault.journal.size;
    const found = value(find('3-2-501'));
    expect(found.households[0]?.household.fields['address']).toEqual({
      level: 'masked',
      value: '3号楼*单元****',
    });
    expect(found.households[0]?.members[0]?.fields).toMatchObject({
      name: { level: 'masked', value: '赵*' },
      address: { level: 'fact', value: 'no' },
    });
    const about = value(c.ask(c.officer.token, 'searchLog', { limit: 4 })).items.slice(0, 3);
    expect(c.vault.vault.journal.size - before).toBe(3 + 1);
    expect(about.map(({ subject, action }) => [action, subject]).toSorted()).toEqual(
      [household, head, c.resident].map((subject) => ['record.search', subject]).toSorted(),
    );
  });

  test('of another grid is as if there were none, and who lives there reads that somebody tried', () => {
    const household = keep('household', { address: '5-1-101' }, c.otherWorker.token, 5);
    keep('resident', { name: '张伟', household, address: '5-1-101' }, c.otherWorker.token, 5);
    const asked = (address: string) => {
      const before = c.vault.vault.journal.size;
      const answer = value(find(address));
      const leaves = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
      return { answer, said: leaves.map((leaf) => leaf.ok && { ...leaf.value.public, seq: 0 }) };
    };
    expect(asked('5-1-101')).toEqual(asked('5-1-102'));
    find('5-1-101');
    expect(newest()).toMatchObject({ decision: 'done', reason: 'not_your_grid', subject: household });
  });

  test('a member who is placed in another grid is left out, without a word', () => {
    const household = keep('household', { address: '3-2-501' });
    keep('resident', { name: '赵二', household }, c.otherWorker.token, 5);
    expect(idsOf(find('3-2-501')).households).toEqual([{ household, members: [] }]);
  });

  test('is one search: of the budget, and to who watches', () => {
    keep('household', { address: '3-2-501' });
    for (let n = 0; n < 30; n += 1) expect(code(find(n % 2 === 0 ? '3-2-501' : '3-2-502'))).toBe('ok');
    expect(code(find('3-2-501'))).toBe('too_many_requests');
    expect(newest()).toMatchObject({ action: 'record.search', decision: 'refused', reason: 'over_budget' });
    const days = c.vault.vault.rows.getTransient('watch', c.worker.id, c.vault.now)?.days;
    expect(days?.at(-1)).toMatchObject({ misses: 15 });
  });

  test('is not found by who has no purpose for it, nor through a chat, and an address that is none says what is wrong', () => {
    expect(code(find('3-2-501', c.worker.token, 'handle_ticket'))).toBe('denied');
    expect(code(find('3-2-501', c.officer.token))).toBe('denied');
    c.bind('wx-wang', c.resident);
    expect(code(find('3-2-501', c.chat('wx-wang')))).toBe('denied');
    const wrong = find('3-501');
    expect(wrong.ok ? [] : wrong.problem.errors?.map(({ field, code }) => [field, code])).toEqual([
      ['address', 'address_unit_missing'],
    ]);
  });
});
