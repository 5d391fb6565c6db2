import { beforeEach, describe, expect, test } from 'vitest';
import { code, value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole, type Seen } from '../../tests/node-console.ts';
import { fieldsOf, heldTypes, keptTypes } from '../../policy/fields.ts';

let c: NodeConsole;
let worker: Browser;
beforeEach(async () => {
  c = await nodeConsole();
  worker = await c.staff(c.worker.id);
});

/** The id at the end of where a form led to. */
const idIn = ({ headers }: Seen): string =>
  /\/([0-9a-z]{26})\?done=/.exec(headers.get('location') ?? '')?.[1] ?? '';
const tellsNothing = ({ html }: Seen) =>
  expect(html).not.toMatch(/13800138000|王秀英|3-2-501|370112199003071230/);

/** Somebody who was just appointed, signed in. */
const appointed = (role: 'dedicated_worker' | 'mediator', grids: number[]) =>
  c.staff(value(c.vault.ask(c.administrator, 'appoint', { role, grids, fields: { name: '和平' } })).id);

describe('keeping records', () => {
  test.each(keptTypes)('the form of a new %s asks for every field that is declared', async (type) => {
    const of = (heldTypes as readonly string[]).includes(type) ? `residents/${c.resident}` : 'records';
    const seen = await worker.get(`/${of}/${type}/new`);
    expect(seen.status).toBe(200);
    for (const [name, { title }] of Object.entries(fieldsOf(type))) {
      expect(seen.html).toContain(`name="${name}"`);
      expect(seen.text).toContain(title.zh);
    }
  });

  test('a wrong value is told beside its field, and nothing is kept', async () => {
    const before = c.entries();
    const seen = await worker.post('/records/resident/new', { grid: 3, name: '孙丽', mobile: '1380013800' });
    expect(seen.status).toBe(422);
    expect(seen.text).toContain('手机号应是 11 位数字');
    expect(seen.html).toMatch(/<input id="mobile"[^>]*aria-invalid="true"/);
    expect(seen.html).toContain('value="孙丽"');
    expect(c.entries()).toBe(before);
  });

  test('a household, who belongs to it, and what they are in it', async () => {
    const household = idIn(
      await worker.post('/records/household/new', { grid: 3, address: '三号楼一单元101', size: 2 }),
    );
    const made = await worker.post('/records/resident/new', {
      grid: 3,
      of: household,
      name: '孙丽',
      household,
      householdRole: 'head',
    });
    const page = await worker.get(`/residents/${idIn(made)}`);
    expect(page.text).toContain('孙*');
    // Somebody who is on record already is put in by the address.
    const { version } = value(
      c.vault.ask(c.worker.token, 'readRecord', {
        type: 'resident',
        id: c.resident,
        purpose: 'record_keeping',
      }),
    );
    const put = await worker.post(`/records/resident/${c.resident}/change`, {
      version,
      household: '3号楼1单元101',
      householdRole: 'tenant',
    });
    expect(put.status).toBe(303);
    const seen = await worker.get(`/households/${c.resident}`);
    expect(seen.text.indexOf('户主')).toBeLessThan(seen.text.indexOf('租户'));
    expect(seen.text).toContain('王**');
    tellsNothing(seen);
    const nowhere = await worker.post(`/records/resident/${c.resident}/change`, {
      version: version + 1,
      household: '4-1-101',
    });
    expect(nowhere.status).toBe(422);
    expect(nowhere.text).toContain('这个住址没有户档');
  });

  test('a change shows what is there masked, changes what was filled in, and empties what was ticked', async () => {
    const at = `/records/resident/${c.resident}/change`;
    const form = await worker.get(at);
    expect(form.text).toContain('138****8000');
    tellsNothing(form);
    expect((await worker.post(at, { version: 1 })).text).toContain('没有填要改的');
    expect((await worker.post(at, { version: 1, name: '王秀兰', 'clear.mobile': 'yes' })).status).toBe(303);
    const own = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
    const { fields } = value(c.vault.ask(c.page(c.resident), 'readRecord', own));
    expect(fields['name']).toEqual({ level: 'clear', value: '王秀兰' });
    expect(fields['mobile']).toEqual({ level: 'clear', value: '' });
    expect(fields['address']).toEqual({ level: 'clear', value: '3-2-501' });
    // Somebody else was faster.
    expect((await worker.post(at, { version: 1, name: '王秀莲' })).status).toBe(412);
  });

  test('what a resident has stands on their page, with what a dog’s record reminds of', async () => {
    await worker.post(`/residents/${c.resident}/dog/new`, {
      name: '黑子',
      breed: '藏獒',
      licence: 'LC0001',
      vaccinatedUntil: '2026-12-01',
    });
    await worker.post(`/residents/${c.resident}/vehicle/new`, { plate: '鲁A·12345' });
    await worker.post(`/residents/${c.resident}/errand/new`, { item: 'pension_check', asked: '2026-11-20' });
    const seen = await worker.get(`/residents/${c.resident}`);
    for (const words of ['可能在禁养名录里', '疫苗快到期了', '鲁A***45', '养老待遇资格认证'])
      expect(seen.text).toContain(words);
    tellsNothing(seen);
    const own = await c.holding(c.page(c.resident)).get('/me');
    for (const words of ['鲁A12345', '养老待遇资格认证', '(2026-12-01 前)', '王秀英'])
      expect(own.text).toContain(words);
  });

  test('who has been written down before is said, and not where', async () => {
    const form = { grid: 3, name: '王秀英', mobile: '13800138000' };
    const made = await worker.submit('/records/resident/new', form);
    expect(made.text).toContain('可能是同一个人');
  });

  test('a shop street’s worker keeps its businesses, and nobody’s household', async () => {
    const street = await appointed('dedicated_worker', [5]);
    expect(
      (await street.post('/records/business/new', { grid: 5, name: '恒大超市', mobile: '13600136000' }))
        .status,
    ).toBe(303);
    const seen = await street.get('/records');
    expect(seen.text).toContain('恒大超市');
    expect(seen.text).toContain('136****6000');
    expect((await street.get('/records/resident/new')).status).toBe(404);
    expect((await street.get(`/residents/${c.resident}`)).status).toBe(403);
  });
});

