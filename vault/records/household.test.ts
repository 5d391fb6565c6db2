import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const keep = { purpose: 'record_keeping' } as const;
const add = (type: 'resident' | 'household', fields: Record<string, string>, by = c.worker.token, grid = 3) =>
  value(ask(by, 'createRecord', { type, ...keep, grid, fields })).id;

let household: string;
beforeEach(async () => {
  c = await nodeCommunity();
  household = add('household', { address: '三号楼二单元501', size: '3' });
});

describe('a household', () => {
  test('shows who belongs to it by what they are in it, masked, and found by any of them', () => {
    const tenant = add('resident', { name: '租小客', household, householdRole: '租户' });
    const child = add('resident', {
      name: '王小宝',
      household,
      householdRole: '成员',
      birthDate: '2020-01-01',
    });
    const head = add('resident', { name: '王大力', household, householdRole: '户主' });
    for (const of of [household, tenant, child, head]) {
      const seen = value(ask(c.worker.token, 'readHousehold', { of }));
      expect(seen.household?.fields['address']).toEqual({ level: 'masked', value: '3号楼*单元****' });
      expect(seen.members.map(({ id, fields }) => [id, fields['householdRole']])).toEqual([
        [head, { level: 'masked', value: 'head' }],
        [child, { level: 'masked', value: 'member' }],
        [tenant, { level: 'masked', value: 'tenant' }],
      ]);
      expect(seen.members[0]?.fields['name']).toEqual({ level: 'masked', value: '王**' });
    }
    // Each person has an entry.
    const own = value(ask(c.page(tenant), 'ownLog', { only: 'others', limit: 10 })).items;
    expect(own.filter(({ action }) => action === 'record.list').length).toBeGreaterThanOrEqual(4);
  });

  test('of which nobody is known, or whose resident belongs to none, is said so', () => {
    expect(value(ask(c.worker.token, 'readHousehold', { of: household })).members).toEqual([]);
    const alone = value(ask(c.worker.token, 'readHousehold', { of: c.resident }));
    expect(alone).toMatchObject({ household: null, members: [{ id: c.resident }] });
  });

  test('asked for by somebody who belongs to none is a look at that person, and watched as one', () => {
    const alone = add('resident', { name: '王大力' });
    const watched = () => c.vault.vault.rows.getTransient('watch', c.worker.id, c.vault.now)?.recent;
    expect(watched()).toBeUndefined();
    value(ask(c.worker.token, 'readHousehold', { of: alone }));
    expect(watched()).toHaveLength(1);
  });

  test('is not shown across the grid’s border, nor to anybody without one', () => {
    add('resident', { name: '王大力', household });
    const refused = [
      c.otherWorker.token,
      c.dispatcher.token,
      c.officer.token,
      c.page(c.resident),
      c.administrator,
    ];
    for (const token of refused) expect(code(ask(token, 'readHousehold', { of: household }))).toBe('denied');
    expect(code(ask(c.worker.token, 'readHousehold', { of: 'nothing' }))).toBe('denied');
  });

  test('keeps a member who lives in another grid out of a worker’s sight', () => {
    const here = add('resident', { name: '王大力', household });
    add('resident', { name: '王二力', household }, c.otherWorker.token, 5);
    const seen = value(ask(c.worker.token, 'readHousehold', { of: household }));
    expect(seen.members.map(({ id }) => id)).toEqual([here]);
  });

  test('says who is whose guardian', () => {
    const child = add('resident', { name: '王小宝', household, birthDate: '2020-01-01' });
    const mother = add('resident', { name: '李梅', mobile: '13600136000', household });
    const paper = { child, guardian: { id: mother }, paper: 'household_register' } as const;
    const { approval } = value(ask(c.worker.token, 'recordGuardian', paper)) as { approval?: string };
    const leader = c.staff('grid_leader', [3], '组长');
    if (approval !== undefined) value(ask(leader.token, 'decideApproval', { approval, decision: 'approve' }));
    const seen = value(ask(c.worker.token, 'readHousehold', { of: household }));
    expect(seen.guardians).toEqual([{ guardian: mother, child }]);
  });
});

