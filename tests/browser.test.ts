import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, seriousFaults } from './browser.ts';
import { pin, residentFields } from './people.ts';
import { bindAll, cast, dogs, openWorld, type World } from './world.ts';

/**
 * The story of README.md in a browser: the chat's page and the console's, against every part as it runs for people.
 * With `LINDUN_PICTURES` naming a folder it leaves a picture there of every page it saw.
 */
const opened = await openBrowser();
const inBrowser = test.skipIf('missing' in opened);
const pictures = process.env['LINDUN_PICTURES'];

let browser: Browser;
let world: World;
const contexts: BrowserContext[] = [];
/** What a browser complains of: something its page's own policy refused, an error nobody caught. */
const complaints: string[] = [];
let number = '';
let workersPage: Page;
let phone: Page;

const narrow = { width: 360, height: 780 };
const wide = { width: 1280, height: 800 };
type Look = { viewport: typeof wide; colorScheme: 'light' | 'dark' };

beforeAll(async () => {
  if (!('browser' in opened)) return;
  browser = opened.browser;
  world = await openWorld();
  await bindAll(world);
  const { vault, people } = world;
  const notices = (await vault.send('GET', '/notices')).json as { items: Record<string, string>[] };
  const { id, version, sha256, lang } = notices.items[0] ?? {};
  const body = { purpose: 'phone_contact', event: 'given', notice: { id, version, sha256, lang } };
  await vault.send('POST', '/consents', { token: await people.page(people.resident.id), body });
});
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  if (browser === undefined) return;
  await browser.close();
  await world.close();
});

async function newContext(look: Look = { viewport: wide, colorScheme: 'light' }): Promise<BrowserContext> {
  const context = await browser.newContext({ ...look, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A refusal is a page with a status of its own, and the browser notes that.
      const isRefusal = /responded with a status of 40[134]/.test(message.text());
      if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
    });
  });
  contexts.push(context);
  return context;
}

/** Somebody's telephone, with one chat open. */
async function chatOf(person: string, chat: string, look?: Look): Promise<Page> {
  const page = await (await newContext(look)).newPage();
  await page.goto(`${world.chat}/#${person}/${chat}`);
  await page.locator('#write').waitFor();
  return page;
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#write').fill(text);
  await page.getByRole('button', { name: '发送' }).click();
}

const bubble = (page: Page, text: string | RegExp) => page.locator('.bubble', { hasText: text }).last();

/** Follows the newest link in a chat, as a tap does, and taps again to enter. */
async function follow(page: Page): Promise<Page> {
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.locator('.bubble a[href*="/enter#"]').last().click(),
  ]);
  return enter(tab);
}

