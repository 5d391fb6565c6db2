import { beforeEach, describe, expect, test } from 'vitest';
import { nodeConsole, type NodeConsole, pages } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';
import { linkPageNames, linkPages } from '../../policy/link-pages.ts';

let c: NodeConsole;
beforeEach(async () => void (c = await nodeConsole()));

const linkFor = (id: string): string =>
  value(c.vault.ask(c.administrator, 'openLink', { for: id })).path.split('#')[1] ?? '';

describe('a one-time link', () => {
  test('is opened by whoever scans it, as often as they like, and nothing is used up', async () => {
    const secret = linkFor(c.worker.id);
    const before = c.entries();
    for (let n = 0; n < 3; n += 1) expect((await c.guest().get('/enter')).status).toBe(200);
    expect(c.entries()).toBe(before);
    const entered = await c.guest().post('/enter', { secret });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, pages]);
  });

  test('leads to the page it was asked for, each of which is there', async () => {
    c.bind('wx-wang', c.resident);
    for (const page of linkPageNames) {
      const { path } = value(c.vault.ask(c.chat('wx-wang'), 'openLink', { page }));
      const browser = c.guest();
      const entered = await browser.post('/enter', { secret: path.split('#')[1] ?? '' });
      expect([page, entered.headers.get('location')]).toEqual([page, pages + linkPages[page]]);
      expect([page, (await browser.get(linkPages[page])).status]).toEqual([page, 200]);
    }
  });

  test('lets in once; the second time there are kind words, a way on, and no cookie', async () => {
    const secret = linkFor(c.worker.id);
    expect((await c.guest().post('/enter', { secret })).status).toBe(303);
    const again = await c.guest().post('/enter', { secret });
    expect(again.status).toBe(403);
    expect(again.text).toContain('再要一个就行');
    expect(again.headers.get('set-cookie')).toBeNull();
  });

  test.each(['', 'lin_nothing', '王秀英', 'a'.repeat(900)])('does not let in by %s', async (secret) => {
    const entered = await c.guest().post('/enter', { secret });
    expect([entered.status, entered.headers.get('set-cookie')]).toEqual([403, null]);
  });

  test('is too old after ten minutes', async () => {
    const secret = linkFor(c.worker.id);
    c.vault.now += 10 * 60_000 + 1;
    expect((await c.guest().post('/enter', { secret })).status).toBe(403);
  });

  test('gives a cookie that only this host gets, over TLS alone, that no script reads and no other site sends', async () => {
    const entered = await c.guest().post('/enter', { secret: linkFor(c.worker.id) });
    const cookie = entered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-lindun-hengda=lin_[0-9a-z]{52}; Max-Age=1200; /);
    for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict'])
      expect(cookie.split('; ')).toContain(attribute);
    expect(cookie).not.toContain('Domain');
  });

  test('has one script, which the policy lets run by its nonce alone, and says what to do without one', async () => {
    const { html, headers, text } = await c.guest().get('/enter');
    const nonce = /<script nonce="([^"]+)">/.exec(html)?.[1];
    expect(nonce).toMatch(/.{16,}/);
    expect(headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(text).toContain('JavaScript');
    const other = await c.guest().get('/enter');
    expect(other.html).not.toContain(String(nonce));
  });
});