describe('what a resident has', () => {
  const vehicle = { plate: '鲁A·12345', model: '白色轿车', space: '地下B区12' };
  const give = (type: 'vehicle' | 'errand', fields: Record<string, string>, by = c.worker.token) =>
    ask(by, 'createRecord', { type, ...keep, keeper: c.resident, fields });

  test('the worker keeps it, the resident sees it, and it is found by its plate in any spelling', () => {
    const id = value(give('vehicle', vehicle)).id;
    const of = { type: 'vehicle', purpose: 'grid_overview', where: { of: c.resident }, limit: 5 } as const;
    expect(value(ask(c.worker.token, 'searchRecords', of)).items[0]?.fields['plate']).toEqual({
      level: 'masked',
      value: '鲁A***45',
    });
    const where = { field: 'plate', value: '鲁a 12345' };
    const found = value(ask(c.worker.token, 'searchRecords', { ...of, where }));
    expect(found.items.map((one) => one.id)).toEqual([id]);
    const own = { type: 'vehicle', purpose: 'own_record', where: { mine: true }, limit: 5 } as const;
    expect(value(ask(c.page(c.resident), 'searchRecords', own)).items[0]?.fields['plate']).toEqual({
      level: 'clear',
      value: '鲁A12345',
    });
  });

  test('an errand is clear to the worker at the desk, who does it, and to nobody else', () => {
    value(give('errand', { item: '养老待遇资格认证', details: '腿脚不便,上门拍照', asked: '2026-11-20' }));
    const of = { type: 'errand', purpose: 'errand_service', where: { of: c.resident }, limit: 5 } as const;
    const [errand] = value(ask(c.worker.token, 'searchRecords', of)).items;
    expect(errand?.fields['item']).toEqual({ level: 'clear', value: 'pension_check' });
    const leader = c.staff('grid_leader', [3], '组长');
    for (const token of [c.otherWorker.token, leader.token, c.dispatcher.token, c.officer.token])
      expect(code(ask(token, 'searchRecords', of))).toBe('denied');
  });

  test('only the worker of their grid writes it down, and only right values', () => {
    expect(code(give('vehicle', vehicle, c.otherWorker.token))).toBe('denied');
    expect(code(give('vehicle', vehicle, c.page(c.resident)))).toBe('denied');
    const wrong = give('vehicle', { plate: '鲁AO2345' });
    expect(wrong.ok ? [] : wrong.problem.errors).toMatchObject([
      { field: 'fields.plate', code: 'plate_letter' },
    ]);
    const noOne = { type: 'vehicle', ...keep, keeper: household, fields: vehicle } as const;
    expect(code(ask(c.worker.token, 'createRecord', noOne))).toBe('invalid');
  });

  test('it is in what the vault says it holds, and in the copy', () => {
    value(give('vehicle', vehicle));
    const known = value(ask(c.page(c.resident), 'knowMine', undefined));
    expect(known.records.map(({ type }) => type)).toContain('vehicle');
    const { archive } = value(ask(c.page(c.resident), 'takeArchive', { right: 'copy' }));
    expect(JSON.stringify(archive)).toContain('鲁A12345');
  });
});

describe('a business', () => {
  const shop = {
    name: '恒大超市',
    creditCode: '91350100m000100y43',
    trade: '零售',
    place: '商业街12号',
    contact: '孙丽',
    mobile: '13600136000',
  };
  const make = (by: string, grid: number) =>
    ask(by, 'createRecord', { type: 'business', ...keep, grid, fields: shop });

  test('is a subject of its own: its grid’s worker keeps it and calls it, the dispatcher sees what it is', () => {
    const { id } = value(make(c.worker.token, 3));
    const read = (token: string, fields: string[]) =>
      ask(token, 'readRecord', { type: 'business', id, purpose: 'business_contact', fields });
    expect(value(read(c.worker.token, ['creditCode', 'mobile'])).fields).toEqual({
      creditCode: { level: 'clear', value: '91350100M000100Y43' },
      mobile: { level: 'clear', value: '13600136000' },
    });
    const list = { type: 'business', purpose: 'business_contact', where: { grid: 3 }, limit: 5 } as const;
    expect(value(ask(c.worker.token, 'searchRecords', list)).items[0]?.fields['mobile']).toMatchObject({
      level: 'masked',
    });
    expect(value(read(c.dispatcher.token, ['name', 'place'])).fields['name']).toMatchObject({
      level: 'clear',
    });
    expect(code(read(c.dispatcher.token, ['mobile']))).toBe('denied');
    // Nor are they told whether a number is some shop's.
    const tried = (where: object, fields = ['name']) =>
      code(ask(c.dispatcher.token, 'searchRecords', { ...list, where, fields } as typeof list));
    expect(tried({ field: 'mobile', value: '13600136000' })).toBe('denied');
    expect(tried({ match: { name: '恒大超市', mobile: '13600136000' } })).toBe('denied');
    expect(tried({ field: 'name', value: '恒大超市' })).toBe('ok');
    expect(code(read(c.otherWorker.token, ['name']))).toBe('denied');
    expect(code(make(c.otherWorker.token, 3))).toBe('denied');
  });

  test('of a shop street is its dedicated worker’s', () => {
    const street = c.staff('dedicated_worker', [5], '刘街');
    expect(make(street.token, 5).ok).toBe(true);
    const fields = { name: '孙丽' };
    expect(code(ask(street.token, 'createRecord', { type: 'resident', ...keep, grid: 5, fields }))).toBe(
      'denied',
    );
  });
});