async function enter(page: Page): Promise<Page> {
  await page.getByRole('button', { name: '进入' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/enter'));
  return page;
}

/** Staff's desk: the sign-in page with their number in the fragment, and the PIN typed. */
async function desk(id: string): Promise<Page> {
  const { vault, people } = world;
  const page = await (await newContext()).newPage();
  await page.goto(`${vault.vault.url}/c/hengda/sign-in#${people.numbers.get(id)}`);
  await page.getByLabel('口令', { exact: true }).fill(pin);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
}

/** Looks at a page as a phone and as a desk, by day and by night: nothing serious, nothing wider than the screen. */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page), `${name} ${viewport.width} ${colorScheme}`).toEqual([]);
      if (pictures === undefined) continue;
      mkdirSync(pictures, { recursive: true });
      const path = join(pictures, `${name}-${viewport.width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wider, `${name} ${viewport.width}`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

inBrowser('1 the group sees a number, and the details are asked for in private', async () => {
  phone = await chatOf(cast.owner, dogs);
  await write(phone, '@楼管家 3号楼下有狗没拴绳,吓到孩子了');
  const line = bubble(phone, /^收到,编号\d{4},细节我私聊问您。$/);
  await line.waitFor();
  number = /\d{4}/.exec((await line.textContent()) ?? '')?.[0] ?? '';
  await lookAt(phone, 'chat-group');
  await phone.locator('[data-chat="private"], [data-chat="bot"]').first().click();
  await bubble(phone, /还有要补充的吗/).waitFor();
  await write(phone, '刚才,棕色的');
  await bubble(phone, /有照片就发一张/).waitFor();
  await write(phone, '没有');
  await bubble(phone, `好,都记到${number}里了`).waitFor();
  await lookAt(phone, 'chat-private');
});

inBrowser(
  '2 the worker takes it, and sees the number for this ticket after being told what it costs',
  async () => {
    workersPage = await chatOf(cast.worker, 'private');
    await write(workersPage, `接单 ${number}`);
    await bubble(workersPage, /归您了.*王\*\*/s).waitFor();
    await write(workersPage, `电话 ${number}`);
    await bubble(workersPage, /会记录,居民能看到/).waitFor();
    await lookAt(workersPage, 'chat-worker');
    const page = await follow(workersPage);
    await page.getByText('棕色').waitFor();
    await lookAt(page, 'worker-one-ticket');
    await page.getByText('会记录,居民能看到').first().waitFor();
    await page.getByRole('button', { name: '为本工单查看' }).first().click();
    await page.locator('a[href="tel:13800138000"]').waitFor();
    await lookAt(page, 'worker-number');
    await page.close();
  },
);

inBrowser('4 the resident reads who looked, in the chat and on their page', async () => {
  await write(phone, '谁看过我的信息');
  await bubble(phone, /最近1次.*李\*\*/s).waitFor();
  await phone.locator('.bubble a[href*="/enter#"]').last().waitFor();
  const page = await follow(phone);
  const base = page.url().replace(/\/me.*$/, '');
  await page.goto(`${base}/me`);
  await page.getByText('138****8000').waitFor();
  await lookAt(page, 'resident-me');
  for (const [path, name] of [
    ['/me/log', 'resident-log'],
    ['/me/consents', 'resident-consents'],
    ['/me/consents/phone_contact', 'resident-consent'],
    ['/me/tickets', 'resident-tickets'],
  ] as const) {
    await page.goto(`${base}${path}`);
    await lookAt(page, name);
  }
  if (pictures !== undefined) await groupAndLog(`${base}/me/log`, page.context());
  await page.close();
});

/** The README's picture: what the group heard of a report, beside what the log has of the look at a number for it. */
async function groupAndLog(log: string, context: BrowserContext): Promise<void> {
  const viewport = { width: 380, height: 600 };
  const group = await chatOf(cast.neighbour, dogs, { viewport, colorScheme: 'light' });
  await bubble(group, number).waitFor();
  const own = await context.newPage();
  await own.setViewportSize(viewport);
  await own.goto(log);
  await own.getByText('手机号(完整显示)').first().scrollIntoViewIfNeeded();
  const shots = [await group.screenshot(), await own.screenshot()];
  const sheet = await (await newContext()).newPage();
  await sheet.setViewportSize({ width: 800, height: 600 });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`).join('');
  await sheet.setContent(
    `<body style="margin:0;display:flex;justify-content:space-between;background:#fff">${images}`,
  );
  await sheet.screenshot({ path: join(pictures ?? '', 'group-and-log.png') });
}

inBrowser('5 consent is taken back, and the page that is open is refused', async () => {
  const page = await desk(world.people.worker.id);
  await lookAt(page, 'worker-tickets');
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  const look = page.getByRole('button', { name: '为本工单查看' }).first();
  await look.waitFor();
  await write(phone, '撤回同意 电话联系');
  await bubble(phone, /从现在起网格员看不到您的电话/).waitFor();
  await look.click();
  await page.getByRole('heading').first().waitFor();
  expect(await page.content()).not.toContain('13800138000');
  await lookAt(page, 'worker-refused');
  const base = page.url().replace(/\/tickets.*$/, '');
  await page.goto(`${base}/residents`);
  await lookAt(page, 'worker-residents');
  await page.goto(`${base}/residents/${world.people.resident.id}/bind`);
  await lookAt(page, 'worker-bind');
  await page.goto(`${base}/me/bind`);
  await lookAt(page, 'worker-bind-own');
  await page.goto(`${base}/log`);
  await lookAt(page, 'not-yours');
});

// The policy's page is one table of a few thousand cells, which axe looks at for seconds each time.
inBrowser(
  '6 the officer finds the refusal with its reason, and takes a proof away',
  { timeout: 180_000 },
  async () => {
    const page = await desk(world.people.officer.id);
    await page.getByText('本人已撤回同意').first().waitFor();
    await lookAt(page, 'officer-log');
    const base = page.url().replace(/\/log.*$/, '');
    await page.locator(`a[href*="/log/"]`, { hasText: /./ }).nth(1).click();
    await lookAt(page, 'officer-entry');
    await page.goto(`${base}/log/checkpoint`);
    await lookAt(page, 'officer-checkpoint');
    await page.goto(`${base}/policy`);
    await lookAt(page, 'officer-policy');
    await page.goto(`${base}/assistant`);
    await lookAt(page, 'officer-assistant');
    await page.goto(`${base}/assistant/stop`);
    await lookAt(page, 'officer-assistant-stop');
    const other = await desk(world.people.dispatcher.id);
    await lookAt(other, 'dispatcher');
  },
);

inBrowser('7 a question in the group is answered in private', async () => {
  await phone.goto(`${world.chat}/#${cast.owner}/${dogs}`);
  await write(phone, '@楼管家 我家狗的疫苗什么时候到期');
  await bubble(phone, '收到,答案私聊发您。还没加我?点我头像加一下就行。').waitFor();
  await phone.locator('[data-chat="private"], [data-chat="bot"]').first().click();
  await bubble(phone, /2027年3月/).waitFor();
});

