import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity } from '../tests/node-community.ts';

let c: NodeCommunity;
const id = '0123456789abcdefghjkmnpqrs';
const resident = (more: object = {}) => ({
  kind: 'record' as const,
  type: 'resident' as const,
  id,
  grid: 3,
  fields: { name: '孙丽' },
  ...more,
});
const bringIn = (...lines: ReturnType<typeof resident>[]) =>
  c.vault.ask(c.administrator, 'importBatch', lines);
const errorOf = (outcome: ReturnType<typeof bringIn>) =>
  outcome.ok
    ? 'ok'
    : (outcome.problem.errors ?? []).map((error) => `${error.line} ${error.field} ${error.code}`)[0];

beforeEach(async () => {
  c = await nodeCommunity();
});

describe('what an import does not look for before it writes', () => {
  test('an id is free only where no record, no subject and no case has it', () => {
    expect(errorOf(bringIn(resident(), resident()))).toBe('2 id id_taken');
    expect(errorOf(bringIn(resident({ id: c.resident })))).toBe('1 id id_taken');
    expect(errorOf(bringIn(resident({ id: c.bot.id })))).toBe('1 id id_taken');
    c.bind('wx-wang', c.resident);
    c.vault.ask(c.chat('wx-wang'), 'createTicket', { category: 'dog', description: '有狗没拴绳' });
    const [ticket] = c.sql.all(`SELECT key FROM control WHERE kind = 'case'`, []);
    expect(errorOf(bringIn(resident({ id: String(ticket?.['key']) })))).toBe('1 id id_taken');
    expect(errorOf(bringIn(resident()))).toBe('ok');
  });

  test.each(['data', 'log'])(
    'a %s key that was planted for somebody new is found, and not taken for theirs',
    (use) => {
      const plant = `INSERT INTO wrapped_key SELECT ?, use, key_id, epoch, wrapped FROM wrapped_key WHERE owner = ? AND use = ?`;
      c.sql.all(plant, [id, c.resident, use]);
      expect(code(bringIn(resident()))).toBe('tampered');
      expect(c.sql.all('SELECT id FROM record WHERE id = ?', [id])).toEqual([]);
    },
  );

  test('somebody who is in the log already gets no second log key', () => {
    expect(code(bringIn(resident()))).toBe('ok');
    c.vault.vault.journal.forget();
    for (const table of [
      'record WHERE id',
      'control WHERE key',
      'wrapped_key WHERE owner',
      'index_tag WHERE record',
    ])
      c.sql.all(`DELETE FROM ${table} = ?`, [id]);
    expect(code(bringIn(resident()))).toBe('tampered');
  });

  test('the first consent is not written where an event stands already', () => {
    const consent = { kind: 'consent', subject: c.resident, purpose: 'phone_contact', at: 1 } as const;
    expect(code(c.vault.ask(c.administrator, 'importBatch', [consent]))).toBe('ok');
    c.sql.all(`DELETE FROM control WHERE kind = 'consent'`, []);
    expect(code(c.vault.ask(c.administrator, 'importBatch', [consent]))).toBe('tampered');
  });
});
