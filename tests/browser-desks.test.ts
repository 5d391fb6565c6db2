import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Facts, readFacts } from '../demo/facts.ts';
import { type Seat, seats } from '../demo/sign-in.ts';
import { openBrowser, seriousFaults } from './browser.ts';
import { endAll, everybodyIn, npmStart } from './npm-process.ts';

/**
 * Every page that a role finds from where it begins, in the community of `npm start`, where each has something to show: on
 * a phone, by day and by night. With `LINDUN_PICTURES` naming a folder it leaves a picture there of each.
 */
const opened = await openBrowser();
const inBrowser = test.skipIf('missing' in opened);
const pictures = process.env['LINDUN_PICTURES'];
const folder = fs.mkdtempSync(join(tmpdir(), 'lindun-desks-'));

let browser: Browser;
let facts: Facts;
const complaints: string[] = [];

beforeAll(async () => {
  if (!('browser' in opened)) return;
  browser = opened.browser;
  await everybodyIn(npmStart(join(folder, 'state')));
  facts = readFacts(join(folder, 'state'));
});
afterAll(async () => {
  await browser?.close();
  await endAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Signs in as people do: the address that was printed, and the PIN. */
async function signIn(seat: Seat): Promise<Page> {
  const { address, pin } = facts.signIn[seat];
  const look = { viewport: { width: 360, height: 780 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
  const page = await (await browser.newContext(look)).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto(address);
  await page.getByLabel('口令', { exact: true }).fill(pin);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
}

/** Pages of one kind are looked at once: ids and numbers do not make another. */
const kindOf = (path: string): string => path.replaceAll(/\/(?:[0-9a-z]{26}|[\d.]+)(?=\/|$)/g, '/…');

/** The ways on from a page, without those that give a file or end the session. */
async function waysFrom(page: Page): Promise<string[]> {
  const found = await page
    .locator('header nav a, main a')
    .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
  return found
    .filter((href) => href.startsWith(`${facts.vault}/c/`))
    .map((href) => new URL(href).pathname)
    .filter((path) => !/\/(?:file|key|text|leave)$/.test(path));
}

async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), `${name} ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wider = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(wider, name).toBeLessThanOrEqual(0);
  if (pictures === undefined) return;
  fs.mkdirSync(pictures, { recursive: true });
  const path = join(pictures, `desk-${name.replaceAll(/[^\w-]+/g, '-')}.png`);
  await page.screenshot({ path, fullPage: true });
}

/** How many lines the menu takes, by where its links stand. */
const linesOfMenu = async (page: Page): Promise<number> =>
  new Set(
    await page
      .locator('header nav a')
      .evaluateAll((links) =>
        links.map((link) =>
          Math.round(
            (link as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top,
          ),
        ),
      ),
  ).size;

// Not grid 5's worker, whose list has made-up residents in it: who opens one is stopped.
for (const seat of seats.filter((each) => each !== 'neighbour')) {
  inBrowser(
    `${seat}: every page that the menu leads to can be used on a phone`,
    async () => {
      const page = await signIn(seat);
      expect(await linesOfMenu(page)).toBe(1);
      const waiting = [new URL(page.url()).pathname];
      const seen = new Set(waiting.map(kindOf));
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        const answer = await page.goto(`${facts.vault}${path}`);
        expect(answer?.status(), `${seat} ${path}`).toBe(200);
        await lookAt(page, `${seat} ${kindOf(path)}`);
        for (const way of await waysFrom(page)) {
          if (seen.has(kindOf(way))) continue;
          seen.add(kindOf(way));
          waiting.push(way);
        }
      }
      // A mediator has one desk and what lies on it.
      expect(seen.size).toBeGreaterThan(seat === 'mediator' ? 1 : 3);
      await page.context().close();
    },
    300_000,
  );
}

inBrowser('no page broke its own policy, or failed unseen', () => {
  expect(complaints).toEqual([]);
});
