import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
});

const addResident = (name: string, grid = 3) => {
  const by = grid === 3 ? c.worker : c.otherWorker;
  const resident = { type: 'resident', purpose: 'record_keeping', grid, fields: { name } } as const;
  return value(ask(by.token, 'createRecord', resident)).id;
};
const open = (resident: string, by = c.worker.token) => ask(by, 'openBinding', { resident });
const found = (filter: { action: string }) =>
  value(ask(c.officer.token, 'searchLog', { ...filter, limit: 50 })).items;
const isBound = (contact: string) => code(ask(c.chat(contact), 'listConsents', {})) === 'ok';

describe('open codes', () => {
  test('a code that is alive is found however many expired ones lie before it', () => {
    for (let n = 0; n < 210; n += 1) {
      c.vault.vault.rows.putTransient(
        'code',
        `0${String(n).padStart(25, '0')}`,
        { resident: c.resident, maker: 'x', code: 'x', state: 'open', contact: null, check: '00' },
        c.vault.now - 1,
      );
    }
    const made = value(open(c.resident));
    value(ask(c.chat('wx-wang'), 'answerBinding', { code: made.code ?? '' }));
    expect(value(ask(c.worker.token, 'readBinding', made.id)).state).toBe('answered');
    value(ask(c.worker.token, 'confirmBinding', made.id));
    expect(isBound('wx-wang')).toBe(true);
  });

  test('of one maker there are three at most, the refusal is logged, and others go on', () => {
    const residents = ['张三', '李四', '王五', '赵六'].map((name) => addResident(name));
    for (const resident of residents.slice(0, 3)) expect(code(open(resident))).toBe('ok');
    expect(code(open(residents[3] ?? ''))).toBe('too_many_requests');
    expect(found({ action: 'binding.open' })[0]).toMatchObject({
      decision: 'refused',
      reason: 'too_many_open',
      subject: residents[3],
    });
    expect(code(open(addResident('孙七', 5), c.otherWorker.token))).toBe('ok');
    c.vault.now += 5 * 60_000;
    expect(code(open(residents[3] ?? ''))).toBe('ok');
  });

  test('a new code for the same resident takes the place of the earlier one', () => {
    const page = c.page(c.resident);
    const made = [1, 2, 3, 4, 5].map(() => value(open(c.resident, page)));
    value(ask(c.chat('wx-wang'), 'answerBinding', { code: made[0]?.code ?? '' }));
    expect(code(ask(page, 'readBinding', made[0]?.id ?? ''))).toBe('denied');
    expect(value(ask(page, 'readBinding', made[4]?.id ?? '')).state).toBe('open');
  });

  test('is read by its maker at their desk or page alone, and not into a group', () => {
    c.bind('wx-wang', c.resident);
    const { id } = value(open(c.resident, c.page(c.resident)));
    expect(code(ask(c.chat('wx-wang', 'group'), 'readBinding', id))).toBe('denied');
    expect(found({ action: 'binding.read' })[0]).toMatchObject({
      decision: 'refused',
      reason: 'own_page_only',
    });
    expect(code(ask(c.chat('wx-wang'), 'readBinding', id))).toBe('denied');
    expect(code(ask(c.worker.token, 'readBinding', id))).toBe('denied');
    expect(code(ask(c.page(c.resident), 'readBinding', id))).toBe('ok');
  });

  test('the public part of an answer is the same for a right and a wrong code; the sealed part tells', () => {
    const made = value(open(c.resident));
    const wrong = made.code === '000000' ? '000001' : '000000';
    value(ask(c.chat('wx-wrong'), 'answerBinding', { code: wrong }));
    value(ask(c.chat('wx-right'), 'answerBinding', { code: made.code ?? '' }));
    expect(found({ action: 'binding.answer' })).toMatchObject([
      { decision: 'done', reason: null },
      { decision: 'done', reason: 'not_there' },
    ]);
  });

  test('a contact does not change hands by a second code that it answered before', () => {
    const other = addResident('张三');
    const codes = [c.resident, other].map((resident) => value(open(resident)));
    for (const made of codes) value(ask(c.chat('wx-wang'), 'answerBinding', { code: made.code ?? '' }));
    expect(code(ask(c.worker.token, 'confirmBinding', codes[0]?.id ?? ''))).toBe('ok');
    expect(code(ask(c.worker.token, 'confirmBinding', codes[1]?.id ?? ''))).toBe('conflict');
  });
});

