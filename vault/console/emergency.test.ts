import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';

const hour = 3_600_000;
let c: NodeConsole;
let worker: Browser;
let officer: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  worker = await c.staff(c.worker.id);
  officer = await c.staff(c.officer.id);
});

const gas = { kind: 'gas_leak', addresses: '3-2-501', reason: '五层有燃气味,敲门没人应' };

describe('break-glass, with one thumb', () => {
  test('says before what it costs, and shows who lives there, until when, with a number to call', async () => {
    const form = await worker.open('/emergency');
    for (const said of ['紧急查看', '会记录,居民会马上知道', '燃气泄漏', '马上查看'])
      expect(form.text).toContain(said);
    expect(form.text).not.toContain('王秀英');
    const seen = await worker.submit('/emergency', gas);
    for (const said of ['燃气泄漏', '王秀英', '13800138000', '3-2-501', '显示到'])
      expect(seen.text).toContain(said);
    expect(seen.html).toContain('href="tel:13800138000"');
  });

  test('says what to do where nobody is on record, and stands an error beside the field that is wrong', async () => {
    expect((await worker.submit('/emergency', { ...gas, addresses: '3-9-901' })).text).toContain('119');
    const wrong = await worker.post('/emergency', { ...gas, addresses: '楼上' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/<input id="addresses"[^>]*aria-invalid="true"/);
    expect((await worker.post('/emergency', { ...gas, reason: '' })).html).toMatch(
      /<textarea id="reason"[^>]*aria-invalid="true"/,
    );
  });

  test('shows nothing more when the two hours are over, and takes an account', async () => {
    const seen = await worker.post('/emergency', gas);
    const page = seen.headers.get('location') ?? '';
    c.vault.now += 2 * hour;
    worker = await c.staff(c.worker.id);
    const over = await worker.open(page);
    expect(over.text).toContain('两小时已过');
    expect(over.text).not.toContain('王秀英');
    const said = await worker.submit(`${page}/explain`, { words: '阀门没关严,已处理' });
    expect(said.text).toContain('开启人:阀门没关严,已处理');
  });
});

describe('the officer’s reviews', () => {
  test('have their clock, say what is overdue, and take a verdict with words', async () => {
    await worker.submit('/emergency', gas);
    const open = await officer.open('/reviews');
    for (const said of ['等您复核', '网格员', '李**', '1 个人', '复核截止', gas.reason])
      expect(open.text).toContain(said);
    for (const hidden of ['王秀英', '13800138000', '已逾期']) expect(open.text).not.toContain(hidden);
    c.vault.now += 24 * hour;
    officer = await c.staff(c.officer.id);
    const late = await officer.open('/reviews');
    expect(late.text).toContain('已逾期');
    const [, at = ''] = /action="([^"]*\/reviews\/[^"]+)"/.exec(late.html) ?? [];
    const silent = await officer.post(at, { verdict: 'justified', words: '' });
    expect([silent.status, silent.text.includes('写一句意见')]).toEqual([422, true]);
    const done = await officer.submit(at, { verdict: 'justified', words: '与物业出警记录相符' });
    for (const said of ['好,已记下', '已复核', '隐私官:与物业出警记录相符'])
      expect(done.text).toContain(said);
  });
});

describe('what waits for a second person', () => {
  test('says which ticket, why and until when; who proposed it only waits', async () => {
    c.bind('wx-wang', c.resident);
    const words = { category: 'noise', description: '半夜施工', place: '3号楼' };
    value(c.vault.ask(c.chat('wx-wang'), 'createTicket', words));
    const asked = await officer.submit('/approvals/unmask', { ticket: '1', words: '派出所来函' });
    for (const said of ['已提出', '您提出的', '工单 0001 的报事人', '派出所来函'])
      expect(asked.text).toContain(said);
    expect(asked.html).not.toMatch(/approvals\/[^"]+\/approve"/);
    expect((await officer.post('/approvals/unmask', { ticket: 'x', words: '' })).status).toBe(422);

    const chief = { role: 'committee_head' as const, grids: [], fields: { name: '陈国栋' } };
    const head = await c.staff(value(c.vault.ask(c.administrator, 'appoint', chief)).id);
    const waiting = await head.open('');
    for (const said of ['等您决定', '隐私官', '周*', '派出所来函']) expect(waiting.text).toContain(said);
    const [, at = ''] = /action="([^"]*\/approve)"/.exec(waiting.html) ?? [];
    expect((await head.submit(at)).text).toContain('已同意,已经办了');

    const back = await officer.open('/approvals');
    const [, look = ''] = /action="([^"]*\/reporter)"/.exec(back.html) ?? [];
    const seen = await officer.post(look);
    for (const said of ['王秀英', '3-2-501', '只显示这一次']) expect(seen.text).toContain(said);
    expect((await officer.post(look)).status).toBe(403);
  });
});

describe('an emergency order', () => {
  test('is proposed, worked under and reported, each on its page', async () => {
    const dispatcher = await c.staff(c.dispatcher.id);
    const wrong = await dispatcher.post('/orders', { number: '口头', grids: '3', days: '3', words: '汛' });
    expect([wrong.status, wrong.text.includes('写上文件的字号')]).toEqual([422, true]);
    const order = { number: '济防指〔2026〕3号', kind: 'flood', grids: '3', days: '3', words: '河水上涨' };
    const made = await dispatcher.submit('/orders', { ...order, 'field-resident.name': 'yes' });
    expect(made.text).toContain('已提出,等另一个人同意');
    const [approval] = value(c.vault.ask(c.dispatcher.token, 'listApprovals', undefined)).items;
    const decided = { approval: approval?.id ?? '', decision: 'approve' } as const;
    value(c.vault.ask(c.administrator, 'decideApproval', decided));

    expect((await worker.open('/orders')).text).toContain('可看的信息 姓名');
    const work = await worker.open(`/orders/${decided.approval}`);
    expect(work.text).toContain('王秀英');
    expect(work.text).not.toContain('13800138000');
    const noted = await worker.submit(`/orders/${decided.approval}/notes`, {
      resident: c.resident,
      need: '要沙袋',
    });
    expect(noted.text).toContain('要沙袋');

    const ended = await officer.submit(`/orders/${decided.approval}/end`, { words: '警报解除' });
    for (const said of ['已结束,写下的已销毁', '提前结束', '写了 1 条,销毁 1 条'])
      expect(ended.text).toContain(said);
    expect((await worker.get(`/orders/${decided.approval}`)).status).toBe(403);
  });
});
