import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notifier } from '../notify.ts';
import { type BotStore, openBotStore } from './open.ts';

/** Somebody was erased in the vault: the bot learns of it by a notification, and forgets them. */

let dir: string;
let store: BotStore;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-forget-'));
  store = await openBotStore(dir, 'wechat');
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const now = 1_800_000_000_000;
const message = (id: string, from: string, room: string | null) => ({
  id,
  room,
  from,
  text: '我家旺财',
  mentionsUs: true,
  quotesUs: false,
  at: now,
  kind: 'text' as const,
});

/** Everything the bot can hold of somebody. */
function fill(contact: string, address: string): string[] {
  store.inbox.take(message(`${contact}-1`, contact, null), now);
  store.inbox.take(message(`${contact}-2`, contact, 'wx-room'), now);
  for (const name of [`${contact}-a`, `${contact}-b`])
    store.outbox.add({ name, chat: { to: contact }, text: '您好', urgent: false }, now);
  const first = store.outbox.waiting().find(({ chat }) => chat === store.names.chat({ to: contact }));
  store.outbox.begin(first?.id ?? 0, undefined);
  store.outbox.sent(first?.id ?? 0, `${contact}-said`);
  store.sessions.set(contact, { form: 'report' }, now);
  store.contacts.keepAddress(address, contact, now);
  store.contacts.takeRequest({ id: `${contact}-asks`, from: contact, ticket: 't' }, now);
  store.contacts.heard(contact, now);
  return [store.names.chat({ to: contact }), store.names.address(address)];
}

const files = (): Buffer =>
  Buffer.concat(
    readdirSync(dir, { encoding: 'utf8' })
      .filter((name) => name.includes('sqlite'))
      .map((name) => readFileSync(join(dir, name))),
  );

test('it forgets all it holds of them, in the file and in the log beside it, and nothing of others', async () => {
  const theirs = fill('wx-wang', 'aa11');
  const others = fill('wx-zhang', 'bb22');
  for (const name of [...theirs, ...others]) expect(files().includes(name)).toBe(true);

  const erased = { id: 'n1', to: 'aa11', kind: 'erased', at: now };
  const moved = { id: 'n2', to: 'bb22', kind: 'ticket_taken', ticket: 318, grid: 3, at: now };
  let waiting = [erased, moved];
  const ended: string[] = [];
  const notifier = new Notifier({
    store,
    source: {
      takeNotifications: () => Promise.resolve({ ok: true, value: { items: waiting } } as never),
      endNotifications: (ids) => {
        ended.push(...ids);
        waiting = [];
        return Promise.resolve({ ok: true, value: {} } as never);
      },
    },
    text: ({ kind }) => (kind === 'ticket_taken' ? '有人接单了' : '说给已经抹除的人听的话'),
    every: 1_000,
    now: () => now,
    wake: () => undefined,
    log: () => undefined,
  });
  await notifier.step();

  expect(ended).toEqual(['n1', 'n2']);
  for (const name of theirs) expect(files().includes(name)).toBe(false);
  for (const name of others) expect(files().includes(name)).toBe(true);
  expect(store.contacts.behind('aa11')).toBeUndefined();
  expect(store.sessions.get('wx-wang')).toBeUndefined();
  expect(store.inbox.waiting()).toHaveLength(2);
  // Nothing is said to them any more; to the other there is what waited, and the reminder.
  expect(new Set(store.outbox.waiting().map(({ chat }) => chat))).toEqual(
    new Set([store.names.chat({ to: 'wx-zhang' })]),
  );
  expect(store.contacts.nextRequest()?.from).toBe('wx-zhang');
});
