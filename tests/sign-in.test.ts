import { beforeEach, describe, expect, test } from 'vitest';
import { Passkey } from './authenticator.ts';
import { code, Keys, value } from './node-community.ts';
import { phoneNotice } from './node-vault.ts';
import { type Browser, nodeConsole, type NodeConsole, origin, pages } from './node-console.ts';

/** Signing in as a browser sees it: pages, forms, cookies, and a passkey that is none of the vault's code. */
let c: NodeConsole;
beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
});

const rp = 'localhost';
const pin = Keys.pin;
const minute = 60_000;

/** What a page hands to its script. */
const challengeOf = (html: string): string => /data-challenge="([^"]+)"/.exec(html)?.[1] ?? '';

/** Comes by an enrolment link and sets a passkey. */
async function enrolPasskey(passkey: Passkey, id = c.dispatcher.id): Promise<Browser> {
  const { path } = value(c.vault.ask(c.administrator, 'openLink', { for: id }));
  const browser = c.guest();
  await browser.submit('/enter', { secret: path.split('#')[1] ?? '' });
  const challenge = challengeOf((await browser.get('/me/sign-in')).html);
  const set = await browser.submit('/me/sign-in/passkey', { ...passkey.create({ challenge, origin, rp }) });
  expect([set.status, set.text.includes('请记住这个登录号')]).toEqual([200, true]);
  return browser;
}

async function asked(
  passkey: Passkey,
  other: Partial<{ origin: string; rp: string; challenge: string }> = {},
) {
  const challenge = challengeOf((await c.guest().get('/sign-in')).html);
  return passkey.get({ challenge, origin, rp, ...other });
}
const sendPasskey = (assertion: object, browser = c.guest()) =>
  browser.post('/sign-in/passkey', { ...assertion });
const byPin = (number: string, said = pin, browser = c.guest()) =>
  browser.post('/sign-in', { number, pin: said });

/** The newest entries about somebody, as the officer reads them. */
const about = (subject: string) =>
  value(c.vault.ask(c.officer.token, 'searchLog', { subject, limit: 50 })).items.filter(
    ({ action }) => action !== 'log.search',
  );

/** Wang with a PIN of her own, and the number she signs in with. */
function wang(): string {
  c.page(c.resident);
  return c.keys.numbers.get(c.resident) ?? '';
}

