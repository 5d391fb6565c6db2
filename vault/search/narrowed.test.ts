import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { decodeLeaf } from '../log/leaf.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);

beforeEach(async () => {
  c = await nodeCommunity();
});

/** The newest log entry, as the officer reads it (her own reading is not in what she reads). */
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];

describe('a list of a grid, narrowed', () => {
  const house = (grid: number, address: string, by = c.worker.token) =>
    value(
      ask(by, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid,
        fields: { name: '孙丽', address },
      }),
    ).id;
  const inBuilding = (
    building: number,
    more: { cursor?: string | undefined; limit?: number; grid?: number } = {},
  ) => {
    const { cursor, limit = 10, grid = 3 } = more;
    return ask(c.worker.token, 'searchRecords', {
      type: 'resident',
      purpose: 'grid_overview',
      where: { grid, building },
      fields: ['name'],
      cursor,
      limit,
    });
  };
  const saidSince = (before: number) =>
    c.vault.vault.store.log.leaves(before, 400).map(({ leaf }) => {
      const read = decodeLeaf(leaf);
      return read.ok ? `${read.value.public.action} ${read.value.public.decision}` : '';
    });

  test('by building gives who lives there, masked, an entry for each, and of the others nothing', () => {
    const fourth = [house(3, '4-1-101'), house(3, '４号楼二单元３０２')];
    house(3, '14-1-101');
    const before = c.vault.vault.journal.size;
    const page = value(inBuilding(4));
    expect(page).toMatchObject({ cursor: null, remaining: 0 });
    expect(page.items.map(({ id }) => id).toSorted()).toEqual(fourth.toSorted());
    // What was looked at to find them is not among what was asked for.
    expect(page.items.map(({ fields }) => fields)).toEqual([
      { name: { level: 'masked', value: '孙*' } },
      { name: { level: 'masked', value: '孙*' } },
    ]);
    expect(saidSince(before)).toEqual(['record.list granted', 'record.list granted']);
    expect(newest()).toMatchObject({ fields: { name: 'masked' } });
  });

  test('comes in pages that stay where they were while others come, and says how many are not looked through', () => {
    const all = Array.from({ length: 7 }, (_, n) => house(3, `4-1-10${n + 1}`)).toSorted();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = value(inBuilding(4, { cursor, limit: 2 }));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor ?? undefined;
      house(3, '3-1-101');
      expect(page.cursor === null).toBe(page.remaining === 0);
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
  });

  test('looks through a stretch at a time, and goes on where it ended', () => {
    for (let n = 0; n < 204; n += 1) house(3, '3-1-101');
    const first = value(inBuilding(4));
    expect(first).toMatchObject({ items: [], remaining: 5 });
    expect(value(inBuilding(4, { cursor: first.cursor ?? '' }))).toEqual({
      items: [],
      cursor: null,
      remaining: 0,
    });
    expect(newest()).toMatchObject({ action: 'record.list', decision: 'done', reason: 'nothing_found' });
  });

  test('of another grid is refused before anything is opened, and there is no entry about anybody', () => {
    house(5, '5-1-101', c.otherWorker.token);
    const before = c.vault.vault.journal.size;
    expect(code(inBuilding(5, { grid: 5 }))).toBe('denied');
    expect(saidSince(before)).toEqual(['record.list refused']);
    expect(newest()).toMatchObject({ reason: 'not_your_grid' });
    expect(newest()?.subject ?? null).toBeNull();
  });

  test('is not narrowed by what the purpose does not show', () => {
    const request = {
      type: 'resident',
      purpose: 'handle_ticket',
      where: { grid: 3, building: 3 },
      fields: ['name'],
      limit: 10,
    } as const;
    expect(code(ask(c.worker.token, 'searchRecords', request))).toBe('denied');
    const byDate = { ...request, purpose: 'grid_overview', where: { grid: 3, due: 'over' } } as const;
    expect(code(ask(c.worker.token, 'searchRecords', byDate))).toBe('invalid');
  });

  test('dogs by what their vaccination comes to: run out, running out, none on record', () => {
    const dog = (name: string, vaccinatedUntil: string) =>
      value(
        ask(c.worker.token, 'createRecord', {
          type: 'dog',
          purpose: 'record_keeping',
          keeper: c.resident,
          fields: { name, vaccinatedUntil },
        }),
      ).id;
    const dogs = { over: dog('甲', '2026-10-02'), soon: dog('乙', '2026-12-02'), missing: dog('丙', '') };
    for (const due of ['over', 'soon', 'missing'] as const) {
      const found = value(
        ask(c.worker.token, 'searchRecords', {
          type: 'dog',
          purpose: 'dog_care',
          where: { grid: 3, due },
          fields: ['name', 'vaccinatedUntil'],
          limit: 10,
        }),
      ).items;
      expect(found.map(({ id }) => id)).toEqual([dogs[due]]);
    }
    expect(newest()).toMatchObject({ action: 'record.list', subject: c.resident });
  });
});
