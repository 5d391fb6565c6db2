import { beforeEach, expect, test } from 'vitest';
import { openRecord } from '../../vault/subject.ts';
import { value } from '../node-community.ts';
import { day, hour, openScene, type Scene } from './scene.ts';

/** Somebody is erased while others still have to do with them. */

let s: Scene;

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
});

const erase = async () =>
  expect((await s.post(s.token(s.resident), '/rights', { right: 'delete' })).status).toBe(201);
const rows = () =>
  s.vault.sql
    .all('SELECT kind, key, content FROM control', [])
    .filter(({ key, content }) => `${String(key)} ${String(content)}`.includes(s.resident));

test('a break-glass on them is reviewed all the same, and the worker owes nothing', async () => {
  const gas = { kind: 'gas_leak', reason: '3号楼有燃气味', people: [s.resident] };
  const opened = await s.post(s.token(s.worker.id), '/emergencies', gas);
  await erase();
  const verdict = { verdict: 'justified', words: '与出警记录相符' };
  const reviewed = await s.post(
    s.token(s.officer.id),
    `/emergencies/${String(opened.json['id'])}:review`,
    verdict,
  );
  expect(reviewed.json).toMatchObject({ verdict: 'justified' });
  // Nothing is logged about them any more: it would be given a key.
  expect((await s.log({ action: 'emergency.review' }))[0]).toMatchObject({ subject: null });
  expect(s.vault.vault.store.keys.get(s.resident, 'log')).toBeUndefined();
});

test('what somebody proposed about them lapses in its time, and the alarm goes on', async () => {
  const forThem = {
    right: 'restrict',
    for: s.resident,
    words: '住院,由女儿代办',
    evidence: '户口簿',
  };
  const asked = await s.post(s.token(s.worker.id), '/rights:for-other', forThem);
  expect(asked.status).toBe(201);
  await erase();
  s.pass(73 * hour);
  expect((await s.log({ action: 'right_for_other.lapse' }))[0]).toMatchObject({
    reason: 'too_late',
    subject: null,
  });
});

test('how they signed in is gone, and their number is nobody’s', async () => {
  const page = s.token(s.resident);
  expect((await s.http(page, 'PUT', '/sign-ins/pin', { pin: '280519' })).status).toBe(200);
  const number = String((await s.post(page, '/sign-ins:read')).json['number']);
  await erase();
  expect(rows().map(({ kind }) => kind)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^sign_in|^passkey/)]),
  );
  expect((await s.post('', '/sign-ins:enter', { number, pin: '280519' })).status).toBe(403);
});

test('a note of what they needed under an order is gone', async () => {
  s.pass(day);
  const order = {
    number: '济防指〔2026〕3号',
    kind: 'flood',
    grids: [3],
    fields: ['resident.name', 'resident.address'],
    days: 7,
    words: '暴雨红色预警',
  };
  const head = s.appoint('committee_head', [], '陈国栋');
  const proposed = await s.post(head.token, '/orders', order);
  expect(proposed.json).toMatchObject({ approval: expect.any(String) as string });
  const id = String(proposed.json['approval']);
  await s.post(s.token(s.officer.id), `/approvals/${id}:decide`, { decision: 'approve' });
  const note = { order: id, resident: s.resident, need: '透析,每周三次' };
  const taken = value(s.vault.ask(s.token(s.worker.id), 'takeNote', note));
  await erase();
  const left = s.vault.vault.store.records.byId('emergency_note', taken.id);
  expect(left && openRecord(s.vault.vault, left, ['need', 'outcome'])).toEqual(
    new Map([
      ['need', ''],
      ['outcome', ''],
    ]),
  );
  expect(rows().map(({ kind }) => kind)).not.toContain('order_note');
});
