import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { day, hour, minute, openScene, type Scene } from './scene.ts';

/** Break-glass, its review and its overdue review. */

let s: Scene;
/** Who lives in grid 5, where the worker of grid 3 does not work. */
let zhang: string;

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  const fields = { name: '张伟', mobile: '13700137000', address: '5-1-101', care: '独居,心脏病' };
  const made = { type: 'resident', purpose: 'record_keeping', grid: 5, fields } as const;
  zhang = value(s.vault.ask(s.otherWorker.token, 'createRecord', made)).id;
});

const gas = { kind: 'gas_leak', reason: '3号楼2单元五层有燃气味,敲门没人应' };
const open = (more: object, who = s.worker.id) => s.post(s.token(who), '/emergencies', { ...gas, ...more });
const list = (who: string) => s.post(s.token(who), '/emergencies:search');
const review = (view: string, verdict: string, words = '与物业出警记录相符') =>
  s.post(s.token(s.officer.id), `/emergencies/${view}:review`, { verdict, words });
const read = (resident: string, who = s.worker.id, more: object = {}) =>
  s.post(s.token(who), `/records/resident/${resident}:read`, {
    purpose: 'emergency',
    fields: ['mobile'],
    ...more,
  });
const shownTo = (answered: { json: Record<string, unknown> }) => answered.json['fields'];

/** What the database keeps of answers, for requests that are sent twice. */
const remembered = () =>
  s.vault.sql
    .all(`SELECT content FROM transient WHERE kind = 'answered'`, [])
    .map(({ content }) => String(content))
    .join('\n');

/** A call about a ticket in hand, which is routine. */
async function callInHand(): Promise<() => Promise<number>> {
  s.consent('given', s.page(s.resident));
  const report = { category: 'noise', description: '楼上半夜装修', place: '3号楼' };
  const made = value(s.vault.ask(s.chat('wx-wang'), 'createTicket', report));
  const ticket = 'id' in made ? made.id : '';
  value(s.vault.ask(s.token(s.worker.id), 'moveTicket', { ticket, action: 'take', version: 1 }));
  const call = { purpose: 'phone_contact', case: ticket };
  return async () => (await read(s.resident, s.worker.id, call)).status;
}

