import { afterEach, describe, expect, test, vi } from 'vitest';
import { createApp, type Platform } from './app.ts';
import type { CommunityCalls } from './http/route.ts';

/** What no test here looks at. */
const still = { notices: [], style: { text: '', build: '0' }, now: () => 0 };

/** A community that does what a test says; the whole way through is in tests/http.test.ts. */
function appOver(calls: Partial<CommunityCalls>) {
  const platform: Platform = {
    communities: new Map([['hengda', () => calls as CommunityCalls]]),
    ...still,
    newRequestId: () => '0'.repeat(26),
  };
  return createApp(platform);
}

const ask = (calls: Partial<CommunityCalls>) =>
  appOver(calls).request('/v1/communities/hengda/consents:search', {
    method: 'POST',
    headers: { authorization: 'Bearer lin_x', 'content-type': 'application/json' },
    body: '{}',
  });

const failing = (error: Error): Partial<CommunityCalls> => ({
  knows: () => Promise.resolve(true),
  ask: () => Promise.reject(error),
});

afterEach(() => void vi.restoreAllMocks());

describe('the bare address', () => {
  test('says in both languages what this is, how to come in, and where the API is', async () => {
    const seen = await appOver({}).request('/');
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await seen.text();
    for (const said of ['说「我的页面」', 'ask the administrator', 'href="/docs"', '/c/hengda/style-0.css'])
      expect(html).toContain(said);
    const policy = seen.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('script-src');
  });

  test('takes nothing, and what is below it is not there as before', async () => {
    const app = appOver({});
    expect((await app.request('/', { method: 'POST', body: 'x' })).status).toBe(404);
    const missing = await app.request('/nothing');
    expect([missing.status, await missing.json()]).toMatchObject([404, { code: 'not_found' }]);
  });
});

describe('what nobody expected', () => {
  test('is told and written without its message', async () => {
    const written = vi.spyOn(console, 'error').mockReturnValue();
    const response = await ask(failing(new TypeError('王秀英 13800138000')));
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal', reference: '0'.repeat(26) });
    expect(written.mock.calls).toEqual([[`${'0'.repeat(26)} TypeError`]]);
    expect(response.headers.get('x-request-id')).toBe('0'.repeat(26));
  });

  test.each(['retryable', 'overloaded'])(
    'passes soon when it is %s: 503, and when to try again',
    async (how) => {
      vi.spyOn(console, 'error').mockReturnValue();
      const response = await ask(failing(Object.assign(new Error('reset'), { [how]: true })));
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    },
  );
});

describe('a short body', () => {
  const send = async (body: string, isKnown: boolean) => {
    const asked: string[] = [];
    const app = appOver({
      knows: () => Promise.resolve((asked.push('knows'), isKnown)),
      ask: () => Promise.resolve((asked.push('ask'), { ok: false, problem: { code: 'unauthenticated' } })),
    });
    const response = await app.request('/v1/communities/hengda/consents:search', {
      method: 'POST',
      headers: {
        authorization: 'Bearer lin_x',
        'content-type': 'application/json',
        'content-length': String(body.length),
      },
      body,
    });
    return [response.status, asked];
  };

  test('goes to the community at once, which knows the token or not', async () => {
    expect(await send('{}', true)).toEqual([401, ['ask']]);
  });

  test('that is wrong is told to be so to nobody whose token is not known', async () => {
    expect(await send('{', false)).toEqual([401, ['knows']]);
    expect(await send('{', true)).toEqual([400, ['knows']]);
  });
});

test('a body whose token is not known is let in to its bound, dropped, and never looked at', async () => {
  const known: string[] = [];
  const app = appOver({ knows: (token) => Promise.resolve(known.push(token) === 0) });
  const decoded = vi.spyOn(TextDecoder.prototype, 'decode');
  let sent = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    sent += 65_536;
    controller.enqueue(new Uint8Array(65_536));
  };
  const response = await app.request('/v1/communities/hengda/imports', {
    method: 'POST',
    headers: {
      authorization: 'Bearer lin_x',
      'content-type': 'application/x-ndjson',
      'idempotency-key': 'a',
    },
    body: new ReadableStream({ pull }, { highWaterMark: 0 }),
    duplex: 'half',
  });
  expect([response.status, known, decoded.mock.calls.length]).toEqual([401, ['lin_x'], 0]);
  // Who is still sending would not hear the answer; who never ends is cut off.
  expect(sent).toBe(1_048_576 + 65_536);
});

test('an unknown community is 404 and nothing is reached for', async () => {
  let reached = 0;
  const app = createApp({
    communities: new Map([['hengda', () => ((reached += 1), {}) as CommunityCalls]]),
    ...still,
    newRequestId: () => '0'.repeat(26),
  });
  const response = await app.request('/v1/communities/atlantis/log/key');
  expect([response.status, reached]).toEqual([404, 0]);
});

test('health names the community that fails, and not why', async () => {
  const response = await appOver({ health: () => Promise.reject(new Error('root secret')) }).request(
    '/healthz',
  );
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ status: 'failing', failing: ['hengda'] });
});

test('health says whose keys cannot be had, of one that is open and of one that does not come up', async () => {
  const open = await appOver({
    health: () => Promise.resolve({ entries: 1, cipher: 'noble', keys: 'keys_unavailable' }),
  }).request('/healthz');
  expect(open.status).toBe(200);
  expect(await open.json()).toEqual({
    status: 'ok',
    communities: 1,
    ciphers: ['noble'],
    keys: { hengda: 'keys_unavailable' },
  });
  const shut = await appOver({
    health: () => Promise.reject(new Error('root_secret_does_not_open')),
  }).request('/healthz');
  expect(shut.status).toBe(503);
  expect(await shut.json()).toMatchObject({ keys: { hengda: 'root_secret_does_not_open' } });
});

test('where the key service does not answer, a request is 503 with the time to try again, not an error', async () => {
  const knows = () => Promise.reject(new Error('keys_unavailable 7'));
  const headers = { authorization: 'Bearer lin_x' };
  const response = await appOver({ knows }).request('/v1/communities/hengda/log:search', {
    method: 'POST',
    headers,
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
  expect(await response.json()).toMatchObject({ code: 'unavailable' });
});

describe('the page at /docs', () => {
  const get = async (path: string) => appOver({}).request(path);

  test('has no script, nothing from elsewhere, and a policy that says so', async () => {
    const response = await get('/docs');
    const html = await response.text();
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|src=|@import|url\(/i);
    expect(html.match(/https?:\/\//g)).toBeNull();
    const nonce = /<style nonce="([^"]+)"/.exec(html)?.[1];
    expect(response.headers.get('content-security-policy')).toContain(
      `default-src 'none'; style-src 'nonce-${nonce}'`,
    );
  });

  test('shows every route and every schema of the document, and every link in it leads somewhere', async () => {
    const html = await (await get('/docs')).text();
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, unknown>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    for (const path of Object.keys(document.paths)) expect(html).toContain(`</span>${path}</code>`);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`);
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe([...html.matchAll(/ id="/g)].length);
  });
});
