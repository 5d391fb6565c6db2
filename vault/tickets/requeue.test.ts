import { beforeEach, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';

let c: NodeCommunity;
let ticket: string;

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
  const made = value(
    c.vault.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '3号楼下有狗没拴绳' }),
  );
  ticket = 'id' in made ? made.id : '';
  move('take');
});

const move = (action: 'take' | 'handle', token = c.worker.token) => {
  const version = c.vault.vault.rows.get('case', ticket)?.version;
  return c.vault.ask(token, 'moveTicket', { ticket, action, version });
};
const state = () => {
  const { state, assignee } = c.vault.vault.rows.get('case', ticket)?.content ?? {};
  return { state, assignee };
};
const change = (grids: number[], more: { ended?: boolean; role?: 'grid_worker' | 'dispatcher' } = {}) => {
  const version = c.vault.vault.rows.get('role', c.worker.id)?.version ?? 0;
  const { role = 'grid_worker', ended = false } = more;
  return value(
    c.vault.ask(c.administrator, 'changeRole', { staff: c.worker.id, version, role, grids, ended }),
  );
};
const read = () => code(c.vault.ask(c.worker.token, 'readTicket', { ticket, purpose: 'handle_ticket' }));

test('whose grid changes leaves the ticket behind, and cannot finish it', () => {
  expect(read()).toBe('ok');
  change([5]);
  expect(read()).toBe('denied');
  // Nobody else works there: the dispatcher has it.
  expect(state()).toEqual({ state: 'returned', assignee: null });
  expect(code(move('handle'))).toBe('denied');
});

test('where others work it waits for them', () => {
  const colleague = c.staff('grid_worker', [3], '孙丽');
  change([5]);
  expect(state()).toEqual({ state: 'dispatched', assignee: null });
  expect(code(move('take', colleague.token))).toBe('ok');
});

test('so it is with a role that ends, and with one that becomes another', () => {
  change([], { role: 'dispatcher' });
  expect(state()).toEqual({ state: 'returned', assignee: null });
});

test('a grid more takes nothing away', () => {
  change([3, 5]);
  expect(state()).toEqual({ state: 'handling', assignee: c.worker.id });
  expect(read()).toBe('ok');
});

test('what was handled stays handled: its reporter has the word, and the worker reads it no more', () => {
  move('handle');
  expect(read()).toBe('ok');
  change([5]);
  expect(state()).toEqual({ state: 'handled', assignee: c.worker.id });
  expect(read()).toBe('denied');
});
