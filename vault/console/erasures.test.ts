import { beforeEach, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';

let c: NodeConsole;
let officer: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  officer = await c.staff(c.officer.id);
});

const number = '370112199003071230';
const line = {
  kind: 'record',
  type: 'resident',
  grid: 3,
  fields: { name: '王秀英', idNumber: number },
} as const;
const bring = () => value(c.vault.ask(c.administrator, 'importBatch', [line]));

test('what an old list would bring back is shown without a word of it, and released on the person’s word', async () => {
  value(c.vault.ask(c.page(c.resident), 'openRight', { right: 'delete', suppress: true }));
  expect(bring()).toEqual({ imported: 0, heldBack: [1] });
  expect((await officer.open('/erasures')).text).toContain('1 份');
  const page = await officer.open('/erasures/held-back');
  expect(page.text).toContain('别再从旧名单登记我');
  expect(page.text).toContain('导入,第 1 行');
  expect(page.text).not.toContain('王秀英');
  const action = /\/erasures\/held-back\/[0-9a-z]{26}/.exec(page.html)?.[0] ?? '';
  const without = await officer.post(action, { decision: 'release', words: '' });
  expect(without.status).toBe(422);
  const released = await officer.submit(action, { decision: 'release', words: '本人到社区说的' });
  expect(released.text).toContain('已解除');
  expect(bring()).toEqual({ imported: 1, heldBack: [] });
});

test('words that may name who is gone are opened one by one, marked, and blacked out', async () => {
  const neighbour = value(
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '赵德柱' },
    }),
  ).id;
  c.bind('wx-zhao', neighbour);
  const report = { category: 'dog', description: '王秀英家的狗没拴绳,王大姐不听劝' } as const;
  value(c.vault.ask(c.chat('wx-zhao'), 'createTicket', report));
  value(c.vault.ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
  value(
    c.vault.ask(c.worker.token, 'writeStatement', { ticket: '1', accused: c.resident, said: '狗没拴绳' }),
  );
  value(c.vault.ask(c.page(c.resident), 'openRight', { right: 'delete' }));
  const list = await officer.open('/erasures/words');
  expect(list.text).toContain('工单 0001');
  expect(list.text).not.toContain('王秀英');
  const action = /\/erasures\/words\/[0-9a-z]{26}/.exec(list.html)?.[0] ?? '';
  const opened = await officer.post(action, {});
  expect(opened.html).toContain('<mark>王秀英</mark>');
  const version = /name="version" value="(\d+)"/.exec(opened.html)?.[1] ?? '';
  const wrong = await officer.post(`${action}/decide`, { decision: 'redact', version: '9', words: '' });
  expect(wrong.status).toBe(412);
  await officer.submit(`${action}/decide`, { decision: 'redact', version, words: '王大姐' });
  const own = value(c.vault.ask(c.chat('wx-zhao'), 'readTicket', { ticket: '1', purpose: 'own_record' }));
  expect(own.fields['description']).toMatchObject({ value: '■■■家的狗没拴绳,■■■不听劝' });
});

test('the next sweep is numbers, and says so where there are none', async () => {
  expect((await officer.open('/erasures/sweeps')).text).toContain('没有到期的');
  expect((await officer.open('/erasures/holds')).text).toContain('没有。');
});
