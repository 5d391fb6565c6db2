import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { day, hour, openScene, type Scene } from './scene.ts';

/** Two people, one of whom loses the role in between. */

let s: Scene;
let head: { id: string; token: string };
let ticket: string;
/** The officer's token, for longer than the community's own. */
let officer: string;

beforeEach(async () => {
  s = await openScene();
  head = s.appoint('committee_head', [], '陈国栋');
  officer = s.token(s.officer.id);
  s.bind('wx-wang', s.resident);
  const report = { category: 'noise', description: '楼上半夜装修', place: '3号楼' };
  const made = value(s.vault.ask(s.chat('wx-wang'), 'createTicket', report));
  ticket = 'id' in made ? made.id : '';
});

const why = { words: '派出所来函,核实报警人' };

async function proposed(): Promise<string> {
  const answered = await s.post(officer, `/tickets/${ticket}:unmask`, why);
  expect(answered.status).toBe(201);
  return String(answered.json['approval']);
}
const approve = (token: string, id: string) =>
  s.post(token, `/approvals/${id}:decide`, { decision: 'approve' });
const look = (token: string, id: string) => s.post(token, `/approvals/${id}/reporter:read`);

describe('two people', () => {
  test('together name a reporter: once, within the hour, and the reporter reads every step of it', async () => {
    const id = await proposed();
    // Alone it is nothing.
    expect((await look(officer, id)).status).toBe(403);

    const waiting = await s.post(head.token, '/approvals:search');
    expect(waiting.json.items).toMatchObject([
      {
        id,
        act: 'unmask_reporter',
        mine: false,
        maker: { role: 'privacy_officer', name: { level: 'masked', value: '周*' } },
        ...why,
      },
    ]);
    expect(JSON.stringify(waiting.json)).not.toMatch(/王秀英|13800138000/);
    expect((await approve(head.token, id)).json).toMatchObject({ state: 'approved', reason: null });

    // Not even who approved it sees it.
    expect((await look(head.token, id)).status).toBe(403);
    const seen = await look(officer, id);
    expect(seen.json['fields']).toEqual({
      name: { level: 'clear', value: '王秀英' },
      address: { level: 'clear', value: '3-2-501' },
    });
    expect((await look(officer, id)).status).toBe(403);

    const steps = (await s.log({ case: ticket })).filter(({ action }) => !action.startsWith('ticket.'));
    expect(steps.map(({ action, decision, actor }) => [action, decision, actor])).toEqual([
      ['reporter.read', 'refused', s.officer.id],
      ['reporter.read', 'granted', s.officer.id],
      ['unmask_reporter.approve', 'done', head.id],
      ['reporter.name', 'done', head.id],
      ['unmask_reporter.propose', 'done', s.officer.id],
    ]);
    expect(steps[0]).toMatchObject({ rule: 'reporter-named', reason: 'two_people_needed' });
    expect(steps[1]).toMatchObject({ level: 'clear', purpose: 'name_reporter', subject: s.resident });
    expect(steps[4]).toMatchObject(why);

    const own = await s.ownLog(s.resident);
    const told = own.map(({ action, decision }) => `${action} ${decision}`);
    for (const step of [
      'reporter.read granted',
      'unmask_reporter.approve done',
      'unmask_reporter.propose done',
    ])
      expect(told).toContain(step);
  });

  test('the proposer does not decide, nor does who is nobody in it, and a record is read in no other way', async () => {
    const id = await proposed();
    expect((await approve(officer, id)).status).toBe(403);
    expect((await s.log({ action: 'approval.decide' }))[0]).toMatchObject({
      decision: 'refused',
      reason: 'own_proposal',
    });
    const second = s.appoint('privacy_officer', [], '郑洁');
    expect((await approve(second.token, id)).status).toBe(403);
    expect((await s.log({ action: 'approval.decide' }))[0]).toMatchObject({ reason: 'not_this_role' });
    expect((await approve(s.worker.token, id)).status).toBe(403);
    expect((await approve(head.token, id)).status).toBe(200);
    // The approval opens one door, not the record.
    const read = { purpose: 'name_reporter', case: ticket, fields: ['name'] };
    expect((await s.post(officer, `/records/resident/${s.resident}:read`, read)).status).toBe(403);
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({ reason: 'two_people_needed' });
  });

  test('the proposer loses the role in between: what they proposed has lapsed, for a reason of its own', async () => {
    const id = await proposed();
    expect((await s.change(s.officer.id, 1, 'privacy_officer', { ended: true })).status).toBe(200);
    const late = await approve(head.token, id);
    expect(late.json).toEqual({
      id,
      act: 'unmask_reporter',
      state: 'lapsed',
      reason: 'maker_lost_role',
    });
    const next = s.appoint('privacy_officer', [], '郑洁');
    const log = await s.http(next.token, 'POST', '/log:search', { action: 'unmask_reporter.lapse' });
    expect(log.json.items).toMatchObject([
      { decision: 'done', role: 'system', reason: 'maker_lost_role', subject: s.resident, case: ticket },
    ]);
    // It stays so, whatever becomes of the role.
    expect((await s.change(s.officer.id, 2, 'privacy_officer')).status).toBe(200);
    expect((await approve(head.token, id)).status).toBe(409);
  });

  test('a proposer who became something else has proposed nothing either', async () => {
    const id = await proposed();
    expect((await s.change(s.officer.id, 1, 'dispatcher')).status).toBe(200);
    expect((await approve(head.token, id)).json).toMatchObject({
      state: 'lapsed',
      reason: 'maker_lost_role',
    });
  });

  test('the second person loses the role in between: they decide nothing, and somebody else still can', async () => {
    const id = await proposed();
    expect((await s.change(head.id, 1, 'committee_head', { ended: true })).status).toBe(200);
    expect((await approve(head.token, id)).status).toBe(401);
    expect((await approve(s.administrator, id)).json).toMatchObject({ state: 'approved' });
  });

  test('nobody decides: after three days it has lapsed, by the alarm or at the next word', async () => {
    const [first, second] = [await proposed(), await proposed()];
    s.vault.now += 3 * day;
    const later = s.token(head.id);
    expect((await approve(later, first)).json).toMatchObject({ state: 'lapsed', reason: 'too_late' });
    s.pass(0);
    expect((await approve(later, second)).status).toBe(409);
    const lapsed = await s.log({ action: 'unmask_reporter.lapse' });
    expect(lapsed.map(({ reason, role }) => [reason, role])).toEqual([
      ['too_late', 'system'],
      ['too_late', 'system'],
    ]);
    expect((await s.post(later, '/approvals:search')).json.items).toEqual([]);
  });

  test('an approval that is not used within the hour is over', async () => {
    const id = await proposed();
    await approve(head.token, id);
    s.pass(hour);
    expect((await look(officer, id)).status).toBe(403);
  });

  test('a refusal ends it, in words; and what was refused cannot be approved', async () => {
    const id = await proposed();
    const no = await s.post(head.token, `/approvals/${id}:decide`, { decision: 'refuse', words: '没有公函' });
    expect(no.json).toMatchObject({ state: 'refused' });
    expect((await s.log({ action: 'unmask_reporter.refuse' }))[0]).toMatchObject({ words: '没有公函' });
    expect((await approve(s.administrator, id)).status).toBe(409);
    expect((await look(officer, id)).status).toBe(403);
  });

  test('of who is bound to nobody there is no name to tell', async () => {
    const report = { category: 'noise', description: '半夜施工', place: '3号楼' };
    const made = value(s.vault.ask(s.chat('wx-stranger'), 'createTicket', report));
    const asked = await s.post(officer, `/tickets/${'id' in made ? made.id : ''}:unmask`, why);
    expect(asked.status).toBe(422);
    expect((await s.log({ action: 'unmask_reporter.propose' }))[0]).toMatchObject({
      decision: 'refused',
      reason: 'nobody_to_name',
    });
  });
});
