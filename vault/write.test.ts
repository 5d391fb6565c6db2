import { beforeEach, describe, expect, test } from 'vitest';
import { Keys, value } from '../tests/node-community.ts';
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
  const link = () => value(vault.ask(administrator, 'openLink', { for: id })).path;
  worker = new Keys(vault).token(id, link);
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
    expect(before).toHaveLength(4);
    expect(update(1, { care: '独居,行动不便' })).toBe('ok');
    expect(tags()).toEqual(before);
    expect(found('idNumber', fields.idNumber)).toEqual([resident]);
  });

  test('follow a changed field, and the former value finds nobody', () => {
    expect(update(1, { mobile: '13900139000' })).toBe('ok');
    expect(found('mobile', '13900139000')).toEqual([resident]);
    expect(found('mobile', fields.mobile)).toEqual([]);
    expect(found('address', fields.address)).toEqual([resident]);
    expect(tags()).toHaveLength(4);
  });

  test('go with the value that is emptied, and come back with a new one', () => {
    expect(update(1, { mobile: '', idNumber: '', address: '' })).toBe('ok');
    // A resident's name is never empty.
    expect(tags()).toMatchObject([{ field: 'resident.name' }]);
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

describe('an id that is chosen', () => {
  test('never writes over anything, whatever type it is of', () => {
    const { administrator } = vault;
    const dog = (id: string) => ({ type: 'dog' as const, keeper: resident, id, fields: { name: '旺财' } });
    const person = (id: string) => ({ type: 'resident' as const, grid: 3, id, fields: { name: '赵敏' } });
    const home = (id: string) => ({
      type: 'household' as const,
      grid: 3,
      id,
      fields: { address: '3-1-101' },
    });
    const create = (line: ReturnType<typeof dog | typeof person | typeof home>) =>
      vault.ask(worker, 'createRecord', { ...line, purpose: 'record_keeping' });
    const made = [dog, person, home].map(
      (line, n) => value(create(line(`0000000000000000000000000${n}`))).id,
    );
    const staff = String(vault.sql.all(`SELECT id FROM record WHERE type = 'staff'`, [])[0]?.['id']);
    const before = vault.sql.all('SELECT id, type, version, blob FROM record ORDER BY id', []);
    for (const id of [...made, resident, staff]) {
      for (const line of [dog(id), person(id), home(id)]) {
        const outcome = create(line);
        expect(outcome.ok ? 'ok' : outcome.problem.errors?.[0]?.code).toBe('id_taken');
        const batch = vault.ask(administrator, 'importBatch', [{ kind: 'record', ...line }]);
        expect(batch.ok ? 'ok' : batch.problem.errors?.[0]?.code).toBe('id_taken');
      }
    }
    expect(vault.sql.all('SELECT id, type, version, blob FROM record ORDER BY id', [])).toEqual(before);
  });
});

describe('a value', () => {
  test('of a megabyte is refused by its length, before anything looks at it', () => {
    expect(update(1, { name: `王${' '.repeat(900_000)}王` })).toBe('invalid');
    expect(update(1, { name: `王大${' '.repeat(3_000)}王二` })).toBe('invalid');
    expect(update(1, { name: '阿卜杜拉  ·  买买提' })).toBe('ok');
  });
});
