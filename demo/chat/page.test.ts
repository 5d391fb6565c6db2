import { serve, type ServerType } from '@hono/node-server';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, seriousFaults } from '../../tests/browser.ts';
import { startTrial, type Trial } from './trial.ts';

/** The page in a browser, against the stand-in in this process. */
const opened = await openBrowser();
const inBrowser = test.skipIf('missing' in opened);
let browser: Browser;
let trial: Trial;
let server: ServerType;
let url: string;
let contexts: BrowserContext[] = [];
/** What a browser complains of: a style or a script that the policy refused, an error nobody caught. */
let complaints: string[] = [];

beforeAll(() => {
  if ('browser' in opened) browser = opened.browser;
});
afterAll(() => browser?.close());
beforeEach(async () => {
  trial = await startTrial();
  trial.now = Date.now();
  server = serve({ fetch: trial.app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  const closed = once(server, 'close');
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
  trial.end();
  expect(complaints).toEqual([]);
  complaints = [];
});

const phone = { width: 360, height: 780 };
const desk = { width: 1280, height: 800 };

async function pageOf(hash: string, viewport = desk, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'zh-CN' });
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${url}/${hash}`);
  return page;
}

const bubble = (page: Page, text: string) => page.locator('.bubble', { hasText: text });

inBrowser(
  'somebody picks up a phone, calls the bot from the list, and its answer comes by itself',
  async () => {
    const page = await pageOf('', phone);
    await page.getByRole('button', { name: '旺财家' }).click();
    await page.getByRole('link', { name: '养犬群' }).click();
    await page.getByRole('textbox', { name: '写消息' }).pressSequentially('@');
    await page.getByRole('option', { name: '阿李' }).waitFor();
    await page.keyboard.press('Enter'); // the bot stands first
    await page.keyboard.type('3号楼下有狗没拴绳');
    await page.keyboard.press('Enter');
    await bubble(page, '3号楼下有狗没拴绳').waitFor();
    expect((await trial.botEvents()).events).toMatchObject([
      { text: '@楼管家\u20053号楼下有狗没拴绳', mention: ['bot'] },
    ]);
    await trial.asBot('POST', '/bot/messages', { room: 'r-dogs', text: '收到,编号0318' });
    await bubble(page, '收到,编号0318').waitFor();
    await page.reload();
    await bubble(page, '收到,编号0318').waitFor();
    expect(await page.locator('.item').count()).toBe(2);
    await page.getByRole('link', { name: '返回聊天列表' }).click();
    await page.getByRole('link', { name: '换人,现在是旺财家' }).click();
    await page.getByRole('button', { name: '阿李', exact: true }).waitFor();
  },
);

inBrowser('a tap on the avatar adds the bot, and the private chat opens when it has said yes', async () => {
  await trial.asBot('POST', '/bot/messages', { room: 'r-dogs', text: '收到' });
  const page = await pageOf('#p-li/r-dogs');
  await page.getByRole('button', { name: '楼管家的名片' }).waitFor();
  expect(await page.locator('[data-chat=private]').count()).toBe(0);
  await page.getByRole('button', { name: '楼管家的名片' }).click();
  await page.getByRole('button', { name: '添加到通讯录' }).click();
  await page.getByRole('button', { name: '已发送申请,等它通过' }).waitFor();
  await trial.asBot('POST', '/bot/friends/p-li:accept');
  await page.keyboard.press('Escape');
  await page.locator('[data-chat=private]').click();
  await page.getByText('你已添加了楼管家').waitFor();
  await page.getByRole('textbox', { name: '写消息' }).fill('帮助');
  await page.getByRole('button', { name: '发送' }).click();
  await bubble(page, '帮助').waitFor();
  expect(await trial.texts('p-li', '&chat=private')).toEqual(['帮助']);
});

inBrowser(
  'a message is quoted and recalled from its menu by keyboard alone, and can be edited again',
  async () => {
    await trial.say({ from: 'p-wang', room: 'r-dogs', text: '说错了' });
    await trial.say({ from: 'p-li', room: 'r-dogs', text: '周六去吗' });
    const page = await pageOf('#p-wang/r-dogs');
    await page.getByRole('button', { name: '对阿李这条消息' }).press('Enter');
    await page.getByRole('menuitem', { name: '复制' }).waitFor();
    expect(await page.getByRole('menuitem', { name: '撤回' }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.type('去');
    await page.keyboard.press('Enter');
    await page.locator('.quoted', { hasText: '阿李:周六去吗' }).waitFor();
    await page.getByRole('button', { name: '对旺财家这条消息' }).first().press('Enter');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.getByText('你撤回了一条消息').first().waitFor();
    await page.getByRole('button', { name: '重新编辑' }).click();
    expect(await page.getByRole('textbox', { name: '写消息' }).inputValue()).toBe('说错了');
    expect((await trial.seen('p-li')).map(({ text, quote }) => [text, quote?.text])).toEqual([
      ['', undefined],
      ['周六去吗', undefined],
      ['去', '周六去吗'],
    ]);
  },
);

/** Run in the page, which knows pictures. Noise hardly shrinks: this is a PNG of about 4 MB. */
const noise = `(async () => {
  const canvas = new OffscreenCanvas(1400, 1000);
  const image = new ImageData(1400, 1000);
  for (let at = 0; at < image.data.length; at += 50_000) crypto.getRandomValues(image.data.subarray(at, at + 50_000));
  canvas.getContext('2d').putImageData(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
})()`;

/** So long that no noise spells it by chance. */
const whereItWasTaken = 'GPS 36.65 117.12';

inBrowser('a large picture is drawn anew until it fits, and what its camera wrote is gone', async () => {
  const page = await pageOf('#p-wang/private');
  const large = await page.evaluate<string>(noise);
  const buffer = Buffer.concat([Buffer.from(large, 'base64'), Buffer.from(whereItWasTaken)]);
  expect(buffer.length).toBeGreaterThan(2_000_000);
  await page.setInputFiles('input[accept="image/*"]', { name: 'IMG.png', mimeType: 'image/png', buffer });
  await page.getByRole('img', { name: '旺财家发的图片' }).waitFor();
  const [message] = await trial.seen('p-wang');
  expect(message?.file).toMatchObject({ type: 'image/jpeg' });
  expect(message?.file?.bytes).toBeLessThanOrEqual(2 * 1024 * 1024);
  const sent = Buffer.from(await (await trial.file(`/files/${message?.file?.id}?as=p-wang`)).arrayBuffer());
  expect(sent.includes(whereItWasTaken)).toBe(false);
  await page.setInputFiles('input[accept="image/*"]', {
    name: 'x.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no'),
  });
  await page.getByText('这张图打不开').waitFor();
});

inBrowser('what somebody wrote stays text, and only web addresses become links', async () => {
  const text =
    '<img src=x onerror=alert(1)> 看 http://localhost:8787/c/hengda/enter#ab。javascript:alert(1) ftp://a.example';
  await trial.asBot('POST', '/bot/messages', { to: 'p-wang', text });
  const page = await pageOf('#p-wang/private');
  await bubble(page, '<img src=x onerror=alert(1)>').waitFor();
  const links = await page
    .locator('.bubble a')
    .evaluateAll((all) =>
      all.map((link) => ['href', 'target', 'rel'].map((name) => link.getAttribute(name))),
    );
  expect(links).toEqual([['http://localhost:8787/c/hengda/enter#ab', '_blank', 'noopener noreferrer']]);
  expect(await page.locator('.bubble img').count()).toBe(0);
});

inBrowser('there is no empty line between what is said and a long address below it', async () => {
  const address = `http://localhost:8787/c/hengda/enter#${'x'.repeat(60)}`;
  await trial.asBot('POST', '/bot/messages', { to: 'p-wang', text: `点这一页\n${address}` });
  const page = await pageOf('#p-wang/private');
  await bubble(page, '点这一页').waitFor();
  const gap = await page.locator('.bubble', { hasText: '点这一页' }).evaluate((element) => {
    const lines = element.ownerDocument.createRange();
    lines.selectNodeContents(element.firstChild ?? element);
    const link = element.querySelector('a')?.getClientRects()[0];
    const [first] = lines.getClientRects();
    return link === undefined || first === undefined ? NaN : (link.top - first.top) / first.height;
  });
  expect(gap).toBeLessThan(2);
});

