import { beforeEach, expect, test } from 'vitest';
import { code, type NodeCommunity, nodeCommunity, value } from '../../tests/node-community.ts';
import { noWalks, workStep } from '../keys/work.ts';
import { openRecord } from '../subject.ts';

const day = 86_400_000;
const year = 365 * day;
/** From the day on which these tests begin: one of the years has a 29th of February. */
const threeYears = 1096 * day;
let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

/** Lets time pass, and the alarm do what takes long. */
const pass = (milliseconds: number, steps = Infinity) => {
  const { vault } = c.vault;
  c.vault.now += milliseconds;
  const walks = noWalks();
  for (let n = 0; n < steps && workStep(vault, walks, c.vault.now); n += 1);
};
const report = { category: 'dog', description: '3号楼下有狗没拴绳', place: '3号楼' } as const;
/** A ticket that was closed just now. */
const closed = (chat: () => string) => {
  const made = value(c.vault.ask(chat(), 'createTicket', report));
  const { id, number } = made as { id: string; number: number };
  const move = (token: string, action: 'take' | 'handle' | 'close', version: number) =>
    value(c.vault.ask(token, 'moveTicket', { ticket: String(number), action, version }));
  move(c.token(c.worker.id), 'take', 1);
  move(c.token(c.worker.id), 'handle', 2);
  move(chat(), 'close', 3);
  return id;
};
const there = (type: string, id: string) => c.vault.vault.store.records.byId(type, id) !== undefined;
const sweeps = () => value(c.vault.ask(c.token(c.officer.id), 'listSweeps', undefined));

test('a ticket goes three years after it was closed, and one that is open never', () => {
  c.bind('wx-wang', c.resident);
  const chat = () => c.chat('wx-wang');
  const old = closed(chat);
  const { id: open } = value(c.vault.ask(chat(), 'createTicket', report)) as { id: string };
  pass(threeYears - 2 * day);
  expect(there('ticket', old)).toBe(true);
  expect(sweeps().next).toEqual({});
  pass(day);
  expect(there('ticket', old)).toBe(true);
  // What goes tomorrow is seen today, as a number.
  expect(sweeps().next).toEqual({ ticket: 1 });
  pass(2 * day);
  expect([there('ticket', old), there('ticket', open)]).toEqual([false, true]);
  expect(sweeps().last[0]).toMatchObject({ counts: { ticket: 1 }, done: true });
  const { rows } = c.vault.vault;
  expect(rows.get('case', old)?.content).toMatchObject({ reporter: 'erased', number: 1, state: 'closed' });
  expect(
    code(c.vault.ask(c.page(c.resident), 'readTicket', { ticket: '2026-1', purpose: 'own_record' })),
  ).toBe('denied');
  // It is an entry of the person's, and the record stays theirs otherwise.
  const own = value(c.vault.ask(c.page(c.resident), 'ownLog', { limit: 50 })).items;
  expect(own.find(({ action }) => action === 'retention.sweep')).toMatchObject({ reason: 'retention_over' });
  expect(there('resident', c.resident)).toBe(true);
});

test('who reported without being bound is forgotten with their last ticket', () => {
  closed(() => c.chat('wx-nobody'));
  const reporter = () => c.vault.sql.all(`SELECT key FROM control WHERE kind = 'binding'`, []);
  expect(reporter()).toHaveLength(1);
  pass(threeYears + day);
  expect(reporter()).toHaveLength(0);
});

