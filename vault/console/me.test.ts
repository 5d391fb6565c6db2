import { beforeEach, describe, expect, test } from 'vitest';
import { phoneNotice } from '../../tests/node-vault.ts';
import { type Browser, nodeConsole, type NodeConsole, pages, type Seen } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';

let c: NodeConsole;
/** On her own page, and through the link that she asked for in the chat. */
let own: Browser;
let chat: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
  own = c.holding(c.page(c.resident));
  chat = await c.fromChat('wx-wang');
});

const secrets = ['13800138000', '王秀英', '3-2-501', '旺财', '156000012345678'];
const form = ({ html }: Seen, action: string): boolean => html.includes(`action="${pages}${action}"`);
const report = (): string => {
  const words = { category: 'dog', description: '狗没拴绳', place: '3号楼' };
  const made = value(c.vault.ask(c.chat('wx-wang'), 'createTicket', words));
  return 'id' in made ? made.id : '';
};
const move = (ticket: string, action: 'take' | 'handle', version: number) =>
  value(c.vault.ask(c.worker.token, 'moveTicket', { ticket, action, version }));

describe('my record', () => {
  test('is masked where I came from the chat, and says why and what to do', async () => {
    const seen = await chat.open('/me');
    expect(seen.text).toContain('这一页是从聊天里打开的,所以只显示一部分');
    for (const said of ['王**', '138****8000', '3号楼*单元****', '****5678', '有,到2027年3月'])
      expect(seen.text).toContain(said);
    for (const secret of secrets) expect(seen.html).not.toContain(secret);
  });

  test('is whole on a page of my own, all but what was thrown away', async () => {
    const seen = await own.open('/me');
    for (const secret of secrets) expect(seen.text).toContain(secret);
    expect(seen.html).not.toContain('370112199003071230');
    expect(seen.text).not.toContain('从聊天里打开');
  });

  test('has nothing in it that was not escaped', async () => {
    value(
      c.vault.ask(c.worker.token, 'updateRecord', {
        type: 'resident',
        id: c.resident,
        purpose: 'record_keeping',
        version: 1,
        fields: { care: '<img src=x onerror=alert(1)> "耳背" & 独居' },
      }),
    );
    const seen = await own.open('/me');
    expect(seen.html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;耳背&quot; &amp; 独居');
    expect(seen.html).not.toContain('<img');
  });

  test('ends with the binding it came through', async () => {
    value(c.vault.ask(c.chat('wx-wang'), 'endBinding', {}));
    expect((await chat.open('/me')).status).toBe(401);
    expect((await own.open('/me')).status).toBe(200);
  });
});

describe('my tickets', () => {
  test('say how far they are, to whom it falls, and are mine alone', async () => {
    const id = report();
    expect((await chat.open('/me/tickets')).text).toContain('养犬 · 3号楼');
    move(id, 'take', 1);
    move(id, 'handle', 2);
    const seen = await chat.open(`/tickets/${id}`);
    expect(seen.text).toContain('已办结,待您确认');
    expect(seen.text).toContain('狗没拴绳');
    expect(form(seen, `/tickets/${id}/close`)).toBe(true);
    expect(form(seen, `/tickets/${id}/phone`)).toBe(false);
    const fields = { name: '孙丽' };
    const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
    const other = c.holding(c.page(value(c.vault.ask(c.worker.token, 'createRecord', record)).id));
    expect((await other.open(`/tickets/${id}`)).status).toBe(403);
    expect((await other.open('/me/tickets')).text).toContain('您还没有报过事');
    expect((await other.post(`/tickets/${id}/close`, { version: 3 })).status).toBe(403);
  });

  test('give of themselves what the list shows, and the log says that and no more', async () => {
    report();
    for (const browser of [own, chat]) {
      const seen = await browser.open('/me/tickets');
      expect(seen.text).toContain('养犬 · 3号楼');
      const [entry] = value(
        c.vault.ask(c.officer.token, 'searchLog', { action: 'ticket.list', limit: 1 }),
      ).items;
      expect(Object.keys(entry?.fields ?? {}).toSorted()).toEqual(['category', 'place']);
    }
    const all = { purpose: 'own_record', where: { mine: true }, limit: 5 } as const;
    const [ticket] = value(c.vault.ask(c.page(c.resident), 'listTickets', all)).items;
    expect(ticket?.fields['description']).toMatchObject({ value: '狗没拴绳' });
  });

  test('are closed and rated by me, and opened again', async () => {
    const id = report();
    move(id, 'take', 1);
    move(id, 'handle', 2);
    expect((await chat.submit(`/tickets/${id}/close`, { version: 3 })).text).toContain('工单结了');
    const wrong = await chat.post(`/tickets/${id}/rate`, { version: 4, rating: '9' });
    expect([wrong.status, wrong.text.includes('请打 1 到 5 分')]).toEqual([422, true]);
    const rated = await chat.submit(`/tickets/${id}/rate`, { version: 4, rating: '4' });
    expect(rated.text).toContain('4 分(满分 5 分)');
    const again = report();
    move(again, 'take', 1);
    move(again, 'handle', 2);
    expect((await chat.submit(`/tickets/${again}/reopen`, { version: 3 })).text).toContain('已重新打开');
  });

  test('take what I have to add, and not an empty word', async () => {
    const id = report();
    expect((await chat.submit(`/tickets/${id}/supplement`, { supplement: '棕色的狗' })).text).toContain(
      '棕色的狗',
    );
    const empty = await chat.post(`/tickets/${id}/supplement`, { supplement: ' ' });
    expect(empty.status).toBe(422);
    expect(empty.html).toMatch(/<textarea id="supplement"[^>]*aria-invalid="true"/);
  });
});

describe('my consents', () => {
  const at = '/me/consents/phone_contact';
  const given = { event: 'given', notice: phoneNotice.sha256 };

  test('show the whole text with its hash, and the very bytes to keep', async () => {
    const seen = await own.open(at);
    for (const line of phoneNotice.body.split('\n').filter((text) => text !== ''))
      expect(seen.text).toContain(line.replace(/^## /, ''));
    expect(seen.text).toContain(phoneNotice.sha256);
    expect((await own.get(`${at}/text`)).html).toBe(phoneNotice.text);
  });

  test('are given on my own page after the text, and withdrawn with one tap, which works at once', async () => {
    expect((await own.submit(at, given)).text).toContain('已记下您的同意');
    const id = report();
    move(id, 'take', 1);
    const worker = await c.staff(c.worker.id);
    const look = () => worker.post(`/tickets/${id}/phone`, { reporter: c.resident });
    expect((await look()).status).toBe(200);
    const list = await chat.open('/me/consents');
    expect(list.text).toContain('已同意');
    expect(list.text).toContain('网格员看不到您的电话');
    expect(list.html).toContain('name="event" value="withdrawn"');
    expect((await chat.submit(at, { event: 'withdrawn' })).text).toContain('好,已撤回');
    expect((await look()).status).toBe(403);
  });

  test('are not given for the first time from the chat: it says where', async () => {
    const seen = await chat.post(at, given);
    expect(seen.status).toBe(403);
    expect(seen.text).toContain('这次同意要先用口令解锁');
    expect((await own.open('/me/consents')).text).toContain('未询问');
  });

  test('are not given to a text that was not the one on the screen', async () => {
    for (const notice of ['', '0'.repeat(64)]) {
      const seen = await own.post(at, { event: 'given', notice });
      expect([seen.status, seen.text.includes('告知书刚刚更新了')]).toEqual([409, true]);
    }
    expect((await own.open('/me/consents')).text).not.toContain('已同意');
  });

  test('can be refused, and that is recorded', async () => {
    expect((await own.submit(at, { ...given, event: 'refused' })).text).toContain('已记下您不同意');
  });

  test('are there only for what rests on consent', async () => {
    for (const purpose of ['handle_ticket', 'nothing', '__proto__', 'constructor'])
      expect((await own.open(`/me/consents/${purpose}`)).status).toBe(404);
    expect((await own.post(at, { event: 'expired' })).status).toBe(422);
    expect((await own.open('/me/consents')).text).toContain('这些是社区依法要做的事');
  });
});

describe('who looked', () => {
  test('is a sentence each: who, when, what, why and for which ticket', async () => {
    c.consent('given', c.page(c.resident));
    const id = report();
    move(id, 'take', 1);
    const worker = await c.staff(c.worker.id);
    await worker.post(`/tickets/${id}/phone`, { reporter: c.resident });
    const seen = await chat.open('/me/log');
    expect(seen.text).toContain('今天 14:00');
    expect(seen.text).toContain(
      '网格员 李** 为工单 0001 看了您的手机号(完整显示);姓名(部分遮住),用途:电话联系。',
    );
    expect(seen.text).not.toContain('李建国');
    expect(seen.html).not.toContain(c.worker.id);
    expect(seen.text).not.toContain('您通过');
    expect((await chat.open('/me/log?all=yes')).text).toContain('您通过私聊:报事(工单 0001)');
  });

  test('can be kept with a proof, once one is published, and only of one’s own', async () => {
    const { items } = value(c.vault.ask(c.chat('wx-wang'), 'ownLog', { limit: 1 }));
    const seq = items[0]?.seq ?? 0;
    const early = await chat.post(`/log/${seq}/proof`);
    expect([early.status, early.text.includes('每十分钟发布一次')]).toEqual([409, true]);
    c.publish();
    const proof = await chat.post(`/log/${seq}/proof`);
    expect(proof.headers.get('content-disposition')).toContain(`${seq}.tlog-proof`);
    expect((await chat.post('/log/0/proof')).status).toBe(403);
    expect((await chat.open(`/log/${seq}`)).status).toBe(403);
  });
});