describe('a passkey', () => {
  test('lets its person in at their own desk, and the log says so', async () => {
    const passkey = new Passkey();
    await enrolPasskey(passkey);
    const browser = c.guest();
    expect((await sendPasskey(await asked(passkey), browser)).status).toBe(303);
    expect((await browser.open('')).status).toBe(200);
    expect(about(c.dispatcher.id)[0]).toMatchObject({ action: 'sign_in.enter', decision: 'done' });
  });

  test('that answers twice to one challenge is refused the second time, and its person reads it', async () => {
    const passkey = new Passkey();
    await enrolPasskey(passkey);
    const assertion = await asked(passkey);
    expect((await sendPasskey(assertion)).status).toBe(303);
    const again = await sendPasskey(assertion);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([403, null]);
    expect(about(c.dispatcher.id)[0]).toMatchObject({ action: 'sign_in.refused', reason: 'challenge_used' });
  });

  test('whose counter goes back is a copy’s: refused, with a reason of its own', async () => {
    const passkey = new Passkey();
    await enrolPasskey(passkey);
    expect((await sendPasskey(await asked(passkey))).status).toBe(303);
    passkey.counter = 0;
    expect((await sendPasskey(await asked(passkey))).status).toBe(403);
    expect(about(c.dispatcher.id)[0]).toMatchObject({ action: 'sign_in.refused', reason: 'passkey_copied' });
  });

  test.each([
    ['another site', { origin: 'https://lindun.example' }],
    ['another port of this host', { origin: 'http://localhost:8788' }],
    ['another host’s passkey', { rp: 'lindun.example' }],
  ])('from %s lets nobody in', async (_, other) => {
    const passkey = new Passkey();
    await enrolPasskey(passkey);
    expect((await sendPasskey(await asked(passkey, other))).status).toBe(403);
    expect(about(c.dispatcher.id)[0]).toMatchObject({ reason: 'passkey_refused' });
  });

  test('answers to no challenge but a fresh one that was made to get in', async () => {
    const passkey = new Passkey();
    const browser = await enrolPasskey(passkey);
    const late = await asked(passkey);
    c.vault.now += 15 * minute + 1;
    expect((await sendPasskey(late)).status).toBe(403);
    const enrolling = challengeOf((await browser.get('/me/sign-in')).html);
    for (const challenge of [enrolling, 'bm90aGluZw', ''])
      expect((await sendPasskey(await asked(passkey, { challenge }))).status).toBe(403);
  });

  test('that nobody has is refused, and nothing is written down of it', async () => {
    const assertion = await asked(new Passkey());
    const entries = c.entries();
    expect((await sendPasskey(assertion)).status).toBe(403);
    expect(c.entries()).toBe(entries);
  });

  test('is not enrolled twice, nor by an answer that did not look at who holds it', async () => {
    const passkey = new Passkey();
    const browser = await enrolPasskey(passkey);
    const add = async (made: Passkey) => {
      const challenge = challengeOf((await browser.get('/me/sign-in')).html);
      return browser.post('/me/sign-in/passkey', { ...made.create({ challenge, origin, rp }) });
    };
    expect((await add(passkey)).status).toBe(422);
    expect((await add(new Passkey({ verified: false }))).status).toBe(422);
    expect((await add(new Passkey({ alg: 'EdDSA' }))).status).toBe(303);
    const steps = about(c.dispatcher.id).filter(({ action }) => action === 'sign_in.enrol');
    expect(steps.map(({ decision }) => decision).slice(0, 3)).toEqual(['done', 'refused', 'refused']);
  });
});

describe('a PIN', () => {
  test('is locked after five wrong tries, also for the right one; each is an entry, and the lock grows', async () => {
    const number = wang();
    for (let n = 0; n < 4; n += 1) expect((await byPin(number, '907314')).status).toBe(403);
    const fifth = await byPin(number, '907314');
    expect([fifth.status, fifth.text.includes('5 分钟')]).toEqual([429, true]);
    expect((await byPin(number)).status).toBe(429);
    const told = about(c.resident).slice(0, 5);
    expect(told.map(({ action }) => action)).toEqual(Array(5).fill('sign_in.refused'));
    expect(told.map(({ reason }) => reason)).toEqual([
      'sign_in_locked',
      ...Array<string>(4).fill('wrong_pin'),
    ]);
    expect(told[0]?.role).toBe('system');

    const entries = c.entries();
    expect((await byPin(number, '907315')).status).toBe(429);
    expect(c.entries()).toBe(entries);

    c.vault.now += 5 * minute;
    expect((await byPin(number, '907314')).text).toContain('15 分钟');
    c.vault.now += 15 * minute;
    expect((await byPin(number)).status).toBe(303);
    for (let n = 0; n < 4; n += 1) expect((await byPin(number, '907314')).status).toBe(403);
    expect((await byPin(number)).status).toBe(303);
  });

  test('of a number that is nobody’s is answered as a wrong one is, and locked as one', async () => {
    const number = wang();
    const nobodys = number === '111111111' ? '222222222' : '111111111';
    const seen = async (of: string) => {
      const page = await byPin(of, '907314');
      return [page.status, page.text.replaceAll(of, '').replace(/page\d+/, '')];
    };
    const entries = c.entries();
    for (let n = 0; n < 6; n += 1) expect(await seen(nobodys)).toEqual(await seen(number));
    expect(c.entries() - entries).toBe(5);
  });

  test.each(['123456', '000000', '12345', 'abcdef'])(
    '%s is not taken, and the page says why',
    async (said) => {
      const { path } = value(c.vault.ask(c.administrator, 'openLink', { for: c.dispatcher.id }));
      const browser = c.guest();
      await browser.submit('/enter', { secret: path.split('#')[1] ?? '' });
      const seen = await browser.post('/me/sign-in/pin', { pin: said, again: said });
      expect([seen.status, /六位数字|太容易猜/.test(seen.text)]).toEqual([422, true]);
      expect(seen.html).not.toContain(`value="${said}"`);
      expect((await browser.post('/me/sign-in/pin', { pin, again: '907314' })).status).toBe(422);
    },
  );

  test('is nowhere in the database, and no two people’s are stored alike', () => {
    wang();
    const kept = c.vault.sql.database.prepare(`SELECT content FROM control WHERE kind = 'sign_in'`).all();
    const rows = kept as { content: string }[];
    expect(rows.length).toBeGreaterThan(3);
    const tags = rows.map(({ content }) => (JSON.parse(content) as { pin: { tag: string } }).pin.tag);
    expect(new Set(tags).size).toBe(tags.length);
    for (const { content } of rows) expect(content).not.toContain(pin);
  });

  test('that a database writer moved to somebody else is refused as tampered, and lets nobody in', async () => {
    const number = wang();
    c.vault.sql.database
      .prepare(
        `UPDATE control SET content = (SELECT content FROM control WHERE kind = 'sign_in' AND key = ?)
       WHERE kind = 'sign_in' AND key = ?`,
      )
      .run(c.worker.id, c.resident);
    const seen = await byPin(number);
    expect([seen.status, seen.headers.get('set-cookie')]).toEqual([403, null]);
    const { items } = value(c.vault.ask(c.officer.token, 'searchLog', { action: 'integrity', limit: 1 }));
    expect(items[0]).toMatchObject({ reason: 'tampered', role: 'system' });
  });
});

