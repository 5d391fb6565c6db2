import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { transact } from '../vault.ts';
import { askForKey, askYearly } from './index-turn.ts';

let c: NodeCommunity;
let dir: string;
const day = 86_400_000;
/** Beside the one that is there: enough that adding their tags takes more than one step. */
const others = 60;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-index-'));
  c = await nodeCommunity(join(dir, 'vault.sqlite'));
  for (let n = 0; n < others; n += 1) create(n);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const fieldsOf = (n: number) => ({
  name: '陈建军',
  mobile: `139${String(10_000_000 + n)}`,
  address: `3-1-${101 + n}`,
});
const create = (n: number): string =>
  value(
    c.ask(c.worker.token, 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: fieldsOf(n),
    }),
  ).id;

/** Who has this value, as the vault's own search finds them; a day later each time, so that no budget is used up. */
function find(field: string, wanted: string): string[] {
  c.vault.now += day;
  const where = { field, value: wanted };
  const search = { type: 'resident', purpose: 'record_keeping', where, fields: ['name'], limit: 50 } as const;
  return value(c.vault.ask(c.token(c.worker.id), 'searchRecords', search)).items.map(({ id }) => id);
}

function ask(index: string): void {
  const { vault, now } = c.vault;
  transact(vault, () => {
    const row = askForKey(vault, index, 'system', now);
    if (row === undefined) throw new Error('it is on its way already');
    const by = { actor: 'system', role: 'system', via: 'system', request: 'test' };
    vault.journal.append({ action: 'index.rotate', decision: 'done', ...by, rows: [row] }, now);
  });
}

const state = (index: string) => c.vault.vault.rows.get('index_state', index)?.content;
const stored = (field: string) =>
  c.vault.sql.all('SELECT generation, count(*) AS n FROM index_tag WHERE field = ? GROUP BY generation', [
    field,
  ]);