describe('the end of a binding', () => {
  test.each(['chat', 'page', 'officer', 'administrator'] as const)('by the %s', (who) => {
    c.bind('wx-wang', c.resident);
    c.bind('wx-phone-2', c.resident);
    const tokens = { officer: c.officer.token, administrator: c.administrator };
    const end =
      who === 'chat'
        ? ask(c.chat('wx-wang'), 'endBinding', {})
        : who === 'page'
          ? ask(c.page(c.resident), 'endBinding', {})
          : ask(tokens[who], 'endBinding', { of: c.resident });
    expect(value(end)).toEqual({ ended: 2 });
    expect([isBound('wx-wang'), isBound('wx-phone-2')]).toEqual([false, false]);
    expect(found({ action: 'binding.end' })).toMatchObject([{ decision: 'done', subject: c.resident }]);
    c.bind('wx-wang', c.resident);
    expect(isBound('wx-wang')).toBe(true);
  });

  test('leaves the contact a reporter with a new subject, that reads nothing of the resident', () => {
    c.bind('wx-wang', c.resident);
    value(ask(c.chat('wx-wang'), 'endBinding', {}));
    const report = { category: 'lift', description: '电梯坏了', place: '3号楼' } as const;
    value(ask(c.chat('wx-wang'), 'createTicket', report));
    const entry = found({ action: 'ticket.create' })[0];
    expect(entry?.role).toBe('reporter');
    expect([c.resident, null]).not.toContain(entry?.subject);
    const own = value(ask(c.chat('wx-wang'), 'ownLog', { limit: 50 })).items;
    expect(own.map(({ action }) => action)).not.toContain('record.create');
  });

  test('ends the codes that are open for the resident too', () => {
    const made = value(open(c.resident));
    value(ask(c.chat('wx-thief'), 'answerBinding', { code: made.code ?? '' }));
    value(ask(c.page(c.resident), 'endBinding', {}));
    expect(code(ask(c.worker.token, 'confirmBinding', made.id))).toBe('denied');
  });

  test('is nobody else’s, and not into a group', () => {
    c.bind('wx-wang', c.resident);
    const other = addResident('张三');
    c.bind('wx-zhang', other);
    expect(code(ask(c.worker.token, 'endBinding', { of: c.resident }))).toBe('denied');
    expect(code(ask(c.chat('wx-zhang'), 'endBinding', { of: c.resident }))).toBe('denied');
    expect(code(ask(c.chat('wx-wang', 'group'), 'endBinding', {}))).toBe('denied');
    expect(code(ask(c.chat('wx-stranger'), 'endBinding', {}))).toBe('denied');
    expect(code(ask(c.officer.token, 'endBinding', {}))).toBe('denied');
    expect(isBound('wx-wang')).toBe(true);
  });

  test('is not stopped by a binding that was changed in the database', () => {
    c.bind('wx-wang', c.resident);
    c.bind('wx-phone-2', c.resident);
    const [row] = c.sql.all(
      `SELECT key FROM control WHERE kind = 'binding' AND content LIKE '%"resident"%' LIMIT 1`,
      [],
    );
    c.sql.all(`UPDATE control SET content = content || ' ' WHERE kind = 'binding' AND key = ?`, [
      String(row?.['key']),
    ]);
    expect(value(ask(c.page(c.resident), 'endBinding', {}))).toEqual({ ended: 1 });
    expect(['wx-wang', 'wx-phone-2'].filter(isBound)).toEqual([]);
  });
});
