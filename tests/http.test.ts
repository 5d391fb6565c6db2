import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type People, settle } from './people.ts';
import { fieldsOf, json, type Raw, rawRequest } from './raw.ts';
import { base, testVault, type TestVault } from './wire.ts';

/** Values that no answer to a wrong request may repeat. */
const canaries = ['王小明金丝雀', '13812349876', '370112199003079999'];
const [canaryName = '', canaryMobile = ''] = canaries;

let vault: TestVault;
let people: People;
beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(() => vault.close());

const raw = (path: string, more?: Raw) => rawRequest(vault, path, more);

/** The log's newest entry. Looking is an entry itself, so two looks with nothing between are one apart. */
async function newestEntry(): Promise<number> {
  const { json } = await vault.send('POST', '/log:search', {
    token: people.officer.token,
    body: { limit: 1 },
  });
  return (json as { items: { seq: number }[] }).items[0]?.seq ?? -1;
}

async function storesNothing(work: () => Promise<void>): Promise<void> {
  const before = await newestEntry();
  await work();
  expect(await newestEntry()).toBe(before + 1);
}

const resident = (fields: object) => ({ purpose: 'record_keeping', grid: 3, fields });
describe('an address or a method that is not there', () => {
  const address = async (path: string, more: Raw = {}) =>
    (await raw(path, { headers: json(people.worker.token), body: '{}', ...more })).status;

  test('an unknown community is 404, with every method and without a token', async () => {
    expect(await address('/v1/communities/atlantis/records/resident')).toBe(404);
    expect(await address('/v1/communities/Hengda/records/resident')).toBe(404);
    expect((await raw('/v1/communities/atlantis/log/key', { method: 'GET' })).status).toBe(404);
    expect((await raw('/v1/communities/atlantis/notices', { method: 'GET' })).status).toBe(404);
  });

  test('an unknown type, verb, or id out of form is 404', async () => {
    expect(await address(`${base}/records/cat`)).toBe(404);
    expect(await address(`${base}/records/resident:delete`)).toBe(404);
    expect(await address(`${base}/records/resident/${people.resident.id.toUpperCase()}:read`)).toBe(404);
    expect(await address(`${base}/tickets/0318x:read`)).toBe(404);
    expect(await address('/nothing')).toBe(404);
  });

  test('a wrong method is 405 and says which are right', async () => {
    const answered = await raw(`${base}/records/resident`, { method: 'DELETE' });
    expect([answered.status, answered.headers.get('allow')]).toEqual([405, 'POST']);
    const onRead = await raw(`${base}/log/key`, { method: 'PUT' });
    expect([onRead.status, onRead.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await raw(`${base}/log/key`, { method: 'HEAD' })).status).toBe(200);
  });

  test('a query is refused and not repeated', async () => {
    const answered = await raw(`${base}/records/resident:search?mobile=${canaryMobile}`, {
      headers: json(people.worker.token),
      body: JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 } }),
    });
    expect([answered.status, fieldsOf(answered.problem)]).toEqual([422, ['query']]);
    expect(answered.text).not.toContain(canaryMobile);
  });
});

describe('who asks', () => {
  const search = { purpose: 'grid_overview', where: { grid: 3 } };
  const ask = (headers: Record<string, string>) =>
    raw(`${base}/records/resident:search`, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(search),
    });

  test.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    [
      'an unknown token',
      { authorization: 'Bearer lin_0000000000000000000000000000000000000000000000000000' },
    ],
    ['an endless token', { authorization: `Bearer ${'a'.repeat(2000)}` }],
  ])('%s is 401 with a challenge', async (_, headers) => {
    const answered = await ask(headers);
    expect([answered.status, answered.problem.code]).toEqual([401, 'unauthenticated']);
    expect(answered.headers.get('www-authenticate')).toMatch(/^Bearer realm="lindun"/);
  });

  test.each([
    ['340,000 lines', '/imports', 'application/x-ndjson', '{}\n'.repeat(340_000)],
    ['a megabyte of brackets', '/records/resident', 'application/json', '['.repeat(1_000_000)],
  ])(
    '%s without a valid token are not read: 401, and the vault answers others',
    async (_, path, type, body) => {
      const headers = { ...json(`lin_${'0'.repeat(52)}`), 'content-type': type };
      const begun = performance.now();
      const all = await Promise.all(Array.from({ length: 4 }, () => raw(base + path, { headers, body })));
      expect(all.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
      // Read and parsed they take three seconds each.
      expect(performance.now() - begun).toBeLessThan(4_000);
      expect((await raw('/healthz', { method: 'GET' })).status).toBe(200);
    },
  );

  test('a refusal says that it was refused, a reference, and no reason', async () => {
    const answered = await ask({ authorization: `Bearer ${people.otherWorker.token}` });
    expect(answered.status).toBe(403);
    expect(Object.keys(answered.problem).sort()).toEqual(
      ['code', 'detail', 'instance', 'reference', 'status', 'title', 'type'].sort(),
    );
    expect(answered.problem.reference).toBe(answered.headers.get('x-request-id'));
    expect(answered.text).not.toMatch(/grid|网格/);
    const log = await vault.send('POST', '/log:search', {
      token: people.officer.token,
      body: { decision: 'refused', limit: 5 },
    });
    const entries = (log.json as { items: { request: string; reason: string }[] }).items;
    expect(entries.find(({ request }) => request === answered.problem.reference)?.reason).toBe(
      'not_your_grid',
    );
  });

  test("the request's id is ours, whatever the caller sends", async () => {
    const answered = await ask({
      authorization: `Bearer ${people.worker.token}`,
      'x-request-id': canaryName.length.toString(),
    });
    expect(answered.headers.get('x-request-id')).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  });

  test('what is not there and what may not be seen are told alike', async () => {
    const read = (id: string) =>
      raw(`${base}/records/resident/${id}:read`, {
        headers: json(people.otherWorker.token),
        body: JSON.stringify({ purpose: 'grid_overview' }),
      });
    const [there, nowhere] = [await read(people.resident.id), await read('0'.repeat(26))];
    const { reference: _, instance: __, ...first } = there.problem;
    const { reference: ___, instance: ____, ...second } = nowhere.problem;
    expect(first).toEqual(second);
  });
});

