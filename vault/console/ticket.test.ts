import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, nodeConsole, type NodeConsole, pages, type Seen } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';
import { amr, uploaded } from '../../tests/attach.ts';
import { heldFor } from '../attachments/add.ts';

let c: NodeConsole;
let worker: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
  c.consent('given', c.page(c.resident));
  worker = await c.staff(c.worker.id);
});

const words = '狗没拴绳 <script>alert("x")</script> & <b>咬人</b>';
let reports = 0;

/** A report of Wang's, as far along as it says. */
function report(state: 'submitted' | 'handling' | 'handled' = 'submitted', contact = 'wx-wang'): string {
  const ticket = { category: 'dog', description: words, place: '3号楼' };
  const key = `report-${(reports += 1)}`;
  const made = value(c.vault.ask(c.chat(contact), 'createTicket', ticket, key));
  const id = 'id' in made ? made.id : '';
  if (state !== 'submitted') move(c.worker.token, id, 'take', 1);
  if (state === 'handled')
    value(
      c.vault.ask(c.worker.token, 'moveTicket', {
        ticket: id,
        action: 'handle',
        version: 2,
        result: '换了绳',
      }),
    );
  return id;
}

const move = (
  token: string,
  ticket: string,
  action: 'take' | 'handle' | 'close' | 'return',
  version: number,
) => value(c.vault.ask(token, 'moveTicket', { ticket, action, version }));

/** What an entry of the log is, newest first. */
const newest = (limit = 1) => value(c.vault.ask(c.officer.token, 'searchLog', { limit })).items;

const hasNoNumber = ({ html }: Seen) => {
  for (const secret of ['13800138000', '138 0013 8000', '王秀英', '3-2-501'])
    expect(html).not.toContain(secret);
};
const form = (seen: Seen, action: string): boolean => seen.html.includes(`action="${pages}${action}"`);

