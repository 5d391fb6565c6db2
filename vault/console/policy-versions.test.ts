import { beforeEach, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';

let c: NodeConsole;
let desk: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  desk = await c.staff(c.officer.id);
});

test('the officer drafts a tighter version, sees who sees less, and asks a second person', async () => {
  expect((await desk.open('/policy/versions/new')).text).toContain('还没有影响评估');
  const fields = { processing: '少看一项', conclusion: '可以' };
  const pia = value(c.vault.ask(c.officer.token, 'writePia', { occasion: 'other', fields })).id;
  value(c.vault.ask(c.officer.token, 'signPia', { id: pia }));
  const form = await desk.open('/policy/versions/new');
  expect(form.text).toContain('网格员、网格长:姓名、手机号、住址、所在户');
  const draft = await desk.submit('/policy/versions/new', { pia, 'rule-grid-residents': 'fact' });
  for (const said of ['草案', '会少看到', '网格员:手机号,网格日常', '部分遮住 → 只显示有或无'])
    expect(draft.text).toContain(said);
  const at = /versions\/(\d+\.1)\/propose/.exec(draft.html)?.[1] ?? '';
  const wrong = await desk.post(`/policy/versions/${at}/propose`, { words: ' ' });
  expect([wrong.status, wrong.text.includes('写上为什么要改')]).toEqual([422, true]);
  expect((await desk.submit(`/policy/versions/${at}/propose`, { words: '减少日常查看' })).text).toContain(at);
  expect((await desk.submit(`/policy/versions/${at}/drop`)).text).not.toContain('草案');
});

test('a draft that changes nothing says so beside the form', async () => {
  const pia = value(
    c.vault.ask(c.officer.token, 'writePia', { occasion: 'other', fields: { processing: '不变' } }),
  ).id;
  value(c.vault.ask(c.officer.token, 'signPia', { id: pia }));
  const seen = await desk.post('/policy/versions/new', { pia });
  expect([seen.status, seen.text.includes('不用新的版本')]).toEqual([422, true]);
});