describe('words', () => {
  const wrong = (language?: string) =>
    raw(`${base}/records/resident`, {
      headers: json(people.worker.token, language === undefined ? {} : { 'accept-language': language }),
      body: JSON.stringify({}),
    });

  test.each([
    [undefined, 'zh-CN', '有几处需要改', '这一项不能少'],
    ['fr', 'zh-CN', '有几处需要改', '这一项不能少'],
    ['en-GB,en;q=0.9', 'en', 'Something needs correcting', 'this is required'],
    ['en;q=0.5, zh;q=0.9', 'zh-CN', '有几处需要改', '这一项不能少'],
    ['zh;q=0, en', 'en', 'Something needs correcting', 'this is required'],
  ])('%s is answered in %s', async (asked, language, title, detail) => {
    const { problem, headers } = await wrong(asked);
    expect([headers.get('content-language'), problem.title, problem.errors[0]?.detail]).toEqual([
      language,
      title,
      detail,
    ]);
    expect(headers.get('vary')).toContain('Accept-Language');
  });
});

describe('a request sent twice', () => {
  const send = (key: string | undefined, body: object) =>
    raw(`${base}/records/resident`, {
      headers: {
        authorization: `Bearer ${people.worker.token}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });

  test('is done once and answered alike', async () => {
    const first = await send('twice-1', resident({ name: '刘洋' }));
    const again = await send('twice-1', resident({ name: '刘洋' }));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(again.headers.get('location')).toBe(`${base}/records/resident/${first.problem.id}`);
    expect(again.headers.get('etag')).toBe('"1"');
  });

  test('with the same key and another body is refused', async () => {
    await send('twice-2', resident({ name: '刘洋' }));
    const other = await send('twice-2', resident({ name: '刘阳' }));
    expect([other.status, other.problem.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('without a key, or with one out of form, is not done', () =>
    storesNothing(async () => {
      expect((await send(undefined, resident({ name: '刘洋' }))).problem.code).toBe(
        'idempotency_key_missing',
      );
      expect(fieldsOf((await send('a b', resident({ name: '刘洋' }))).problem)).toEqual(['Idempotency-Key']);
      expect((await send('k'.repeat(129), resident({ name: '刘洋' }))).status).toBe(422);
    }));
});

describe('a change names the version it was made from', () => {
  const change = (id: string, version: string | undefined) =>
    raw(`${base}/records/resident/${id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${people.worker.token}`,
        'content-type': 'application/json',
        ...(version === undefined ? {} : { 'if-match': version }),
      },
      body: JSON.stringify({ purpose: 'record_keeping', fields: { mobile: '13900139000' } }),
    });

  test('428 without it, 412 when it is not the newest, 422 when it is none', async () => {
    const id = await people.addResident({ name: '孙丽' });
    expect((await change(id, undefined)).status).toBe(428);
    for (const form of ['1', 'W/"1"', '*', '"1", "2"', '"one"'])
      expect(fieldsOf((await change(id, form)).problem)).toEqual(['If-Match']);
    expect((await change(id, '"2"')).problem.code).toBe('version_changed');
    const changed = await change(id, '"1"');
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await change(id, '"1"')).status).toBe(412);
    const read = await vault.send('POST', `/records/resident/${id}:read`, {
      token: people.worker.token,
      body: { purpose: 'grid_overview' },
    });
    expect(read.headers.get('etag')).toBe('"2"');
  });
});

describe('what every answer carries', () => {
  test('no answer with data is kept by anybody on the way', async () => {
    const read = await vault.send('POST', '/records/resident:search', {
      token: people.worker.token,
      body: { purpose: 'grid_overview', where: { grid: 3 } },
    });
    expect(read.headers.get('cache-control')).toBe('no-store');
    const problem = await raw(`${base}/records/resident`, { body: '{}' });
    expect(problem.headers.get('cache-control')).toBe('no-store');
  });

  test('a strict policy for pages, and HSTS only over TLS', async () => {
    const plain = await raw('/healthz', { method: 'GET' });
    expect(plain.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    const behindProxy = await raw('/healthz', { method: 'GET', headers: { 'x-forwarded-proto': 'https' } });
    expect(behindProxy.headers.get('strict-transport-security')).toMatch(/^max-age=/);
  });

  test('health says that it works, and nothing that grows with use', async () => {
    expect((await raw('/healthz', { method: 'GET' })).problem).toEqual({
      status: 'ok',
      communities: 1,
      ciphers: ['libsodium'],
    });
  });

  test('the published log: key and tiles may be kept, what is not published is not there', async () => {
    const key = await raw(`${base}/log/key`, { method: 'GET' });
    expect(key.text).toMatch(/^lindun\/hengda\/1\+[0-9a-f]{8}\+\S+\n$/);
    expect((await raw(`${base}/log/tile/0/000.p/200`, { method: 'GET' })).status).toBe(404);
    expect((await raw(`${base}/log/tile/0/0`, { method: 'GET' })).status).toBe(404);
  });

  test('the notices in force need no token, and their hash is the one a consent names', async () => {
    const { json: list } = await vault.send('GET', '/notices');
    const [notice] = (list as { items: Record<string, string>[] }).items;
    expect(notice).toMatchObject({ purpose: 'phone_contact', lang: 'zh-CN' });
    const { id, version, lang, sha256, text = '' } = notice ?? {};
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    const given = await vault.send('POST', '/consents', {
      token: await people.page(people.resident.id),
      body: { purpose: 'phone_contact', event: 'given', notice: { id, version, lang, sha256 } },
    });
    expect(given.json).toMatchObject({ purpose: 'phone_contact', state: 'given' });
  });
});

describe('a proof', () => {
  const prove = (seq: number, accept?: string, token = people.officer.token) =>
    raw(`${base}/log/entries/${seq}:prove`, {
      headers: json(token, accept === undefined ? {} : { accept }),
      body: '{}',
    });

  test('comes as JSON with the key beside it, or alone, as a file to be saved', async () => {
    const both = (await prove(0)).problem as unknown as { proof: string; vkey: string };
    expect(both.vkey).toMatch(/^lindun\/hengda\/1\+/);
    for (const accept of ['*/*', 'application/json', 'application/json, text/plain'])
      expect((await prove(0, accept)).headers.get('content-type')).toBe('application/json');
    const alone = await prove(0, 'text/plain');
    expect(alone.text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex 0\n/);
    expect(Object.fromEntries(alone.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Accept',
    });
    expect(alone.text.split('\n')[1]).toBe(both.proof.split('\n')[1]);
  });

  test('that is refused is a problem in any case', async () => {
    const refused = await prove(0, 'text/plain', people.worker.token);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  });
});

describe('token exchange (RFC 8693)', () => {
  const form = (more: Record<string, string> = {}) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:lindun:token-type:chat-contact',
    subject_token: Buffer.from('{"transport":"wechat","contact":"wx-1"}').toString('base64url'),
    context: 'private',
    ...more,
  });
  const send = (body: string) =>
    raw(`${base}/tokens:exchange`, {
      headers: {
        authorization: `Bearer ${people.bot.token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    });

  test('gives a token for one request of one contact, and does not repeat the context', async () => {
    const answered = await send(String(new URLSearchParams(form())));
    expect(answered.problem).toEqual({
      access_token: expect.stringMatching(/^lin_/),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 60,
      scope: 'contact',
      address: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(answered.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['no subject', { subject_token: '' }, 'subject_token'],
    ['a subject that is no JSON', { subject_token: 'aGVsbG8' }, 'subject_token'],
    ['another grant', { grant_type: 'password' }, 'grant_type'],
    ['another context', { context: 'desk' }, 'context'],
    ['an unknown parameter', { scope: 'resident' }, 'scope'],
  ])('%s is invalid_request', async (_, more, field) => {
    const answered = await send(String(new URLSearchParams(form(more))));
    expect([answered.status, answered.problem.error, fieldsOf(answered.problem)]).toEqual([
      400,
      'invalid_request',
      [field],
    ]);
  });

  test('a parameter twice, and bytes that are no UTF-8, are refused', async () => {
    const good = String(new URLSearchParams(form()));
    expect((await send(`${good}&context=group`)).problem.errors[0]?.code).toBe('duplicate_name');
    expect((await send(`${good}&x=%ff`)).problem.errors[0]?.code).toBe('not_utf8');
  });
});