describe('a worker’s tickets', () => {
  test('are what is in their hands and what waits in their grids, each with its state in words and a shape', async () => {
    report('handling');
    report('handled');
    report();
    const seen = await worker.open('/tickets');
    expect(seen.text).toContain('2 张在您手里,1 张等人接');
    for (const said of ['养犬 · 3号楼', '办理中', '已办结,等居民确认', '等人接单', '第 3 网格'])
      expect(seen.text).toContain(said);
    expect(seen.html.match(/<span class="state [^"]*"><svg/g)).toHaveLength(3);
    expect(seen.text).not.toMatch(/handled|submitted|handling/);
    hasNoNumber(seen);
    const elsewhere = await c.staff(c.otherWorker.id);
    expect((await elsewhere.open('/tickets')).text).toContain('现在没有要办的事');
  });

  test('begin with the worker: the first page after coming in', async () => {
    expect((await worker.get('')).headers.get('location')).toBe(`${pages}/tickets`);
  });
});

describe('a ticket that waits', () => {
  test('shows what it is and which building, until it is taken; its words and its reporter have a lock', async () => {
    const words = { category: 'dog', description: '狗没拴绳', place: '3号楼2单元501室' };
    const { id } = value(c.vault.ask(c.chat('wx-wang'), 'createTicket', words, 'door')) as { id: string };
    for (const path of ['/tickets', `/tickets/${id}`]) {
      expect((await worker.open(path)).text).toContain('3号楼');
      expect((await worker.open(path)).text).not.toContain('501');
    }
    value(c.vault.ask(c.worker.token, 'moveTicket', { ticket: id, action: 'take', version: 1 }));
    expect((await worker.open(`/tickets/${id}`)).text).toContain('3号楼2单元501室');
  });

  test('has one button; its words and its reporter have a lock', async () => {
    const seen = await worker.open(`/tickets/${report()}`);
    expect(seen.text).not.toContain('狗没拴绳');
    expect(seen.text.match(/接单后才能看/g)).toHaveLength(2);
    expect(seen.html.match(/<svg class="icon lock"/g)).toHaveLength(3);
    expect(seen.text).not.toContain('为本工单查看');
  });

  test('is taken with one tap, and then shows the words, and the name masked', async () => {
    const id = report();
    const seen = await worker.submit(`/tickets/${id}/take`, { version: 1 });
    expect(seen.text).toContain('好,这张工单归您了');
    expect(seen.text).toContain('王**');
    expect(seen.html).toContain(
      '狗没拴绳 &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;咬人',
    );
    expect(seen.html).not.toMatch(/<script|<b>/);
    hasNoNumber(seen);
  });

  test('that somebody else took meanwhile is not taken over: it says to look again', async () => {
    const id = report();
    await worker.submit(`/tickets/${id}/take`, { version: 1 });
    const late = await worker.post(`/tickets/${id}/handle`, { version: 1, result: '换了绳子' });
    expect(late.status).toBe(412);
    expect(late.text).toContain('刚刚有变化,请再看一眼');
    expect(late.html).toContain('>换了绳子</textarea>');
    expect(late.text).toContain('办理中');
  });

  test('is not there for a worker of another grid, a dispatcher or an officer', async () => {
    const id = report();
    const elsewhere = await c.staff(c.otherWorker.id);
    for (const path of [`/tickets/${id}`, '/tickets/1']) {
      const seen = await elsewhere.open(path);
      expect([seen.status, seen.text.includes('养犬')]).toEqual([403, false]);
    }
    expect((await elsewhere.post(`/tickets/${id}/take`, { version: 1 })).status).toBe(403);
  });
});

describe('the telephone number', () => {
  test('is in no page before the look, which says what it costs', async () => {
    const id = report('handling');
    const seen = await worker.open(`/tickets/${id}`);
    expect(seen.text).toContain('为本工单查看');
    expect(seen.text).toContain('会记录,居民能看到');
    hasNoNumber(seen);
    expect(newest(3).some(({ fields }) => 'mobile' in fields)).toBe(false);
  });

  test('is shown after it, to be called, with its end, kept by nobody, and in the log', async () => {
    const id = report('handling');
    const seen = await worker.post(`/tickets/${id}/phone`, { reporter: c.resident, number: '0001' });
    expect(seen.status).toBe(200);
    expect(seen.html).toContain('href="tel:13800138000"');
    expect(seen.text).toContain('拨打 138 0013 8000');
    expect(seen.text).toContain('王**');
    // 14:00 in China, and five minutes.
    expect(seen.text).toContain('今天 14:05 自动收起');
    expect(seen.headers.get('refresh')).toBe(`300; url=${pages}/tickets/${id}`);
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect(newest()[0]).toMatchObject({
      action: 'record.read',
      decision: 'granted',
      actor: c.worker.id,
      subject: c.resident,
      fields: { mobile: 'clear', name: 'masked' },
      ticket: 1,
      via: 'console:desk',
    });
    hasNoNumber(await worker.open(`/tickets/${id}`));
  });

  test('has no address: it cannot be opened again, only asked for again', async () => {
    const id = report('handling');
    expect((await worker.get(`/tickets/${id}/phone`)).status).toBe(405);
  });

  const ends: readonly (readonly [string, (id: string) => void])[] = [
    ['consent was withdrawn', () => c.consent('withdrawn', c.page(c.resident))],
    ['the ticket is handled', (id) => move(c.worker.token, id, 'handle', 2)],
    ['it was handed back', (id) => move(c.worker.token, id, 'return', 2)],
  ];
  test.each(ends)('is refused in words once %s, also on a page that is open', async (_, happens) => {
    const id = report('handling');
    const open = await worker.open(`/tickets/${id}`);
    expect(form(open, `/tickets/${id}/phone`)).toBe(true);
    happens(id);
    const seen = await worker.post(`/tickets/${id}/phone`, { reporter: c.resident });
    expect(seen.status).toBe(403);
    expect(seen.text).toContain('电话现在看不了');
    expect(seen.text).toContain(seen.headers.get('x-request-id'));
    expect(seen.text).not.toMatch(/consent|已撤回同意/);
    hasNoNumber(seen);
    expect(newest()[0]).toMatchObject({ action: 'record.read', decision: 'refused' });
  });

  test('of somebody else is refused, whoever the form names', async () => {
    const id = report('handling');
    const fields = { name: '张三丰', mobile: '13700137000' };
    const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
    const other = value(c.vault.ask(c.worker.token, 'createRecord', record)).id;
    for (const reporter of [other, '', 'nobody', c.officer.id]) {
      const seen = await worker.post(`/tickets/${id}/phone`, { reporter });
      expect(seen.status).toBe(403);
      expect(seen.html).not.toContain('137');
    }
  });

  test('is not offered where the reporter is bound to nobody', async () => {
    const id = report('handling', 'wx-stranger');
    const seen = await worker.open(`/tickets/${id}`);
    expect(seen.text).toContain('报事人还没有绑定身份');
    expect(form(seen, `/tickets/${id}/phone`)).toBe(false);
  });
});

describe('a ticket in hand', () => {
  test('is marked handled with a few words, which the resident reads', async () => {
    const id = report('handling');
    const seen = await worker.submit(`/tickets/${id}/handle`, { version: 2, result: '换了新绳子' });
    expect(seen.text).toContain('已告诉居民,等居民确认');
    expect(seen.text).toContain('已办结,等居民确认');
    const resident = await c.fromChat('wx-wang');
    expect((await resident.open(`/tickets/${id}`)).text).toContain('换了新绳子');
  });

  test.each(['', '   ', 'a'.repeat(2_001), 'x\u0007'])(
    'is not, without words that can be read: the error stands beside the field and is read aloud',
    async (result) => {
      const id = report('handling');
      const seen = await worker.post(`/tickets/${id}/handle`, { version: 2, result });
      expect(seen.status).toBe(422);
      expect(seen.html).toMatch(/<div class="note note_problem" role="alert">/);
      expect(seen.html).toContain('href="#result"');
      expect(seen.html).toMatch(/<textarea id="result"[^>]*aria-describedby="result-hint result-error"/);
      expect(seen.html).toMatch(/<textarea[^>]*aria-invalid="true"/);
      expect(seen.text).toContain('办理中');
    },
  );

  test('is handed back, and is then not theirs to read', async () => {
    const id = report('handling');
    const seen = await worker.submit(`/tickets/${id}/return`, { version: 2 });
    expect(seen.text).toContain('好,已退回');
    expect((await worker.open(`/tickets/${id}`)).status).toBe(403);
  });

  test('gets more time asked for, and is then still to be finished', async () => {
    const id = report('handling');
    const seen = await worker.submit(`/tickets/${id}/request_extension`, { version: 2 });
    expect(seen.text).toContain('已申请延期,等调度员同意');
    expect(form(seen, `/tickets/${id}/handle`)).toBe(true);
    expect(form(seen, `/tickets/${id}/return`)).toBe(false);
  });

  test('shows its photos to who has it, through an address of their own, and to nobody else', async () => {
    const id = report('handling');
    value(c.vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket: id, ...(await uploaded()) }, 'photo'));
    const at = `/tickets/${id}/attachments`;
    expect((await worker.open(`/tickets/${id}`)).text).toContain('报事人可以先给路人打码');
    expect((await worker.get(`${at}/1`)).status).toBe(403);
    c.vault.now += heldFor;
    const seen = await worker.open(`/tickets/${id}`);
    expect(seen.html).toContain(`<img src="${pages}${at}/1/small" alt="照片 1"`);
    for (const path of [`${at}/1`, `${at}/1/small`]) {
      const photo = await worker.get(path);
      expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(photo.headers.get('cache-control')).toBe('no-store');
      expect(photo.headers.get('x-content-type-options')).toBe('nosniff');
      expect(newest()[0]).toMatchObject({ action: 'attachment.read', actor: c.worker.id });
    }
    const elsewhere = await c.staff(c.otherWorker.id);
    expect((await elsewhere.get(`${at}/1`)).status).toBe(403);
    expect((await c.guest().get(`${at}/1`)).status).toBe(401);
    expect((await worker.get(`${at}/2`)).status).toBe(403);
    for (const n of ['0', 'x', '-1']) expect((await worker.get(`${at}/${n}`)).status).toBe(404);
  });

  test('is where a voice message is heard and a file fetched, each look an entry', async () => {
    const id = report('handling');
    const add = async (file: Uint8Array, name?: string) =>
      value(
        c.vault.ask(
          c.chat('wx-wang'),
          'addAttachment',
          { ticket: id, ...(await uploaded(file, name)) },
          name ?? 'v',
        ),
      );
    await add(amr());
    await add(Buffer.from('三号楼的情况'), '情况说明.txt');
    const seen = await worker.open(`/tickets/${id}`);
    expect(seen.text).toContain('情况说明.txt');
    const heard = await worker.post(`/tickets/${id}/attachments/1/play`, {});
    expect([heard.status, heard.text]).toEqual([200, expect.stringContaining('浏览器放不了')]);
    const file = await worker.post(`/tickets/${id}/attachments/2/file`, {});
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="lindun-2.txt"');
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.html).toBe('三号楼的情况');
    expect(newest()[0]).toMatchObject({ action: 'attachment.read', actor: c.worker.id });
  });
});