describe('an emergency', () => {
  test('opens at once, to who says why, four fields of the people behind a door', async () => {
    const opened = await open({ addresses: ['3号楼2单元501室'] });
    expect(opened.status).toBe(201);
    expect(opened.json).toMatchObject({
      until: s.vault.now + 2 * hour,
      due: s.vault.now + day,
      people: [
        {
          id: s.resident,
          fields: {
            name: { level: 'clear', value: '王秀英' },
            mobile: { level: 'clear', value: '13800138000' },
            address: { level: 'clear', value: '3-2-501' },
            care: { level: 'clear', value: '' },
          },
        },
      ],
    });
    const [entry] = await s.log({ action: 'emergency.open' });
    expect(entry).toMatchObject({
      decision: 'granted',
      actor: s.worker.id,
      subject: s.resident,
      level: 'clear',
      purpose: 'emergency',
      basis: 'PIPL Art 13(4)',
      rule: 'emergency-in-grid',
      words: gas.reason,
      fields: { name: 'clear', mobile: 'clear', address: 'clear', care: 'clear' },
    });
  });

  test('tells the resident in the chat and in their own log, and the officer on her page', async () => {
    await open({ people: [s.resident] });
    const told = value(s.vault.ask(s.bot.token, 'takeNotifications', { limit: 10 }));
    expect(told.items.map(({ kind }) => kind)).toContain('emergency_view');
    expect((await s.ownLog(s.resident))[0]).toMatchObject({
      action: 'emergency.open',
      words: gas.reason,
      level: 'clear',
    });
    expect((await list(s.officer.id)).json.items).toMatchObject([
      {
        kind: 'gas_leak',
        opener: { role: 'grid_worker', name: { level: 'masked', value: '李**' } },
        people: 1,
        beyond: 0,
        verdict: 'unreviewed',
        overdue: false,
        words: [{ by: 'opener', text: gas.reason }],
        // Of whom it was about she is told in the log, entry by entry, and not what was shown.
        subjects: [],
      },
    ]);
  });

  test('does not stop at the grid’s border, and the log says that it went beyond', async () => {
    expect((await open({ people: [zhang] })).status).toBe(201);
    expect((await s.log({ action: 'emergency.open' }))[0]).toMatchObject({ rule: 'emergency-beyond-grid' });
    expect((await list(s.officer.id)).json.items).toMatchObject([{ beyond: 1 }]);
    expect((await open({ people: [zhang] }, s.dispatcher.id)).status).toBe(201);
  });

  test('is open for two hours, to who opened it alone, for these people alone', async () => {
    await open({ people: [zhang] });
    expect(shownTo(await read(zhang))).toEqual({ mobile: { level: 'clear', value: '13700137000' } });
    expect((await read(zhang, s.dispatcher.id)).status).toBe(403);
    expect((await read(s.resident)).status).toBe(403);
    expect((await read(zhang, s.worker.id, { fields: ['idNumber'] })).status).toBe(403);
    expect((await read(zhang, s.worker.id, { fields: ['birthDate'] })).status).toBe(403);
    s.pass(2 * hour - 1);
    expect((await read(zhang)).status).toBe(200);
    s.pass(1);
    expect((await read(zhang)).status).toBe(403);
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({
      decision: 'refused',
      reason: 'no_break_glass',
      rule: 'emergency-beyond-grid',
    });
  });

  test.each([
    ['nobody is named', {}, 'people'],
    ['the door is none', { addresses: ['楼上'] }, 'addresses.0'],
    ['the reason is empty', { people: ['01kq3v9m2c7hx4e8ztn5rbw6ga'], reason: ' ' }, 'reason'],
    ['the kind is made up', { people: ['01kq3v9m2c7hx4e8ztn5rbw6ga'], kind: 'curiosity' }, 'kind'],
  ])('does not open where %s', async (_, more, field) => {
    const answered = await open(more);
    expect(answered.status).toBe(422);
    expect(answered.json['errors']).toMatchObject([{ field }]);
    expect((await list(s.worker.id)).json.items).toEqual([]);
  });

  test('that finds nobody opens nothing, and is in the log all the same', async () => {
    const opened = await open({ addresses: ['3-9-901'] });
    expect(opened.json).toMatchObject({ id: null, people: [] });
    expect((await s.log({ action: 'emergency.open' }))[0]).toMatchObject({
      decision: 'done',
      reason: 'nothing_found',
      words: gas.reason,
    });
  });

  test('is not for residents, officers or heads; nor through a chat', async () => {
    const head = s.appoint('committee_head', [], '陈国栋');
    for (const who of [s.officer.id, head.id, s.resident])
      expect((await open({ people: [zhang] }, who)).status).toBe(403);
    s.bind('wx-li', s.resident);
    expect((await s.post(s.chat('wx-li'), '/emergencies', { ...gas, people: [zhang] })).status).toBe(403);
  });

  test('opens ten times an hour to one person, and not more: a stolen session does not empty the community', async () => {
    for (let n = 0; n < 10; n += 1) expect((await open({ people: [zhang] })).status).toBe(201);
    expect((await open({ people: [zhang] })).status).toBe(429);
    s.pass(hour);
    expect((await open({ people: [zhang] })).status).toBe(201);
  });
});

