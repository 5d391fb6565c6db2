import { beforeEach, expect, test } from 'vitest';
import { code, type NodeCommunity, nodeCommunity, value } from '../../tests/node-community.ts';
import { doWhatIsDue } from '../due.ts';
import type { ImportLine } from '../imports.ts';
import { transact } from '../vault.ts';

const day = 86_400_000;
const number = '370112199003071230';
let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

const erase = (suppress: boolean) =>
  value(c.vault.ask(c.page(c.resident), 'openRight', { right: 'delete', suppress })).erased;
const line = (more: Partial<Extract<ImportLine, { kind: 'record' }>> = {}): ImportLine => ({
  kind: 'record',
  type: 'resident',
  grid: 3,
  fields: { name: '王秀英', mobile: '13800138000', idNumber: number },
  ...more,
});
const other = line({ fields: { name: '李四', idNumber: '11010519491231002X' } });
const bring = (lines: ImportLine[]) => value(c.vault.ask(c.administrator, 'importBatch', lines));
const residents = () => c.vault.sql.all(`SELECT id FROM record WHERE type = 'resident'`, []).length;
const rows = (kind: string) =>
  c.vault.sql
    .all('SELECT content FROM control WHERE kind = ? ORDER BY seq', [kind])
    .map(({ content }) => JSON.parse(String(content)) as Record<string, unknown>);
const pass = (milliseconds: number) => {
  c.vault.now += milliseconds;
  transact(c.vault.vault, () => doWhatIsDue(c.vault.vault, c.vault.now));
};

test('an old list does not bring somebody back who chose that: the line is held back, the others go in', () => {
  const erased = erase(true);
  expect(erased?.suppressed).toBe(c.vault.now + 365 * day);
  const before = residents();
  expect(
    bring([
      other,
      line({ id: '01kq3v9m2c7hx4e8ztn5rbw6ga' }),
      line({ type: 'dog', keeper: '01kq3v9m2c7hx4e8ztn5rbw6ga', fields: { name: '旺财' } }),
    ]),
  ).toEqual({
    imported: 1,
    heldBack: [2, 3],
  });
  expect(residents()).toBe(before + 1);
  expect(rows('held_back')).toMatchObject([
    { why: 'suppressed', line: 2, how: 'import', state: 'open', by: 'administrator' },
    { why: 'suppressed', line: 3 },
  ]);
  // Nothing of what the line said is kept anywhere.
  expect(JSON.stringify(c.vault.sql.all('SELECT content FROM control', []))).not.toContain('王秀英');
});

test('a worker who types the number is told that it is held back, and not why', () => {
  erase(true);
  const asked = (idNumber: string) =>
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '王秀英', idNumber },
    });
  const held = asked(number);
  expect(held).toMatchObject({ ok: false, problem: { errors: [{ code: 'held_back' }] } });
  const { id } = value(
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '李四', idNumber: '11010519491231002X' },
    }),
  );
  // A number that somebody else here has looks the same; only the officer's row tells them apart.
  expect(asked('11010519491231002X')).toEqual(held);
  const update = { type: 'resident' as const, id, purpose: 'record_keeping' as const, version: 1 };
  expect(c.vault.ask(c.worker.token, 'updateRecord', { ...update, fields: { idNumber: number } })).toEqual(
    held,
  );
  expect(rows('held_back').map(({ why, how }) => [why, how])).toEqual(
    expect.arrayContaining([
      ['suppressed', 'create'],
      ['on_file', 'create'],
      ['suppressed', 'update'],
    ]),
  );
  // One's own number may be written again.
  expect(
    code(
      c.vault.ask(c.worker.token, 'updateRecord', { ...update, fields: { idNumber: '11010519491231002X' } }),
    ),
  ).toBe('ok');
});

test('whoever did not choose it may be brought in again, under another id', () => {
  expect(erase(false)?.suppressed).toBeNull();
  expect(bring([line()])).toEqual({ imported: 1, heldBack: [] });
  // The old id is nobody's any more: an old list with it, or with a dog of theirs, is held back.
  const old = [
    line({ id: c.resident, fields: { name: '王秀英' } }),
    line({ type: 'dog', keeper: c.resident, fields: { name: '旺财' } }),
  ];
  expect(bring(old)).toEqual({ imported: 0, heldBack: [1, 2] });
  expect(rows('held_back').map(({ why }) => why)).toEqual(['erased', 'erased']);
});

test('after twelve months the hash is gone, and the list brings them in', () => {
  erase(true);
  pass(364 * day);
  expect(bring([line()]).heldBack).toEqual([1]);
  pass(day);
  expect(rows('suppression')).toMatchObject([{ tag: null, state: 'over' }]);
  expect(bring([line()]).imported).toBe(1);
});

test('without an identity number there is nothing to choose', () => {
  const { id } = value(
    c.vault.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '李四' },
    }),
  );
  const own = c.page(id);
  expect(value(c.vault.ask(own, 'knowMine', undefined)).erasure.suppressed).toBeNull();
  expect(
    value(c.vault.ask(own, 'openRight', { right: 'delete', suppress: true })).erased?.suppressed,
  ).toBeNull();
  expect(rows('suppression')).toEqual([]);
});
