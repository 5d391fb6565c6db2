import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestStore } from '../tests/bot-store.ts';
import type { Answer } from '../vault/client.ts';
import { Arrivals } from './arrivals.ts';
import { Greeter } from './greeter.ts';
import { type Notification, Notifier, TokenRefused } from './notify.ts';
import type { IncomingMessage } from './transport.ts';

let opened: TestStore;
let now: number;
let rung: string[];
beforeEach(async () => {
  now = 1_800_000_000_000;
  rung = [];
  opened = await new TestStore().open();
});
afterEach(() => opened.end());

const arrivals = (): Arrivals =>
  new Arrivals(opened.store, true, () => now, {
    inbox: () => rung.push('inbox'),
    outbox: () => rung.push('outbox'),
    requests: () => rung.push('requests'),
    caughtUp: () => rung.push('caughtUp'),
    lost: (why) => rung.push(why),
  });
const message = (id: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id,
  room: null,
  from: 'p-1',
  text: '旺财 13800138000',
  mentionsUs: false,
  quotesUs: false,
  at: now,
  kind: 'text',
  ...more,
});
const waiting = () => opened.store.inbox.waiting().map(({ name }) => opened.store.inbox.read(name));
const texts = () => opened.store.outbox.waiting().map(({ id }) => opened.store.outbox.read(id).text);

test('a message that comes again is not taken in again, also after it was handled', () => {
  const given = arrivals();
  given.message(message('1'));
  given.message(message('1'));
  expect(waiting()).toEqual([message('1')]);
  for (const { name } of opened.store.inbox.waiting()) opened.store.inbox.remove(name);
  arrivals().message(message('1'));
  expect(waiting()).toEqual([]);
  // The same id in another room is another message.
  given.message(message('1', { room: 'r-1' }));
  expect(waiting().length).toBe(1);
});

test('a picture is kept with its message', () => {
  const file = new Uint8Array([255, 216, 0, 1]);
  arrivals().message(message('1', { kind: 'image', text: '', file }));
  expect(waiting()).toEqual([message('1', { kind: 'image', text: '', file })]);
});

test('what was taken back before it was handled is not handled', () => {
  const given = arrivals();
  given.message(message('1'));
  given.message(message('2', { text: '二' }));
  given.recalled({ id: '1', room: null });
  expect(waiting().map((one) => one?.text)).toEqual(['二']);
});

test('the next start asks for what came behind the last that was kept, or behind what was being said', () => {
  const given = arrivals();
  expect(given.from).toBeUndefined();
  given.message(message('1'));
  given.own({ id: '2', chat: { to: 'p-1' }, text: '好' });
  expect(arrivals().from).toBe('2');
  opened.store.outbox.add({ name: 'n', chat: { to: 'p-1' }, text: '来了', urgent: false }, now);
  opened.store.outbox.begin(1, opened.store.place());
  given.message(message('3'));
  expect(arrivals().from).toBe('2');
});

test('what is held for somebody goes when they write, or are a contact', () => {
  const given = arrivals();
  for (const name of ['a', 'b']) {
    const to = `p-${name}`;
    opened.store.outbox.add({ name, chat: { to }, text: name, urgent: false }, now);
  }
  for (const { id } of opened.store.outbox.waiting()) opened.store.outbox.hold(id);
  expect(texts()).toEqual([]);
  given.message(message('1', { from: 'p-a', room: 'r-1' })); // in a group: that opens no private chat
  expect(texts()).toEqual([]);
  given.message(message('2', { from: 'p-a' }));
  expect(texts()).toEqual(['a']);
  given.friend('p-b');
  expect(texts()).toEqual(['a', 'b']);
});

