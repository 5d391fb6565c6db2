import { beforeEach, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';

let c: NodeConsole;
let desk: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  desk = await c.staff(c.worker.id);
});

test('a worker ticks whom to visit, the leader approves, and the worker sees name and door', async () => {
  const form = await desk.open('/visits/new');
  expect(form.text).toContain('王**');
  expect(form.text).not.toContain('王秀英');
  const sent = await desk.submit('/visits/new', {
    grid: 3,
    purpose: 'visit',
    days: '７',
    reason: '用电安全提醒',
    [`who-${c.resident}`]: 'yes',
  });
  expect(sent.text).toContain('等网格长批准');
  expect(sent.text).not.toContain('王秀英');
  const id = /visits\/([0-9a-z]{26})\/end/.exec(sent.html)?.[1] ?? '';
  const lead = { role: 'grid_leader', grids: [3], fields: { name: '孙丽' } } as const;
  const appointed = c.vault.ask(c.administrator, 'appoint', { ...lead, grids: [3] }, 'lead');
  const leader = await c.staff(value(appointed).id);
  expect((await leader.open('')).text).toContain('等网格长批准');
  expect((await leader.open(`/visits/${id}`)).text).toContain('用电安全提醒');
  const approved = await leader.submit(`/visits/${id}/approve`);
  expect(approved.text).toContain('已批准,可以走访');
  expect(approved.text).not.toContain('王秀英');
  const seen = await desk.open(`/visits/${id}`);
  for (const said of ['王秀英', '3-2-501', '每看一次名单都会记录']) expect(seen.text).toContain(said);
  expect((await desk.submit(`/visits/${id}/end`)).text).toContain('已结束');
});

test('a plan without anybody, or without days, says so beside its fields and keeps what was written', async () => {
  const wrong = await desk.post('/visits/new', { grid: 3, days: '很久', reason: '提醒' });
  expect(wrong.status).toBe(422);
  for (const said of ['勾上至少一位', '最多 30 天']) expect(wrong.text).toContain(said);
  expect(wrong.html).toContain('value="很久"');
});
