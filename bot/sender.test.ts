import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestStore } from '../tests/bot-store.ts';
import { FakeChat } from '../tests/fake-chat.ts';
import { Pacer, paceOf } from './pacing.ts';
import { mayWrite, Sender } from './sender.ts';
import { keeps } from './store/open.ts';
import type { Chat } from './transport.ts';

let opened: TestStore;
let chat: FakeChat;
let now: number;
let sender: Sender;
beforeEach(async () => {
  now = 1_800_000_000_000;
  opened = await new TestStore().open();
  chat = new FakeChat();
  sender = senderAt(1);
});
afterEach(() => opened.end());

const senderAt = (pace: number): Sender =>
  new Sender(opened.store, chat, new Pacer(paceOf(pace), () => 0), () => now);
let names = 0;
const put = (where: Chat, text: string, urgent = false): void =>
  opened.store.outbox.add({ name: `n${(names += 1)}`, chat: where, text, urgent }, now);

/** Says all that there is, waiting as told; when each was said. */
async function all(): Promise<[number, string][]> {
  const begin = now;
  const times: [number, string][] = [];
  const told = () => Object.values(chat.said()).flat();
  for (let before = told().length; ; before = told().length) {
    const pause = await sender.step();
    if (told().length > before) times.push([now - begin, told().at(-1) ?? '']);
    if (pause === Infinity) return times;
    now += pause;
  }
}

test('one message a second in a chat, some seconds between chats, those that may go first', async () => {
  put({ to: 'p-1' }, '一');
  put({ to: 'p-1' }, '二');
  put({ room: 'r-1' }, '三');
  put({ to: 'p-1' }, '四');
  expect((await all()).map(([at]) => at)).toEqual([0, 1_000, 2_000, 5_000]);
  expect(chat.said()).toEqual({ 'p-1': ['一', '二', '四'], 'r-1': ['三'] });
});

test('what is urgent waits for nothing and nobody', async () => {
  put({ room: 'r-1' }, '一');
  await sender.step();
  put({ room: 'r-1' }, '二');
  put({ room: 'r-1' }, '快', true);
  await sender.step();
  expect(chat.said()).toEqual({ 'r-1': ['一', '快'] });
  expect(await sender.step()).toBe(1_000);
});

test('what was said is no longer there, and what is put there again under its name is not said again', async () => {
  const once = { name: 'once', chat: { to: 'p-1' }, text: '一', urgent: false };
  opened.store.outbox.add(once, now);
  opened.store.outbox.add(once, now);
  await all();
  opened.store.outbox.add(once, now);
  expect(await sender.step()).toBe(Infinity);
  expect(chat.said()).toEqual({ 'p-1': ['一'] });
  const boxes = opened.all(opened.db.selectFrom('outbox').select('box'));
  expect(boxes).toEqual([{ box: null }]);
});

test('what is for somebody who is no contact waits for them, in order, and others do not wait', async () => {
  sender = senderAt(0);
  chat.strangers.add('p-9');
  put({ to: 'p-9' }, '一');
  put({ to: 'p-1' }, '早');
  await all();
  put({ to: 'p-9' }, '二');
  expect(await sender.step()).toBe(Infinity);
  expect(chat.said()).toEqual({ 'p-1': ['早'] });
  chat.strangers.delete('p-9');
  expect(opened.store.outbox.release({ to: 'p-9' })).toBe(true);
  await all();
  expect(chat.said()).toEqual({ 'p-1': ['早'], 'p-9': ['一', '二'] });
});

test('after half an hour nobody waits for it any more', async () => {
  sender = senderAt(0);
  chat.strangers.add('p-9');
  put({ to: 'p-9' }, '一');
  await all();
  expect(opened.store.sweep(now + keeps.held)).toBe(0);
  expect(opened.store.sweep(now + keeps.held + 1)).toBe(1);
  chat.strangers.delete('p-9');
  expect(opened.store.outbox.release({ to: 'p-9' })).toBe(false);
  expect(await sender.step()).toBe(Infinity);
  expect(chat.said()).toEqual({});
});

test('a chat that takes nothing is asked again later, its order kept; one that never will is given up', async () => {
  sender = senderAt(0);
  chat.refusals.push('unreachable', 'unreachable');
  put({ to: 'p-1' }, '一');
  put({ to: 'p-1' }, '二');
  await sender.step();
  expect(await sender.step()).toBe(1_000);
  now += 1_000;
  await sender.step();
  expect(await sender.step()).toBe(2_000);
  put({ to: 'p-2' }, '那边');
  await sender.step();
  expect(chat.said()).toEqual({ 'p-2': ['那边'] });
  await all();
  expect(chat.said()).toEqual({ 'p-1': ['一', '二'], 'p-2': ['那边'] });
  chat.refusals.push('refused');
  put({ room: 'r-gone' }, '三');
  await all();
  expect('r-gone' in chat.said()).toBe(false);
});

test('where a transport allows so many messages until the person writes again, the rest waits for that', async () => {
  sender = senderAt(0);
  chat.can = { ...chat.can, canStart: false, quota: 2, window: 48 };
  put({ to: 'p-1' }, '先');
  await all();
  expect(chat.said()).toEqual({}); // p-1 has never written
  const { contacts, outbox } = opened.store;
  contacts.heard('p-1', now);
  outbox.release({ to: 'p-1' });
  for (const text of ['二', '三']) put({ to: 'p-1' }, text);
  put({ room: 'r-1' }, '群');
  await all();
  expect(chat.said()).toEqual({ 'p-1': ['先', '二'], 'r-1': ['群'] });
  contacts.heard('p-1', now);
  outbox.release({ to: 'p-1' });
  await all();
  expect(chat.said()['p-1']).toEqual(['先', '二', '三']);
});

test('a window counts from the last thing a person wrote', () => {
  const can = { canStart: true, quota: null, window: 48, voice: true, members: true, recalls: false };
  const hour = 3_600_000;
  expect(mayWrite(can, { heard: 0, said: 99 }, 48 * hour)).toBe(true);
  expect(mayWrite(can, { heard: 0, said: 0 }, 48 * hour + 1)).toBe(false);
  expect(mayWrite(can, undefined, 0)).toBe(true);
  expect(mayWrite({ ...can, canStart: false }, undefined, 0)).toBe(false);
});