describe('a review', () => {
  test('is the officer’s, in words, within a day; who opened may add theirs, and the resident reads both', async () => {
    const id = String((await open({ people: [s.resident] })).json['id']);
    const more = '老人在家,阀门没关严,已处理';
    const said = await s.post(s.token(s.worker.id), `/emergencies/${id}:explain`, { words: more });
    expect(said.status).toBe(200);
    expect((await review(id, 'justified')).json).toMatchObject({
      verdict: 'justified',
      words: [
        { by: 'opener', text: gas.reason },
        { by: 'opener', text: more },
        { by: 'officer', text: '与物业出警记录相符' },
      ],
    });
    const own = await s.ownLog(s.resident);
    expect(own.slice(0, 3).map(({ action, words }) => [action, words])).toEqual([
      ['emergency.review', '与物业出警记录相符'],
      ['emergency.explain', more],
      ['emergency.open', gas.reason],
    ]);
    expect(own[0]).toMatchObject({ reason: 'justified' });
    expect((await review(id, 'not_justified')).status).toBe(409);
  });

  test('is not the opener’s own, nor a colleague’s; nobody else speaks for who opened', async () => {
    const id = String((await open({ people: [s.resident] })).json['id']);
    const words = { words: '没事' };
    for (const who of [s.worker.id, s.dispatcher.id])
      expect(
        (await s.post(s.token(who), `/emergencies/${id}:review`, { verdict: 'justified', ...words })).status,
      ).toBe(403);
    for (const who of [s.dispatcher.id, s.officer.id])
      expect((await s.post(s.token(who), `/emergencies/${id}:explain`, words)).status).toBe(403);
    expect((await list(s.dispatcher.id)).json.items).toEqual([]);
  });

  test('that is overdue rests the opener’s routine looks, and never the next emergency', async () => {
    const call = await callInHand();
    const id = String((await open({ people: [zhang] })).json['id']);
    expect(await call()).toBe(200);
    s.pass(day - minute);
    expect(await call()).toBe(200);
    s.pass(minute);
    expect(await call()).toBe(403);
    expect((await s.log({ action: 'record.read' }))[0]).toMatchObject({
      decision: 'refused',
      reason: 'review_overdue',
      subject: s.resident,
    });
    expect((await list(s.officer.id)).json.items).toMatchObject([{ id, overdue: true }]);
    // What is masked stays: who has the ticket still knows how to address the reporter.
    const masked = await read(s.resident, s.worker.id, { purpose: 'grid_overview' });
    expect(shownTo(masked)).toEqual({ mobile: { level: 'masked', value: '138****8000' } });

    expect((await open({ people: [s.resident] })).status).toBe(201);
    expect((await read(s.resident)).status).toBe(200);

    expect((await review(id, 'justified')).status).toBe(200);
    expect(await call()).toBe(200);
  });

  test('that finds it wrong twice asks the officer whether to stop them; it stops nobody by itself', async () => {
    for (const [n, wanted] of [
      [1, false],
      [2, true],
    ] as const) {
      const id = String((await open({ people: [zhang] })).json['id']);
      const answered = await review(id, 'not_justified', `第${n}次,没有警情`);
      expect(answered.json).toMatchObject({ verdict: 'not_justified', pattern: wanted });
    }
    expect((await open({ people: [zhang] })).status).toBe(201);
  });

  test('is told once: sent again after its two hours nothing of it comes back, nor is any of it kept', async () => {
    const again = () =>
      s.http(
        s.token(s.worker.id),
        'POST',
        '/emergencies',
        { ...gas, people: [s.resident] },
        { 'idempotency-key': 'gas' },
      );
    const first = await again();
    const id = String(first.json['id']);
    expect(JSON.stringify(first.json)).toContain('13800138000');
    const words = { words: '王秀英家中无人,已联系其女儿' };
    expect((await s.post(s.token(s.worker.id), `/emergencies/${id}:explain`, words)).status).toBe(200);
    expect((await review(id, 'justified', '已与王秀英核实')).status).toBe(200);
    s.pass(3 * hour);
    const second = await again();
    expect(second.json).toMatchObject({ id, people: [] });
    expect(remembered()).toContain(id);
    expect(remembered()).not.toMatch(/13800138000|王秀英|3-2-501/);
  });
});
