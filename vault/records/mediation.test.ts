import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import type { NodeVault } from '../../tests/node-vault.ts';

let c: NodeCommunity;
let mediator: { id: string; token: string };
let neighbour: string;
const ask: NodeVault['ask'] = (...parameters) => c.vault.ask(...parameters);
const newest = () => value(ask(c.officer.token, 'searchLog', { limit: 1 })).items[0];
const wang = { name: '王秀英', address: '三号楼二单元501' };
const zhao = { name: '赵德柱', address: '3-2-401' };

beforeEach(async () => {
  c = await nodeCommunity();
  mediator = c.staff('mediator', [], '和平');
  const fields = { name: '赵德柱', address: '3-2-401', mobile: '13700137001' };
  const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  neighbour = value(ask(c.worker.token, 'createRecord', record)).id;
});

const open = (by = mediator.token, parties = [wang, zhao]) => ask(by, 'openMatter', { parties });
const write = (matter: string, by = mediator.token, fields: Record<string, string> = {}) =>
  ask(by, 'writeNote', { matter, fields: { day: '2026-11-20', note: '楼上练琴,楼下睡不着', ...fields } });

describe('a mediation', () => {
  test('is opened with its parties, written down and read by its mediator', () => {
    const matter = value(open()).id;
    const note = value(write(matter));
    expect(note.version).toBe(1);
    const read = value(ask(mediator.token, 'readMatter', { matter }));
    expect(read).toMatchObject({ state: 'handling', parties: 2, notes: 1 });
    expect(read.items[0]?.fields['note']).toEqual({ level: 'clear', value: '楼上练琴,楼下睡不着' });
    // How to address them, and nothing else of them.
    expect(read.people.map(({ fields }) => fields)).toEqual([
      { name: { level: 'masked', value: '王**' } },
      { name: { level: 'masked', value: '赵**' } },
    ]);
    const change = { note: note.id, version: 1, fields: { agreed: '九点以后不练' } };
    expect(value(ask(mediator.token, 'changeNote', change)).version).toBe(2);
    expect(code(ask(mediator.token, 'changeNote', change))).toBe('version_changed');
    expect(value(ask(mediator.token, 'listMatters', undefined)).items.map(({ id }) => id)).toEqual([matter]);
  });

  test('each party sees that they were named, and not with whom', () => {
    value(open());
    const own = value(ask(c.page(c.resident), 'ownLog', { only: 'others', limit: 5 })).items;
    expect(own.map(({ action }) => action)).toContain('mediation.named');
    expect(JSON.stringify(own)).not.toContain(neighbour);
  });

  test('is read and written by nobody else: not another mediator, the officer, the head, the worker, a party', () => {
    const matter = value(open()).id;
    const note = value(write(matter)).id;
    const others = [
      c.staff('mediator', [], '孙和').token,
      c.staff('committee_head', [], '林秋兰').token,
      c.officer.token,
      c.worker.token,
      c.dispatcher.token,
      c.page(c.resident),
      c.administrator,
    ];
    for (const token of others) {
      expect(code(ask(token, 'readMatter', { matter }))).toBe('denied');
      expect(code(write(matter, token))).toBe('denied');
      expect(code(ask(token, 'changeNote', { note, version: 1, fields: { note: '改' } }))).toBe('denied');
      expect(code(ask(token, 'closeMatter', { matter }))).toBe('denied');
    }
    for (const token of others.slice(1)) expect(code(open(token))).toBe('denied');
    expect(code(ask(mediator.token, 'readMatter', { matter: c.resident }))).toBe('denied');
  });

  test('shows no party’s record, also to its mediator, but for how to address them', () => {
    const matter = value(open()).id;
    const read = (fields: string[], purpose: 'mediation' | 'grid_overview') =>
      ask(mediator.token, 'readRecord', { type: 'resident', id: neighbour, purpose, case: matter, fields });
    expect(value(read(['name'], 'mediation')).fields['name']).toMatchObject({ level: 'masked' });
    expect(code(read(['mobile'], 'mediation'))).toBe('denied');
    expect(code(read(['name'], 'grid_overview'))).toBe('denied');
    const stranger = value(
      ask(c.worker.token, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '孙丽' },
      }),
    ).id;
    const other = {
      type: 'resident',
      id: stranger,
      purpose: 'mediation',
      case: matter,
      fields: ['name'],
    } as const;
    expect(code(ask(mediator.token, 'readRecord', other))).toBe('denied');
    expect(newest()?.reason).toBe('case_not_about');
  });

  test('takes two people who are on record with that name at that door', () => {
    const wrong = open(mediator.token, [wang, { name: '赵德柱', address: '3-2-402' }]);
    expect(code(wrong)).toBe('invalid');
    expect(wrong.ok ? [] : wrong.problem.errors).toMatchObject([
      { field: 'parties.1', code: 'no_such_party' },
    ]);
    expect(newest()).toMatchObject({ action: 'mediation.open', reason: 'nothing_found' });
    const one = open(mediator.token, [wang, wang]);
    expect(one.ok ? [] : one.problem.errors).toMatchObject([{ code: 'one_person' }]);
    expect(newest()).toMatchObject({ action: 'mediation.open', reason: 'nothing_found' });
    // Whoever was found so has each of the two in their own log.
    const own = value(ask(c.page(c.resident), 'ownLog', { only: 'others', limit: 5 })).items;
    expect(own.filter(({ action }) => action === 'mediation.named')).toHaveLength(2);
  });

  test('lets nobody find out by trying who lives where', () => {
    const tries = Array.from({ length: 21 }, () =>
      open(mediator.token, [zhao, { name: '赵德柱', address: '3-2-402' }]),
    );
    expect(tries.slice(0, 20).map(code)).toEqual(Array(20).fill('invalid'));
    expect(code(tries[20] ?? open())).toBe('too_many_requests');
    expect(newest()).toMatchObject({ action: 'mediation.open', reason: 'over_budget' });
  });

  test('that is over is still read by its mediator, and not written any more', () => {
    const matter = value(open()).id;
    value(write(matter));
    expect(value(ask(mediator.token, 'closeMatter', { matter })).state).toBe('closed');
    expect(value(ask(mediator.token, 'readMatter', { matter })).items).toHaveLength(1);
    expect(code(write(matter))).toBe('denied');
    expect(newest()?.reason).toBe('case_closed');
    expect(code(ask(mediator.token, 'closeMatter', { matter }))).toBe('conflict');
  });

  test('that a database writer gives to another mediator opens to nobody', () => {
    const matter = value(open()).id;
    value(write(matter));
    const other = c.staff('mediator', [], '孙和');
    const changed = `UPDATE control SET content = replace(content, '${mediator.id}', '${other.id}') WHERE kind = 'matter'`;
    c.sql.all(changed, []);
    expect(code(ask(other.token, 'readMatter', { matter }))).toBe('tampered');
    expect(newest()).toMatchObject({ action: 'integrity', reason: 'tampered' });
  });

  test('a note says when and what, and a wrong one is told in words', () => {
    const matter = value(open()).id;
    const wrong = write(matter, mediator.token, { day: '农历十月初一' });
    expect(wrong.ok ? [] : wrong.problem.errors).toMatchObject([{ field: 'fields.day', code: 'date_lunar' }]);
  });
});
