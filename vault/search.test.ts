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

  test('by number in any spelling; another grid finds nothing and the log says that it was refused', () => {
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
    expect(newest()).toMatchObject({ decision: 'refused', reason: 'not_your_grid', subject: c.resident });
  });
});