inBrowser('3 only the resident closes and rates', async () => {
  await write(workersPage, `办结 ${number} 已提醒拴绳`);
  await bubble(workersPage, `${number}办结了`).waitFor();
  await bubble(phone, `${number}办好了`).waitFor();
  await write(phone, `满意 ${number}`);
  await bubble(phone, `${number}结了`).waitFor();
  await write(phone, '5');
  await bubble(phone, /5分/).waitFor();
});

inBrowser('who is new sets a passkey behind the administrator’s link, and signs in with it', async () => {
  const { vault, people } = world;
  const fields = { name: '沈洁' };
  const body = { role: 'dispatcher', fields };
  const made = await vault.send('POST', '/staff', { token: people.administrator, body });
  const whom = { for: (made.json as { id: string }).id };
  const link = await vault.send('POST', '/links', { token: people.administrator, body: whom });
  const page = await (await newContext()).newPage();
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  await device.send('WebAuthn.addVirtualAuthenticator', { options });
  await page.goto(`${vault.vault.url}${(link.json as { path: string }).path}`);
  await enter(page);
  await page.getByRole('heading', { name: '设置怎么登录' }).waitFor();
  await lookAt(page, 'sign-in-first');
  await page.getByRole('button', { name: '在这台设备上设一个' }).click();
  await page.getByRole('heading', { name: '我怎么登录' }).waitFor();
  await lookAt(page, 'sign-in-mine');
  await page.getByRole('button', { name: '退出' }).click();
  await page.goto(`${vault.vault.url}/c/hengda/dispatch`);
  await page
    .getByRole('heading', { name: /登录|过期|进来/ })
    .first()
    .waitFor();
  await page.goto(`${vault.vault.url}/c/hengda/sign-in`);
  await lookAt(page, 'sign-in');
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
  await page.waitForURL(/\/dispatch$/);
});

inBrowser('a page from the chat is unlocked with the PIN, and shows all then', async () => {
  const links = phone.locator('.bubble a[href*="/enter#"]');
  const before = await links.count();
  await write(phone, '谁看过我的信息');
  await links.nth(before).waitFor();
  const page = await follow(phone);
  await page.goto(page.url().replace(/\/me.*$/, '/me'));
  await page.getByText('138****8000').waitFor();
  await page.getByRole('link', { name: '用口令解锁' }).click();
  await lookAt(page, 'unlock');
  await page.getByLabel('口令', { exact: true }).fill('907314');
  await page.getByRole('button', { name: '解锁' }).click();
  await page.getByText('口令不对').waitFor();
  await page.getByLabel('口令', { exact: true }).fill(pin);
  await page.getByRole('button', { name: '解锁' }).click();
  await page.getByText('13800138000').waitFor();
  await lookAt(page, 'resident-me-clear');
  await page.close();
});

inBrowser('a worker shows a resident who has no PIN a code to scan', async () => {
  const resident = await world.people.addResident({
    ...residentFields,
    name: '钱多',
    mobile: '13500135000',
    idNumber: '',
  });
  const page = await desk(world.people.worker.id);
  const base = page.url().replace(/\/tickets.*$/, '');
  await page.goto(`${base}/residents/${resident}/sign-in`);
  await page.getByRole('button', { name: '已当面核对,给出二维码' }).click();
  await page.locator('svg.qr').waitFor();
  await lookAt(page, 'worker-invite');
  const address = (await page.locator('.address code').textContent()) ?? '';
  const theirs = await (await newContext({ viewport: narrow, colorScheme: 'light' })).newPage();
  await theirs.goto(address);
  await enter(theirs);
  await theirs.getByLabel('口令', { exact: true }).fill('530172');
  await theirs.getByLabel('再输一遍').fill('530172');
  await theirs.getByRole('button', { name: '设置口令' }).click();
  await theirs.getByText('请记住这个登录号').waitFor();
  await theirs.getByRole('link', { name: '好了,往下走' }).click();
  await theirs.getByText('13500135000').waitFor();
});

inBrowser('a link without its end, an old one, and no session have words', async () => {
  const page = await (await newContext()).newPage();
  const base = `${world.vault.vault.url}/c/hengda`;
  for (const [path, name] of [
    ['/enter#lin_nothing', 'enter'],
    ['/enter', 'enter-cut'],
    ['/left', 'left'],
    ['/nowhere', 'not-found'],
    ['/tickets', 'signed-out'],
  ] as const) {
    await page.goto(`${base}${path}`);
    await lookAt(page, name);
  }
  await page.goto(`${base}/enter#lin_nothing`);
  await page.getByRole('button', { name: '进入' }).click();
  await lookAt(page, 'enter-old');
});

inBrowser('no page broke its own policy, or failed unseen', () => {
  expect(complaints).toEqual([]);
});
