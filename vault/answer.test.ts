import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../tests/node-community.ts';
import type { NodeVault } from '../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('writes', () => {
  test('a request sent twice is done once; the same key for another request is refused', () => {
    const first = { type: 'resident', purpose: 'record_keeping', grid: 3, fields: { name: '刘洋' } } as const;
    const made = value(ask(c.worker.token, 'createRecord', first, 'k1'));
    const again = ask(c.worker.token, 'createRecord', first, 'k1');
    expect(again).toEqual({ ok: true, value: made, replayed: true });
    const other = { ...first, fields: { name: '刘阳' } };
    expect(code(ask(c.worker.token, 'createRecord', other, 'k1'))).toBe('idempotency_key_reused');
  });

  test('an appointment sent twice is one person', () => {
    const appointment = { role: 'dispatcher', grids: [], fields: { name: '吴桐' } } as const;
    const once = value(ask(c.administrator, 'appoint', { ...appointment, grids: [] }, 'k1'));
    expect(value(ask(c.administrator, 'appoint', { ...appointment, grids: [] }, 'k1'))).toEqual(once);
  });

  test('a replay is an entry, also in the own view of who asked', () => {
    const report = { category: 'lift', description: '电梯坏了', place: '3号楼' } as const;
    const first = value(ask(c.chat('wx-wang'), 'createTicket', report, 'k1'));
    const size = c.vault.vault.journal.size;
    expect(ask(c.chat('wx-wang'), 'createTicket', report, 'k1')).toMatchObject({
      value: first,
      replayed: true,
    });
    expect(c.vault.vault.journal.size).toBe(size + 1);
    expect(newest()).toMatchObject({ action: 'replay', actor: c.resident, subject: c.resident });
    ask(c.administrator, 'importBatch', [], 'k2');
    ask(c.administrator, 'importBatch', [], 'k2');
    expect(newest()).toMatchObject({ action: 'replay', actor: 'administrator', subject: null });
  });

  test('a key used in private is another one in a group, and neither gets the other’s answer', () => {
    const report = { category: 'lift', description: '电梯坏了', place: '3号楼' } as const;
    const own = value(ask(c.chat('wx-wang'), 'createTicket', report, 'k1'));
    expect(own).toHaveProperty('state');
    const group = ask(c.chat('wx-wang', 'group'), 'createTicket', report, 'k1');
    expect(group).toEqual({ ok: true, value: { receipt: 'received', number: 2 } });
  });

  test('a wrong value names its field and stores nothing', () => {
    const size = c.vault.vault.journal.size;
    const fields = { name: '王五', mobile: '12345', idNumber: '370112199003071231' };
    const outcome = ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields,
    });
    expect(outcome.ok ? [] : outcome.problem.errors?.map(({ field }) => field)).toEqual([
      'fields.mobile',
      'fields.idNumber',
    ]);
    expect(c.vault.vault.journal.size).toBe(size);
  });

  test('an import is whole or not at all, and says which line was wrong', () => {
    const rows = () => c.sql.all('SELECT count(*) AS n FROM record', [])[0]?.['n'];
    const before = rows();
    const lines = [
      { kind: 'record' as const, type: 'resident' as const, grid: 3, fields: { name: '孙丽' } },
      { kind: 'record' as const, type: 'dog' as const, keeper: 'nobody', fields: { name: '豆豆' } },
    ];
    const outcome = ask(c.administrator, 'importBatch', lines);
    expect(outcome.ok ? '' : outcome.problem.errors?.[0]).toMatchObject({ line: 2, field: 'keeper' });
    expect(rows()).toBe(before);
    expect(code(ask(c.administrator, 'importBatch', lines.slice(0, 1)))).toBe('ok');
    expect(code(ask(c.worker.token, 'importBatch', lines.slice(0, 1)))).toBe('denied');
  });
});

describe('a row that was changed', () => {
  test('is refused where it is read, and the refusal is in the log', () => {
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('ok');
    c.sql.all('UPDATE record SET blob = (SELECT blob FROM record WHERE type = ?) WHERE id = ?', [
      'dog',
      c.resident,
    ]);
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('tampered');
    expect(newest()).toMatchObject({ decision: 'refused', reason: 'tampered' });
  });

  test('a withdrawn consent cannot be turned back to given', () => {
    c.consent('given', c.page(c.resident));
    c.consent('withdrawn', c.chat('wx-wang'));
    c.sql.all(
      `UPDATE control SET content = replace(content, '"withdrawn"', '"given"') WHERE kind = 'consent_event'`,
      [],
    );
    expect(code(ask(c.chat('wx-wang'), 'listConsents', {}))).toBe('tampered');
  });

  test('whose own log key is lost is refused in the system’s name, and their token stays spent', () => {
    const lose = (owner: string) => {
      c.vault.vault.journal.forget();
      c.sql.all(`DELETE FROM wrapped_key WHERE owner = ? AND use = 'log'`, [owner]);
    };
    const system = { actor: 'system', action: 'integrity', decision: 'refused', reason: 'tampered' };
    lose(c.worker.id);
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('tampered');
    expect(newest()).toMatchObject(system);
    const token = c.chat('wx-wang');
    lose(c.resident);
    expect(code(ask(token, 'listConsents', {}))).toBe('tampered');
    expect(newest()).toMatchObject(system);
    expect(code(ask(token, 'listConsents', {}))).toBe('unauthenticated');
  });

  test("a subject's lost key is not replaced by a second one", () => {
    const update = { type: 'resident', id: c.resident, purpose: 'record_keeping', version: 1 } as const;
    const read = { type: 'resident', id: c.resident, purpose: 'grid_overview', fields: ['name'] } as const;
    c.sql.all(`DELETE FROM wrapped_key WHERE owner = ? AND use = 'data'`, [c.resident]);
    expect(code(ask(c.worker.token, 'updateRecord', { ...update, fields: { care: '独居' } }))).toBe(
      'tampered',
    );
    const dog = {
      type: 'dog',
      purpose: 'record_keeping',
      keeper: c.resident,
      fields: { name: '豆豆' },
    } as const;
    expect(code(ask(c.worker.token, 'createRecord', dog))).toBe('tampered');
    c.vault.vault.journal.forget();
    c.sql.all(`DELETE FROM wrapped_key WHERE owner = ? AND use = 'log'`, [c.resident]);
    expect(code(ask(c.worker.token, 'readRecord', read))).toBe('tampered');
    expect(c.sql.all('SELECT * FROM wrapped_key WHERE owner = ?', [c.resident])).toEqual([]);
  });
});
