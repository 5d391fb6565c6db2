import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { noticeOf } from '../../tests/node-vault.ts';

let c: NodeConsole;
let own: Browser;
let daughter: string;
let hers: Browser;

const add = (fields: Record<string, string>) =>
  value(
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields,
    }),
  ).id;

beforeEach(async () => {
  c = await nodeConsole();
  daughter = add({ name: '王小明', mobile: '13700137001', birthDate: '1985-06-15' });
  own = c.holding(c.page(c.resident));
  hers = c.holding(c.page(daughter));
});

const filled = {
  name: '王小明',
  mobile: '137 0013 7001',
  'scope.see_record': 'yes',
  'scope.see_log': 'yes',
  until: '2027年3月1日',
};
async function given(): Promise<void> {
  await own.submit('/me/relations/give', { ...filled, until: '2027-03-01', step: 'confirm' });
  await hers.submit('/me/relations/agree', { other: c.resident });
}

describe('who may act for me', () => {
  test('is given after reading in plain words what it means, and not before', async () => {
    expect((await own.open('/me')).html).toContain('/me/relations');
    const read = await own.post('/me/relations/give', { ...filled, step: 'read' });
    expect(read.text).toContain('请看清楚');
    expect(read.text).toContain('看您的档案(照护需要等敏感信息遮住);看谁看过您的信息。到2027年3月1日为止');
    expect((await hers.open('/me/relations')).text).toContain('现在没有人请您代办');
    const sent = await own.submit('/me/relations/give', { ...filled, until: '2027-03-01', step: 'confirm' });
    expect(sent.text).toContain('如果这位在社区有档案,会收到提醒');
    // Whether there is such a person the page does not say before they have accepted.
    expect(sent.text).toContain('现在没有人能替您办');
    expect((await hers.open('/me/relations')).text).toMatch(/王\*\* .*请您代办 等您确认/);
    expect((await hers.submit('/me/relations/agree', { other: c.resident })).text).toContain('好,现在可以了');
    expect((await own.open('/me/relations')).text).toMatch(/王\*\* .*代办人 现在有效/);
  });

  test.each([
    [{ until: '2028-01-01' }, '最长一年'],
    [{ until: '明天' }, '日期应写成'],
    [{ 'scope.see_record': '', 'scope.see_log': '' }, '请选一项'],
  ])('says beside the field what is wrong: %j', async (more, words) => {
    const seen = await own.post('/me/relations/give', { ...filled, ...more, step: 'read' });
    expect([seen.status, seen.text.includes(words)]).toEqual([422, true]);
    expect(seen.html).toContain('value="王小明"');
  });

  test('ends with one tap, and the page that is open shows nothing more', async () => {
    await given();
    expect((await hers.open(`/for/${c.resident}`)).text).toContain('13800138000');
    expect((await own.submit('/me/relations/end', { other: daughter })).text).toContain('从现在起停了');
    expect((await hers.open(`/for/${c.resident}`)).status).toBe(403);
  });
});

describe('acting for somebody', () => {
  test('says for whom on every page, shows what was given and no way to the rest', async () => {
    await given();
    for (const path of ['', '/log']) {
      const seen = await hers.open(`/for/${c.resident}${path}`);
      expect(seen.text).toMatch(/您正在替\s+王\*\*/);
      expect(seen.text).toContain('每一次都会告诉本人');
    }
    const seen = await hers.open(`/for/${c.resident}`);
    expect(seen.html).not.toContain(`/for/${c.resident}/consents`);
    expect((await hers.open(`/for/${c.resident}/consents`)).status).toBe(403);
    expect((await own.open('/me/log')).text).toContain('代办人 王** 看了您的');
  });

  test('a guardian reads the minors’ notice and agrees for the child; the worker asked a second person', async () => {
    const child = add({ name: '王小宝', mobile: '13700137002', birthDate: '2016-05-01' });
    const worker = await c.staff(c.worker.id);
    const asked = await worker.post(`/residents/${child}/guardian`, {
      name: '王小明',
      mobile: '13700137001',
      paper: 'birth_certificate',
    });
    expect(asked.text).toContain('已交第二个人复核');
    const dispatcher = await c.staff(c.dispatcher.id);
    const waiting = await dispatcher.open('/approvals');
    expect(waiting.text).toContain('已看出生医学证明');
    expect(waiting.text).not.toMatch(/王小宝|2016/);
    const [, id] = /approvals\/([0-9a-z]{26})\/approve/.exec(waiting.html) ?? [];
    await dispatcher.submit(`/approvals/${id}/approve`);

    const seen = await hers.open(`/for/${child}`);
    expect(seen.text).toMatch(/您正在替\s+王\*\*/);
    expect(seen.text).toContain('2016-05-01');
    const minors = noticeOf('phone_contact', 'minor');
    const at = `/for/${child}/consents/phone_contact`;
    expect((await hers.open(at)).text).toContain(minors.title);
    expect((await hers.submit(at, { event: 'given', notice: minors.sha256 })).text).toContain('已同意');
    expect((await own.open(`/for/${child}`)).status).toBe(403);
  });

  test('a worker is told what is missing for a guardian, beside the form', async () => {
    const worker = await c.staff(c.worker.id);
    const form = { name: '王小明', mobile: '13700137001', paper: 'household_register' };
    const seen = await worker.post(`/residents/${c.resident}/guardian`, form);
    expect([seen.status, seen.text.includes('补上出生日期')]).toEqual([422, true]);
  });
});
