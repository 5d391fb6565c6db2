import { beforeEach, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { openRecord } from '../subject.ts';

let c: NodeConsole;
let officer: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  officer = await c.staff(c.officer.id);
});

const guess = () => {
  for (let n = 0; n < 15; n += 1) {
    const where = { field: 'name', value: '孙丽' };
    const nobody = { type: 'resident', purpose: 'grid_overview', where, limit: 1 } as const;
    value(c.vault.ask(c.worker.token, 'searchRecords', nobody));
  }
};
const alertIn = (html: string): string => /\/alerts\/(\d{15})\/closed/.exec(html)?.[1] ?? '';

test('what was noticed is counted beside the menu on every page of hers, until she has looked', async () => {
  const badge = /class="weui-badge" aria-label="1 条没看"[^>]*>1</;
  expect((await officer.open('/log')).html).not.toMatch(/weui-badge/);
  guess();
  expect((await officer.open('/log')).html).toMatch(badge);
  const page = await officer.open('/alerts');
  expect(page.text).toContain('一天内按姓名、号码或住址查了 15 次,都没有查到(提醒线 15 次)');
  expect(page.text).toContain('李**');
  expect(page.html).toContain(`/log?actor=${c.worker.id}`);
  const seen = await officer.submit(`/alerts/${alertIn(page.html)}/seen`, {});
  expect(seen.text).toContain('记下了');
  expect(seen.html).not.toMatch(/weui-badge/);
});

test('it is dealt with by a sentence, and without one the page says where it is missing', async () => {
  guess();
  const alert = alertIn((await officer.open('/alerts')).html);
  const without = await officer.post(`/alerts/${alert}/closed`, { words: ' ' });
  expect(without.status).toBe(422);
  expect(without.text).toContain('写一句怎么处理的');
  const closed = await officer.submit(`/alerts/${alert}/closed`, { words: '问过:记错了姓' });
  expect(closed.text).toContain('处理完的');
  expect(closed.html).not.toContain(`/alerts/${alert}/closed`);
});

test('where somebody was stopped she asks there that they go on', async () => {
  const canary = value(c.vault.ask(c.officer.token, 'makeCanary', { grid: 3 })).id;
  const read = { type: 'resident', id: canary, purpose: 'grid_overview' } as const;
  c.vault.ask(c.worker.token, 'readRecord', read);
  const page = await officer.open('/alerts');
  expect(page.text).toContain('打开了示警档案');
  expect(page.text).toContain('账号已暂停');
  const asked = await officer.submit(`/alerts/unfreeze/${c.worker.id}`, { words: '问过:点错了' });
  expect(asked.text).toContain('等第二个人确认');
  expect((await officer.open('/approvals')).text).toContain('恢复一位网格员的账号');
});

test('the canaries stand there by grid and day, and nothing tells who they are to be', async () => {
  const made = await officer.submit('/canaries', { grid: '３' });
  expect(made.text).toContain('放好了');
  const id = /canaries\/([0-9a-z]{26})\/retire/.exec(made.html)?.[1] ?? '';
  const row = c.vault.vault.rows.get('canary', id);
  expect(row?.content).toMatchObject({ grid: 3, state: 'live' });
  const record = c.vault.vault.store.records.byId('resident', id);
  if (record === undefined) throw new Error('a canary has a record');
  // Opened past the policy: nobody could read it and go on.
  const values = [...openRecord(c.vault.vault, record, ['name', 'mobile']).values()];
  expect(values.every((said) => said !== '')).toBe(true);
  for (const said of values) expect(made.html).not.toContain(said);
  for (const grid of ['', '九', '9'])
    expect((await officer.post('/canaries', { grid })).status, grid).toBe(422);
});
