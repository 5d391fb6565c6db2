import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { type People, settle } from './people.ts';
import { tamper } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/** That what an emergency order collected is gone at its end from the disk, and that `lindun verify` takes it for an erasure. */
let vault: TestVault;
let people: People;
beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(() => vault.close());

const need = '老人不能下楼,转移时要两个人抬';

test('an order that ended leaves no note, no key of it, and a directory that verifies', async () => {
  const ask = async (path: string, token: string, body: object): Promise<Record<string, string>> => {
    const answered = await vault.send('POST', path, { token, body });
    expect([path, answered.status < 300]).toEqual([path, true]);
    return answered.json as Record<string, string>;
  };
  const { approval = '' } = await ask('/orders', people.dispatcher.token, {
    number: '济防指〔2026〕3号',
    kind: 'flood',
    grids: [3],
    fields: ['resident.name', 'resident.mobile'],
    days: 7,
    words: '河水上涨',
  });
  await ask(`/approvals/${approval}:decide`, people.administrator, { decision: 'approve' });
  const { worker, officer, resident } = people;
  const search = {
    purpose: 'emergency_order',
    case: approval,
    where: { grid: 3 },
    fields: ['name', 'mobile'],
  };
  await ask('/records/resident:search', worker.token, search);
  const { id = '' } = await ask(`/orders/${approval}/notes`, worker.token, { resident: resident.id, need });
  const closed = await vault.send('PATCH', `/notes/${id}`, {
    token: worker.token,
    body: { outcome: '已转移' },
  });
  expect(closed.status).toBe(200);
  await ask(`/orders/${approval}/notes:search`, worker.token, {});
  const gas = { kind: 'gas_leak', reason: '有燃气味', people: [resident.id] };
  await ask('/emergencies', worker.token, gas);
  await ask(`/orders/${approval}:end`, officer.token, { words: '警报解除' });
  await vault.vault.stop();

  const { communities, findings } = verifyDirectory({ dir: vault.dir });
  const all = [...findings, ...communities.flatMap((one) => one.findings)];
  expect([communities.length, all.map(({ code, table, kind }) => [code, table, kind])]).toEqual([1, []]);
  const left = tamper(vault.dir, (database) => [
    database.prepare('SELECT count(*) AS n FROM record WHERE subject = ?').get(approval)?.['n'],
    database.prepare('SELECT count(*) AS n FROM wrapped_key WHERE owner = ?').get(approval)?.['n'],
  ]);
  expect(left).toEqual([0, 0]);
  await vault.restart();
});

test('a resident is erased with a PIN, a note under an order and a waiting proposal: the directory still verifies', async () => {
  const { worker, officer, resident, administrator, dispatcher } = people;
  const ask = async (path: string, token: string, body: object) => {
    const answered = await vault.send('POST', path, { token, body });
    expect([path, answered.status < 300]).toEqual([path, true]);
    return answered.json as Record<string, string>;
  };
  const { approval = '' } = await ask('/orders', dispatcher.token, {
    number: '济防指〔2026〕4号',
    kind: 'flood',
    grids: [3],
    fields: ['resident.name'],
    days: 7,
    words: '河水上涨',
  });
  await ask(`/approvals/${approval}:decide`, administrator, { decision: 'approve' });
  await ask(`/orders/${approval}/notes`, worker.token, { resident: resident.id, need });
  const forThem = { right: 'restrict', for: resident.id, words: '住院', evidence: '户口簿' };
  await ask('/rights:for-other', worker.token, forThem);
  await ask('/rights', await people.page(resident.id), { right: 'delete' });
  await ask('/log:search', officer.token, { limit: 50 });
  await vault.vault.stop();

  const { communities, findings } = verifyDirectory({ dir: vault.dir });
  const all = [...findings, ...communities.flatMap((one) => one.findings)];
  expect(all.map(({ code, table, kind }) => [code, table, kind])).toEqual([]);
  const left = tamper(vault.dir, (database) =>
    database
      .prepare(`SELECT DISTINCT kind FROM control WHERE key LIKE ? OR content LIKE ?`)
      .all(`%${resident.id}%`, `%${resident.id}%`)
      .map(({ kind }) => kind),
  );
  // That they were erased, what was proposed, and whom a break-glass named: by an id that leads nowhere any more.
  expect(left.sort()).toEqual(['approval', 'emergency_view', 'erasure']);
  await vault.restart();
});