test('care needs go a year after somebody moved away, all the rest after three; dogs after one', () => {
  const { store } = c.vault.vault;
  const update = {
    type: 'resident' as const,
    id: c.resident,
    purpose: 'record_keeping' as const,
    version: 1,
  };
  value(c.vault.ask(c.worker.token, 'updateRecord', { ...update, fields: { care: '独居' } }));
  const left = (on: number | null) =>
    c.vault.ask(c.token(c.worker.id), 'noteLeft', { subject: c.resident, on });
  expect(code(c.vault.ask(c.otherWorker.token, 'noteLeft', { subject: c.resident, on: c.vault.now }))).toBe(
    'denied',
  );
  expect(code(left(c.vault.now + 2 * day))).toBe('invalid');
  const of = (name: string) => {
    const row = store.records.byId('resident', c.resident);
    return row && openRecord(c.vault.vault, row, [name]).get(name);
  };
  pass(5 * year);
  // Nobody said that they left.
  expect(of('care')).toBe('独居');
  value(left(c.vault.now));
  pass(year - 2 * day);
  expect(of('care')).toBe('独居');
  pass(3 * day);
  expect([of('care'), of('name')]).toEqual(['', '王秀英']);
  expect(store.records.allOf(c.resident).map(({ type }) => type)).not.toContain('dog');
  expect(sweeps().last[0]?.counts).toEqual({ 'resident.care': 1, dog: 1 });
  pass(2 * year + 2 * day);
  expect(store.records.allOf(c.resident)).toEqual([]);
  expect(store.keys.get(c.resident, 'data')).toBeUndefined();
  expect(c.vault.vault.rows.get('erasure', c.resident)?.content.reason).toBe('retention');
});

test('what is held for a consent alone goes a year after that was taken back', async () => {
  const { noticeOf } = await import('../../tests/node-vault.ts');
  const { id, version, lang, sha256 } = noticeOf('care_visit');
  const care = (event: 'given' | 'withdrawn') =>
    value(
      c.vault.ask(c.page(c.resident), 'recordConsent', {
        purpose: 'care_visit',
        event,
        notice: { id, version, lang, sha256 },
      }),
    );
  const update = {
    type: 'resident' as const,
    id: c.resident,
    purpose: 'record_keeping' as const,
    version: 1,
  };
  value(c.vault.ask(c.worker.token, 'updateRecord', { ...update, fields: { care: '独居' } }));
  care('given');
  care('withdrawn');
  pass(year + day);
  expect(sweeps().last[0]?.counts).toEqual({ 'resident.care': 1 });
});

test('a sweep that is ended anywhere goes on, and nothing is counted twice', () => {
  c.bind('wx-wang', c.resident);
  const ids = [1, 2, 3].map(() => closed(() => c.chat('wx-wang')));
  pass(threeYears + day, 1);
  for (let n = 0; n < 40; n += 1) pass(0, 2);
  pass(0);
  expect(ids.map((id) => there('ticket', id))).toEqual([false, false, false]);
  expect(sweeps().last[0]).toMatchObject({ counts: { ticket: 3 }, done: true });
});

test('an order to keep goes before the end of a time', () => {
  c.bind('wx-wang', c.resident);
  const id = closed(() => c.chat('wx-wang'));
  pass(threeYears - year);
  const order = {
    subject: c.resident,
    law: 'proceedings' as const,
    types: ['ticket' as const],
    until: c.vault.now + 2 * year,
    words: '(2026)鲁0112民初12号',
  };
  expect(code(c.vault.ask(c.token(c.worker.id), 'orderHold', order))).toBe('denied');
  expect(
    code(c.vault.ask(c.token(c.officer.id), 'orderHold', { ...order, types: ['resident' as never] })),
  ).toBe('invalid');
  value(c.vault.ask(c.token(c.officer.id), 'orderHold', order));
  pass(year + day);
  expect(there('ticket', id)).toBe(true);
  pass(year);
  expect(there('ticket', id)).toBe(false);
});

const noteLeft = (on: number | null) =>
  value(c.vault.ask(c.token(c.worker.id), 'noteLeft', { subject: c.resident, on }));

test('by a note that somebody left long ago nothing goes for thirty days, in which it can be taken back', () => {
  noteLeft(c.vault.now - 20 * year);
  pass(29 * day);
  noteLeft(null);
  pass(2 * day);
  expect(there('resident', c.resident)).toBe(true);
  noteLeft(c.vault.now - 20 * year);
  pass(29 * day);
  expect(there('resident', c.resident)).toBe(true);
  pass(2 * day);
  expect(there('resident', c.resident)).toBe(false);
});

test('who has a ticket open is not gone, whatever somebody noted', () => {
  c.bind('wx-wang', c.resident);
  value(c.vault.ask(c.chat('wx-wang'), 'createTicket', report));
  noteLeft(c.vault.now - 20 * year);
  pass(31 * day);
  expect(there('resident', c.resident)).toBe(true);
});
