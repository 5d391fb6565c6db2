import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { noticeOf } from '../../tests/node-vault.ts';

let c: NodeCommunity;
let dir: string;
const wang = 'wx-wang';
/** Others who have spoken: enough that moving them takes more than one step. */
const others = Array.from({ length: 30 }, (_, n) => `wx-other-${n}`);
const report = { category: 'dog', description: '楼下有狗没拴绳' } as const;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-contact-'));
  c = await nodeCommunity(join(dir, 'vault.sqlite'));
  c.bind(wang, c.resident);
  for (const contact of others) value(c.ask(c.chat(contact), 'createTicket', report));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const exchange = (contact: string) =>
  value(c.ask(c.bot.token, 'exchangeToken', { transport: 'wechat', contact, context: 'private' }));
const own = () =>
  code(c.ask(c.chat(wang), 'readRecord', { type: 'resident', id: c.resident, purpose: 'own_record' }));
const tickets = (contact: string) =>
  value(c.ask(c.chat(contact), 'listTickets', { purpose: 'own_record', where: { mine: true }, limit: 5 }))
    .items.length;
const begin = () => value(c.ask(c.administrator, 'rotateIndex', { index: 'binding.contact' }));
const state = () => c.vault.vault.rows.get('index_state', 'binding.contact')?.content;
const keys = () =>
  c.vault.sql.all(`SELECT key FROM control WHERE kind = 'binding' ORDER BY key`, []).map(({ key }) => key);

test('contacts are who they were after each step, their addresses stay, and nothing is left under the tags before', () => {
  const before = { keys: keys(), addresses: [wang, ...others].map((contact) => exchange(contact).address) };
  begin();
  c.vault.steps(0);
  for (let steps = 0; state()?.phase !== 'done'; steps += 1) {
    c.vault.steps(1);
    expect(own()).toBe('ok');
    expect(tickets(others[7] ?? '')).toBe(1);
    expect(c.vault.verified()).toEqual([]);
    if (steps > 40) throw new Error('it does not come to its end');
  }
  expect(state()).toMatchObject({ generation: 2, phase: 'done' });
  expect(keys()).toHaveLength(before.keys.length);
  expect(keys().filter((key) => before.keys.includes(key))).toEqual([]);
  expect([wang, ...others].map((contact) => exchange(contact).address)).toEqual(before.addresses);
  // Once more, and somebody new in between.
  value(c.ask(c.chat('wx-new'), 'createTicket', report));
  begin();
  c.vault.steps();
  expect([own(), tickets('wx-new'), tickets(others[3] ?? '')]).toEqual(['ok', 1, 1]);
  expect(exchange(wang).address).toBe(before.addresses[0]);
  expect(c.vault.verified()).toEqual([]);
});

test('what was begun before the move is gone on with after it: a token, a page from the chat, a code, a consent', () => {
  const notice = noticeOf('phone_contact');
  const given = { purpose: 'phone_contact', event: 'given', notice } as const;
  value(c.ask(c.page(c.resident), 'recordConsent', given));
  value(c.ask(c.chat(wang), 'recordConsent', { purpose: 'phone_contact', event: 'withdrawn' }));
  const token = exchange(wang).token;
  const page = c.chatPage(wang);
  const li = value(
    c.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '李四' },
    }),
  ).id;
  const made = value(c.ask(c.worker.token, 'openBinding', { resident: li }));
  value(c.ask(c.chat('wx-li'), 'answerBinding', { code: made.code ?? '' }));
  begin();
  c.vault.steps();
  const record = { type: 'resident', id: c.resident, purpose: 'own_record' } as const;
  expect(code(c.ask(token, 'readRecord', record))).toBe('ok');
  expect(code(c.ask(page, 'readRecord', record))).toBe('ok');
  value(c.ask(c.worker.token, 'confirmBinding', made.id));
  expect(code(c.ask(c.chat('wx-li'), 'readRecord', { ...record, id: li }))).toBe('ok');
  // It was said in this chat, and the chat is as old as it was: the yes may be given again here.
  expect(code(c.ask(c.chat(wang), 'recordConsent', given))).toBe('ok');
  // Who ends a binding ends what hung on it, also what was made before.
  value(c.ask(c.officer.token, 'endBinding', { of: c.resident }));
  expect(code(c.ask(page, 'readRecord', record))).not.toBe('ok');
  expect(c.vault.verified()).toEqual([]);
});

test('a binding that was put back under its tag from before is found, and so is one that is gone without a word', () => {
  const old = c.vault.sql.all(`SELECT * FROM control WHERE kind = 'binding' LIMIT 1`, [])[0];
  begin();
  c.vault.steps();
  expect(c.vault.verified()).toEqual([]);
  c.vault.sql.all('INSERT INTO control (kind, key, version, content, mac, seq) VALUES (?, ?, ?, ?, ?, ?)', [
    'binding',
    String(old?.['key']),
    Number(old?.['version']),
    String(old?.['content']),
    old?.['mac'] as Uint8Array,
    Number(old?.['seq']),
  ]);
  expect(c.vault.verified()).toContainEqual(
    expect.objectContaining({ table: 'control', kind: 'binding', code: 'older' }),
  );
  c.vault.sql.all(`DELETE FROM control WHERE kind = 'binding'`, []);
  expect(c.vault.verified()).toContainEqual(
    expect.objectContaining({ table: 'control', kind: 'binding', code: 'missing' }),
  );
});
