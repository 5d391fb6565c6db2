import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { decodeLeaf } from '../log/leaf.ts';
import { openRecord } from '../subject.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
  c.bind('wx-wang', c.resident);
});

/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('lists and searches', () => {
  test('a purpose that does not cover a field does not search by it either', () => {
    const search = (purpose: 'grid_overview' | 'record_keeping') =>
      ask(c.worker.token, 'searchRecords', {
        type: 'resident',
        purpose,
        where: { field: 'idNumber', value: '370112199003071230' },
        fields: ['name'],
        limit: 10,
      });
    expect(code(search('grid_overview'))).toBe('denied');
    expect(newest()?.reason).toBe('purpose_does_not_cover');
    expect(value(search('record_keeping')).items.map(({ id }) => id)).toEqual([c.resident]);
  });

  test('a worker lists the own grid masked, and each resident has an entry', () => {
    const list = { type: 'resident', purpose: 'grid_overview', where: { grid: 3 }, limit: 10 } as const;
    const page = value(ask(c.worker.token, 'searchRecords', list));
    expect(page.items[0]?.fields).toMatchObject({
      name: { level: 'masked', value: '王**' },
      mobile: { level: 'masked', value: '138****8000' },
      address: { level: 'masked', value: '3号楼*单元****' },
      idNumber: { level: 'none' },
      care: { level: 'none' },
    });
    expect(newest()).toMatchObject({ action: 'record.list', subject: c.resident });
    expect(code(ask(c.otherWorker.token, 'searchRecords', list))).toBe('denied');
  });

  test('by number in any spelling; another grid finds nothing, and the resident sees that somebody tried', () => {
    const search = (token: string) =>
      value(
        ask(token, 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { field: 'mobile', value: '＋８６ 138-0013-8000' },
          limit: 10,
        }),
      );
    expect(search(c.worker.token).items.map(({ id }) => id)).toEqual([c.resident]);
    expect(search(c.otherWorker.token)).toEqual({ items: [], cursor: null, remaining: 0 });
    expect(newest()).toMatchObject({ decision: 'done', reason: 'not_your_grid', subject: c.resident });
  });

  test('the public side of the log is the same for a value outside the grid and for one that nobody has', () => {
    const search = (token: string, idNumber: string) => {
      const before = c.vault.vault.journal.size;
      const where = { field: 'idNumber', value: idNumber };
      const request = {
        type: 'resident',
        purpose: 'record_keeping',
        where,
        fields: ['name'],
        limit: 10,
      } as const;
      const ended = code(ask(token, 'searchRecords', request));
      const leaves = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
      const said = leaves.map((leaf) => (leaf.ok ? { ...leaf.value.public, seq: 0 } : leaf));
      return { ended, said };
    };
    for (const token of [
      c.otherWorker.token,
      c.page(c.resident),
      c.officer.token,
      c.bot.token,
      c.administrator,
    ]) {
      const there = search(token, '370112199003071230');
      expect(there).toEqual(search(token, '11010519491231002X'));
      expect(there.said).toHaveLength(1);
    }
  });

  test('a masked number is not found out by trying: thirty searches an hour, and each leaves an entry', () => {
    const attempt = (n: number, token = c.worker.token) =>
      code(
        ask(token, 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { field: 'mobile', value: `138${String(n).padStart(4, '0')}8000` },
          limit: 10,
        }),
      );
    const size = c.vault.vault.journal.size;
    const ended = Array.from({ length: 31 }, (_, n) => attempt(5000 + n));
    expect(ended).toEqual([...Array<string>(30).fill('ok'), 'too_many_requests']);
    // And one of the alert that fifteen misses make.
    expect(c.vault.vault.journal.size - size).toBe(32);
    c.vault.now += 3_600_000;
    expect(attempt(13, c.page(c.worker.id))).toBe('ok');
  });

  test('nor by trying all day: a hundred a day', () => {
    const attempt = (n: number) =>
      code(
        ask(c.page(c.worker.id), 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { field: 'mobile', value: `139${String(n).padStart(8, '0')}` },
          limit: 10,
        }),
      );
    for (let n = 0; n < 100; n += 1) {
      if (n % 25 === 0) c.vault.now += 3_600_000;
      expect(attempt(n)).toBe('ok');
    }
    c.vault.now += 3_600_000;
    expect(attempt(100)).toBe('too_many_requests');
    c.vault.now += 24 * 3_600_000;
    expect(attempt(101)).toBe('ok');
  });

  test('by name only who is in one’s grids, and a name is no less exact than a number', () => {
    const search = (token: string, name: string) =>
      value(
        ask(token, 'searchRecords', {
          type: 'resident',
          purpose: 'grid_overview',
          where: { field: 'name', value: name },
          limit: 10,
        }),
      ).items.map(({ id }) => id);
    expect(search(c.worker.token, '王秀英\u200b')).toEqual([c.resident]);
    expect(search(c.worker.token, '王秀')).toEqual([]);
    expect(search(c.otherWorker.token, '王秀英')).toEqual([]);
    expect(newest()).toMatchObject({ decision: 'done', reason: 'not_your_grid', subject: c.resident });
  });

  test('a page of one gives the rest by its cursor, also of own records', () => {
    const dog = { type: 'dog', purpose: 'record_keeping', keeper: c.resident } as const;
    for (const name of ['豆豆', '花花'])
      value(ask(c.worker.token, 'createRecord', { ...dog, fields: { name } }));
    const names: unknown[] = [];
    let cursor: string | undefined;
    do {
      const where = { mine: true } as const;
      const request = { type: 'dog', purpose: 'own_record', where, limit: 1, cursor } as const;
      const page = value(ask(c.page(c.resident), 'searchRecords', request));
      expect(page.remaining).toBe(2 - names.length);
      names.push(...page.items.map(({ fields }) => fields['name']));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toHaveLength(3);
  });

  test('a list of a grid by somebody who has none is refused whole, and nothing in the log says granted', () => {
    c.page(c.resident);
    const before = c.vault.vault.journal.size;
    const list = { type: 'resident', purpose: 'own_record', where: { grid: 3 }, limit: 50 } as const;
    expect(code(ask(c.page(c.resident), 'searchRecords', list))).toBe('denied');
    const said = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
    expect(said.map((leaf) => leaf.ok && leaf.value.public.decision)).toEqual(['refused']);
  });
});

