import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { noticeOf, phoneNotice } from '../../tests/node-vault.ts';

let c: NodeConsole;
let own: Browser;
let worker: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  c.bind('wx-wang', c.resident);
  own = c.holding(c.page(c.resident));
  worker = await c.staff(c.worker.id);
});

const at = '/me/consents/phone_contact';
const given = { event: 'given', notice: phoneNotice.sha256 };
const newest = () =>
  value(c.vault.ask(c.officer.token, 'searchLog', { limit: 10 })).items.find(
    ({ action }) => !['token.mint', 'consent.list', 'watch.alert'].includes(action),
  );

describe('the list of consents', () => {
  test('says since when, whose word it was, what happened, and links each receipt', async () => {
    await own.submit(at, given);
    const { text, html } = await own.open('/me/consents');
    expect(text).toContain('11月23日起,您自己同意的');
    expect(text).toMatch(/经过 今天 14:00 同意, 本人/);
    expect(html).toMatch(/\/me\/consents\/receipts\/[0-9a-z]{26}"/);
  });

  test('after a withdrawal says who can no longer see what, what goes on, and that nobody will ask again', async () => {
    await own.submit(at, given);
    const { text } = await own.submit(at, { event: 'withdrawn' });
    expect(text).toContain('好,已撤回');
    expect(text).toMatch(/网格员.*不能再看您的手机号\(完整显示\)/);
    expect(text).toMatch(/为「网格日常」仍能看您的/);
    expect(text).toContain('我们不会再问');
  });

  test('takes one step to give and one to take back: neither form asks for more', async () => {
    const fields = (html: string, event: string) => {
      const form = html.split('<form').find((part) => part.includes(`value="${event}"`)) ?? '';
      return [...form.matchAll(/<(?:input|select|textarea)[^>]*>/g)].filter(
        ([field]) => !field.includes('type="hidden"'),
      );
    };
    expect(fields((await own.open(at)).html, 'given')).toEqual([]);
    await own.submit(at, given);
    expect(fields((await own.open('/me/consents')).html, 'withdrawn')).toEqual([]);
  });

  test('shows the notice in the reader’s language, and what is agreed to is that text', async () => {
    const english = noticeOf('phone_contact', 'adult', 'en');
    const seen = await own.get(at, { 'accept-language': 'en' });
    expect(seen.text).toContain(english.title);
    expect(seen.html).toContain(english.sha256);
    expect((await own.get(`${at}/text?sha256=${english.sha256}`)).html).toBe(english.text);
    await own.submit(at, { event: 'given', notice: english.sha256 });
    const { items } = value(c.vault.ask(c.page(c.resident), 'listConsents', {}));
    const item = items.find(({ purpose }) => purpose === 'phone_contact');
    expect(item).toMatchObject({ state: 'given', history: [{ notice: { lang: 'en' } }] });
  });
});

describe('a worker at the door', () => {
  const door = () => `/residents/${c.resident}/consents`;
  const yes = { event: 'given', checked: 'known', notice: phoneNotice.sha256 };

  test('is led from the list of residents to the notice that is to be read, and records the answer', async () => {
    expect((await worker.open('/residents')).html).toContain(`${door()}"`);
    expect((await worker.open(door())).text).toContain('电话联系');
    const page = await worker.open(`${door()}/phone_contact`);
    for (const line of phoneNotice.body.split('\n').filter((text) => text !== ''))
      expect(page.text).toContain(line.replace(/^## /, ''));
    const done = await worker.post(`${door()}/phone_contact`, yes);
    expect([done.status, done.text.includes('记下了,已请本人确认')]).toEqual([200, true]);
    expect(newest()).toMatchObject({ action: 'consent.record', decision: 'done' });
  });

  test('hears why somebody is not to be asked', async () => {
    await own.submit(at, { ...given, event: 'refused' });
    const seen = await worker.post(`${door()}/phone_contact`, yes);
    expect(seen.status).toBe(422);
    expect(seen.text).toContain('本人说过不同意');
  });

  test('of another grid is refused', async () => {
    const elsewhere = await c.staff(c.otherWorker.id);
    expect((await elsewhere.open(`${door()}/phone_contact`)).status).toBe(403);
    expect((await elsewhere.post(`${door()}/phone_contact`, yes)).status).toBe(403);
  });

  test('the person confirms it, or says that it was not so, with one tap', async () => {
    await worker.post(`${door()}/phone_contact`, yes);
    const { text, html } = await own.open('/me/consents');
    expect(text).toContain('网格员记下您当面同意了这一项。是这样吗?');
    expect(text).toContain('网格员当面记的');
    expect(html).toContain('value="confirmed"');
    expect((await own.submit(at, { event: 'confirmed' })).text).toContain('谢谢您确认');
    expect((await own.open(at)).text).toContain('不是我同意的');
    expect((await own.submit(at, { event: 'disputed' })).text).toContain('这一项已经作废');
    expect(newest()).toMatchObject({ action: 'consent.dispute', words: `recorded by ${c.worker.id}` });
  });
});

describe('a receipt', () => {
  const link = async () => {
    await own.submit(at, given);
    const { html } = await own.open('/me/consents');
    return /\/c\/hengda(\/me\/consents\/receipts\/[0-9a-z]{26})"/.exec(html)?.[1] ?? '';
  };

  test('is a page to print that says what was decided and how to check it, and a file', async () => {
    const path = await link();
    const { text } = await own.open(path);
    for (const part of [
      '同意回执',
      '电话联系',
      '手机号',
      '社区居民委员会',
      phoneNotice.sha256,
      'lindun receipt verify',
    ])
      expect(text).toContain(part);
    const file = await own.get(`${path}/file`);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(JSON.parse(file.html)).toMatchObject({
      receipt: { event: { event_state: 'given' } },
      signature: { algorithm: 'Ed25519', key: 'lindun/hengda/receipts' },
    });
  });

  test('is nobody else’s, and an event that is not there has none', async () => {
    const path = await link();
    expect((await worker.open(path)).status).toBe(403);
    expect((await own.open('/me/consents/receipts/constructor')).status).toBe(404);
    expect((await own.open(`/me/consents/receipts/${'0'.repeat(26)}`)).status).toBe(403);
  });
});