describe('a mediator', () => {
  const parties = { 'name-0': '王秀英', 'address-0': '3-2-501', 'name-1': '赵德柱', 'address-1': '3-2-401' };

  test('begins a mediation, writes and reads notes, and ends it', async () => {
    await worker.post('/records/resident/new', { grid: 3, name: '赵德柱', address: '3-2-401' });
    const mediator = await appointed('mediator', []);
    expect((await mediator.get('/mediations')).text).toContain('您还没有办过调解');
    const begun = await mediator.post('/mediations', parties);
    const at = `/mediations/${idIn(begun)}`;
    expect((await mediator.post(`${at}/notes`, { day: '明天', note: '谈了' })).status).toBe(422);
    const seen = await mediator.submit(`${at}/notes`, { day: '2026-11-20', note: '双方各说各的' });
    expect(seen.text).toContain('双方各说各的');
    expect(seen.text).toContain('赵**');
    expect((await mediator.submit(`${at}/close`)).text).toContain('已结束');
    expect((await worker.get(at)).status).toBe(403);
  });

  test('is told which party is not on record so', async () => {
    const mediator = await appointed('mediator', []);
    const seen = await mediator.post('/mediations', parties);
    expect(seen.status).toBe(422);
    expect(seen.text).toContain('没有这样一位居民');
    expect(seen.html).toMatch(/<input id="name-1"[^>]*aria-invalid="true"/);
    expect(code(c.vault.ask(c.worker.token, 'listMatters', undefined))).toBe('denied');
  });
});