inBrowser('a message that did not get there says so, and goes once when it is sent again', async () => {
  const page = await pageOf('#p-wang/r-dogs');
  await page.getByText('还没有人说话').waitFor();
  await page.route('**/messages', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.getByRole('textbox', { name: '写消息' }).fill('电梯坏了');
  await page.keyboard.press('Enter');
  const again = page.getByRole('button', { name: '没发出去,再发一次' });
  await again.waitFor();
  await page.unroute('**/messages');
  await again.click();
  await page.locator('.own:not(.pending) .bubble').waitFor();
  expect(await trial.texts('p-wang')).toEqual(['电梯坏了']);
  expect(await page.locator('.item').count()).toBe(1);
  complaints = complaints.filter((text) => !text.includes('net::ERR_FAILED'));
});

inBrowser(
  'axe finds nothing serious on any screen, on a phone and on a desk, light and dark, and nothing is cut off',
  async () => {
    await trial.say({ from: 'p-li', room: 'r-dogs', text: '@旺财家 周六去吗 https://a.example/b' });
    await trial.say({
      from: 'p-wang',
      room: 'r-dogs',
      text: '去',
      quote: (await trial.seen('p-wang'))[0]?.id,
    });
    await trial.asBot('POST', '/bot/messages', { room: 'r-dogs', text: '收到' });
    for (const [viewport, scheme] of [
      [phone, 'light'],
      [desk, 'dark'],
    ] as const) {
      for (const [hash, there] of [
        ['', '.cell'],
        ['#p-wang', '.chat-row'],
        ['#p-wang/r-dogs', '.bubble'],
      ] as const) {
        const page = await pageOf(hash, viewport, scheme);
        await page.locator(there).first().waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(viewport.width);
        if (there !== '.bubble') continue;
        await page.getByRole('textbox', { name: '写消息' }).pressSequentially('@');
        await page.getByRole('option', { name: '楼管家' }).waitFor();
        expect(await seriousFaults(page)).toEqual([]);
        await page.getByRole('button', { name: '楼管家的名片' }).click();
        await page.getByRole('dialog').waitFor();
        expect(await seriousFaults(page)).toEqual([]);
      }
    }
  },
);
