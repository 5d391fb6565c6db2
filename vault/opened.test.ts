import { beforeEach, describe, expect, test } from 'vitest';
import { Keys, value } from '../tests/node-community.ts';
import { openNodeVault, type NodeVault } from '../tests/node-vault.ts';

/** How many boxes are opened: each field is one, and what is not granted is none. Keys and log parts are not counted. */
let vault: NodeVault;
let worker: string;
let residents: string[];
let opened: number;

beforeEach(async () => {
  vault = await openNodeVault();
  const { administrator } = vault;
  const grids = [3, 4].map((id) => ({ id, kind: 'basic' as const, buildings: [id] }));
  value(vault.ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const appointed = vault.ask(administrator, 'appoint', {
    role: 'grid_worker',
    grids: [3],
    fields: { name: '李建国' },
  });
  const { id } = value(appointed);
  worker = new Keys(vault).token(id, () => value(vault.ask(administrator, 'openLink', { for: id })).path);
  const lines = [3, 3, 3, 4].map((grid, at) => ({
    kind: 'record' as const,
    type: 'resident' as const,
    id: `resident${at}`.padEnd(26, '0'),
    grid,
    fields: {
      name: '王秀英',
      mobile: `1380013800${at}`,
      address: `${grid}-2-50${at}`,
      care: '独居',
      birthDate: '1990-03-07',
    },
  }));
  value(vault.ask(administrator, 'importBatch', lines));
  residents = lines.map((line) => line.id);
  opened = 0;
  const { aead } = vault.vault;
  Object.assign(vault.vault, {
    aead: { ...aead, open: (...args: Parameters<typeof aead.open>) => ((opened += 1), aead.open(...args)) },
  });
});

const read = (id: string | undefined, fields: readonly string[]) => {
  const request = { type: 'resident', id: id ?? '', purpose: 'record_keeping', fields } as const;
  return vault.ask(worker, 'readRecord', request);
};

describe('of a record are opened', () => {
  test('the fields that were asked for and granted, one box each', () => {
    value(read(residents[0], ['mobile']));
    expect(opened).toBe(1);
    value(read(residents[0], ['name', 'mobile', 'address']));
    expect(opened).toBe(4);
  });

  test('none that this purpose does not grant, though others are', () => {
    const { fields } = value(read(residents[0], ['name', 'care']));
    expect([fields['name']?.level, fields['care']?.level]).toEqual(['masked', 'none']);
    expect(opened).toBe(1);
  });

  test('none at all when it is refused', () => {
    expect(read(residents[3], ['name', 'mobile'])).toMatchObject({ ok: false, problem: { code: 'denied' } });
    expect(read('nobody', ['name'])).toMatchObject({ ok: false, problem: { code: 'denied' } });
    expect(opened).toBe(0);
  });
});

test('of a list are opened the shown fields of the records on the page, and of no others', () => {
  const request = {
    type: 'resident',
    purpose: 'record_keeping',
    fields: ['name', 'mobile', 'care'],
  } as const;
  const page = value(vault.ask(worker, 'searchRecords', { ...request, where: { grid: 3 }, limit: 2 }));
  expect([page.items.length, page.remaining, opened]).toEqual([2, 1, 4]);
});

test('of what a search finds are opened the shown fields, and nothing of what lies in another grid', () => {
  const found = (mobile: string) =>
    value(
      vault.ask(worker, 'searchRecords', {
        type: 'resident',
        purpose: 'record_keeping',
        fields: ['name'],
        where: { field: 'mobile', value: mobile },
        limit: 10,
      }),
    ).items.length;
  expect([found('13800138001'), opened]).toEqual([1, 1]);
  expect([found('13800138003'), opened]).toEqual([0, 1]);
});