describe('a link that a worker asked for in the chat', () => {
  test('opens the page of one ticket, and of nothing else', async () => {
    bindWorker();
    const [id, other] = [report('handling'), report('handling')];
    const there = await c.fromChat('wx-li', '1');
    const seen = await there.open('');
    expect(seen.text).toContain('工单 0001');
    expect(seen.html).not.toContain('<nav');
    expect((await there.post(`/tickets/${id}/phone`, { reporter: c.resident })).html).toContain(
      'tel:13800138000',
    );
    for (const path of ['/tickets', '/residents', '/me/bind', `/tickets/${other}`, '/tickets/1']) {
      const refused = await there.open(path);
      expect([path, refused.status]).toEqual([path, 403]);
      hasNoNumber(refused);
    }
    const others = await there.post(`/tickets/${other}/phone`, { reporter: c.resident });
    expect(others.status).toBe(403);
    hasNoNumber(others);
  });

  test('is over after twenty minutes', async () => {
    bindWorker();
    report('handling');
    const there = await c.fromChat('wx-li', '1');
    c.vault.now += 20 * 60_000 + 1;
    expect((await there.open('')).status).toBe(401);
  });
});

function bindWorker(): void {
  const made = value(c.vault.ask(c.worker.token, 'openBinding', {}));
  value(c.vault.ask(c.chat('wx-li'), 'answerBinding', { code: made.code ?? '' }));
  value(c.vault.ask(c.worker.token, 'confirmBinding', made.id));
}