describe('several values at once', () => {
  const search = (
    match: Record<string, string>,
    { by = c.worker.token, purpose = 'grid_overview', cursor, limit = 10 }: Asking = {},
  ) =>
    ask(by, 'searchRecords', {
      type: 'resident',
      purpose,
      where: { match },
      fields: ['name'],
      limit,
      cursor,
    });
  interface Asking {
    by?: string;
    purpose?: 'grid_overview' | 'record_keeping' | 'visit';
    cursor?: string | undefined;
    limit?: number;
  }
  const ids = (found: ReturnType<typeof search>) => value(found).items.map(({ id }) => id);
  const add = (name: string, address: string, by = c.worker.token, grid = 3) =>
    value(
      ask(by, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid,
        fields: { name, address },
      }),
    ).id;

  test('find whom all of them are of, in any spelling, and nobody who has only one', () => {
    const other = add('王秀英', '3-1-101');
    expect(ids(search({ name: '王秀英' })).toSorted()).toEqual([c.resident, other].toSorted());
    expect(ids(search({ name: '王秀英', address: '三号楼二单元501' }))).toEqual([c.resident]);
    expect(ids(search({ address: '３－２－５０１室', name: '王秀英', mobile: '138 0013 8000' }))).toEqual([
      c.resident,
    ]);
    expect(ids(search({ mobile: '13800138000', address: '3-1-101' }))).toEqual([]);
  });

  test('are one search: one of the budget, one look, one entry for who was found and one where nobody was', () => {
    const before = c.vault.vault.journal.size;
    search({ name: '王秀英', address: '3-2-501' });
    expect(c.vault.vault.journal.size - before).toBe(1);
    expect(newest()).toMatchObject({ action: 'record.search', decision: 'granted', subject: c.resident });
    const marks = () => c.vault.vault.rows.getTransient('watch', c.worker.id, c.vault.now)?.days.at(-1);
    expect(marks()).toMatchObject({ misses: 0, marks: [expect.any(Number)] });
    search({ mobile: '13800138000', name: '赵敏' });
    expect(marks()).toMatchObject({ misses: 1, marks: [expect.any(Number)] });
    expect(newest()).toMatchObject({ action: 'record.search', decision: 'done', reason: 'nothing_found' });
    for (let n = 2; n < 30; n += 1) search({ name: '王秀英', address: '3-2-501' });
    expect(code(search({ name: '王秀英', address: '3-2-501' }))).toBe('too_many_requests');
  });

  test('are refused whole where the purpose does not cover one of them, before anything is looked for', () => {
    const before = c.vault.vault.journal.size;
    const said = (idNumber: string) => {
      const ended = code(search({ name: '王秀英', idNumber }));
      return { ended, reason: newest()?.reason, subject: newest()?.subject ?? null };
    };
    const refused = { ended: 'denied', reason: 'purpose_does_not_cover', subject: null };
    expect(said('370112199003071230')).toEqual(refused);
    expect(said('11010519491231002X')).toEqual(refused);
    // Each refusal, and each of the officer's own looks at the log.
    expect(c.vault.vault.journal.size - before).toBe(2 + 4);
    expect(
      ids(search({ name: '王秀英', idNumber: '370112199003071230' }, { purpose: 'record_keeping' })),
    ).toEqual([c.resident]);
  });

  test('say of each wrong one what is wrong with it, and cost nothing then', () => {
    const outcome = search({ name: '<王>', mobile: '1380013', address: '3-2-501' });
    const errors = outcome.ok ? [] : (outcome.problem.errors ?? []).map(({ field, code }) => [field, code]);
    expect(errors).toEqual([
      ['where.match.name', 'name_form'],
      ['where.match.mobile', 'mobile_form'],
    ]);
    for (let n = 0; n < 30; n += 1) expect(ids(search({ name: '王秀英' }))).toEqual([c.resident]);
  });

  test('tell nothing of another grid: who is there reads that somebody tried, and the public side is the same', () => {
    const there = add('孙丽', '5-1-101', c.otherWorker.token, 5);
    const publicly = (name: string) => {
      const before = c.vault.vault.journal.size;
      const answer = value(search({ name, address: '5-1-101' }));
      const leaves = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
      return { answer, said: leaves.map((leaf) => leaf.ok && { ...leaf.value.public, seq: 0 }) };
    };
    expect(publicly('孙丽')).toEqual(publicly('孙俪'));
    search({ name: '孙丽', address: '5-1-101' });
    expect(newest()).toMatchObject({ decision: 'done', reason: 'not_your_grid', subject: there });
  });

  test('a name that hundreds elsewhere have does not hide the one in one’s own grid', () => {
    for (let n = 1; n <= 301; n += 1) add('张伟', `5-1-${100 + n}`, c.otherWorker.token, 5);
    const here = add('张伟', '3-1-102');
    expect(ids(search({ name: '张伟' }))).toEqual([here]);
    expect(ids(search({ name: '张伟', address: '3-1-102' }))).toEqual([here]);
  });

  test('a made-up number is a trap also beside a name that is somebody else’s', () => {
    const { id } = value(ask(c.officer.token, 'makeCanary', { grid: 3 }));
    const tags = c.vault.vault.store.tags.of(id).filter(({ field }) => field === 'resident.mobile');
    const row = c.vault.vault.store.records.byId('resident', id);
    const mobile = row && openRecord(c.vault.vault, row, ['mobile']).get('mobile');
    expect(tags).toHaveLength(1);
    expect(ids(search({ name: '王秀英', mobile: mobile ?? '' }))).toEqual([]);
    expect(code(search({ name: '王秀英' }))).toBe('unauthenticated');
    const frozen = value(ask(c.officer.token, 'searchLog', { limit: 10 })).items.map(({ action }) => action);
    expect(frozen).toContain('staff.freeze');
  });
});

test('who has restricted what is done with their data is left out of a list without a word, and the rest is there', () => {
  const add = (name: string) =>
    value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name },
      }),
    ).id;
  const others = [add('孙丽'), add('钱多')];
  value(ask(c.page(c.resident), 'openRight', { right: 'restrict' }));
  const list = { type: 'resident', purpose: 'grid_overview', where: { grid: 3 }, limit: 10 } as const;
  const before = c.vault.vault.journal.size;
  const page = value(ask(c.worker.token, 'searchRecords', list));
  expect(page.items.map(({ id }) => id).toSorted()).toEqual(others.toSorted());
  const said = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
  expect(said.map((leaf) => leaf.ok && leaf.value.public.decision).toSorted()).toEqual([
    'granted',
    'granted',
    'refused',
  ]);
});
