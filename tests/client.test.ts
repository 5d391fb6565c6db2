import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Answer, VaultClient } from '../vault/client.ts';
import { cameraJpeg } from './photos.ts';
import { testVault, type TestVault } from './wire.ts';

let vault: TestVault;
let administrator: VaultClient;
beforeAll(async () => {
  vault = await testVault();
  administrator = new VaultClient({
    url: vault.vault.url,
    community: 'hengda',
    token: vault.vault.adminToken,
    language: 'en',
  });
});
afterAll(() => vault.close());

function value<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.problem.code}`);
  return answer.value;
}

/** What the client sent, as `METHOD path` with the paths of the OpenAPI document. */
function routesOf(sent: readonly (readonly [method: string, path: string])[], documented: string[]) {
  const patterns = documented.map((route) => {
    const [method = '', path = ''] = route.split(' ');
    const pattern = path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'tile' ? '.+' : '[^/:]+'));
    return { route, method, pattern: new RegExp(`^${pattern}$`) };
  });
  return sent.map(
    ([method, path]) =>
      patterns.find((each) => each.method === method && each.pattern.test(path))?.route ??
      `${method} ${path}`,
  );
}

async function documentedRoutes(): Promise<string[]> {
  const { paths } = (await (await fetch(`${vault.vault.url}/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
}

const service = async (subject: string): Promise<VaultClient> =>
  administrator.as(value(await administrator.mintToken({ for: subject, minutes: 5 })).token);

/** Somebody who comes by a link, sets a PIN, and signs in with it. */
const enrolled = async ({ path }: { path: string }): Promise<VaultClient> => {
  const link = value(await administrator.enterLink(path.split('#')[1] ?? ''));
  const { number } = value(await administrator.as(link.token).setPin('280519'));
  const own = administrator.as(value(await administrator.signIn(number, '280519')).token);
  return own;
};
const page = async (subject: string): Promise<VaultClient> =>
  enrolled(value(await administrator.openLink({ for: subject })));

