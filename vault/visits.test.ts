import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../tests/node-community.ts';
import type { VisitMove } from '../policy/cases/case.ts';
import type { VisitPlan } from './visits.ts';

const day = 24 * 3_600_000;
let c: NodeCommunity;
let leader: { id: string; token: string };

beforeEach(async () => {
  c = await nodeCommunity();
  leader = c.staff('grid_leader', [3], '孙丽');
});

const plan = (more: Partial<VisitPlan> = {}, by = c.worker.token) =>
  c.ask(by, 'planVisit', {
    purpose: 'visit',
    grid: 3,
    subjects: [c.resident],
    days: 7,
    reason: '夏季用电安全提醒',
    ...more,
  });
const move = (visit: string, step: VisitMove, by = leader.token) =>
  c.ask(by, 'moveVisit', { visit, move: step });
const look = (visit: string, purpose: 'visit' | 'care_visit' = 'visit', by = c.worker.token) =>
  c.ask(by, 'readRecord', {
    type: 'resident',
    id: c.resident,
    purpose,
    case: visit,
    fields: ['name', 'address'],
  });
const newest = () => value(c.ask(c.officer.token, 'searchLog', { limit: 1, action: 'record.read' })).items[0];

describe('a round of visits', () => {
  test('shows nothing before a grid leader approved it, name and door while it is on, and nothing after its end', () => {
    const { id } = value(plan());
    expect(code(look(id))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'case_wrong_state', rule: 'visit', case: id });
    value(move(id, 'approve'));
    expect(value(look(id)).fields).toEqual({
      name: { level: 'clear', value: '王秀英' },
      address: { level: 'clear', value: '3-2-501' },
    });
    value(move(id, 'end', c.worker.token));
    expect(code(look(id))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'case_closed' });
  });

  test('ends by itself when its days are over', () => {
    const { id, until } = value(plan({ days: 2 }));
    value(move(id, 'approve'));
    c.vault.now = until - 1;
    expect(code(look(id, 'visit', c.page(c.worker.id)))).toBe('ok');
    c.vault.now = until;
    expect(code(look(id, 'visit', c.page(c.worker.id)))).toBe('denied');
    expect(until).toBe(Date.UTC(2026, 10, 23, 6) + 2 * day);
  });

  test('tells each person on the list that they are to be visited, once it is approved', () => {
    const { id } = value(plan());
    const listed = () =>
      value(c.ask(c.page(c.resident), 'ownLog', { limit: 20 })).items.filter(
        ({ action }) => action === 'visit.listed',
      );
    expect(listed()).toEqual([]);
    value(move(id, 'approve'));
    expect(listed()).toMatchObject([{ purpose: 'visit', by: 'other' }]);
  });

  test('is approved by who leads that grid, and by nobody else', () => {
    const { id } = value(plan());
    const elsewhere = c.staff('grid_leader', [5], '陈刚');
    for (const by of [c.worker.token, elsewhere.token, c.dispatcher.token, c.officer.token])
      expect(code(move(id, 'approve', by))).toBe('denied');
    value(move(id, 'refuse'));
    expect(code(move(id, 'approve'))).toBe('conflict');
    expect(code(look(id))).toBe('denied');
  });

  test('gives another worker of the grid nothing, and opens nobody who is not on the list', () => {
    const { id } = value(plan());
    value(move(id, 'approve'));
    const colleague = c.staff('grid_worker', [3], '周洋');
    expect(code(look(id, 'visit', colleague.token))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'case_not_yours' });
    const fields = { name: '刘强' };
    const other = value(
      c.ask(c.worker.token, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields }),
    ).id;
    const read = { type: 'resident', id: other, purpose: 'visit', case: id, fields: ['name'] } as const;
    expect(code(c.ask(c.worker.token, 'readRecord', read))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'case_not_about' });
  });

  test('for care shows who has agreed, and says how many have not', () => {
    const { id } = value(plan({ purpose: 'care_visit' }));
    value(move(id, 'approve'));
    expect(code(look(id, 'care_visit'))).toBe('denied');
    expect(newest()).toMatchObject({ reason: 'no_consent' });
    expect(code(c.ask(c.worker.token, 'readVisit', { visit: id }))).toBe('denied');
  });

  test('does not tell who is made up: they are not shown, as who asked to be left alone is not, and nobody is missing', () => {
    const fields = { name: '刘强', address: '3-1-101' };
    const other = value(
      c.ask(c.worker.token, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields }),
    ).id;
    value(c.ask(c.page(other), 'openRight', { right: 'restrict', words: '不要上门' }));
    const canary = value(c.ask(c.officer.token, 'makeCanary', { grid: 3 })).id;
    const walk = (somebody: string) => {
      const size = c.vault.vault.journal.size;
      const { id, ...planned } = value(plan({ subjects: [c.resident, somebody] }));
      const { id: _, ...approved } = value(move(id, 'approve'));
      const { id: __, ...seen } = value(c.ask(c.page(c.worker.id), 'readVisit', { visit: id }));
      return [planned, approved, seen, c.vault.vault.journal.size - size];
    };
    expect(walk(canary)).toEqual(walk(other));
    expect(value(c.ask(c.page(c.officer.id), 'listAlerts', undefined)).items).toEqual([]);
  });

  test('is a list with an entry for each person on it', () => {
    const { id } = value(plan());
    value(move(id, 'approve'));
    const before = c.vault.vault.journal.size;
    const seen = value(c.ask(c.worker.token, 'readVisit', { visit: id }));
    expect(seen).toMatchObject({
      people: 1,
      withheld: 0,
      items: [{ fields: { name: { value: '王秀英' } } }],
    });
    expect(c.vault.vault.journal.size - before).toBe(1);
    expect(value(c.ask(leader.token, 'listVisits', undefined)).items).toMatchObject([{ id, mine: false }]);
    expect(code(c.ask(leader.token, 'readVisit', { visit: id }))).toBe('denied');
  });
});

test.each<[string, Partial<VisitPlan>, string]>([
  ['without a reason', { reason: '  ' }, 'required'],
  ['with somebody of another grid', { grid: 5, subjects: [] }, 'denied'],
])('a plan %s is refused', (_, more, expected) => {
  const made = plan(more);
  expect(made.ok ? 'ok' : (made.problem.errors?.[0]?.code ?? made.problem.code)).toBe(expected);
});

test('a list holds residents of its grid and nobody else', () => {
  const made = plan({ subjects: [c.resident, c.worker.id] });
  expect(made).toMatchObject({
    ok: false,
    problem: { errors: [{ field: 'subjects', code: 'not_in_grid' }] },
  });
});
