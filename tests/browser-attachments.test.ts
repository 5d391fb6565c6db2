import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PixelWriter } from '../vault/media/jpeg/write.ts';
import { openBrowser, seriousFaults } from './browser.ts';
import { type People, pin, settle } from './people.ts';
import { testVault, type TestVault } from './wire.ts';

/** A photo with somebody on it who has nothing to do with it, from being sent to being seen, in a browser without script. */
const opened = await openBrowser();
const inBrowser = test.skipIf('missing' in opened);

let browser: Browser;
let vault: TestVault;
let people: People;
let ticket: string;

beforeAll(async () => {
  if (!('browser' in opened)) return;
  browser = opened.browser;
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  const token = await people.page(people.resident.id);
  const made = await vault.send('POST', '/tickets', {
    token,
    body: { category: 'dog', description: '有狗没拴绳', place: '3号楼' },
  });
  ticket = (made.json as { id: string }).id;
});
afterAll(async () => {
  if (browser === undefined) return;
  await browser.close();
  await vault.close();
});

/** 800 by 600: the upper left eighth in stripes, which are somebody's face, the rest plain. */
function photo(): Buffer {
  const [width, height] = [800, 600];
  const writer = new PixelWriter(width, height, 3, 90);
  const planes = [0, 1, 2].map((c) =>
    Float32Array.from({ length: width * height }, (_, n) =>
      c === 0 && n % width < 100 && n < width * 75
        ? ((n % 16) + Math.floor(n / width)) % 16 < 8
          ? 20
          : 230
        : c === 0
          ? 90
          : 128,
    ),
  );
  for (let y = 0; y < height; y += 8) writer.eightRows(planes, y, 8);
  return Buffer.from(writer.done());
}

async function signedIn(id: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 780 } });
  const page = await context.newPage();
  await page.goto(`${vault.vault.url}/c/hengda/sign-in#${people.numbers.get(id)}`);
  await page.getByLabel('口令', { exact: true }).fill(pin);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
}

/** The brightness of a few pixels of the photo that a page is, as the browser decodes it. */
const brightness = (page: Page, at: readonly (readonly [number, number])[]): Promise<number[]> =>
  page.evaluate(`(async () => {
    const [image] = document.images;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return ${JSON.stringify(at)}.map(([x, y]) => context.getImageData(x, y, 1, 1).data[1]);
  })()`);
/** Inside of the cell, where the stripes were, and outside of it. */
const inside = [10, 20, 30, 40, 50, 60].map((x) => [x, 30] as const);
const outside = [
  [300, 300],
  [700, 500],
] as const;

inBrowser('the resident sends a photo, hides a face, and only then the worker sees it', async () => {
  const page = await signedIn(people.resident.id);
  const at = `${vault.vault.url}/c/hengda/tickets/${ticket}`;
  await page.goto(at);
  await page.getByText('加照片、语音或文件').click();
  await page
    .getByLabel('选一个文件')
    .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: photo() });
  await page.getByRole('button', { name: '加上', exact: true }).click();
  await page.getByText('收到,加上了').waitFor();
  await page.getByText(/之前只有您能看/).waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  const worker = await signedIn(people.worker.id);
  await worker.goto(at);
  await worker.getByRole('button', { name: '接单' }).click();
  await worker.getByText('报事人可以先给路人打码').waitFor();
  expect((await worker.goto(`${at}/attachments/1`))?.status()).toBe(403);

  await page.goto(`${vault.vault.url}/c/hengda/me/photos`);
  await page.getByRole('link', { name: '盖住别人的脸' }).click();
  await page.getByRole('heading', { name: '盖住别人的脸' }).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: '盖住选中的格子' }).click();
  await page.getByText('先点要盖住的格子').waitFor();
  await page.getByLabel('第 1 行第 1 格').check();
  if (process.env['LINDUN_PICTURES'] !== undefined)
    await page.screenshot({ path: `${process.env['LINDUN_PICTURES']}/resident-hides.png`, fullPage: true });
  await page.getByRole('button', { name: '盖住选中的格子' }).click();
  await page.getByText('盖好了,原来的画面已销毁').waitFor();

  await worker.goto(at);
  const width = `document.querySelector('.attached img').decode().then(() => document.querySelector('.attached img').naturalWidth)`;
  expect(await worker.evaluate(width)).toBe(640);
  expect(await seriousFaults(worker)).toEqual([]);
  await worker.locator('.attached a').first().click();
  expect(new Set(await brightness(worker, inside)).size).toBe(1);
  for (const value of await brightness(worker, outside)) expect(Math.abs(value - 90)).toBeLessThan(4);
});

/** A second of a tone, as WAVE. */
function tone(): Buffer {
  const sound = Buffer.alloc(16_000);
  for (let n = 0; n < 8_000; n += 1) sound.writeInt16LE(Math.round(8_000 * Math.sin(n / 3)), 2 * n);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + sound.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound]);
}

inBrowser('a voice message is heard on the worker’s page, and a file that is none is told why', async () => {
  const page = await signedIn(people.resident.id);
  const at = `${vault.vault.url}/c/hengda/tickets/${ticket}`;
  const send = async (name: string, buffer: Buffer): Promise<void> => {
    await page.goto(at);
    await page.getByText('加照片、语音或文件').click();
    await page.getByLabel('选一个文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await page.getByRole('button', { name: '加上', exact: true }).click();
  };
  await send('语音.wav', tone());
  await page.getByText('收到,加上了').waitFor();
  await send('照片.jpg', Buffer.from('<svg/>'));
  await page.getByText('文件名和内容不是一种文件').first().waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  const worker = await signedIn(people.worker.id);
  await worker.goto(at);
  await worker.getByRole('button', { name: '听' }).click();
  await worker.getByRole('heading', { name: '听语音' }).waitFor();
  const seconds = `new Promise((done) => {
    const audio = document.querySelector('audio');
    const tell = () => done(audio.duration);
    if (audio.readyState > 0) tell();
    else { audio.onloadedmetadata = tell; audio.onerror = () => done(-1); }
  })`;
  expect(await worker.evaluate(seconds)).toBe(1);
  expect(await seriousFaults(worker)).toEqual([]);
});
