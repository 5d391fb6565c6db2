import { beforeEach, expect, test } from 'vitest';
import { code, type NodeCommunity, nodeCommunity, value } from '../../tests/node-community.ts';
import { noWalks, workStep } from '../keys/work.ts';
import { appendAsSystem, transact } from '../vault.ts';

const day = 86_400_000;
let c: NodeCommunity;
let neighbour: string;
/** The neighbour's ticket about Wang, with her name and door in it. */
let ticket: string;
beforeEach(async () => {
  c = await nodeCommunity();
  neighbour = value(
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '赵德柱', mobile: '13700137000' },
    }),
  ).id;
  c.bind('wx-zhao', neighbour);
  const description = '3号楼2单元501的王秀英家的狗没拴绳,王秀英还不听劝,我老伴周奶奶吓着了';
  const made = value(c.vault.ask(c.chat('wx-zhao'), 'createTicket', { category: 'dog', description }));
  ticket = (made as { id: string }).id;
  value(c.vault.ask(c.worker.token, 'moveTicket', { ticket: '1', action: 'take', version: 1 }));
  value(
    c.vault.ask(c.worker.token, 'writeStatement', {
      ticket: '1',
      accused: c.resident,
      said: '有人反映您家的狗没拴绳',
    }),
  );
});

const erase = () => value(c.vault.ask(c.page(c.resident), 'openRight', { right: 'delete' }));
const officer = () => c.token(c.officer.id);
const traces = () => value(c.vault.ask(officer(), 'listTraces', undefined)).items;

test('a neighbour’s words about somebody who is gone wait for the officer, with the places found', () => {
  expect(traces()).toEqual([]);
  erase();
  const [waiting] = traces();
  expect(waiting).toMatchObject({ why: 'about_them', state: 'open', places: 3, ticket: { number: 1 } });
  const id = waiting?.id ?? '';
  expect(code(c.vault.ask(c.worker.token, 'readTrace', { id }))).toBe('denied');
  // Without the list she reads no ticket.
  const plain = {
    type: 'ticket' as const,
    id: ticket,
    purpose: 'clear_traces' as const,
    fields: ['description'],
  };
  expect(code(c.vault.ask(c.worker.token, 'readRecord', plain))).toBe('denied');
  const read = value(c.vault.ask(officer(), 'readTrace', { id }));
  expect(read.fields['description']?.spans).toEqual([
    [0, 9],
    [10, 13],
    [20, 23],
  ]);
  const decide = { id, version: read.version, decision: 'redact' as const };
  expect(code(c.vault.ask(officer(), 'decideTrace', { ...decide, version: 9 }))).toBe('version_changed');
  value(c.vault.ask(officer(), 'decideTrace', { ...decide, words: ['周奶奶'] }));
  const own = value(c.vault.ask(c.chat('wx-zhao'), 'readTicket', { ticket: '1', purpose: 'own_record' }));
  expect(own.fields['description']).toMatchObject({
    value: '■■■的■■■家的狗没拴绳,■■■还不听劝,我老伴■■■吓着了',
  });
  // It is done: she cannot open it again.
  expect(traces()[0]).toMatchObject({ state: 'redacted', places: 0 });
  expect(code(c.vault.ask(officer(), 'readTrace', { id }))).toBe('denied');
  const log = value(c.vault.ask(c.page(neighbour), 'ownLog', { limit: 50 })).items;
  expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(['trace.read', 'trace.decide']));
});

test('of two who are gone the second is blacked out as well, wherever the first one’s marks have moved it to', () => {
  const create = (fields: Record<string, string>) =>
    value(
      c.vault.ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields,
      }),
    ).id;
  const other = create({ name: '周奶奶' });
  const { vault } = c.vault;
  erase();
  const [first] = traces();
  // The same words are another's to be taken out of: 周奶奶, behind all that names Wang.
  const text = '3号楼2单元501的王秀英家的狗没拴绳,王秀英还不听劝,我老伴周奶奶吓着了';
  const at = text.indexOf('周奶奶');
  const spans = { description: [[at, at + 3]] as [number, number][] };
  const content = { ...vault.rows.get('trace', first?.id ?? '')?.content, spans };
  transact(vault, () => {
    const row = vault.rows.add('trace', other, content as never, vault.journal.size);
    appendAsSystem(vault, { action: 'erase', decision: 'done', subject: {}, rows: [row] }, c.vault.now);
  });
  const redact = (id: string) => {
    const { version } = value(c.vault.ask(officer(), 'readTrace', { id }));
    return value(c.vault.ask(officer(), 'decideTrace', { id, version, decision: 'redact' }));
  };
  redact(first?.id ?? '');
  redact(other);
  const own = value(c.vault.ask(c.chat('wx-zhao'), 'readTicket', { ticket: '1', purpose: 'own_record' }));
  expect(own.fields['description']).toMatchObject({
    value: '■■■的■■■家的狗没拴绳,■■■还不听劝,我老伴■■■吓着了',
  });
});

