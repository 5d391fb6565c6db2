import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../tests/node-community.ts';
import { openNodeVault, type NodeVault } from '../tests/node-vault.ts';

const fields = { name: '王秀英', mobile: '13800138000', address: '3-2-501', idNumber: '370112199003071230' };

let vault: NodeVault;
let worker: string;
let resident: string;

beforeEach(async () => {
  vault = await openNodeVault();
  const { administrator } = vault;
  const grids = [{ id: 3, kind: 'basic' as const, buildings: [3] }];
  value(vault.ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const appointment = { role: 'grid_worker', grids: [3], fields: { name: '李建国' } } as const;
  const { id } = value(vault.ask(administrator, 'appoint', { ...appointment, grids: [3] }));
  worker = value(vault.ask(administrator, 'mintToken', { for: id, minutes: 60 })).token;
  const made = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  resident = value(vault.ask(worker, 'createRecord', made)).id;
});

const update = (version: number, changed: Record<string, string>) => {
  const request = { type: 'resident', id: resident, purpose: 'record_keeping' } as const;
  const outcome = vault.ask(worker, 'updateRecord', { ...request, version, fields: changed });
  return outcome.ok ? 'ok' : outcome.problem.code;
};
const found = (field: string, wanted: string) => {
  const request = { type: 'resident', purpose: 'record_keeping', fields: ['name'], limit: 10 } as const;
  const outcome = vault.ask(worker, 'searchRecords', { ...request, where: { field, value: wanted } });
  return value(outcome).items.map(({ id }) => id);
};
const tags = () => vault.sql.all('SELECT * FROM index_tag WHERE record = ? ORDER BY field', [resident]);

describe('index tags at an update', () => {
  test('stay as they are when no indexed field changed', () => {
    const before = tags();
    expect(before).toHaveLength(3);
    expect(update(1, { care: '独居,行动不便' })).toBe('ok');
    expect(tags()).toEqual(before);
    expect(found('idNumber', fields.idNumber)).toEqual([resident]);
  });

  test('follow a changed field, and the former value finds nobody', () => {
    expect(update(1, { mobile: '13900139000' })).toBe('ok');
    expect(found('mobile', '13900139000')).toEqual([resident]);
    expect(found('mobile', fields.mobile)).toEqual([]);
    expect(found('address', fields.address)).toEqual([resident]);
    expect(tags()).toHaveLength(3);
  });

  test('go with the value that is emptied, and come back with a new one', () => {
    expect(update(1, { mobile: '', idNumber: '', address: '' })).toBe('ok');
    expect(tags()).toEqual([]);
    expect(update(2, { mobile: fields.mobile })).toBe('ok');
    expect(found('mobile', fields.mobile)).toEqual([resident]);
  });

  test('of a hash that a database writer changed get no new MAC', () => {
    const change = `UPDATE index_tag SET tag = ? WHERE field = 'resident.idNumber' AND record = ?`;
    vault.sql.all(change, ['00'.repeat(16), resident]);
    expect(update(1, { care: '独居' })).toBe('tampered');
  });

  test('of a hash that a database writer deleted are missed', () => {
    vault.sql.all(`DELETE FROM index_tag WHERE field = 'resident.idNumber' AND record = ?`, [resident]);
    expect(update(1, { care: '独居' })).toBe('tampered');
  });

  test('that a database writer changed are refused also where the value is kept', () => {
    const change = `UPDATE index_tag SET tag = ? WHERE field = 'resident.mobile' AND record = ?`;
    vault.sql.all(change, ['00'.repeat(16), resident]);
    expect(update(1, { care: '独居' })).toBe('tampered');
  });

  test('of a hash that was put back with its own MAC are not taken for the newest', () => {
    const [old] = tags().filter(({ field }) => field === 'resident.idNumber');
    expect(update(1, { idNumber: '11010519491231002X' })).toBe('ok');
    const putBack = `UPDATE index_tag SET tag = ?, mac = ? WHERE field = 'resident.idNumber' AND record = ?`;
    vault.sql.all(putBack, [old?.['tag'] ?? '', old?.['mac'] ?? '', resident]);
    expect(update(2, { care: '独居' })).toBe('tampered');
  });
});
