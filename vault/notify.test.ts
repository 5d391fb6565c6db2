import { beforeEach, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../tests/node-community.ts';
import type { NodeVault } from '../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const take = () => value(ask(c.bot.token, 'takeNotifications', { limit: 50 })).items;
const end = (ids: string[]) => value(ask(c.bot.token, 'endNotifications', { ids })).ended;
const address = (contact: string) =>
  value(ask(c.bot.token, 'exchangeToken', { transport: 'wechat', contact, context: 'private' })).address;

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
  const made = value(ask(c.worker.token, 'openBinding', {}));
  value(ask(c.chat('wx-li'), 'answerBinding', { code: made.code ?? '' }));
  value(ask(c.worker.token, 'confirmBinding', made.id));
});

const report = () => {
  const words = { category: 'dog', description: '3号楼下有狗没拴绳' };
  return String(value(ask(c.chat('wx-wang', 'group'), 'createTicket', words)).number);
};
const said = () => take().map(({ kind, to, ticket }) => [kind, to, ticket]);

test('who was just bound is told so, and nothing about who they are', () => {
  expect(said()).toEqual([
    ['bound', address('wx-wang'), null],
    ['bound', address('wx-li'), null],
  ]);
  expect(JSON.stringify(take())).not.toContain(c.resident);
});

test('a ticket’s way is told to the one whose turn it is, in order', () => {
  end(take().map(({ id }) => id));
  const number = report();
  const worker = address('wx-li');
  const reporter = address('wx-wang');
  const move = (contact: string, action: 'take' | 'handle' | 'reopen' | 'close') =>
    value(ask(c.chat(contact), 'moveTicket', { ticket: number, action }));
  move('wx-li', 'take');
  move('wx-li', 'handle');
  move('wx-wang', 'reopen');
  move('wx-li', 'take');
  move('wx-li', 'handle');
  move('wx-wang', 'close');
  expect(said()).toEqual([
    ['ticket_waiting', worker, 1],
    ['ticket_taken', reporter, 1],
    ['ticket_handled', reporter, 1],
    ['ticket_waiting', worker, 1],
    ['ticket_taken', reporter, 1],
    ['ticket_handled', reporter, 1],
    ['ticket_closed', worker, 1],
  ]);
});

test('they stay until the bot has them, are then gone, and handing over is one entry', () => {
  report();
  const waiting = take();
  expect(take()).toEqual(waiting);
  const before = c.vault.vault.journal.size;
  expect(end(waiting.map(({ id }) => id))).toBe(3);
  expect(end(waiting.map(({ id }) => id))).toBe(0);
  expect(c.vault.vault.journal.size - before).toBe(1);
  expect(take()).toEqual([]);
});

test('nobody is told of a ticket in another grid, and nobody unbound of anything', () => {
  end(take().map(({ id }) => id));
  const words = { category: 'lift', description: '电梯坏了', place: '5号楼' };
  value(ask(c.chat('wx-wang', 'group'), 'createTicket', words));
  expect(take()).toEqual([]);
});

test('the end of a binding takes along what waited for its chat, and the next resident there hears none of it', () => {
  const number = report();
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
  const mine = address('wx-wang');
  value(ask(c.officer.token, 'endBinding', { of: c.resident }));
  const fields = { name: '张小明', mobile: '13900139000', address: '3号楼1单元101室' };
  const next = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  c.bind('wx-wang', value(ask(c.worker.token, 'createRecord', next)).id);
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'handle', result: '好了' }));
  expect(said().filter(([, to]) => to === mine)).toEqual([['bound', mine, null]]);
  expect(said().filter(([, to]) => to === address('wx-li'))).toHaveLength(2);
});

test('a worker whose role has ended is reminded of nothing, of what waited neither', () => {
  const number = report();
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'handle', result: '好了' }));
  const change = { staff: c.worker.id, version: 1, role: 'grid_worker' as const, grids: [3], ended: true };
  value(ask(c.administrator, 'changeRole', change));
  value(ask(c.chat('wx-wang'), 'moveTicket', { ticket: number, action: 'close' }));
  expect(said().filter(([, to]) => to === address('wx-li'))).toEqual([]);
});

test('a binding that was changed in the database is reminded of nothing', () => {
  ask(c.chat('wx-evil'), 'listConsents', {});
  c.sql.all(
    `UPDATE control SET content = replace(content, '"subject":"', '"subject":"${c.resident}","was":"')
     WHERE kind = 'binding' AND content LIKE '%"as":"reporter"%'`,
    [],
  );
  const number = report();
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: number, action: 'take' }));
  expect(said().filter(([kind]) => kind === 'ticket_taken')).toEqual([
    ['ticket_taken', address('wx-wang'), 1],
  ]);
});

test('a row that somebody planted is dropped, is said in the log once, and stops nothing', () => {
  for (const kind of ['notification', 'code'])
    for (const key of ['0', '00'])
      c.sql.all(`INSERT INTO transient (kind, key, content, mac, expires_at) VALUES (?, ?, '{}', ?, ?)`, [
        kind,
        key,
        new Uint8Array(32),
        9e15,
      ]);
  const taken = () => value(ask(c.bot.token, 'takeNotifications', { limit: 1 })).items;
  expect(taken()).toMatchObject([{ kind: 'bound' }]);
  expect(taken()).toHaveLength(1);
  const made = value(ask(c.worker.token, 'openBinding', { resident: c.resident }));
  expect(value(ask(c.chat('wx-new'), 'answerBinding', { code: made.code ?? '' })).state).toBe('waiting');
  const { items } = value(ask(c.officer.token, 'searchLog', { action: 'integrity', limit: 5 }));
  expect(items.map(({ words }) => words)).toEqual([
    'not as it was written: 2 of transient/code',
    'not as it was written: 2 of transient/notification',
  ]);
});

test('a reminder that was changed after it was handed over stops no other’s end', () => {
  const [first, second] = take().map(({ id }) => id);
  c.sql.all(`UPDATE transient SET mac = zeroblob(32) WHERE key = ?`, [first ?? '']);
  expect(end([first ?? '', second ?? ''])).toBe(1);
  expect(take()).toEqual([]);
});

test('only the bot may have them', () => {
  for (const by of [c.worker.token, c.officer.token, c.vault.administrator, c.chat('wx-wang')])
    expect(code(ask(by, 'takeNotifications', { limit: 5 }))).toBe('denied');
  expect(code(ask(c.worker.token, 'endNotifications', { ids: [] }))).toBe('denied');
});

test('an unbound reporter hears of their ticket too: the address is the contact’s', () => {
  end(take().map(({ id }) => id));
  const words = { category: 'dog', description: '有狗没拴绳', place: '3号楼' };
  value(ask(c.chat('wx-stranger', 'group'), 'createTicket', words));
  value(ask(c.chat('wx-li'), 'moveTicket', { ticket: '1', action: 'take' }));
  expect(said().at(-1)).toEqual(['ticket_taken', address('wx-stranger'), 1]);
});