describe('an index that gets another key', () => {
  test.each(['resident.mobile', 'resident.idNumber', 'resident.name'])(
    '%s: is searched as ever after each step, verify is clean after each, and in the end nothing is left of the key before',
    (index) => {
      const before = stored(index);
      ask(index);
      c.vault.steps(0);
      for (let steps = 0; state(index)?.phase !== 'done'; steps += 1) {
        c.vault.steps(1);
        expect(c.vault.verified()).toEqual([]);
        expect(find('mobile', '13800138000')).toEqual([c.resident]);
        expect(find('idNumber', '370112199003071230')).toEqual([c.resident]);
        if (steps > 40) throw new Error('it does not come to its end');
      }
      expect(state(index)).toMatchObject({ generation: 2, phase: 'done', by: 'system' });
      expect(before).toEqual([{ generation: 1, n: expect.any(Number) as number }]);
      expect(stored(index)).toEqual([{ generation: 2, n: before[0]?.['n'] }]);
      // Once more, on the generation before.
      ask(index);
      c.vault.steps();
      expect(stored(index)).toEqual([{ generation: 3, n: before[0]?.['n'] }]);
      expect(find('mobile', '13800138000')).toEqual([c.resident]);
      expect(find('idNumber', '370112199003071230')).toEqual([c.resident]);
      expect(c.vault.verified()).toEqual([]);
    },
  );

  test('what is written meanwhile is found meanwhile and afterwards, also where its hash alone is kept', () => {
    ask('resident.idNumber');
    c.vault.steps(2);
    expect(state('resident.idNumber')?.phase).toBe('adding');
    const id = value(
      c.ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { ...fieldsOf(900), idNumber: '370112198506152011' },
      }),
    ).id;
    const change = { type: 'resident', id: c.resident, purpose: 'record_keeping', version: 1 } as const;
    value(c.ask(c.worker.token, 'updateRecord', { ...change, fields: { mobile: '13900139009' } }));
    expect(find('idNumber', '370112198506152011')).toEqual([id]);
    expect(find('idNumber', '370112199003071230')).toEqual([c.resident]);
    expect(c.vault.verified()).toEqual([]);
    c.vault.steps();
    expect(find('idNumber', '370112198506152011')).toEqual([id]);
    expect(find('idNumber', '370112199003071230')).toEqual([c.resident]);
    expect(find('mobile', '13900139009')).toEqual([c.resident]);
    expect(c.vault.verified()).toEqual([]);
  });

  test('waits where the ring was put back to before it had made the key, and goes on when that is there again', () => {
    const { keys } = c.vault.vault;
    ask('resident.mobile');
    c.vault.steps(2);
    const ring = c.vault.ring();
    keys.renew(ring.filter(({ name, generation }) => name !== 'resident.mobile' || generation === 1));
    const id = create(901);
    c.vault.steps(20);
    expect(state('resident.mobile')).toMatchObject({ generation: 1, phase: 'adding' });
    expect(find('mobile', fieldsOf(901).mobile)).toEqual([id]);
    expect(find('mobile', '13800138000')).toEqual([c.resident]);
    keys.renew(ring);
    c.vault.steps();
    expect(state('resident.mobile')).toMatchObject({ generation: 2, phase: 'done' });
    expect(find('mobile', fieldsOf(901).mobile)).toEqual([id]);
    expect(find('mobile', '13800138000')).toEqual([c.resident]);
    expect(c.vault.verified()).toEqual([]);
  });

  test('it is on its way once, and what is not as it was written gets no tag that would pass for the vault’s own', () => {
    ask('resident.mobile');
    expect(() => ask('resident.mobile')).toThrow('on its way');
    c.vault.sql.all(
      `UPDATE index_tag SET tag = (SELECT tag FROM index_tag WHERE field = 'resident.mobile' AND record <> ? LIMIT 1)
       WHERE field = 'resident.mobile' AND record = ?`,
      [c.resident, c.resident],
    );
    c.vault.steps();
    expect(state('resident.mobile')?.phase).toBe('done');
    const left = c.vault.vault.store.tags.of(c.resident).find(({ field }) => field === 'resident.mobile');
    expect(left?.generation).toBe(1);
    expect(c.vault.verified()).toContainEqual(
      expect.objectContaining({ table: 'index_tag', kind: 'resident.mobile', id: c.resident }),
    );
  });

  test.each([
    [
      'put back to the key before',
      `UPDATE index_tag SET generation = 1 WHERE record = $1 AND field = 'resident.idNumber'`,
    ],
    ['taken away', `DELETE FROM index_tag WHERE record = $1 AND field = 'resident.idNumber'`],
    [
      'said to be of another entry',
      `UPDATE index_tag SET seq = 1 WHERE record = $1 AND field = 'resident.idNumber'`,
    ],
  ])('a tag that was %s afterwards is found by verify', (_, change) => {
    ask('resident.idNumber');
    c.vault.steps();
    expect(c.vault.verified()).toEqual([]);
    c.vault.sql.all(change.replace('$1', '?'), [c.resident]);
    expect(c.vault.verified()).not.toEqual([]);
  });

  test('a ring that lacks the key in use makes none in its place: the search says that something is wrong', () => {
    ask('resident.mobile');
    c.vault.steps();
    const { keys } = c.vault.vault;
    const first = keys.generations('resident.mobile')[0];
    expect(first).toBeDefined();
    keys.renew([...ringWithout(c, 'resident.mobile', 2)]);
    expect(() => keys.index('resident.mobile')).toThrow('index key resident.mobile/2');
  });

  test('each does so once a year, one after the other', () => {
    const { vault } = c.vault;
    const began = c.vault.now;
    transact(vault, () => askYearly(vault, began + 364 * day));
    expect(vault.store.control.ofKind('index_state')).toEqual([]);
    c.vault.now = began + 366 * day;
    const turned = new Set<string>();
    for (let n = 0; n < 3; n += 1) {
      transact(vault, () => askYearly(vault, c.vault.now));
      transact(vault, () => askYearly(vault, c.vault.now));
      c.vault.steps();
      for (const { key } of vault.store.control.ofKind('index_state')) turned.add(key);
      expect(turned.size).toBe(n + 1);
    }
    expect(find('mobile', '13800138000')).toEqual([c.resident]);
  });
});

/** What the ring would give out without one of its keys. */
function ringWithout(community: NodeCommunity, name: string, generation: number) {
  return community.vault.ring().filter((key) => key.name !== name || key.generation !== generation);
}