describe('an enrolment link', () => {
  const open = () =>
    value(c.vault.ask(c.administrator, 'openLink', { for: c.dispatcher.id })).path.split('#')[1] ?? '';

  test('is good for one person, once, and for nothing else', async () => {
    const secret = open();
    const browser = c.guest();
    expect((await browser.submit('/enter', { secret })).text).toContain('设置怎么登录');
    expect((await c.guest().post('/enter', { secret })).status).toBe(403);
    for (const path of ['/dispatch', '/me/unlock', '/log'])
      expect((await browser.get(path)).status).toBe(403);
    const [token = ''] = browser.cookies.values();
    expect(
      code(
        c.vault.ask(token, 'listTickets', { purpose: 'dispatch', where: { state: 'accepted' }, limit: 1 }),
      ),
    ).toBe('denied');
    expect((await browser.submit('/me/sign-in/pin', { pin: '907314', again: '907314' })).status).toBe(200);
    expect((await c.holding(token).get('/me/sign-in')).status).toBe(401);
    expect((await browser.open('')).status).toBe(200);
  });

  test('takes the place of what was lost, ends its sessions, and is told to the person and the officer', async () => {
    const passkey = new Passkey();
    const before = await enrolPasskey(passkey);
    const other = open();
    const browser = c.guest();
    await browser.submit('/enter', { secret: open() });
    // Until there is something new, what there was is good.
    expect((await sendPasskey(await asked(passkey))).status).toBe(303);
    expect((await browser.get('/me/sign-in')).text).toContain('旧的口令和通行密钥马上全部作废');
    await browser.submit('/me/sign-in/pin', { pin: '907314', again: '907314' });
    expect((await sendPasskey(await asked(passkey))).status).toBe(403);
    expect((await before.get('/dispatch')).status).toBe(401);
    expect((await c.guest().post('/enter', { secret: other })).status).toBe(403);
    const steps = about(c.dispatcher.id).map(({ action, reason }) => `${action} ${reason ?? ''}`.trim());
    expect(steps).toContain('sign_in.remove replaced');
    expect(steps.indexOf('sign_in.enrol')).toBeLessThan(steps.indexOf('sign_in.remove replaced'));
  });

  test('of a role that ended or became another is none, and what was set before lets nobody in', async () => {
    const passkey = new Passkey();
    await enrolPasskey(passkey);
    const secret = open();
    const assertion = await asked(passkey);
    const end = { staff: c.dispatcher.id, version: 1, role: 'dispatcher' as const, grids: [], ended: true };
    value(c.vault.ask(c.administrator, 'changeRole', end));
    expect((await sendPasskey(assertion)).status).toBe(403);
    expect((await c.guest().post('/enter', { secret })).status).toBe(403);
    const anew = { ...end, version: 2, role: 'privacy_officer' as const, ended: false };
    value(c.vault.ask(c.administrator, 'changeRole', anew));
    expect((await sendPasskey(await asked(passkey))).status).toBe(403);
    const number = c.keys.numbers.get(c.dispatcher.id) ?? '';
    expect((await byPin(number)).status).toBe(403);
  });
});