test('what names nobody is confirmed and stays as it was', () => {
  erase();
  const id = traces()[0]?.id ?? '';
  const { version } = value(c.vault.ask(officer(), 'readTrace', { id }));
  value(c.vault.ask(officer(), 'decideTrace', { id, version, decision: 'keep' }));
  expect(traces()[0]).toMatchObject({ state: 'kept' });
  const own = value(c.vault.ask(c.chat('wx-zhao'), 'readTicket', { ticket: '1', purpose: 'own_record' }));
  expect(own.fields['description']).toMatchObject({ value: expect.stringContaining('王秀英') as string });
});

test('no row of anybody’s says any more that a ticket was about them, or a visit to them', () => {
  const plan = {
    purpose: 'visit' as const,
    grid: 3,
    subjects: [c.resident, neighbour],
    days: 7,
    reason: '用电安全',
  };
  const { id } = value(c.vault.ask(c.worker.token, 'planVisit', plan));
  erase();
  const { rows } = c.vault.vault;
  expect(rows.get('case', ticket)?.content.accused).toBeUndefined();
  expect(rows.get('visit', id)?.content.subjects).toEqual([neighbour]);
});

test('a household goes with the last who belongs to it, and not before', () => {
  const create = (type: 'household' | 'resident', fields: Record<string, string>) =>
    value(c.vault.ask(c.worker.token, 'createRecord', { type, purpose: 'record_keeping', grid: 3, fields }))
      .id;
  const household = create('household', { address: '3-2-502', size: '2' });
  const [one, two] = ['李一', '李二'].map((name) => create('resident', { name, household }));
  const { store } = c.vault.vault;
  const gone = (id = '') => value(c.vault.ask(c.page(id), 'openRight', { right: 'delete' }));
  gone(one);
  expect(store.records.byId('household', household)).toBeDefined();
  gone(two);
  expect(store.records.byId('household', household)).toBeUndefined();
  expect(store.keys.get(household, 'data')).toBeUndefined();
  expect(c.vault.vault.rows.get('erasure', household)).toBeDefined();
});

test('what a law has kept is told, stored, read for that law alone, and goes when its time is over', () => {
  c.bind('wx-wang', c.resident);
  const { id } = value(
    c.vault.ask(c.chat('wx-wang'), 'createTicket', { category: 'lift', description: '电梯夹了人' }),
  ) as { id: string };
  const order = {
    subject: c.resident,
    law: 'proceedings' as const,
    types: ['ticket' as const],
    until: c.vault.now + 100 * day,
    words: '(2026)鲁0112民初12号',
  };
  value(c.vault.ask(officer(), 'orderHold', order));
  expect(erase().erased?.kept).toEqual({ law: 'proceedings', types: ['ticket'], until: order.until });
  const { store } = c.vault.vault;
  expect(store.records.allOf(c.resident).map(({ type }) => type)).toEqual(['ticket']);
  const read = (token: string, purpose: 'kept_by_law' | 'dispatch' | 'handle_ticket', reason?: string) =>
    code(c.vault.ask(token, 'readRecord', { type: 'ticket', id, purpose, reason, fields: ['description'] }));
  expect(read(c.token(c.dispatcher.id), 'dispatch')).toBe('denied');
  expect(read(c.token(c.worker.id), 'handle_ticket')).toBe('denied');
  expect(read(officer(), 'kept_by_law')).toBe('denied');
  expect(read(officer(), 'kept_by_law', '法院调取')).toBe('ok');
  expect(value(c.vault.ask(officer(), 'listHolds', undefined)).items).toMatchObject([
    { subject: c.resident, erased: true, state: 'in_force', records: [{ type: 'ticket', id }] },
  ]);
  c.vault.now += 101 * day;
  const walks = noWalks();
  while (workStep(c.vault.vault, walks, c.vault.now));
  expect(store.records.allOf(c.resident)).toEqual([]);
  expect(store.keys.get(c.resident, 'data')).toBeUndefined();
});

test('what is said of a neighbour goes in its time, also when who reported it is gone', () => {
  const { store } = c.vault.vault;
  const statements = () => store.records.allOf(c.resident).filter(({ type }) => type === 'statement').length;
  const move = (token: string, action: 'handle' | 'close', version: number) =>
    value(c.vault.ask(token, 'moveTicket', { ticket: '1', action, version }));
  const at = () => c.vault.vault.rows.get('case', ticket)?.version ?? 0;
  move(c.token(c.worker.id), 'handle', at());
  move(c.chat('wx-zhao'), 'close', at());
  value(c.vault.ask(c.page(neighbour), 'openRight', { right: 'delete' }));
  expect(statements()).toBe(1);
  c.vault.now += 366 * day;
  const walks = noWalks();
  while (workStep(c.vault.vault, walks, c.vault.now));
  expect(statements()).toBe(0);
  expect(c.vault.vault.rows.get('case', ticket)?.content.statement).toBeUndefined();
});