describe('the client speaks routes that there are', () => {
  test('from an empty vault to a rated ticket, a consent taken back and a proof', async () => {
    const spied = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => spied.mockRestore());
    value(
      await administrator.setUpCommunity({
        name: '恒大城社区',
        grids: [{ id: 3, kind: 'basic', buildings: [3] }],
      }),
    );
    const appoint = async (role: 'grid_worker' | 'privacy_officer' | 'bot', name?: string) =>
      value(
        await administrator.appoint(
          {
            role,
            grids: role === 'grid_worker' ? [3] : [],
            ...(name === undefined ? {} : { fields: { name } }),
          },
          `appoint-${role}`,
        ),
      ).id;
    const workerId = await appoint('grid_worker', '李建国');
    const [worker, officer, bot] = [
      await page(workerId),
      await page(await appoint('privacy_officer', '周正')),
      await service(await appoint('bot')),
    ];
    const chat = async (contact: string, context: 'private' | 'group' = 'private') => {
      const exchanged = value(await bot.exchangeToken({ transport: 'wechat', contact, context }));
      expect(exchanged).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
      return administrator.as(exchanged.access_token);
    };

    const resident = value(
      await worker.createRecord(
        'resident',
        { purpose: 'record_keeping', grid: 3, fields: { name: '王秀英', mobile: '13800138000' } },
        'r-1',
      ),
    ).id;
    const changed = await worker.updateRecord('resident', resident, 1, {
      purpose: 'record_keeping',
      fields: { address: '3-2-501' },
    });
    expect(changed).toMatchObject({ ok: true, version: 2, replayed: false });
    expect(
      value(await worker.searchRecords('resident', { purpose: 'grid_overview', where: { grid: 3 } })).items,
    ).toHaveLength(1);
    const imported = await administrator.importLines(
      [{ kind: 'record', type: 'dog', keeper: resident, fields: { name: '旺财' } }],
      'i-1',
    );
    expect(imported).toMatchObject({ ok: true, value: { imported: 1 } });

    const binding = value(await worker.openBinding(resident));
    value(await (await chat('wx-wang')).answerBinding(binding.code ?? ''));
    expect(value(await worker.readBinding(binding.id)).state).toBe('answered');
    value(await worker.confirmBinding(binding.id));

    const inGroup = await (
      await chat('wx-wang', 'group')
    ).createTicket({ category: 'dog', description: '3号楼下有狗没拴绳' }, 't-1');
    expect(inGroup).toMatchObject({ ok: true, value: { receipt: 'received', number: 1 } });
    expect(inGroup.ok && 'version' in inGroup).toBe(false);
    value(await (await chat('wx-wang')).supplementTicket('1', '是棕色的'));
    const photo = { bytes: cameraJpeg() };
    const attached = await (await chat('wx-wang')).addAttachment('1', photo, 'p-1');
    expect(attached).toMatchObject({
      ok: true,
      value: { attachments: [{ kind: 'photo' }] },
      replayed: false,
    });
    expect(await (await chat('wx-wang')).addAttachment('1', photo, 'p-1')).toMatchObject({ replayed: true });
    value(await (await chat('wx-wang')).showAttachment('1', 1));
    const found = value(await worker.searchTickets({ purpose: 'handle_ticket', where: { grid: 3 } })).items;
    value(await worker.moveTicket('0001', { action: 'take' }, found[0]?.version ?? 0));
    const { id, reporter } = value(await worker.readTicket('1', { purpose: 'handle_ticket' }));
    expect(reporter?.name).toEqual({ level: 'masked', value: '王**' });
    const seen = Buffer.from(value(await worker.readAttachment('1', 1, { purpose: 'handle_ticket' })));
    expect(seen.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(seen.toString('latin1')).not.toContain('36.6512N');
    const blurred = value(await worker.blurAttachment('1', 1, [0, 1]));
    const listed = value(await worker.listAttachments('1', { purpose: 'handle_ticket' }));
    expect(listed.items).toMatchObject([{ kind: 'photo', media: 'image/jpeg', blurred: true }]);

    const [notice] = value(await administrator.notices()).items;
    if (notice === undefined) throw new Error('there is a notice');
    const { id: noticeId, version, sha256, lang } = notice;
    const own = await enrolled(value(await worker.inviteToSignIn(resident)));
    const given = { id: noticeId, version, sha256, lang };
    value(await own.recordConsent({ purpose: 'phone_contact', event: 'given', notice: given }));
    const call = { purpose: 'phone_contact', case: id, fields: ['mobile'] } as const;
    const read = () => worker.readRecord('resident', resident, { ...call, fields: ['mobile'] });
    expect(value(await read()).fields).toEqual({ mobile: { level: 'clear', value: '13800138000' } });
    value(await (await chat('wx-wang')).recordConsent({ purpose: 'phone_contact', event: 'withdrawn' }));
    expect(await read()).toMatchObject({ ok: false, status: 403, problem: { code: 'denied' } });
    const standings = value(await (await chat('wx-wang')).listConsents()).items;
    expect(standings.find(({ purpose }) => purpose === 'phone_contact')?.state).toBe('withdrawn');

    const handle = { action: 'handle', result: '已提醒' } as const;
    value(await worker.moveTicket('1', handle, blurred.version));
    value(await (await chat('wx-wang')).moveTicket('1', { action: 'close' }));
    value(await (await chat('wx-wang')).moveTicket('1', { action: 'rate', rating: '5' }));

    const looked = value(await (await chat('wx-wang')).ownLog({ limit: 50 })).items;
    expect(looked.some(({ fields }) => fields['mobile'] === 'clear')).toBe(true);
    const refused = value(await officer.searchLog({ decision: 'refused' })).items;
    expect(refused[0]?.reason).toBe('consent_withdrawn');
    const { proof, vkey } = value(await officer.proveEntry(refused[0]?.seq ?? 0));
    expect(proof).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect(value(await administrator.logKey())).toBe(`${vkey}\n`);
    expect(value(await officer.checkpointNow()).checkpoint).toMatch(/^lindun\/hengda\/1\n/);
    expect(value(await officer.proveConsistency(1, 8)).hashes.length).toBeGreaterThan(0);
    expect(await administrator.publishedCheckpoint()).toMatchObject({ ok: false, status: 404 });
    expect(await administrator.tile('0/000.p/1')).toMatchObject({ ok: false, status: 404 });

    const { path } = value(await (await chat('wx-wang')).openLink());
    expect(path).toMatch(/^\/c\/hengda\/enter#lin_/);
    const reminders = value(await bot.takeNotifications()).items;
    expect(reminders.map(({ kind }) => kind)).toEqual(['bound', 'ticket_taken', 'sign_in', 'ticket_handled']);
    const ids = reminders.map(({ id: reminder }) => reminder);
    expect(value(await bot.endNotifications(ids))).toEqual({ ended: 4 });

    expect(value(await own.endBinding())).toEqual({ ended: 1 });
    expect(value(await officer.endBinding(resident))).toEqual({ ended: 0 });

    expect(value(await officer.endSignIn(resident))).toEqual({ ended: true });
    value(await officer.setExchange(false));
    const stopped = await bot.exchangeToken({ transport: 'wechat', contact: 'wx-wang', context: 'private' });
    expect(stopped).toMatchObject({ ok: false, status: 403 });
    value(await administrator.revokeTokens({ of: workerId }));
    expect(await read()).toMatchObject({ ok: false, status: 401 });
    const change = { role: 'grid_worker', grids: [3], ended: true } as const;
    value(await administrator.changeRole(workerId, 1, { ...change, grids: [3] }));

    const sent = spied.mock.calls.map(
      ([url, init]) =>
        [init?.method ?? 'GET', new URL(url instanceof Request ? url.url : url).pathname] as const,
    );
    const documented = await documentedRoutes();
    expect(documented).toEqual(expect.arrayContaining(routesOf(sent, documented)));
  });

  test('each of its calls goes to a route that there is', async () => {
    const documented = await documentedRoutes();
    const spied = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(Response.json({})));
    onTestFinished(() => spied.mockRestore());
    const client = new VaultClient({ url: 'http://localhost', community: 'hengda', token: 'lin_x' });
    const methods = Object.getOwnPropertyNames(VaultClient.prototype).filter(
      (name) => !['constructor', 'as', 'post'].includes(name),
    );
    // Something that is a path's part, a body, a list and an object at once.
    const anything = () => Object.assign(new String('7'), { map: () => [] });
    const calls = client as unknown as Record<string, (...said: unknown[]) => Promise<unknown>>;
    for (const name of methods)
      await calls[name]?.(...Array.from({ length: 5 }, anything)).catch(() => undefined);
    const sent = spied.mock.calls.map(
      ([url, init]) =>
        [init?.method ?? 'GET', new URL(url instanceof Request ? url.url : url).pathname] as const,
    );
    expect(sent.length).toBe(methods.length);
    expect(documented).toEqual(expect.arrayContaining(routesOf(sent, documented)));
  });
});

