import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type People, residentFields, settle } from './people.ts';
import { formOf } from './attach.ts';
import { jpegFile } from './photos.ts';
import { dutiesRequests, dutiesTable } from './routes.duties.ts';
import { keysRequests, keysTable } from './routes.keys.ts';
import { policiesRequests, policiesTable } from './routes.policies.ts';
import { emergencyRequests, emergencyTable } from './routes.emergency.ts';
import { delegation, type Made, owner, requests as common, type Target } from './routes.requests.ts';
import { recordsRequests, recordsTable } from './routes.records.ts';
import { rightsRequests, rightsTable } from './routes.rights.ts';
import { type Caller, callers, elsewhere, type Row, table as first, type Whose } from './routes.table.ts';
import { erasureRequests, erasureTable } from './routes.erasure.ts';
import { watchRequests, watchTable } from './routes.watch.ts';
import { base, testVault, type TestVault } from './wire.ts';

const table = [
  ...first,
  ...keysTable,
  ...emergencyTable,
  ...dutiesTable,
  ...policiesTable,
  ...rightsTable,
  ...watchTable,
  ...recordsTable,
  ...erasureTable,
];
const requests = {
  ...common,
  ...emergencyRequests,
  ...dutiesRequests,
  ...policiesRequests,
  ...keysRequests,
  ...rightsRequests,
  ...watchRequests,
  ...recordsRequests,
  ...erasureRequests,
};

const prefix = '/v1/communities/{community}';

let vault: TestVault;
let people: People;
let targets: Record<Exclude<Whose, 'nobody'>, Target>;
let notice: Made['notice'];
let wangPage: string;
const ended = new Map<string, string>();

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  const zhang = await create(people.otherWorker.token, 'resident', {
    grid: 5,
    fields: { name: '张伟', mobile: '13700137000' },
  });
  const zhangsDog = await create(people.otherWorker.token, 'dog', {
    keeper: zhang,
    fields: { name: '阿黄' },
  });
  wangPage = await people.page(people.resident.id);
  const common = { grid: 3, worker: people.worker, entry: 0 };
  const wang = {
    ...common,
    resident: people.resident.id,
    mobile: residentFields.mobile,
    dog: people.dog,
    contact: 'wx-wang',
  };
  targets = {
    wang,
    zhang: {
      resident: zhang,
      grid: 5,
      mobile: '13700137000',
      dog: zhangsDog,
      worker: people.otherWorker,
      contact: 'wx-zhang',
      entry: 0,
    },
    stranger: { ...wang, contact: 'wx-stranger' },
  };
  notice = await firstNotice();
  targets.wang.entry = await entryAbout(targets.wang);
  targets.zhang.entry = await entryAbout(targets.zhang);
  ended.set('token', await people.page(people.resident.id));
  await ask('POST', '/tokens:revoke', people.administrator, { token: ended.get('token') });
});
afterAll(() => vault.close());

