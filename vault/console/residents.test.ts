import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, nodeConsole, type NodeConsole, pages, type Seen } from '../../tests/node-console.ts';
import { code, value } from '../../tests/node-community.ts';

let c: NodeConsole;
let worker: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  worker = await c.staff(c.worker.id);
});

const secrets = ['13800138000', '138 0013 8000', '王秀英', '3-2-501', '370112199003071230'];
const tellsNothing = ({ html }: Seen) => secrets.forEach((secret) => expect(html).not.toContain(secret));
const addResident = (grid: number, name: string, by = c.worker.token): string =>
  value(
    c.vault.ask(by, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid, fields: { name } }),
  ).id;

describe('the residents of one’s own grid', () => {
  test('are listed masked, each look an entry that they see, and nothing of them in an address', async () => {
    const before = c.entries();
    const seen = await worker.open('/residents');
    expect(seen.html).toContain('<th scope="col">办理</th>');
    for (const said of ['第 3 网格的居民', '王**', '138****8000', '3号楼*单元****', '居民能看到'])
      expect(seen.text).toContain(said);
    tellsNothing(seen);
    expect(c.entries()).toBe(before + 1);
    expect(
      [...seen.html.matchAll(/href="([^"]+)"/g)].map(([, href]) => decodeURIComponent(href ?? '')),
    ).not.toContainEqual(expect.stringMatching(/138|王|号楼/));
  });

  test('come twenty a page', async () => {
    for (let n = 0; n < 25; n += 1) addResident(3, '孙丽');
    const first = await worker.open('/residents');
    expect(first.html.match(/<tr><th scope="row">/g)).toHaveLength(20);
    expect(first.text).toContain('后面还有 6 条');
    const [, next = ''] = /href="([^"]+after=[^"]+)"/.exec(first.html) ?? [];
    const second = await worker.open(next.replaceAll('&amp;', '&'));
    expect(second.html.match(/<tr><th scope="row">/g)).toHaveLength(6);
  });

  test('are one’s own only, whatever grid the address names', async () => {
    addResident(5, '赵灵儿', c.otherWorker.token);
    const seen = await worker.open('/residents?grid=5');
    expect(seen.text).toContain('第 3 网格的居民');
    expect(seen.text).not.toContain('赵');
  });
});

describe('binding a resident’s chat', () => {
  const path = () => `/residents/${c.resident}/bind`;
  const bindingIn = ({ html }: Seen) => /name="binding" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const digitsIn = ({ html }: Seen) => /class="digits"><span aria-hidden="true">(\d+)</.exec(html)?.[1] ?? '';

  test('takes three hands: the code, its answer in the chat, the digits compared', async () => {
    const asked = await worker.open(path());
    expect(asked.text).toContain('请先当面核对本人');
    expect(asked.text).toContain('王**');
    tellsNothing(asked);
    const made = await worker.post(path(), { step: 'open' });
    const said = digitsIn(made);
    expect(said).toMatch(/^\d{6}$/);
    expect(made.text).toContain('今天 14:05 前有效');
    const waiting = await worker.post(path(), { step: 'look', binding: bindingIn(made), code: said });
    expect(waiting.text).toContain('还没有人说出这个码');
    expect(digitsIn(waiting)).toBe(said);
    const { check } = value(c.vault.ask(c.chat('wx-new'), 'answerBinding', { code: said }));
    const answered = await worker.post(path(), { step: 'look', binding: bindingIn(made), code: said });
    expect(digitsIn(answered)).toBe(check);
    expect((await worker.post(path(), { step: 'confirm', binding: bindingIn(made) })).text).toContain(
      '绑定好了',
    );
    expect(code(c.vault.ask(c.chat('wx-new'), 'listConsents', {}))).toBe('ok');
  });

  test('does not take a code back that is over: it offers another', async () => {
    const made = await worker.post(path(), { step: 'open' });
    c.vault.now += 5 * 60_000 + 1;
    for (const step of ['look', 'confirm'])
      expect((await worker.post(path(), { step, binding: bindingIn(made) })).text).toContain('过期或用过');
  });

  test('says so where nobody has answered, and confirms nothing', async () => {
    const made = await worker.post(path(), { step: 'open' });
    const seen = await worker.post(path(), { step: 'confirm', binding: bindingIn(made) });
    expect([seen.status, seen.text.includes('绑定好了')]).toEqual([409, false]);
  });

  test('is for residents of one’s own grid', async () => {
    const elsewhere = await c.staff(c.otherWorker.id);
    const asked = await elsewhere.open(path());
    expect(asked.status).toBe(403);
    expect(asked.text).not.toContain('王');
    expect((await elsewhere.post(path(), { step: 'open' })).status).toBe(403);
  });

  test('works for the worker’s own chat, which then lists the day’s work', async () => {
    const made = await worker.post('/me/bind', { step: 'open' });
    value(c.vault.ask(c.chat('wx-li'), 'answerBinding', { code: digitsIn(made) }));
    expect((await worker.post('/me/bind', { step: 'confirm', binding: bindingIn(made) })).text).toContain(
      '绑定好了',
    );
    const todo = { purpose: 'handle_ticket', where: { todo: true }, limit: 5 } as const;
    expect(code(c.vault.ask(c.chat('wx-li'), 'listTickets', todo))).toBe('ok');
    expect(made.html).toContain(`action="${pages}/me/bind"`);
  });
});