describe('a resident’s first PIN', () => {
  const at = () => `/residents/${c.resident}/sign-in`;

  test('is set on their own phone, behind a code on the worker’s screen that was made when the binding was confirmed', async () => {
    const worker = await c.staff(c.worker.id);
    const made = value(c.vault.ask(c.worker.token, 'openBinding', { resident: c.resident }));
    value(c.vault.ask(c.chat('wx-new'), 'answerBinding', { code: made.code ?? '' }));
    const bound = await worker.post(`/residents/${c.resident}/bind`, { step: 'confirm', binding: made.id });
    expect(bound.html).toContain('<svg class="qr"');
    const [, secret = ''] =
      /<code>http:\/\/localhost:8787\/c\/hengda\/enter#(\w+)<\/code>/.exec(bound.html) ?? [];
    const phone = c.guest();
    await phone.submit('/enter', { secret });
    const set = await phone.submit('/me/sign-in/pin', { pin, again: pin });
    expect(set.text).toContain('请记住这个登录号');
    expect((await phone.open('/me')).text).toContain('13800138000');
    const waiting = value(c.vault.ask(c.bot.token, 'takeNotifications', { limit: 50 })).items;
    expect(waiting.map(({ kind }) => kind)).toContain('sign_in');
    expect(about(c.resident).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['sign_in.invite', 'link.enter', 'sign_in.enrol']),
    );
  });

  test('is not made by a worker of another grid, nor through a chat', async () => {
    const elsewhere = await c.staff(c.otherWorker.id);
    expect((await elsewhere.post(at())).status).toBe(403);
    expect(about(c.resident)[0]).toMatchObject({ action: 'sign_in.invite', reason: 'not_your_grid' });
    expect(code(c.vault.ask(c.chat('wx-wang'), 'inviteToSignIn', { resident: c.resident }))).toBe('denied');
    expect(code(c.vault.ask(c.chat('wx-wang'), 'setPin', { pin: '907314' }))).toBe('denied');
  });

  test('once set is not replaced by a worker alone: somebody else takes the lost one away first', async () => {
    const number = wang();
    const worker = await c.staff(c.worker.id);
    const refused = await worker.post(at());
    expect([refused.status, refused.text.includes('换口令要两个人经手')]).toEqual([403, true]);
    expect(about(c.resident)[0]).toMatchObject({ action: 'sign_in.invite', reason: 'enrolled_already' });
    expect(code(c.vault.ask(c.worker.token, 'endSignIn', { of: c.resident }))).toBe('denied');
    const before = c.page(c.resident);
    // The officer finds in the log whom it is about, and takes away what is lost there.
    const officer = await c.staff(c.officer.id);
    const entry = await officer.get(
      `/log/${about(c.resident).find(({ action }) => action === 'sign_in.invite')?.seq}`,
    );
    const [, end = ''] = /action="\/c\/hengda(\/sign-ins\/\w+\/end)"/.exec(entry.html) ?? [];
    expect((await officer.post(end)).text).toContain('旧的口令和通行密钥都不能用了');
    expect(code(c.vault.ask(before, 'listConsents', {}))).toBe('unauthenticated');
    expect((await byPin(number)).status).toBe(403);
    expect((await worker.post(at())).html).toContain('<svg class="qr"');
  });
});

