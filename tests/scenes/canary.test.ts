import { beforeEach, expect, test } from 'vitest';
import { addResident, openScene, type Scene } from './scene.ts';

/** Made-up residents whom no work leads to: whoever opens one is stopped, and the officer told. */
let s: Scene;
let canary: string;
let worker: string;
let officer: string;

const overview = { purpose: 'grid_overview' };
const list = (token: string) =>
  s.post(token, '/records/resident:search', { ...overview, where: { grid: 3 }, limit: 50 });
const read = (token: string, id: string) => s.post(token, `/records/resident/${id}:read`, overview);
const alerts = async () => (await s.post(officer, '/alerts:search')).json.items;

beforeEach(async () => {
  s = await openScene();
  worker = s.token(s.worker.id);
  officer = s.token(s.officer.id);
  const made = await s.post(officer, '/canaries', { grid: 3 });
  expect(made.status).toBe(201);
  canary = String(made.json['id']);
  // Nothing of who it is to be comes back, not even to her.
  expect(Object.keys(made.json).sort()).toEqual(['grid', 'id', 'made', 'state']);
});

test('in a list it looks like everybody, and looking at the list costs nobody anything', async () => {
  // As people are brought in from a register: with their place in the household.
  const neighbour = addResident(s, {
    name: '赵德柱',
    mobile: '13600136001',
    address: '3-2-502',
    householdRole: '户主',
  });
  const listed = await list(worker);
  const shape = (item: Record<string, unknown>) =>
    Object.entries(item['fields'] as Record<string, { level: string }>).map(([name, { level }]) => [
      name,
      level,
    ]);
  const found = listed.json.items.find(({ id }) => id === canary);
  const real = listed.json.items.find(({ id }) => id === neighbour);
  expect(found).toBeDefined();
  expect(shape(found ?? {})).toEqual(shape(real ?? {}));
  const looksLikeOurs = expect.stringMatching(/^[34]号楼\*单元\*{4}$/);
  expect(found?.['fields']).toMatchObject({ address: { level: 'masked', value: looksLikeOurs } });
  expect((await list(worker)).status).toBe(200);
  expect(await alerts()).toEqual([]);
});

test('whoever opens it hears what every refused one hears, and is stopped from the next request on', async () => {
  const opened = await read(worker, canary);
  const elsewhere = await read(s.token(s.otherWorker.id), s.resident);
  expect([opened.status, opened.json['code']]).toEqual([403, 'denied']);
  expect(Object.keys(opened.json).sort()).toEqual(Object.keys(elsewhere.json).sort());
  expect(JSON.stringify(opened.json)).not.toMatch(/canary|示警/);

  expect((await list(worker)).status).toBe(401);
  // Another of their tokens, made before or after, opens nothing either.
  expect((await s.http(s.administrator, 'POST', '/tokens', { for: s.worker.id, minutes: 5 })).status).toBe(
    403,
  );

  expect(await alerts()).toMatchObject([{ kind: 'canary', of: s.worker.id, frozen: true, state: 'open' }]);
  const steps = ['staff.freeze', 'watch.alert', 'record.read'];
  const entries = (await s.log({ limit: 20 })).filter(({ action }) => steps.includes(action));
  expect(entries.filter(({ actor }) => actor !== s.otherWorker.id)).toMatchObject([
    { action: 'staff.freeze', decision: 'done', actor: 'system', subject: s.worker.id, reason: 'canary' },
    { action: 'watch.alert', decision: 'done', actor: 'system', subject: s.worker.id, reason: 'canary' },
    { action: 'record.read', decision: 'refused', actor: s.worker.id, subject: canary, reason: 'canary' },
  ]);
});

test('who looks for its number or opens a binding for it is stopped as well; its address finds it as a list does', async () => {
  const one = s.appoint('grid_worker', [3], '孙丽');
  expect((await s.post(one.token, '/bindings', { resident: canary })).status).toBe(403);
  expect((await list(one.token)).status).toBe(401);

  const mobile = s.vault.vault.store.tags.of(canary).find(({ field }) => field === 'resident.mobile');
  expect(mobile).toBeDefined();
  // The number is known to nobody; a real one is given its tag's place to be searched for.
  s.vault.sql.all(`UPDATE index_tag SET record = ?, mac = ? WHERE field = 'resident.mobile' AND record = ?`, [
    canary,
    s.vault.vault.rows.tagMac('resident.mobile', tagOf(s.resident), canary),
    s.resident,
  ]);
  const searched = await s.post(worker, '/records/resident:search', {
    ...overview,
    where: { field: 'mobile', value: '13800138000' },
  });
  expect(searched.json.items).toEqual([]);
  expect((await list(worker)).status).toBe(401);
});