describe('a session', () => {
  test('ends with its time: the page then says how to come in again', async () => {
    const worker = await c.staff(c.worker.id);
    expect((await worker.open('/tickets')).status).toBe(200);
    c.vault.now += 2 * 3_600_000 + 1;
    const late = await worker.open('/tickets');
    expect(late.status).toBe(401);
    expect(late.text).toContain('我再发您一个链接');
  });

  test('ends with its role', async () => {
    const worker = await c.staff(c.worker.id);
    value(
      c.vault.ask(c.administrator, 'changeRole', {
        staff: c.worker.id,
        version: 1,
        role: 'grid_worker',
        grids: [3],
        ended: true,
      }),
    );
    expect((await worker.open('/tickets')).status).toBe(401);
  });

  test('is left by one tap: the cookie goes, and the token is good for nothing any more', async () => {
    const worker = await c.staff(c.worker.id);
    const [token = ''] = worker.cookies.values();
    expect((await worker.submit('/leave')).text).toContain('已经退出');
    expect([...worker.cookies.keys()]).toEqual([]);
    expect((await c.holding(token).open('/tickets')).status).toBe(401);
  });

  test('ends where another takes its place in the same browser, and only there', async () => {
    const browser = await c.staff(c.worker.id);
    const elsewhere = await c.staff(c.worker.id);
    const [token = ''] = browser.cookies.values();
    expect((await browser.post('/enter', { secret: 'lin_nothing' })).status).toBe(403);
    expect((await c.holding(token).open('/tickets')).status).toBe(200);
    expect((await browser.post('/enter', { secret: linkFor(c.officer.id) })).status).toBe(303);
    expect((await browser.open('/log')).status).toBe(403);
    expect((await c.holding(token).open('/tickets')).status).toBe(401);
    expect((await elsewhere.open('/tickets')).status).toBe(200);
  });

  test('that is not one any more stands in nobody’s way in, and leaves no entry', async () => {
    const before = c.holding('lin_nothing');
    const secret = linkFor(c.worker.id);
    const entries = c.entries();
    expect((await before.post('/enter', { secret })).status).toBe(303);
    expect(c.entries()).toBe(entries + 1);
  });

  test('never stands in a page', async () => {
    const worker = await c.staff(c.worker.id);
    const [token = ''] = worker.cookies.values();
    for (const path of ['/tickets', '/residents', '/me/bind'])
      expect((await worker.open(path)).html).not.toContain(token.slice(4));
  });

  test('is not a chat token: one that is good for a single request opens no page and is not spent', async () => {
    c.bind('wx-wang', c.resident);
    const token = c.chat('wx-wang');
    expect((await c.holding(token).open('/me')).status).toBe(401);
    expect(c.vault.ask(token, 'listConsents', {}).ok).toBe(true);
  });
});

describe('a form', () => {
  const elsewhere: readonly [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site of the same owner', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:8788' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['another origin in an old browser', { origin: 'http://localhost:8788' }],
    ['the same host without TLS', { origin: 'http://localhost:8787', 'x-forwarded-proto': 'https' }],
    ['nowhere that is told', { origin: 'null' }],
    ['a program that says nothing', {}],
  ];
  test.each(elsewhere)('from %s is not followed', async (_, headers) => {
    const officer = await c.staff(c.officer.id);
    const sent = await officer.post('/assistant/stop', {}, headers);
    expect(sent.status).toBe(403);
    expect(sent.text).toContain('这个表单不是从我们的页面发来的');
    expect(value(c.vault.ask(c.officer.token, 'readExchange', undefined)).open).toBe(true);
    const secret = linkFor(c.worker.id);
    expect((await c.guest().post('/enter', { secret }, headers)).status).toBe(403);
  });

  test.each([{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost:8787' }])(
    'from a page of ours is, also in a browser that sends only %s',
    async (headers) => {
      const officer = await c.staff(c.officer.id);
      const form: Record<string, string> = headers;
      expect((await officer.post('/assistant/stop', {}, form)).status).toBe(303);
    },
  );

  test('that is none, or is too large, is told so in words', async () => {
    const worker = await c.staff(c.worker.id);
    const same = { 'sec-fetch-site': 'same-origin' };
    expect(
      (await worker.post('/residents', {}, { ...same, 'content-type': 'application/json' })).status,
    ).toBe(415);
    expect((await worker.post('/residents', { value: 'a'.repeat(1_048_576) })).status).toBe(413);
  });
});

describe('a form of somebody who is not signed in', () => {
  test.each(['/enter', '/reading'])('that is larger than what %s needs is not read', async (path) => {
    expect((await c.guest().post(path, { secret: 'a'.repeat(1_024) })).status).toBe(413);
    expect((await c.guest().post(path, { secret: 'a'.repeat(900) })).status).not.toBe(413);
  });

  test('has at most thirty fields, also where it is short', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [String(n), '']));
    expect((await c.guest().post('/reading', many(31))).status).toBe(400);
    expect((await c.guest().post('/reading', many(30))).status).toBe(303);
  });
});

