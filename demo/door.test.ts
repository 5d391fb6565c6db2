import { createServer, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '../vault/client.ts';
import { type Door, openDoor, type Seat } from './door.ts';

const key = 'Zk3-nobody_knows-9';
let door: Door;
let minted: Seat[];
let refusal: Answer<never> | undefined;

beforeEach(async () => {
  minted = [];
  refusal = undefined;
  door = await openDoor(mint, { port: 0, key });
});
afterEach(() => door.close());

const mint = (seat: Seat): Promise<Answer<string>> => {
  minted.push(seat);
  const value = `http://localhost:8787/c/hengda/enter#secret-${minted.length}`;
  return Promise.resolve(refusal ?? { ok: true, value, replayed: false, request: '' });
};

/** `fetch` sets `Host` itself and drops what browsers alone may say. */
function open(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: door.port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => (text += more));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject).end();
  });
}
const own = () => ({ host: `localhost:${door.port}` });

test('each address leads to a link that was made this moment', async () => {
  for (const [at, seat] of (['officer', 'worker', 'resident', 'officer'] as const).entries()) {
    const { status, headers } = await open(new URL(door.signIn[seat]).pathname, { headers: own() });
    expect(status).toBe(303);
    expect(headers['location']).toBe(`http://localhost:8787/c/hengda/enter#secret-${at + 1}`);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  }
  expect(minted).toEqual(['officer', 'worker', 'resident', 'officer']);
  expect(Object.values(door.signIn).every((url) => url.startsWith(`http://localhost:${door.port}/`))).toBe(
    true,
  );
});

test.each([
  ['another site’s link', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
  ['a link on another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' }],
  ['a frame', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }],
  ['a picture', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' }],
  ['a script’s fetch', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }],
  ['another port’s form', { origin: 'http://localhost:1' }],
  ['a page without an origin', { origin: 'null' }],
  ['a browser that looks ahead', { 'sec-purpose': 'prefetch' }],
  ['a browser that draws ahead', { 'sec-purpose': 'prefetch;prerender', 'sec-fetch-site': 'none' }],
  ['a name that was made to lead here', { host: 'rebound.example' }],
])('%s is refused and makes nothing', async (_, headers) => {
  const { status, headers: said } = await open(`/sign-in/officer/${key}`, {
    headers: { ...own(), ...headers },
  });
  expect([status, said['location'], minted]).toEqual([403, undefined, []]);
});

test('the address bar is let in, and a page of its own; and no page may show it', async () => {
  for (const site of ['none', 'same-origin']) {
    const headers = { ...own(), 'sec-fetch-site': site, 'sec-fetch-dest': 'document' };
    const answer = await open(`/sign-in/worker/${key}`, { headers });
    expect(answer.status).toBe(303);
    expect(answer.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test('other addresses are none, and others’ ways of asking make nothing', async () => {
  for (const path of [
    '/',
    '/sign-in',
    '/sign-in/officer',
    '/sign-in/officer/',
    `/sign-in/officer/${key.slice(1)}`,
    `/sign-in/officer/${key}?x=1`,
    `/sign-in/administrator/${key}`,
    `/sign-in/__proto__/${key}`,
  ])
    expect((await open(path, { headers: own() })).status).toBe(404);
  for (const method of ['POST', 'HEAD', 'PUT'])
    expect((await open(`/sign-in/officer/${key}`, { method, headers: own() })).status).toBe(405);
  expect(minted).toEqual([]);
});

test('a vault that is away, or says no, is told of in words, and when to come again', async () => {
  const problem = {
    code: 'too_many_requests',
    title: '',
    detail: '请求太多',
    reference: '',
    errors: [],
    retryAfter: 7,
  };
  refusal = { ok: false, status: 429, problem };
  const { status, headers, text } = await open(`/sign-in/resident/${key}`, { headers: own() });
  expect([status, headers['retry-after'], headers['location']]).toEqual([503, '7', undefined]);
  expect(text).toMatch(/请求太多[^]*too_many_requests/);
});

test('takes the port of the last start where it is free, and another where it is not', async () => {
  const { port } = door;
  await door.close();
  door = await openDoor(mint, { port, key });
  expect(door.port).toBe(port);
  await door.close();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  door = await openDoor(mint, { port, key });
  expect(door.port).not.toBe(port);
  await new Promise((resolve) => taken.close(resolve));
});
