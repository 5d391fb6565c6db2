import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { day, minute, openScene, type Scene } from './scene.ts';

/** An emergency order: two people make it, it names the fewest fields, and it ends with all that was collected under it. */

let s: Scene;
let head: string;
let zhang: string;

beforeEach(async () => {
  s = await openScene();
  head = s.appoint('committee_head', [], '陈国栋').id;
  const fields = { name: '张伟', mobile: '13700137000', address: '5-1-101' };
  const made = { type: 'resident', purpose: 'record_keeping', grid: 5, fields } as const;
  zhang = value(s.vault.ask(s.otherWorker.token, 'createRecord', made)).id;
});

const flood = {
  number: '济防指[2026]03号',
  kind: 'flood',
  grids: [3],
  fields: ['resident.name', 'resident.mobile'],
  days: 7,
  words: '河水上涨,三号网格低洼,要逐户通知转移',
};
const propose = (more: object = {}, who = s.dispatcher.id) =>
  s.post(s.token(who), '/orders', { ...flood, ...more });
async function inForce(more: object = {}): Promise<string> {
  const { approval } = (await propose(more)).json;
  const decided = await s.post(s.token(head), `/approvals/${String(approval)}:decide`, {
    decision: 'approve',
  });
  expect(decided.json).toMatchObject({ state: 'approved' });
  return String(approval);
}
const read = (order: string, resident: string, who = s.worker.id, field = 'mobile') =>
  s.post(s.token(who), `/records/resident/${resident}:read`, {
    purpose: 'emergency_order',
    case: order,
    fields: [field],
  });
const note = (order: string, need: string, resident = s.resident, who = s.worker.id) =>
  s.post(s.token(who), `/orders/${order}/notes`, { resident, need });
const notes = (order: string, who = s.worker.id) => s.post(s.token(who), `/orders/${order}/notes:search`);
const listed = async (who = s.officer.id) => (await s.post(s.token(who), '/orders:search')).json.items;