test('who asks to be a contact is accepted once, at a pace, also after a restart; then what was held goes, and who it is', async () => {
  const accepted: string[] = [];
  let refuses = true;
  const transport = {
    accept: ({ from, ticket }: { from: string; ticket: string }) => {
      if (from === 'p-bad' && refuses) return Promise.reject(new Error('not now'));
      accepted.push(ticket);
      return Promise.resolve();
    },
  };
  const greeter = () =>
    new Greeter(
      opened.store,
      transport,
      { betweenFriends: 20_000 },
      () => now,
      () => rung.push('outbox'),
      '我是楼管家',
    );
  const given = arrivals();
  for (const from of ['p-bad', 'p-1', 'p-2'])
    given.friendRequest({ id: `r-${from}`, from, ticket: `t-${from}` });
  given.friendRequest({ id: 'r-p-1', from: 'p-1', ticket: 'again' });
  opened.store.outbox.add({ name: 'n', chat: { to: 'p-1' }, text: '一', urgent: false }, now);
  opened.store.outbox.hold(1);
  const first = greeter();
  expect(await first.step()).toBe(5_000);
  now += 5_000;
  expect(await first.step()).toBe(0);
  expect(accepted).toEqual(['t-p-1']);
  expect(texts()).toEqual(['一', '我是楼管家']);
  expect(await first.step()).toBe(20_000);
  refuses = false;
  const second = greeter();
  for (const _ of [1, 2]) {
    await second.step();
    now += 20_000;
  }
  expect(accepted).toEqual(['t-p-1', 't-p-2', 't-p-bad']);
  expect(await second.step()).toBe(Infinity);
  expect(opened.store.outbox.waiting().length).toBe(4); // each was told once
});

test('a reminder is said once, however often the vault gives it, and one for somebody unknown is left for who knows them', async () => {
  const { contacts } = opened.store;
  contacts.keepAddress('aa', 'p-1', now);
  const item = (id: string, to: string, kind = 'ticket_taken'): Notification => ({
    id,
    to,
    kind,
    ticket: 318,
    at: now,
  });
  let items = [item('1', 'aa'), item('2', 'bb'), item('3', 'aa', 'new_kind')];
  const ended: string[][] = [];
  let isAway = false;
  const away = {
    ok: false,
    status: 0,
    problem: { code: 'unreachable', title: '', detail: '', reference: '', errors: [] },
  } as const;
  const ok = { ok: true, replayed: false, request: '' } as const;
  const refusals: Answer<never>[] = [];
  const logged: string[] = [];
  const notifier = new Notifier({
    store: opened.store,
    source: {
      takeNotifications: () => Promise.resolve(refusals.shift() ?? { ...ok, value: { items } }),
      endNotifications: (ids) => {
        if (isAway) return Promise.resolve(away);
        ended.push([...ids]);
        return Promise.resolve({ ...ok, value: {} });
      },
    },
    text: ({ kind, ticket }) => (kind === 'ticket_taken' ? `接单 ${ticket}` : undefined),
    every: 2_000,
    now: () => now,
    wake: () => rung.push('outbox'),
    log: (line) => logged.push(line),
  });
  isAway = true;
  expect(await notifier.step()).toBe(4_000);
  expect(await notifier.step()).toBe(8_000);
  isAway = false;
  expect(await notifier.step()).toBe(2_000);
  expect(texts()).toEqual(['接单 318']);
  expect(ended.splice(0)).toEqual([['1', '3']]);
  items = [item('2', 'bb')];
  expect(await notifier.step()).toBe(2_000);
  expect(ended).toEqual([]);
  expect(logged).toEqual(['reminders for contacts that this bot does not know: 1']); // not at each look
  contacts.keepAddress('bb', 'p-2', now); // they wrote
  expect(await notifier.step()).toBe(2_000);
  expect(texts()).toEqual(['接单 318', '接单 318']);
  expect(ended.splice(0)).toEqual([['2']]);
  // So many that nothing else would be given: they make way.
  items = Array.from({ length: 50 }, (_, n) => item(`x${n}`, 'cc'));
  expect(await notifier.step()).toBe(0);
  expect(ended.splice(0).flat().length).toBe(50);
  items = [];
  expect(await notifier.step()).toBe(2_000);
  expect([ended, texts().length]).toEqual([[], 2]);
  refusals.push({ ...away, status: 401 });
  await expect(notifier.step()).rejects.toThrow(TokenRefused); // another run reads the renewed one
});