test('the longest words a page takes fit into a form', async () => {
  const sent = await (await c.staff(c.worker.id)).post('/residents', { value: '\u{20000}'.repeat(2_000) });
  expect(sent.status).not.toBe(413);
});

describe('every page', () => {
  test('is kept by nobody, framed by nobody, and takes nothing from elsewhere', async () => {
    const worker = await c.staff(c.worker.id);
    for (const browser of [worker, c.guest()]) {
      const { headers, html } = await browser.open('/tickets');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(html).not.toMatch(/<script|\son\w+=|javascript:|style="|https?:\/\//i);
    }
  });

  test('is read in Chinese or in English, as the browser says or the reader chose, and in large type', async () => {
    const guest = c.guest();
    expect((await guest.get('/enter')).html).toContain('<html lang="zh-CN">');
    expect((await guest.get('/enter', { 'accept-language': 'en' })).html).toContain('<html lang="en">');
    const back = await guest.submit('/reading', { language: 'en', back: `${pages}/enter` });
    expect(back.html).toContain('<html lang="en">');
    expect(back.text).toContain('This link is for you alone');
    const large = await guest.submit('/reading', { large: 'yes', back: `${pages}/enter` });
    expect(large.html).toContain('<body data-weui-mode="care">');
    expect(large.html).toContain('<html lang="en">');
    expect((await guest.submit('/reading', { large: 'no', back: `${pages}/enter` })).html).not.toContain(
      'care',
    );
  });

  test.each(['https://evil.example/', '//evil.example', '/c/hengda/../../evil', '/docs', ''])(
    'goes back to this community only, and not to %s',
    async (back) => {
      const sent = await c.guest().post('/reading', { language: 'en', back });
      expect(sent.headers.get('location')).toBe(pages);
    },
  );

  test('that is not there is 404 in words, with the reference', async () => {
    const missing = await c.guest().get('/nothing');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(missing.text).toContain(missing.headers.get('x-request-id'));
    expect((await c.guest().get('/c/atlantis/enter')).status).toBe(404);
    expect((await c.guest().get('/leave')).status).toBe(405);
  });

  test('that broke says so in words, with the reference and nothing else', async () => {
    const worker = await c.staff(c.worker.id);
    c.calls.session = () => Promise.reject(new TypeError('王秀英 13800138000'));
    const broken = await worker.get('/tickets');
    expect(broken.status).toBe(500);
    expect(broken.text).toContain('我这边出了点问题');
    expect(broken.text).toContain(broken.headers.get('x-request-id'));
    expect(broken.html).not.toContain('王秀英');
  });

  test('has one stylesheet, which is ours, and is kept for a year', async () => {
    const { html } = await c.guest().get('/enter');
    const [href = ''] = /\/c\/hengda\/style-\w+\.css/.exec(html) ?? [];
    const plain = await c.guest().get(href);
    expect(plain.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(plain.headers.get('cache-control')).toContain('immutable');
    expect(plain.html).toContain('.weui-btn');
    const zipped = await c.fetch(
      new Request(`http://localhost:8787${href}`, { headers: { 'accept-encoding': 'gzip, br' } }),
    );
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const opened = zipped.body?.pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(opened).text()).toBe(plain.html);
    expect(plain.html).not.toMatch(/@import|url\((?!["']?(data:|%23))/);
  });
});