test.each([
  ['/sign-ins:invite', () => ({ resident: canary })],
  [
    '/relations',
    () => ({ for: canary, delegate: { id: s.resident }, scope: ['see_record'], until: '2027-01-31' }),
  ],
  [
    '/relations/guardians',
    () => ({ child: canary, guardian: { id: s.resident }, paper: 'household_register' }),
  ],
])('who says by %s that it stands before them is stopped as well', async (path, body) => {
  expect((await s.post(worker, path, body())).status).toBe(403);
  expect((await list(worker)).status).toBe(401);
  expect(await alerts()).toMatchObject([{ kind: 'canary', of: s.worker.id }]);
});

test('who writes down under an order what it needs is stopped as well', async () => {
  const dispatcher = s.token(s.dispatcher.id);
  const head = s.appoint('committee_head', [], '丁主任');
  const made = await s.post(dispatcher, '/orders', {
    number: '济防指〔2026〕3号',
    kind: 'flood',
    grids: [3],
    fields: ['resident.name'],
    days: 7,
    words: '河水上涨,逐户通知',
  });
  const order = String(made.json['approval']);
  await s.post(head.token, `/approvals/${order}:decide`, { decision: 'approve' });
  const note = (resident: string) =>
    s.post(s.token(s.worker.id), `/orders/${order}/notes`, { resident, need: '要人背下楼' });
  expect((await note(s.resident)).status).toBe(201);
  expect((await note(canary)).status).toBe(403);
  expect((await list(worker)).status).toBe(401);
  expect(await alerts()).toMatchObject([{ kind: 'canary', of: s.worker.id }]);
});

test('a breach does not count it among the people who are to be told', async () => {
  const from = s.vault.now;
  expect((await list(worker)).json.items).toHaveLength(2);
  s.vault.now += 60_000;
  const opened = await s.post(officer, '/breaches', {
    found: s.vault.now,
    from,
    to: s.vault.now,
    actor: s.worker.id,
    fields: { what: '网格员的手机丢了' },
  });
  const { json } = await s.post(officer, `/breaches/${String(opened.json['id'])}:read`, {});
  expect(json).toMatchObject({ people: 1, groups: [{ subjects: [s.resident] }] });
});

const tagOf = (resident: string) =>
  s.vault.vault.store.tags.of(resident).find(({ field }) => field === 'resident.mobile')?.tag ?? '';

test('who was stopped goes on when two people say so, signs in anew, and their tickets had not waited for them', async () => {
  s.bind('wx-wang', s.resident);
  const report = { category: 'dog', description: '3号楼下有狗没拴绳' };
  const ticket = String((await s.post(s.chat('wx-wang'), '/tickets', report)).json['id']);
  const take = { action: 'take' };
  expect((await s.http(worker, 'POST', `/tickets/${ticket}:move`, take, { 'if-match': '"1"' })).status).toBe(
    200,
  );
  await read(worker, canary);
  expect(s.vault.vault.rows.get('case', ticket)?.content).toMatchObject({
    state: 'returned',
    assignee: null,
  });

  const head = s.appoint('committee_head', [], '丁主任');
  const asked = await s.post(officer, `/staff/${s.worker.id}:unfreeze`, { words: '问过本人:点错了一行' });
  expect(asked.status).toBe(201);
  expect(
    (await s.post(officer, `/approvals/${String(asked.json['approval'])}:decide`, { decision: 'approve' }))
      .status,
  ).toBe(403);
  const decided = await s.post(head.token, `/approvals/${String(asked.json['approval'])}:decide`, {
    decision: 'approve',
  });
  expect(decided.json).toMatchObject({ state: 'approved' });
  expect((await list(worker)).status).toBe(401);
  expect((await list(s.token(s.worker.id))).status).toBe(200);
  expect(await s.log({ subject: s.worker.id, limit: 5 })).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'unfreeze.propose', words: '问过本人:点错了一行' }),
      expect.objectContaining({ action: 'staff.unfreeze', actor: head.id }),
    ]),
  );
});

test('a retired one is in no list and stops nobody, and is still not taken for a resident', async () => {
  expect((await s.post(officer, `/canaries/${canary}:retire`)).json).toMatchObject({ state: 'retired' });
  const listed = await list(worker);
  expect(listed.json.items.map(({ id }) => id)).toEqual([s.resident]);
  expect((await read(worker, canary)).status).toBe(403);
  expect((await list(worker)).status).toBe(200);
  expect(s.vault.vault.rows.get('canary', canary)?.content.state).toBe('retired');
  expect((await s.post(officer, '/canaries:search')).json.items).toMatchObject([
    { id: canary, state: 'retired' },
  ]);
});

test('nobody but the officer makes one, sees which they are, or knows of the alerts', async () => {
  for (const token of [worker, s.token(s.dispatcher.id), s.administrator, s.page(s.resident)]) {
    expect((await s.post(token, '/canaries', { grid: 3 })).status).toBe(403);
    expect((await s.post(token, '/canaries:search')).status).toBe(403);
    expect((await s.post(token, `/canaries/${canary}:retire`)).status).toBe(403);
    expect((await s.post(token, '/alerts:search')).status).toBe(403);
  }
  expect((await s.post(officer, '/canaries', { grid: 9 })).status).toBe(422);
});
