import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type People, residentFields, settle } from './people.ts';
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

interface Raw {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
}

/** A request byte for byte as it is said here. */
async function raw(path: string, { method = 'POST', headers = {}, body }: Raw = {}) {
  const response = await fetch(`${vault.vault.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
  const text = await response.text();
  const problem = (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, problem };
}

const json = (token: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'a',
  ...more,
});

const fieldsOf = (problem: { errors?: { field: string }[] }) => problem.errors?.map(({ field }) => field);

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
const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : part)));
const [goodName] = Object.values(residentFields);

describe('a body that is not in form is refused, its field is named, and nothing is stored', () => {
  const create = `${base}/records/resident`;
  type Body = string | Uint8Array<ArrayBuffer>;
  // prettier-ignore
  const wrong: readonly (readonly [name: string, path: string, body: Body, status: number, code: string, field: string | undefined])[] = [
    ['no JSON', create, '{"purpose":', 400, 'json_syntax', 'body'],
    ['a BOM', create, `\ufeff${JSON.stringify(resident({ name: goodName }))}`, 400, 'json_syntax', 'body'],
    ['a name twice', create, `{"purpose":"record_keeping","grid":3,"fields":{"name":"李","name":"${canaryName}"}}`, 400, 'duplicate_name', 'fields.name'],
    ['a name twice, spelt differently', create, `{"purpose":"record_keeping","grid":3,"fields":{"name":"李","n\\u0061me":"${canaryName}"}}`, 400, 'duplicate_name', 'fields.name'],
    ['half a character', create, `{"purpose":"record_keeping","grid":3,"fields":{"name":"李\\ud800"}}`, 400, 'lone_surrogate', 'fields.name'],
    ['half a character in a name', create, `{"purpose":"record_keeping","grid":3,"fields":{"\\udc00":"李"}}`, 400, 'lone_surrogate', 'fields'],
    ['deep nesting', create, '['.repeat(5000) + ']'.repeat(5000), 400, 'too_deep', '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0'],
    ['bad UTF-8', create, bytes('{"purpose":"record_keeping","grid":3,"fields":{"name":"', [0xc3, 0x28], '"}}'), 400, 'not_utf8', 'body'],
    ['UTF-8 of a surrogate', create, bytes('{"fields":{"name":"', [0xed, 0xa0, 0x80], '"}}'), 400, 'not_utf8', 'body'],
    ['GB18030', create, bytes('{"fields":{"name":"', [0xcd, 0xf5], '"}}'), 400, 'not_utf8', 'body'],
    ['a list', create, '[]', 422, 'wrong_type', 'body'],
    ['null', create, 'null', 422, 'wrong_type', 'body'],
    ['an unknown member', create, JSON.stringify({ ...resident({ name: goodName }), note: canaryName }), 422, 'unknown_field', 'note'],
    ['__proto__', create, `{"__proto__":{"a":1},"purpose":"record_keeping","grid":3,"fields":{"name":"李"}}`, 422, 'unknown_field', 'body'],
    ['an unknown field', create, JSON.stringify(resident({ name: goodName, nickname: canaryName })), 422, 'unknown_field', 'fields.nickname'],
    ['a value in the place of a name', create, JSON.stringify(resident({ name: goodName, [canaryMobile]: 'x' })), 422, 'unknown_field', 'fields'],
    ['another type', create, JSON.stringify(resident({ name: 13812349876 })), 422, 'wrong_type', 'fields.name'],
    ['null in a field', create, JSON.stringify(resident({ name: null })), 422, 'wrong_type', 'fields.name'],
    ['a purpose that is not in the list', create, JSON.stringify({ ...resident({ name: goodName }), purpose: canaryName }), 422, 'not_in_list', 'purpose'],
    ['no purpose', create, JSON.stringify({ grid: 3, fields: { name: goodName } }), 422, 'required', 'purpose'],
    ['a grid as a text', create, JSON.stringify({ ...resident({ name: goodName }), grid: '3' }), 422, 'wrong_type', 'grid'],
    ['a grid that does not exist', create, JSON.stringify({ ...resident({ name: goodName }), grid: 77 }), 422, 'no_such_grid', 'grid'],
    ['a wrong mobile number', create, JSON.stringify(resident({ name: goodName, mobile: `${canaryMobile}0` })), 422, 'mobile_form', 'fields.mobile'],
    ['a wrong identity number', create, JSON.stringify(resident({ name: goodName, idNumber: '370112199003079999' })), 422, 'id_number_check_digit', 'fields.idNumber'],
    ['a record without its name', create, JSON.stringify(resident({ mobile: '13800138000' })), 422, 'required', 'fields.name'],
    ['an unknown field to read', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'grid_overview', fields: [canaryName] }), 422, 'not_in_list', 'fields.0'],
    ['no reason for another purpose', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'other' }), 422, 'required', 'reason'],
    ['a blank reason', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'other', reason: '  ' }), 422, 'too_small', 'reason'],
    ['51 items', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, limit: 51 }), 422, 'too_large', 'limit'],
    ['no items', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, limit: 0 }), 422, 'too_small', 'limit'],
    ['a search in two ways', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3, mine: true } }), 422, 'unknown_field', 'where.mine'],
    ['a field that is not indexed', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { field: 'name', value: canaryName } }), 422, 'not_in_list', 'where.field'],
    ['a wrong value to search for', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { field: 'mobile', value: '12' } }), 422, 'mobile_form', 'where.mobile'],
    ['a cursor that is none', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, cursor: "' OR 1=1" }), 422, 'wrong_form', 'cursor'],
    ['something said where nothing is asked', `${base}/consents:search`, JSON.stringify({ name: canaryName }), 422, 'unknown_field', 'name'],
    ['a code of five digits', `${base}/bindings:answer`, JSON.stringify({ code: '12345' }), 422, 'wrong_form', 'code'],
  ];

  for (const [name, path, body, status, code, field] of wrong) {
    test(name, () =>
      storesNothing(async () => {
        const headers = json(people.worker.token, { 'idempotency-key': `wrong-${name.length}-${status}` });
        const answered = await raw(path.replace('ID', people.resident.id), { headers, body });
        expect([answered.status, fieldsOf(answered.problem)?.[0]]).toEqual([status, field]);
        expect(answered.problem.errors[0].code).toBe(code);
        expect(answered.headers.get('content-type')).toBe('application/problem+json');
        for (const canary of canaries) expect(answered.text).not.toContain(canary);
      }),
    );
  }

  test('all wrong fields are told at once', async () => {
    const body = JSON.stringify(resident({ name: '', mobile: '1', birthDate: '2999-01-01' }));
    const { problem } = await raw(`${base}/records/resident`, { headers: json(people.worker.token), body });
    expect(fieldsOf(problem)).toEqual(['fields.mobile', 'fields.birthDate', 'fields.name']);
  });

  test("a ticket's own words are named as they were sent", async () => {
    const headers = json(await people.chat('wx-wrong'));
    const body = JSON.stringify({ category: 'cat', description: '有猫' });
    const { status, problem } = await raw(`${base}/tickets`, { headers, body });
    expect([status, fieldsOf(problem)]).toEqual([422, ['category']]);
  });
});

describe('an address or a method that is not there', () => {
  const address = async (path: string, more: Raw = {}) =>
    (await raw(path, { headers: json(people.worker.token), body: '{}', ...more })).status;

  test('an unknown community is 404, with every method and without a token', async () => {
    expect(await address('/v1/communities/atlantis/records/resident')).toBe(404);
    expect(await address('/v1/communities/Hengda/records/resident')).toBe(404);
    expect(await address('/v1/communities/atlantis/log/key', { method: 'GET', body: undefined } as Raw)).toBe(
      404,
    );
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

describe('media types and sizes', () => {
  const path = `${base}/records/resident`;
  const good = JSON.stringify(resident({ name: goodName }));
  const mebibyte = 1_048_576;
  const padded = (length: number) => good + ' '.repeat(length - utf8(good).length);
  const chunked = (text: string) =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < text.length; at += 65_536)
          controller.enqueue(utf8(text.slice(at, at + 65_536)));
        controller.close();
      },
    });

  test.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=gb18030', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('%s %o is 415 and says what is taken', async (type, more) => {
    const headers = json(people.worker.token, { 'content-type': type, ...more });
    const answered = await raw(path, { headers, body: good });
    expect([answered.status, answered.headers.get('accept')]).toEqual([415, 'application/json']);
  });

  test('exactly 1 MiB is read, one byte more is 413; announced or in chunks; nothing is stored', () =>
    storesNothing(async () => {
      // The whole body is read and found wrong: a worker has no grid 9.
      const body = padded(mebibyte).replace('"grid":3', '"grid":9');
      const headers = json(people.worker.token);
      expect((await raw(path, { headers, body })).problem.errors[0].code).toBe('no_such_grid');
      expect((await raw(path, { headers, body: chunked(body) })).problem.errors[0].code).toBe('no_such_grid');
      const large = padded(mebibyte + 1);
      expect((await raw(path, { headers, body: large })).problem.code).toBe('body_too_large');
      const inChunks = await raw(path, { headers, body: chunked(large) });
      expect([inChunks.status, inChunks.problem.code]).toEqual([413, 'body_too_large']);
    }));

  test('an import has the same bound', async () => {
    const line = `${JSON.stringify({ kind: 'record', type: 'resident', grid: 3, fields: { name: goodName } })}\n`;
    const body = line.repeat(Math.ceil(mebibyte / utf8(line).length));
    const headers = json(people.administrator, { 'content-type': 'application/x-ndjson' });
    expect((await raw(`${base}/imports`, { headers, body })).status).toBe(413);
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
    expect([headers.get('content-language'), problem.title, problem.errors[0].detail]).toEqual([
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
    expect((await raw('/healthz', { method: 'GET' })).problem).toEqual({ status: 'ok', communities: 1 });
  });

  test('the published log: key and tiles may be kept, what is not published is not there', async () => {
    const key = await raw(`${base}/log/key`, { method: 'GET' });
    expect(key.text).toMatch(/^lindun\/hengda\/1\+[0-9a-f]{8}\+\S+\n$/);
    expect((await raw(`${base}/log/tile/0/000.p/200`, { method: 'GET' })).status).toBe(404);
    expect((await raw(`${base}/log/tile/0/0`, { method: 'GET' })).status).toBe(404);
  });

  test('the notices in force need no token, and their hash is the one a consent names', async () => {
    const { problem: list } = await raw(`${base}/notices`, { method: 'GET' });
    expect(list.items[0]).toMatchObject({ purpose: 'phone_contact', lang: 'zh-CN' });
    const { id, version, lang, sha256 } = list.items[0];
    const given = await vault.send('POST', '/consents', {
      token: await people.page(people.resident.id),
      body: { purpose: 'phone_contact', event: 'given', notice: { id, version, lang, sha256 } },
    });
    expect(given.json).toMatchObject({ purpose: 'phone_contact', state: 'given' });
  });
});

describe('an import', () => {
  const send = (lines: readonly (object | string)[], key: string) =>
    raw(`${base}/imports`, {
      headers: json(people.administrator, { 'content-type': 'application/x-ndjson', 'idempotency-key': key }),
      body: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    });
  const line = (fields: object, more: object = {}) => ({
    kind: 'record',
    type: 'resident',
    grid: 3,
    fields,
    ...more,
  });
  const wrong = [
    ['a value', line({ name: '孙丽', mobile: '12' }), 'fields.mobile', 'mobile_form'],
    ['an unknown field', line({ name: '孙丽', nick: canaryName }), 'fields.nick', 'unknown_field'],
    ['an unknown kind', { kind: 'secret', fields: {} }, 'kind', 'not_in_list'],
    ['an unknown type', line({}, { type: 'cat' }), 'type', 'not_in_list'],
    ['no JSON', '{"kind":', 'body', 'json_syntax'],
    ['a name twice', '{"kind":"record","kind":"consent"}', 'kind', 'duplicate_name'],
    ['an empty line', '', 'body', 'json_syntax'],
    ['a grid that is not there', line({ name: '孙丽' }, { grid: 99 }), 'grid', 'no_such_grid'],
    [
      'a keeper that is not there',
      line({ name: '豆豆' }, { type: 'dog', keeper: '0'.repeat(26) }),
      'keeper',
      'no_such_resident',
    ],
    [
      'a consent of nobody',
      { kind: 'consent', subject: '0'.repeat(26), purpose: 'phone_contact', at: 1 },
      'subject',
      'consent_not_imported',
    ],
  ] as const;

  test.each(wrong)(
    'with %s on its second line says line and field; nothing is stored',
    async (name, second, field, code) => {
      const residents = async () => {
        const list = await vault.send('POST', '/records/resident:search', {
          token: people.worker.token,
          body: { purpose: 'grid_overview', where: { grid: 3 }, limit: 1 },
        });
        return (list.json as { remaining: number }).remaining;
      };
      const before = await residents();
      const answered = await send(
        [line({ name: '孙丽' }), second, line({ name: '钱进' })],
        `import-${name.replaceAll(' ', '-')}`,
      );
      expect(answered.status).toBe(422);
      expect(answered.problem.errors[0]).toMatchObject({ line: 2, field, code });
      expect(answered.text).not.toContain(canaryName);
      expect(await residents()).toBe(before);
    },
  );

  test('is stored whole, and once', async () => {
    const lines = [line({ name: '孙丽' }), line({ name: '钱进' })];
    const first = await send(lines, 'import-good');
    expect([first.status, first.problem]).toEqual([200, { imported: 2 }]);
    const again = await send(lines, 'import-good');
    expect([again.problem, again.headers.get('idempotency-replayed')]).toEqual([{ imported: 2 }, 'true']);
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
      scope: 'reporter',
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
    expect((await send(`${good}&context=group`)).problem.errors[0].code).toBe('duplicate_name');
    expect((await send(`${good}&x=%ff`)).problem.errors[0].code).toBe('not_utf8');
  });
});