describe('an emergency order', () => {
  test('is nothing before a second person has approved it, who is told what it names', async () => {
    const { approval } = (await propose()).json;
    expect((await read(String(approval), s.resident)).status).toBe(403);
    const waiting = (await s.post(s.token(head), '/approvals:search')).json.items;
    expect(waiting).toMatchObject([
      {
        act: 'emergency_order',
        about: { zh: '防汛应急令 济防指〔2026〕3号,第 3 网格,7 天' },
        words: flood.words,
      },
    ]);
    const own = await s.post(s.token(s.dispatcher.id), `/approvals/${String(approval)}:decide`, {
      decision: 'approve',
    });
    expect(own.status).toBe(403);
    expect(await listed()).toEqual([]);
  });

  test('lets the workers of its grids read the fields it names, clear, and no other field and no other grid', async () => {
    const order = await inForce();
    const seen = await read(order, s.resident);
    expect(seen.json['fields']).toEqual({ mobile: { level: 'clear', value: '13800138000' } });
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({
      decision: 'granted',
      purpose: 'emergency_order',
      basis: 'PIPL Art 13(4)',
      rule: 'order-residents',
      case: order,
      subject: s.resident,
    });
    expect((await read(order, s.resident, s.worker.id, 'address')).status).toBe(403);
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({
      rule: 'order-names-the-field',
      reason: 'order_does_not_cover',
    });
    expect((await read(order, zhang, s.otherWorker.id)).status).toBe(403);
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({ reason: 'no_order' });
    // Who ordered and who approved see no record by that; nor does an order that is named in no request.
    for (const who of [s.dispatcher.id, head, s.officer.id])
      expect((await read(order, s.resident, who)).status).toBe(403);
    const unnamed = { purpose: 'emergency_order', fields: ['mobile'] };
    const path = `/records/resident/${s.resident}:read`;
    expect((await s.post(s.token(s.worker.id), path, unnamed)).status).toBe(403);
  });

  test('shows a grid’s people as a list to its workers, one entry a person, and counts them', async () => {
    const order = await inForce();
    const search = {
      purpose: 'emergency_order',
      case: order,
      where: { grid: 3 },
      fields: ['name', 'mobile'],
    };
    const found = await s.post(s.token(s.worker.id), '/records/resident:search', search);
    expect(found.json.items).toMatchObject([{ fields: { name: { level: 'clear', value: '王秀英' } } }]);
    const beyond = { ...search, where: { grid: 5 } };
    expect((await s.post(s.token(s.otherWorker.id), '/records/resident:search', beyond)).status).toBe(403);
    await read(order, s.resident);
    expect(await listed()).toMatchObject([
      { id: order, read: 2, collected: 0, deleted: null, state: 'live' },
    ]);
  });

  test('collects short notes, which the workers of the grid read, and the resident knows were written', async () => {
    const order = await inForce();
    const made = await note(order, '老人不能下楼,转移时要两个人抬');
    expect(made.status).toBe(201);
    expect((await note(order, '要沙袋', zhang)).status).toBe(403);
    expect((await note(order, '要沙袋', s.resident, s.otherWorker.id)).status).toBe(403);
    const done = await s.http(s.token(s.worker.id), 'PATCH', `/notes/${String(made.json['id'])}`, {
      outcome: '已转移到活动室',
    });
    expect(done.status).toBe(200);
    expect((await notes(order)).json.items).toMatchObject([
      {
        resident: s.resident,
        fields: {
          need: { level: 'clear', value: '老人不能下楼,转移时要两个人抬' },
          outcome: { level: 'clear', value: '已转移到活动室' },
        },
      },
    ]);
    expect((await notes(order, s.otherWorker.id)).json.items).toEqual([]);
    const own = (await s.ownLog(s.resident)).filter(({ action }) => action.startsWith('order.'));
    expect(own.map(({ action, decision, case: of }) => [action, decision, of])).toEqual([
      ['order.notes', 'granted', order],
      ['order.note', 'done', order],
      ['order.note', 'refused', order],
      ['order.note', 'done', order],
    ]);
  });

  test('ends at its time by itself: nothing opens, what was collected is destroyed, and a report says how much', async () => {
    const order = await inForce();
    await note(order, '要沙袋');
    await note(order, '要药');
    await read(order, s.resident);
    s.vault.now += 7 * day - minute;
    expect((await read(order, s.resident)).status).toBe(200);
    s.pass(minute);
    expect((await read(order, s.resident)).status).toBe(403);
    expect((await notes(order)).json.items).toEqual([]);
    expect((await note(order, '要水')).status).toBe(403);
    expect(await listed()).toMatchObject([
      { id: order, state: 'ended', read: 2, collected: 2, deleted: 2, ended: { early: false } },
    ]);
    expect((await s.log({ action: 'order.end' }))[0]).toMatchObject({
      role: 'system',
      case: order,
      words: 'read 2, collected 2, deleted 2',
    });
    // Not a row of it, and no key that would open a copy.
    const { store, keys } = s.vault.vault;
    expect(store.records.hasAny(order)).toBe(false);
    expect([keys.find(store.keys, order, 'data'), keys.find(store.keys, order, 'log')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(store.control.ofKind('order_note')).toEqual([]);
  });

  test('ends at the next request where the alarm is late', async () => {
    const order = await inForce({ days: 1 });
    await note(order, '要沙袋');
    s.vault.now += day;
    expect((await s.post(s.token(s.dispatcher.id), '/approvals:search')).status).toBe(200);
    expect(s.vault.vault.store.records.hasAny(order)).toBe(false);
    expect(await listed()).toMatchObject([{ state: 'ended', deleted: 1 }]);
  });

  test('is ended early by the officer alone, in words', async () => {
    const order = await inForce();
    await note(order, '要沙袋');
    const end = (who: string, words = '警报解除') => s.post(s.token(who), `/orders/${order}:end`, { words });
    for (const who of [s.dispatcher.id, head, s.worker.id]) expect((await end(who)).status).toBe(403);
    expect((await end(s.officer.id)).json).toMatchObject({
      state: 'ended',
      deleted: 1,
      ended: { early: true },
    });
    expect((await s.log({ action: 'order.end' }))[0]).toMatchObject({ words: '警报解除' });
    expect((await read(order, s.resident)).status).toBe(403);
    expect((await end(s.officer.id)).status).toBe(409);
  });

  test.each([
    ['lasts longer than thirty days', { days: 31 }, 'days'],
    ['names a field that is none of it', { fields: ['resident.idNumber'] }, 'fields.0'],
    ['names no field', { fields: [] }, 'fields'],
    ['names a grid that is not there', { grids: [99] }, 'grids'],
    ['rests on no paper', { number: '口头通知' }, 'number'],
  ])('is not proposed where it %s', async (_, more, field) => {
    const answered = await propose(more);
    expect(answered.status).toBe(422);
    expect(answered.json['errors']).toMatchObject([{ field }]);
  });

  test('is proposed by a dispatcher or a head, and by nobody who would read under it', async () => {
    for (const who of [s.worker.id, s.officer.id, s.resident])
      expect((await propose({}, who)).status).toBe(403);
    expect((await propose({}, head)).status).toBe(201);
  });

  test('releases nothing into a group, and makes no list there', async () => {
    await inForce();
    s.bind('wx-wang', s.resident);
    const group = () => s.chat('wx-wang', 'group');
    expect((await s.post(group(), '/orders:search')).status).toBe(403);
    const search = { purpose: 'emergency_order', where: { grid: 3 }, fields: ['name'] };
    expect((await s.post(group(), '/records/resident:search', search)).status).toBe(403);
  });
});