describe('a page from the chat', () => {
  const first = () => ({ purpose: 'phone_contact', event: 'given', notice: phoneNotice }) as const;

  test('shows a masked record and takes no first consent; with the PIN it shows all and takes it', async () => {
    wang();
    const browser = await c.fromChat('wx-wang');
    const weak = await browser.open('/me');
    expect([weak.text.includes('138****8000'), weak.text.includes('13800138000')]).toEqual([true, false]);
    const [chat = ''] = browser.cookies.values();
    expect(code(c.vault.ask(chat, 'recordConsent', first()))).toBe('denied');
    expect(code(c.vault.ask(chat, 'openBinding', {}))).toBe('denied');

    expect((await browser.post('/me/unlock', { pin: '907314' })).status).toBe(403);
    expect((await browser.submit('/me/unlock', { pin })).text).toContain('13800138000');
    const [strong = ''] = browser.cookies.values();
    expect(strong).not.toBe(chat);
    expect(code(c.vault.ask(strong, 'recordConsent', first()))).toBe('ok');
    expect(code(c.vault.ask(chat, 'listConsents', {}))).toBe('unauthenticated');
  });

  test('goes on to where one wanted to go, of a closed list, and nowhere else', async () => {
    wang();
    const browser = await c.fromChat('wx-wang');
    const barred = await browser.open('/me/rights/delete');
    expect(barred.html).toContain(`${pages}/me/unlock?next=rights`);
    expect((await browser.get('/me/unlock?next=rights')).html).toContain('name="next" value="rights"');
    const on = await browser.post('/me/unlock', { pin, next: 'rights' });
    expect([on.status, on.headers.get('location')]).toEqual([303, `${pages}/me/rights`]);
    for (const next of ['//elsewhere.example', '/log', 'toString', '']) {
      const other = await c.fromChat('wx-wang');
      const entered = await other.post('/me/unlock', { pin, next });
      expect([next, entered.headers.get('location')]).toEqual([next, `${pages}/me`]);
    }
  });

  test('counts wrong PINs as the sign-in page does', async () => {
    const number = wang();
    const browser = await c.fromChat('wx-wang');
    for (let n = 0; n < 5; n += 1) await browser.post('/me/unlock', { pin: '907314' });
    expect((await browser.post('/me/unlock', { pin })).status).toBe(429);
    expect((await byPin(number)).status).toBe(429);
    expect((await browser.open('/me')).text).toContain('138****8000');
  });

  test('of somebody without a PIN stays what it is, and sets none: the bot made its link', async () => {
    const browser = await c.fromChat('wx-wang');
    expect((await browser.post('/me/unlock', { pin })).status).toBe(403);
    expect((await browser.get('/me/sign-in')).headers.get('location')).toBe(`${pages}/me/unlock`);
    expect((await browser.post('/me/sign-in/pin', { pin, again: pin })).status).toBe(403);
  });
});

describe('nobody’s session is made by somebody else', () => {
  test('the administrator mints for programs alone', () => {
    for (const id of [c.resident, c.worker.id, c.officer.id])
      expect(code(c.vault.ask(c.administrator, 'mintToken', { for: id, minutes: 5 }))).toBe('denied');
    expect(about(c.worker.id)[0]).toMatchObject({ action: 'token.mint', reason: 'people_sign_in' });
    expect(code(c.vault.ask(c.administrator, 'mintToken', { for: c.bot.id, minutes: 5 }))).toBe('ok');
  });
});
