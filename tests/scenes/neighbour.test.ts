import { beforeEach, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { minute, openScene, type Scene } from './scene.ts';

/** A neighbour's curiosity: somebody who may see their grid masked wants to know more of the people next door. */
let s: Scene;
let worker: string;
let ticket: string;

const read = (token: string, body: object, id = s.resident) =>
  s.post(token, `/records/resident/${id}:read`, body);
/** The newest entry but those of the tokens that the scene itself asks for. */
const newest = async () => (await s.log({ limit: 5 })).find(({ action }) => action !== 'token.mint');

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  s.consent('given', s.page(s.resident));
  worker = s.token(s.worker.id);
  // A ticket of somebody else's, in the worker's hands: nothing to do with Wang.
  const other = addResident('孙丽');
  s.bind('wx-sun', other);
  const report = { category: 'lift', description: '3号楼电梯坏了' };
  ticket = String((await s.post(s.chat('wx-sun'), '/tickets', report)).json['id']);
  await s.http(worker, 'POST', `/tickets/${ticket}:move`, { action: 'take' }, { 'if-match': '"1"' });
});

function addResident(name: string): string {
  const fields = { name };
  const made = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  return value(s.vault.ask(s.token(s.worker.id), 'createRecord', made)).id;
}

test('her number needs a case about her: another one in hand opens nothing', async () => {
  expect((await read(worker, { purpose: 'phone_contact', fields: ['mobile'] })).status).toBe(403);
  expect(await newest()).toMatchObject({
    action: 'record.read',
    decision: 'refused',
    reason: 'case_missing',
  });
  const borrowed = await read(worker, { purpose: 'phone_contact', case: ticket, fields: ['mobile'] });
  expect(borrowed.status).toBe(403);
  expect(borrowed.json).not.toHaveProperty('reason');
  expect(await newest()).toMatchObject({ decision: 'refused', reason: 'case_not_about', case: ticket });
  const masked = await read(worker, { purpose: 'grid_overview' });
  expect(masked.json['fields']).toMatchObject({
    name: { level: 'masked', value: '王**' },
    mobile: { level: 'masked', value: '138****8000' },
    care: { level: 'none' },
  });
});

test('from another grid nobody is there, and from next door neither', async () => {
  const elsewhere = s.token(s.otherWorker.id);
  expect((await read(elsewhere, { purpose: 'grid_overview' })).status).toBe(403);
  expect(await newest()).toMatchObject({ actor: s.otherWorker.id, reason: 'not_your_grid' });
  const search = { purpose: 'grid_overview', where: { field: 'name', value: '王秀英' } };
  expect((await s.post(elsewhere, '/records/resident:search', search)).json.items).toEqual([]);
  expect(await newest()).toMatchObject({ subject: s.resident, decision: 'done', reason: 'not_your_grid' });
  const neighbour = addResident('赵德柱');
  expect((await read(s.page(neighbour), { purpose: 'own_record' })).status).toBe(403);
  expect(await newest()).toMatchObject({ actor: neighbour, subject: s.resident, decision: 'refused' });
});

test('she sees that somebody tried, each time', async () => {
  await read(worker, { purpose: 'phone_contact', fields: ['mobile'] });
  await read(s.token(s.otherWorker.id), { purpose: 'grid_overview' });
  expect(await s.ownLog(s.resident)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ decision: 'refused', reason: 'case_missing', role: 'grid_worker' }),
      expect.objectContaining({ decision: 'refused', reason: 'not_your_grid', role: 'grid_worker' }),
    ]),
  );
});

test('one house after the other is told to the officer, in words; nobody is stopped by it', async () => {
  const officer = s.token(s.officer.id);
  const next = Array.from({ length: 15 }, () => addResident('陈静'));
  for (const [n, id] of next.entries()) {
    expect((await read(worker, { purpose: 'grid_overview' }, id)).status).toBe(200);
    s.pass(3 * minute);
    const { items } = (await s.post(officer, '/alerts:search')).json;
    expect(items).toHaveLength(n < 14 ? 0 : 1);
  }
  const told = (await s.post(officer, '/alerts:search')).json.items[0] ?? {};
  expect(told).toMatchObject({
    kind: 'burst',
    of: s.worker.id,
    who: { level: 'masked', value: '李**' },
    role: 'grid_worker',
    frozen: false,
    counts: { n: 15, limit: 15 },
    state: 'open',
  });
  const [entry] = await s.log({ action: 'watch.alert', limit: 5 });
  expect(entry).toMatchObject({ actor: 'system', subject: s.worker.id, reason: 'burst' });
  // The look that was the fifteenth went on, and so does the next.
  expect((await read(worker, { purpose: 'grid_overview' }, next[0])).status).toBe(200);

  const close = (body: object) => s.post(officer, `/alerts/${String(told['id'])}:close`, body);
  expect((await close({ state: 'seen' })).json).toMatchObject({ state: 'seen' });
  expect((await close({ state: 'closed' })).status).toBe(422);
  const words = '问过本人:在核对三号楼的旧档案';
  expect((await close({ state: 'closed', words })).json).toMatchObject({ state: 'closed' });
  expect((await s.log({ action: 'watch.close', limit: 1 }))[0]).toMatchObject({
    subject: s.worker.id,
    words,
  });
  // What came of it is in the log alone, sealed: no row holds a word of it.
  expect(
    JSON.stringify(s.vault.sql.all(`SELECT content FROM control WHERE kind = 'alert'`, [])),
  ).not.toContain('核对');
});