async function ask(
  method: string,
  path: string,
  token: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Record<string, string>> {
  const answered = await vault.send(method, path, {
    token,
    body,
    ...(headers === undefined ? {} : { headers }),
  });
  if (answered.status >= 300) throw new Error(`${method} ${path}: ${answered.status} ${answered.text}`);
  return answered.json as Record<string, string>;
}

const create = async (token: string, type: string, body: object): Promise<string> =>
  String((await ask('POST', `/records/${type}`, token, { purpose: 'record_keeping', ...body }))['id']);

async function firstNotice(): Promise<Made['notice']> {
  const { json } = await vault.send('GET', '/notices');
  const [first] = (json as { items: Made['notice'][] }).items;
  const { id, version, lang, sha256 } = first as Made['notice'];
  return { id, version, lang, sha256 };
}

async function entryAbout({ resident, worker }: Target): Promise<number> {
  const body = { purpose: 'grid_overview', fields: ['name'] };
  await ask('POST', `/records/resident/${resident}:read`, worker.token, body);
  const { json } = await vault.send('POST', '/log:search', {
    token: people.officer.token,
    body: { subject: resident, limit: 1 },
  });
  return (json as { items: { seq: number }[] }).items[0]?.seq ?? -1;
}

/** A token for this call; a contact's is good for one. */
async function tokenOf(caller: Caller): Promise<string | undefined> {
  switch (caller) {
    case 'none':
      return undefined;
    case 'ended':
      return ended.get('token');
    case 'reporter':
      return people.chat(targets.stranger.contact);
    case 'chat':
      return people.chat(targets.wang.contact);
    case 'group':
      return people.chat(targets.wang.contact, 'group');
    case 'page':
      return wangPage;
    case 'worker':
      return people.worker.token;
    case 'elsewhere':
      return people.otherWorker.token;
    case 'dispatcher':
      return people.dispatcher.token;
    case 'officer':
      return people.officer.token;
    case 'administrator':
      return people.administrator;
    case 'bot':
      return people.bot.token;
  }
}

let made = 0;

/**
 * New chat contacts for a row, and new residents behind them where the last row filed tickets: what one contact
 * exchanges in an hour and one person brings in each day is budgeted, and the table asks for more.
 */
async function freshContacts(): Promise<void> {
  made += 1;
  for (const whose of ['wang', 'zhang'] as const) {
    if (filed.delete(targets[whose].resident)) await renew(targets[whose]);
    targets[whose].contact = `wx-${whose}-${made}`;
    await bind(targets[whose]);
  }
  targets.stranger.contact = `wx-stranger-${made}`;
}

/** Who filed tickets in the last row. */
const filed = new Set<string>();

/** Somebody new in the target's place, with a dog and an entry of their own. */
async function renew(target: Target): Promise<void> {
  const { token } = target.worker;
  const fields = { name: '王秀英', mobile: target.mobile };
  target.resident = await create(token, 'resident', { grid: target.grid, fields });
  target.dog = await create(token, 'dog', { keeper: target.resident, fields: { name: '旺财' } });
  target.entry = await entryAbout(target);
  if (target === targets.wang) wangPage = await people.page(target.resident);
}

async function bind({ contact, resident, worker }: Target): Promise<void> {
  const opened = await ask('POST', '/bindings', worker.token, { resident });
  await ask('POST', '/bindings:answer', await people.chat(contact), { code: opened['code'] });
  await ask('POST', `/bindings/${opened['id']}:confirm`, worker.token);
}

/** What a request may need made for itself. */
/** Somebody's consent, on their own page. @returns the id of its event */
async function consent(whose: Exclude<Whose, 'nobody'>): Promise<string> {
  const page = whose === 'zhang' ? await people.page(targets.zhang.resident) : wangPage;
  const said = { purpose: 'phone_contact', event: 'given', notice };
  const { history } = (await ask('POST', '/consents', page, said)) as unknown as {
    history: { id: string }[];
  };
  return history[0]?.id ?? '';
}

function making(whose: Exclude<Whose, 'nobody'>): Made {
  const target = targets[whose];
  const unique = (): string => `${(made += 1)}`;
  const { worker } = target;
  return {
    target,
    people,
    ask,
    notice,
    unique,
    addResident: () => create(worker.token, 'resident', { grid: target.grid, fields: { name: '孙丽' } }),
    addDog: () => create(worker.token, 'dog', { keeper: target.resident, fields: { name: '豆豆' } }),
    ticket: (state) => newTicket(target, state),
    async addPhoto(ticket, shown = false) {
      const at = `/tickets/${ticket}/attachments`;
      const attached = await ask('POST', at, await people.chat(target.contact), formOf(jpegFile([])));
      const n = (attached['attachments'] as unknown as unknown[]).length;
      if (shown) await ask('POST', `${at}/${n}:show`, await people.chat(target.contact), {});
      return n;
    },
    async binding(answered) {
      const opened = await ask('POST', '/bindings', worker.token, { resident: target.resident });
      if (answered) {
        const contact = await people.chat(`wx-answers-${unique()}`);
        await ask('POST', '/bindings:answer', contact, { code: opened['code'] });
      }
      return String(opened['id']);
    },
    async giveConsent() {
      await consent(whose);
    },
    child: () =>
      create(worker.token, 'resident', {
        grid: target.grid,
        fields: { name: '孙小宝', birthDate: new Date().toISOString().slice(0, 10) },
      }),
    async delegated() {
      const other = await create(worker.token, 'resident', { grid: target.grid, fields: { name: '孙丽' } });
      const body = { ...delegation(), delegate: { id: other }, for: target.resident };
      await ask('POST', '/relations', worker.token, body);
      return other;
    },
    async visit() {
      const plan = {
        purpose: 'visit',
        grid: target.grid,
        subjects: [target.resident],
        days: 7,
        reason: '提醒',
      };
      return String((await ask('POST', '/visits', worker.token, plan))['id']);
    },
    consentEvent: () => consent(whose),
    pageToken: () => people.page(target.resident),
    bot: people.bot.id,
    async deskLink() {
      const path = await newLink();
      return path.split('#')[1] ?? '';
    },
    appoint: async () =>
      String(
        (await ask('POST', '/staff', people.administrator, { role: 'dispatcher', fields: { name: '吴桐' } }))[
          'id'
        ],
      ),
  };
}

/** An enrolment link for somebody who has just been appointed. */
async function newLink(): Promise<string> {
  const fields = { name: '吴桐' };
  const { id } = await ask('POST', '/staff', people.administrator, { role: 'dispatcher', fields });
  return String((await ask('POST', '/links', people.administrator, { for: id }))['path']);
}

/** A ticket of the target's, as far along as it says. The reporter lives nowhere, so hers lies in no grid. */
async function newTicket(
  { contact, resident, worker, grid }: Target,
  state: 'submitted' | 'accepted' | 'handling' | 'handled',
): Promise<{ id: string; version: number }> {
  const place = contact.startsWith('wx-stranger') ? '小花园' : `${grid}号楼`;
  const body = { category: 'lift', description: '电梯坏了', place };
  filed.add(resident);
  const { id = '' } = await ask('POST', '/tickets', await people.chat(contact), body);
  let version = 1;
  const move = async (token: string, action: string): Promise<void> => {
    await ask('POST', `/tickets/${id}:move`, token, { action }, { 'if-match': `"${version}"` });
    version += 1;
  };
  if (state === 'accepted') await move(people.dispatcher.token, 'accept');
  if (state === 'handling' || state === 'handled') await move(worker.token, 'take');
  if (state === 'handled') await move(worker.token, 'handle');
  return { id, version };
}

async function statusOf(row: Row, whose: Whose, caller: Caller): Promise<number> {
  const request = requests[row.request];
  if (request === undefined) throw new Error(`no request named ${row.request}`);
  const { path = {}, body, headers } = await request(making(owner(whose)));
  const [method = '', template = ''] = row.route.split(' ');
  const below = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? `no-${name}`);
  const token = await tokenOf(caller);
  if (template === '/healthz') return (await fetch(`${vault.vault.url}${template}`)).status;
  const answered = await vault.send(method, base + below, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
  return answered.status;
}

test('every route of the document is in the table, and none that is not there', async () => {
  const document = await fetch(`${vault.vault.url}/openapi.json`);
  const { paths } = (await document.json()) as { paths: Record<string, Record<string, unknown>> };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(prefix, '')}`),
  );
  expect(documented.length).toBeGreaterThan(30);
  const tested = [...table, ...elsewhere].map(({ route }) => route);
  expect([...new Set(tested)].toSorted()).toEqual(documented.toSorted());
});

test('every row has a status for each caller, and each request is used', () => {
  const rows = [...table, ...elsewhere];
  const wrong = rows.filter(({ expected }) =>
    Object.values(expected).some((line) => line.split(/ +/).length !== callers.length),
  );
  expect(wrong).toEqual([]);
  expect(Object.keys(requests).toSorted()).toEqual(rows.map(({ request }) => request).toSorted());
});

describe.each([...table, ...elsewhere])('$route · $request', (row) => {
  test.each(Object.entries(row.expected) as [Whose, string][])('of %s', async (whose, expected) => {
    await freshContacts();
    const actual: Record<string, number> = {};
    for (const caller of callers) actual[caller] = await statusOf(row, whose, caller);
    const wanted = expected.split(/ +/).map(Number);
    expect(actual).toEqual(Object.fromEntries(callers.map((caller, at) => [caller, wanted[at]])));
  });
});
