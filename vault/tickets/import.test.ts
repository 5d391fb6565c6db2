import { beforeEach, describe, expect, test } from 'vitest';
import { type PastState, pastStates } from '../../policy/cases/case.ts';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';
import type { PastTicket } from './import.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const day = 86_400_000;

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

const past = (more: Partial<PastTicket> = {}) => ({
  kind: 'ticket' as const,
  reporter: c.resident,
  opened: c.vault.now - 30 * day,
  category: 'lift',
  description: '电梯停在五楼不动',
  state: 'submitted' as PastState,
  ...more,
});
const bringIn = (...lines: ReturnType<typeof past>[]) => ask(c.administrator, 'importBatch', lines);
const errorOf = (line: ReturnType<typeof past>) => {
  const outcome = bringIn(line);
  const [error] = outcome.ok ? [] : (outcome.problem.errors ?? []);
  return error === undefined ? code(outcome) : `${error.line} ${error.field} ${error.code}`;
};
const rated = () =>
  past({ state: 'rated', worker: c.worker.id, result: '换了门机', rating: '5', place: '3号楼' });

describe('a ticket of the time before', () => {
  test('is read by its reporter as it was, with a number of its own', () => {
    expect(value(bringIn(rated()))).toEqual({ imported: 1, heldBack: [] });
    const read = value(ask(c.page(c.resident), 'readTicket', { ticket: '1', purpose: 'own_record' }));
    expect(read).toMatchObject({ state: 'rated', grid: 3, opened: c.vault.now - 30 * day, year: 2026 });
    expect(read.fields).toMatchObject({
      category: { level: 'clear', value: 'lift' },
      description: { level: 'clear', value: '电梯停在五楼不动' },
      place: { level: 'clear', value: '3号楼' },
      result: { level: 'clear', value: '换了门机' },
      rating: { level: 'clear', value: '5' },
    });
  });

  test('goes on from where it was: its worker handles it, its reporter closes it', () => {
    value(bringIn(past({ state: 'handling', worker: c.worker.id })));
    const read = { ticket: '1', purpose: 'handle_ticket' } as const;
    expect(value(ask(c.worker.token, 'readTicket', read)).mine).toBe(true);
    expect(code(ask(c.otherWorker.token, 'readTicket', read))).toBe('denied');
    const handle = { ticket: '1', action: 'handle', version: 1, result: '已修好' } as const;
    value(ask(c.worker.token, 'moveTicket', handle));
    const close = { ticket: '1', action: 'close' } as const;
    expect(value(ask(c.chat('wx-wang'), 'moveTicket', close)).state).toBe('closed');
  });

  test('is numbered within the year it was opened in, in the order of the lines, and the next report goes on', () => {
    const at = (time: string) => past({ opened: Date.parse(time) });
    value(
      bringIn(at('2025-12-31T15:59:59Z'), at('2025-12-31T16:00:00Z'), at('2025-03-01'), at('2026-02-01')),
    );
    const mine = { purpose: 'own_record', where: { mine: true }, limit: 10 } as const;
    const list = value(ask(c.page(c.resident), 'listTickets', mine)).items;
    // China's new year is eight hours before that of UTC.
    expect(list.map(({ year, number, opened }) => [year, number, opened])).toEqual([
      [2026, 2, Date.parse('2026-02-01')],
      [2026, 1, Date.parse('2025-12-31T16:00:00Z')],
      [2025, 2, Date.parse('2025-03-01')],
      [2025, 1, Date.parse('2025-12-31T15:59:59Z')],
    ]);
    const report = { category: 'dog', description: '有狗没拴绳' };
    expect(value(ask(c.chat('wx-wang'), 'createTicket', report))).toMatchObject({ year: 2026, number: 3 });
  });

  test('is one entry about its reporter, who reads that it was brought in and by whom', () => {
    const before = c.vault.vault.journal.size;
    value(bringIn(rated(), past()));
    expect(c.vault.vault.journal.size).toBe(before + 2);
    const own = value(ask(c.chat('wx-wang'), 'ownLog', { limit: 2 })).items;
    expect(own).toMatchObject([
      { action: 'ticket.create', by: 'other', role: 'administrator', purpose: 'record_keeping', ticket: 2 },
      { action: 'ticket.create', by: 'other', rule: 'import-tickets', ticket: 1 },
    ]);
  });

  test('of an unbound reporter lies where its place says, or for the dispatcher', () => {
    value(ask(c.chat('wx-new'), 'createTicket', { category: 'dog', description: '有狗没拴绳' }));
    const [row] = c.sql.all(
      `SELECT key FROM control WHERE kind = 'subject' AND content LIKE '%"reporter"%' ORDER BY seq DESC`,
      [],
    );
    const reporter = String(row?.['key']);
    value(bringIn(past({ reporter, place: '5号楼' }), past({ reporter }), past({ reporter, grid: 3 })));
    const mine = { purpose: 'own_record', where: { mine: true }, limit: 10 } as const;
    const list = value(ask(c.chat('wx-new'), 'listTickets', mine)).items;
    expect(list.map(({ grid }) => grid)).toEqual([3, 0, 5, 0]);
  });

  test('may have been handled by somebody who has left since, and is in no such hands', () => {
    const change = { staff: c.otherWorker.id, version: 1, role: 'grid_worker', grids: [5] } as const;
    value(ask(c.administrator, 'changeRole', { ...change, grids: [5], ended: true }));
    expect(errorOf(past({ state: 'closed', worker: c.otherWorker.id }))).toBe('ok');
    expect(errorOf(past({ state: 'handled', worker: c.otherWorker.id }))).toBe('1 worker no_such_worker');
  });

  test('in every state a move leads to is taken with what that state has, and not without', () => {
    for (const state of pastStates) {
      const has = ['handling', 'extension_requested', 'handled', 'closed', 'rated'].includes(state);
      const worker = c.worker.id;
      expect([state, errorOf(past({ state, ...(has ? { worker } : {}) }))]).toEqual([state, 'ok']);
      expect([state, errorOf(past({ state, ...(has ? {} : { worker }) }))]).toEqual([
        state,
        `1 worker ${has ? 'required' : 'not_in_this_state'}`,
      ]);
    }
  });

  test.each<[string, () => Partial<PastTicket>, string]>([
    ['opened tomorrow', () => ({ opened: c.vault.now + day }), 'opened in_the_future'],
    ['with a result before it was handled', () => ({ result: '修好了' }), 'result not_in_this_state'],
    ['with a rating before it was rated', () => ({ rating: '5' }), 'rating not_in_this_state'],
    ['without words', () => ({ description: '' }), 'description required'],
    ['about nothing on the list', () => ({ category: '飞碟' }), 'category category_unknown'],
    ['rated by six', () => ({ ...rated(), rating: '6' }), 'rating rating_form'],
    ['of nobody', () => ({ reporter: '0'.repeat(26) }), 'reporter no_such_resident'],
    ['of a member of staff', () => ({ reporter: c.worker.id }), 'reporter no_such_resident'],
    ['taken by a resident', () => ({ state: 'handling', worker: c.resident }), 'worker no_such_worker'],
    [
      'taken by a dispatcher',
      () => ({ state: 'handling', worker: c.dispatcher.id }),
      'worker no_such_worker',
    ],
    ['in no grid there is', () => ({ grid: 99 }), 'grid no_such_grid'],
    ['under an id that is taken', () => ({ id: c.resident }), 'id id_taken'],
  ])('%s is refused, and the line before it is not kept', (_, more, error) => {
    const outcome = bringIn(past(), past(more()));
    const [first] = outcome.ok ? [] : (outcome.problem.errors ?? []);
    expect(`${first?.line} ${first?.field} ${first?.code}`).toBe(`2 ${error}`);
    expect(c.sql.all(`SELECT key FROM control WHERE kind = 'case'`, [])).toEqual([]);
  });

  test('is brought in by the administrator alone, who reads nothing of it', () => {
    for (const token of [c.worker.token, c.officer.token, c.dispatcher.token, c.chat('wx-wang')])
      expect(code(ask(token, 'importBatch', [past()]))).toBe('denied');
    value(bringIn(past()));
    for (const purpose of ['record_keeping', 'handle_ticket', 'own_record'] as const)
      expect(code(ask(c.administrator, 'readTicket', { ticket: '1', purpose }))).toBe('denied');
    const report = { category: 'dog', description: '有狗没拴绳' };
    expect(code(ask(c.administrator, 'createTicket', report))).toBe('denied');
    const record = { type: 'ticket', purpose: 'record_keeping', fields: report } as const;
    expect(code(ask(c.administrator, 'createRecord', record))).toBe('invalid');
  });
});