describe('errors are values', () => {
  test('a refusal has its code, its words in the chosen language, and its reference', async () => {
    const refused = await administrator.createRecord(
      'resident',
      { purpose: 'record_keeping', grid: 3, fields: { name: '王秀英', mobile: '1' } },
      'wrong',
    );
    expect(refused).toMatchObject({
      ok: false,
      status: 422,
      problem: {
        code: 'invalid',
        title: 'Something needs correcting',
        reference: expect.stringMatching(/^[0-9a-z]{26}$/),
        errors: [{ field: 'fields.mobile', code: 'mobile_form' }],
      },
    });
  });

  test.each([
    ['JSON that breaks off', 200, 'application/json', '{"items":['],
    ['a page of a proxy', 502, 'text/html', '<h1>Bad Gateway</h1>'],
    ['a problem that breaks off', 403, 'application/problem+json', '{"code":'],
    ['a problem that says nothing', 403, 'application/problem+json', '[]'],
  ])(
    '%s cannot be read: that is not the same as a vault that is not there',
    async (_, status, type, body) => {
      const server = createServer((__, answer) => {
        answer.writeHead(status, { 'content-type': type }).end(body);
      }).listen(0, '127.0.0.1');
      onTestFinished(() => void server.close());
      await new Promise((resolve) => server.once('listening', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      for (const [language, title] of [
        ['en', 'the answer cannot be read'],
        ['zh-CN', '回答读不懂'],
      ] as const)
        expect(await new VaultClient({ url, community: 'hengda', language }).notices()).toMatchObject({
          ok: false,
          status,
          problem: { code: 'unreadable', title },
        });
    },
  );

  test('a vault that is not there is one, too', async () => {
    const nowhere = new VaultClient({ url: 'http://127.0.0.1:1', community: 'hengda' });
    expect(await nowhere.notices()).toMatchObject({ ok: false, status: 0, problem: { code: 'unreachable' } });
  });
});
