import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type People, residentFields, settle } from './people.ts';
import { fieldsOf, json, type Raw, rawRequest, utf8 } from './raw.ts';
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
    ['a wrong mobile number', create, JSON.stringify(resident({ name: goodName, mobile: `${canaryMobile}0` })), 422, 'mobile_form', 'fields.mobile'],
    ['a wrong identity number', create, JSON.stringify(resident({ name: goodName, idNumber: '370112199003079999' })), 422, 'id_number_check_digit', 'fields.idNumber'],
    ['a record without its name', create, JSON.stringify(resident({ mobile: '13800138000' })), 422, 'required', 'fields.name'],
    ['an unknown field to read', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'grid_overview', fields: [canaryName] }), 422, 'not_in_list', 'fields.0'],
    ['no reason for another purpose', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'other' }), 422, 'required', 'reason'],
    ['a blank reason', `${base}/records/resident/ID:read`, JSON.stringify({ purpose: 'other', reason: '  ' }), 422, 'too_small', 'reason'],
    ['51 items', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, limit: 51 }), 422, 'too_large', 'limit'],
    ['no items', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, limit: 0 }), 422, 'too_small', 'limit'],
    ['a search in two ways', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3, mine: true } }), 422, 'unknown_field', 'where.mine'],
    ['a field that is not indexed', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { field: 'birthDate', value: canaryName } }), 422, 'not_in_list', 'where.field'],
    ['a wrong value to search for', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { field: 'mobile', value: '12' } }), 422, 'mobile_form', 'where.value'],
    ['a field asked for twice', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, fields: ['name', 'name'] }), 422, 'twice', 'fields'],
    ['a field asked for a hundred thousand times', `${base}/records/resident:search`, JSON.stringify({ purpose: 'grid_overview', where: { grid: 3 }, fields: Array(100_000).fill('name') }), 400, 'too_many', 'body'],
    ['a value that is too long', create, JSON.stringify(resident({ name: canaryName.repeat(700) })), 422, 'too_large', 'fields.name'],
    ['an id of one’s own choice', create, JSON.stringify({ ...resident({ name: goodName }), id: '0'.repeat(26) }), 422, 'unknown_field', 'id'],
    ['staff as a record', `${base}/records/staff`, JSON.stringify({ purpose: 'record_keeping', fields: { name: goodName } }), 422, 'not_in_list', 'type'],
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
        expect(answered.problem.errors[0]?.code).toBe(code);
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

  test('a grid that does not exist is named to who may create there', async () => {
    const headers = json(people.administrator);
    const body = JSON.stringify({ ...resident({ name: goodName }), grid: 77 });
    const { status, problem } = await raw(`${base}/records/resident`, { headers, body });
    expect([status, fieldsOf(problem), problem.errors[0]?.code]).toEqual([422, ['grid'], 'no_such_grid']);
  });

  test('a ticket is changed by its moves alone', async () => {
    const headers = json(people.worker.token, { 'if-match': '"1"' });
    const body = JSON.stringify({ purpose: 'handle_ticket', fields: { result: '好了' } });
    const path = `${base}/records/ticket/${people.resident.id}`;
    const { status, problem } = await raw(path, { method: 'PATCH', headers, body });
    expect([status, fieldsOf(problem), problem.errors[0]?.code]).toEqual([422, ['type'], 'not_in_list']);
  });

  test("a ticket's own words are named as they were sent", async () => {
    const headers = json(await people.chat('wx-wrong'));
    const body = JSON.stringify({ category: 'cat', description: '有猫' });
    const { status, problem } = await raw(`${base}/tickets`, { headers, body });
    expect([status, fieldsOf(problem)]).toEqual([422, ['category']]);
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
      // The whole body is read and found wrong: nobody is called a number.
      const body = padded(mebibyte).replace(goodName ?? '', '123456789');
      const headers = json(people.worker.token);
      expect((await raw(path, { headers, body })).problem.errors[0]?.code).toBe('name_form');
      expect((await raw(path, { headers, body: chunked(body) })).problem.errors[0]?.code).toBe('name_form');
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
    ['a ticket', line({ category: 'dog' }, { type: 'ticket' }), 'type', 'not_in_list'],
    ['staff', line({ name: '孙丽' }, { type: 'staff' }), 'type', 'not_in_list'],
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

  test('of more than two thousand lines is refused; of its errors fifty are told', async () => {
    const long = await send(Array(2_001).fill('{}'), 'import-long');
    expect([long.status, long.problem.errors]).toEqual([
      422,
      [expect.objectContaining({ field: 'body', code: 'too_large' })],
    ]);
    const wrong = await send(Array(2_000).fill('{}'), 'import-wrong');
    expect([wrong.status, wrong.problem.errors.length, wrong.problem.errors.at(-1)?.line]).toEqual([
      422, 50, 50,
    ]);
  });

  test('is stored whole, and once', async () => {
    const lines = [line({ name: '孙丽' }), line({ name: '钱进' })];
    const first = await send(lines, 'import-good');
    expect([first.status, first.problem]).toEqual([200, { imported: 2, heldBack: [] }]);
    const again = await send(lines, 'import-good');
    expect([again.problem, again.headers.get('idempotency-replayed')]).toEqual([
      { imported: 2, heldBack: [] },
      'true',
    ]);
  });
});
