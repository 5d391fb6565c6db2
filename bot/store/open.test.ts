import { sql } from 'kysely';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestStore } from '../../tests/bot-store.ts';
import { statements } from '../../migrations/bot/0001_statements.ts';
import { keeps, openBotStore } from './open.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-bot-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const now = 1_800_000_000_000;
const message = {
  id: 'wx-message-1',
  room: 'wx-room-1',
  from: 'wx-wang-1',
  text: '旺财咬人了,电话13800138000',
  mentionsUs: true,
  quotesUs: false,
  at: now,
  kind: 'text' as const,
};

/** Every way the text may lie there as it is. */
const ways = (text: string): Buffer[] => {
  const little = Buffer.from(text, 'utf16le');
  return [
    Buffer.from(text),
    little,
    Buffer.from(little).swap16(),
    Buffer.from(Buffer.from(text).toString('base64')),
  ];
};

test('no text, no name and no id lies open in any file of the database, and what was planted open is found', async () => {
  const store = await openBotStore(dir, 'wechat');
  store.inbox.take(message, now);
  store.inbox.take(
    { ...message, id: 'wx-message-2', kind: 'image', file: Buffer.from('JPEG-旺财-照片') },
    now,
  );
  store.outbox.add(
    { name: 'n', chat: { to: 'wx-wang-1' }, text: '您家旺财的疫苗到明年三月', urgent: false },
    now,
  );
  store.outbox.begin(1, 'wx-message-0');
  store.outbox.sent(1, 'wx-said-1');
  store.outbox.add({ name: 'm', chat: { room: 'wx-room-1' }, text: '编号0318', urgent: true }, now);
  store.outbox.begin(2, 'wx-message-0');
  store.sessions.set('wx-wang-1', { answers: { place: '3号楼2单元501室' } }, now);
  store.contacts.keepAddress('abcdef0123456789', 'wx-wang-1', now);
  store.contacts.takeRequest({ id: 'wx-request-1', from: 'wx-wang-1', ticket: 'wx-ticket-1' }, now);
  store.contacts.heard('wx-wang-1', now);
  store.setPlace('wx-message-1');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('sqlite'),
  );
  expect(files.length).toBeGreaterThan(1); // the log is there too
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(dir, name))));
  const words = ['旺财', '13800138000', '编号0318', '3号楼2单元501室', 'JPEG', 'abcdef0123456789', '疫苗'];
  const ids = ['wx-message', 'wx-room-1', 'wx-wang-1', 'wx-said-1', 'wx-request-1', 'wx-ticket-1'];
  const secrets = words.concat(ids);
  for (const secret of secrets) {
    for (const way of ways(secret)) expect([secret, bytes.includes(way)]).toEqual([secret, false]);
  }
  expect(bytes.includes(Buffer.from('friend_request'))).toBe(true); // the control: a table's name lies open
  expect(statSync(join(dir, 'key', 'bot.key')).mode & 0o777).toBe(0o600);
  store.close();
  // It is all there again with the key, and not with another one.
  const again = await openBotStore(dir, 'wechat');
  expect(again.inbox.waiting().length).toBe(2);
  expect(again.inbox.read(again.names.message(message))).toEqual(message);
  expect(again.outbox.inDoubt()).toEqual([
    { id: 2, chat: { room: 'wx-room-1' }, text: '编号0318', since: 'wx-message-0' },
  ]);
  again.close();
  rmSync(join(dir, 'key'), { recursive: true });
  const other = await openBotStore(dir, 'wechat');
  expect(() => other.outbox.inDoubt()).toThrow('does not open');
  other.close();
});

test('words are forgotten after hours, marks after weeks, and what still has a use stays', async () => {
  const opened = await new TestStore().open();
  const { store } = opened;
  const rows = (table: 'seen' | 'outbox' | 'session' | 'friend_request' | 'contact' | 'reach') =>
    opened.all(opened.db.selectFrom(table).selectAll()).length;
  store.inbox.take(message, now);
  store.outbox.add({ name: 'said', chat: { to: 'p' }, text: '一', urgent: false }, now);
  store.outbox.begin(1, undefined);
  store.outbox.sent(1, '');
  store.outbox.add({ name: 'stuck', chat: { to: 'q' }, text: '二', urgent: false }, now);
  store.sessions.set('p', { form: 'f' }, now);
  store.contacts.takeRequest({ id: 'r', from: 'p', ticket: 't' }, now);
  store.contacts.keepAddress('aa', 'p', now);
  store.contacts.heard('p', now);
  store.sweep(now + keeps.session);
  expect([rows('seen'), rows('outbox'), rows('session'), rows('friend_request')]).toEqual([2, 2, 1, 1]);
  store.sweep(now + keeps.session + 1);
  expect(rows('session')).toBe(0);
  expect(store.outbox.waiting().length).toBe(1);
  expect(store.sweep(now + keeps.text + 1)).toBe(1);
  expect(store.outbox.waiting()).toEqual([]);
  store.sweep(now + keeps.mark + 1);
  expect([rows('seen'), rows('outbox'), rows('friend_request'), rows('reach')]).toEqual([0, 0, 0, 0]);
  expect(store.contacts.behind('aa')).toBe('p');
  store.sweep(now + keeps.contact + 1);
  expect(rows('contact')).toBe(0);
  opened.end();
});

test('the schema is what the migration says, text by text', async () => {
  const opened = await new TestStore().open();
  const query = sql<{ sql: string | null }>`SELECT sql FROM sqlite_master`.compile(opened.db);
  const made = opened.all({ compile: () => query }).map((row) => row.sql);
  for (const statement of statements) expect(made).toContain(statement);
  opened.end();
});
