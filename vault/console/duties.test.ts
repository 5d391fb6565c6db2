import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { recipientKey } from '../../tests/recipient-key.ts';

let c: NodeConsole;
let officer: Browser;
const { armored } = await recipientKey();

beforeEach(async () => {
  c = await nodeConsole();
  officer = await c.staff(c.officer.id);
});

/** Where a form of a page leads. */
const actionsIn = (html: string, ending: string): string[] =>
  [...html.matchAll(/action="([^"]+)"/g)].flatMap(([, at]) => (at?.endsWith(ending) ? [at] : []));

const police = {
  kind: 'police',
  name: '鲍山派出所',
  contact: '0531-00000000',
  purpose: 'provide_by_law',
  law: '《刑事诉讼法》第五十四条',
  document: '1号',
  'fields.name': 'yes',
  'fields.address': 'yes',
  key: armored,
  words: '长期协作',
};

function approveAll(): void {
  const { items } = value(c.vault.ask(c.vault.administrator, 'listApprovals', undefined));
  for (const { id } of items)
    value(c.vault.ask(c.vault.administrator, 'decideApproval', { approval: id, decision: 'approve' }));
}

describe('the officer', () => {
  test('enters a recipient, hands over to it once approved, and gets a file that nobody else can read', async () => {
    const wrong = await officer.post('/recipients', { ...police, key: 'nothing' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('读不出 OpenPGP 公钥');
    // What was written is still there.
    expect(wrong.html).toContain('鲍山派出所');
    expect((await officer.submit('/recipients', police)).text).toContain('等第二个人同意');
    expect((await officer.get('/hand-overs')).text).toContain('名册里还没有接收方');
    approveAll();
    const page = await officer.get('/hand-overs');
    const [, recipient = ''] = /<option value="([0-9a-z]{26})"/.exec(page.html) ?? [];

    const asked = { recipient, residents: `${c.resident}\n`, document: '' };
    expect((await officer.post('/hand-overs', asked)).text).toContain('要写明公函的文号');
    const prepared = await officer.submit('/hand-overs', { ...asked, document: '12号' });
    expect(actionsIn(prepared.html, '/make')).toEqual([]);
    approveAll();
    const [make = ''] = actionsIn((await officer.get('/hand-overs')).html, '/make');
    const file = await officer.post(make);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="hand-over-\w{26}\.asc"$/);
    expect(file.html).toMatch(/^-----BEGIN PGP MESSAGE-----/);
    expect(file.html).not.toContain('王秀英');
    const after = await officer.get('/hand-overs');
    expect(after.text).toContain('已交出');
    expect(actionsIn(after.html, '/make')).toEqual([]);
    expect(after.text).not.toContain('王秀英');

    // The resident reads it in words, and finds who is in the register.
    const own = c.holding(c.page(c.resident));
    expect((await own.get('/me/log')).text).toContain('把您的住址、姓名(完整显示)交给了鲍山派出所');
    const mine = await own.get('/me/recipients');
    expect(mine.text).toContain('鲍山派出所');
    expect(mine.text).toContain('《刑事诉讼法》第五十四条');
    expect(mine.html).not.toContain('PGP');
  });

  test('writes an assessment, changes it, signs it, and changes it no more', async () => {
    const empty = await officer.post('/pias', { occasion: 'provide' });
    expect(empty.status).toBe(422);
    const written = await officer.submit('/pias', { occasion: 'provide', processing: '向派出所提供住址' });
    expect(written.text).toContain('草稿');
    const [sign = ''] = actionsIn(written.html, '/sign');
    const at = sign.replace(/\/sign$/, '');
    await officer.submit(at, { version: 1, processing: '向派出所提供住址', conclusion: '可以' });
    const signed = await officer.submit(sign);
    expect(signed.text).toContain('已签署');
    expect(signed.text).toContain('可以');
    expect(actionsIn(signed.html, '/sign')).toEqual([]);
    expect((await officer.post(at, { version: 2, processing: '别的' })).status).toBe(409);
  });

  test('reads the record of processing, and takes it away as Markdown', async () => {
    const page = await officer.get('/register');
    expect(page.text).toContain('照护需要 ★');
    const file = await officer.get('/register/file');
    expect(file.html).toMatch(/^# 个人信息处理活动记录/);
  });

  test('opens a breach, sees whom it touches without a name, and tells them', async () => {
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['mobile'] } as const;
    // What the worker wrote before is not of the period.
    c.vault.now += 10 * 60_000;
    value(c.vault.ask(c.worker.token, 'readRecord', read));
    const wrong = await officer.post('/breaches', { found: 'gestern', from: '', to: '', what: '丢了' });
    expect(wrong.status).toBe(422);
    c.vault.now += 60_000;
    const opened = await officer.submit('/breaches', {
      found: '2026-11-23 14:11',
      from: '2026-11-23 14:05',
      to: '2026-11-23 23:59',
      actor: c.worker.id,
      what: '网格员手机丢失',
      contact: '0531-00000009',
    });
    expect(opened.text).toContain('可能涉及 1 人,其中 0 人有敏感信息');
    expect(opened.text).toContain('涉及:手机号(部分遮住)');
    expect(opened.text).toContain('发生了什么:网格员手机丢失');
    expect(opened.html).not.toMatch(/王秀英|13800138000/);

    const [step = ''] = actionsIn(opened.html, '/step');
    const own = c.holding(c.page(c.resident));
    expect((await own.get('/me/log')).text).not.toContain('安全事件通知');
    expect((await officer.submit(step, { step: 'persons_told' })).text).toContain('已做');
    const told = await own.get('/me/log');
    expect(told.text).toContain('安全事件通知');
    expect(told.text).toContain('0531-00000009');
    expect((await officer.post(step, { step: 'persons_told' })).status).toBe(409);
  });
});
