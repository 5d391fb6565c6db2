import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { noticeOf } from '../node-vault.ts';
import { addResident, day, hour, openScene, type Scene } from './scene.ts';

/** A mother and her child, in the week in which the child turns 14. The clock begins at 14:00 on 23 November in Jinan. */

let s: Scene;
let mother: string;
let child: string;
/** The dispatcher, who is the second person. */
let dispatcher: string;

const add = (fields: Record<string, string>) => addResident(s, fields);
const born = (birthDate: string) =>
  add({ name: '李小宝', mobile: '13700137002', birthDate, care: '花生过敏', address: '3-2-502' });

beforeEach(async () => {
  s = await openScene();
  mother = add({ name: '李梅', mobile: '13700137001', birthDate: '1984-05-01' });
  child = born('2012-11-26');
  dispatcher = s.dispatcher.id;
  s.bind('wx-mother', mother);
  s.bind('wx-child', child);
});

const asked = (of = child) =>
  s.post(s.token(s.worker.id), '/relations/guardians', {
    child: of,
    guardian: { name: '李梅', mobile: '13700137001' },
    paper: 'household_register',
  });
const approve = (id: unknown, by = s.token(dispatcher)) =>
  s.post(by, `/approvals/${String(id)}:decide`, { decision: 'approve' });
async function recorded(of = child): Promise<void> {
  const proposed = await asked(of);
  expect(proposed.status).toBe(201);
  expect((await approve(proposed.json['approval'])).json).toMatchObject({ state: 'approved' });
}
const read = (token: string, of = child) =>
  s.post(token, `/records/resident/${of}:read`, { purpose: 'own_record' });
const newest = async () =>
  (await s.log()).find(({ action }) => action !== 'token.mint' && action !== 'log.search');
async function told(contact: string): Promise<string[]> {
  const exchange = { transport: 'wechat', contact, context: 'private' } as const;
  const { address } = value(s.vault.ask(s.token(s.bot.id), 'exchangeToken', exchange));
  const { json } = await s.post(s.token(s.bot.id), '/notifications:take', { limit: 50 });
  return (json.items as { to: string; kind: string }[])
    .filter(({ to }) => to === address)
    .map(({ kind }) => kind);
}

describe('a guardian', () => {
  test('is one when a worker has seen the papers and a second person has approved, and not before', async () => {
    const proposed = await asked();
    expect(proposed.status).toBe(201);
    expect((await read(s.token(mother))).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'resident', reason: 'not_your_record', subject: child });
    // Not by who proposed it, and not by a stranger.
    for (const who of [s.worker.id, s.otherWorker.id, mother])
      expect((await approve(proposed.json['approval'], s.token(who))).status).toBe(403);
    await approve(proposed.json['approval']);
    expect(await s.log({ subject: child, action: 'relation.guardian' })).toMatchObject([
      { decision: 'done', role: 'dispatcher', actor: dispatcher, subject: child },
    ]);
    expect((await read(s.token(mother))).status).toBe(200);
    expect(await told('wx-mother')).toContain('relation_live');
  });

  test('sees the child’s record, in the chat masked, and the log says as what', async () => {
    await recorded();
    expect((await read(s.token(mother))).json['fields']).toMatchObject({
      care: { level: 'clear', value: '花生过敏' },
      mobile: { level: 'clear', value: '13700137002' },
    });
    expect(await newest()).toMatchObject({
      role: 'guardian',
      actor: mother,
      subject: child,
      rule: 'child-page',
      level: 'clear',
    });
    expect((await read(s.chat('wx-mother'))).json['fields']).toMatchObject({
      care: { level: 'none' },
      mobile: { level: 'masked', value: '137****7002' },
    });
    expect((await read(s.chat('wx-mother', 'group'))).status).toBe(403);
    // Whoever is her neighbour is not the child's.
    expect((await read(s.token(s.resident))).status).toBe(403);
  });

  test.each([
    ['2012-11-23', 'of_age'],
    ['2012-11-22', 'of_age'],
    ['', 'birth_date_missing'],
  ])('is not recorded of somebody born %j', async (birthDate, wrong) => {
    const proposed = await asked(born(birthDate));
    expect(proposed.status).toBe(422);
    expect(proposed.json['errors']).toMatchObject([{ field: 'child', code: wrong }]);
  });

  test('is none any more where the birth date is taken off the record: doubt releases nothing', async () => {
    await recorded();
    value(
      s.vault.ask(s.token(s.worker.id), 'updateRecord', {
        type: 'resident',
        id: child,
        purpose: 'record_keeping',
        version: 1,
        fields: { birthDate: '' },
      }),
    );
    expect((await read(s.token(mother))).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'guardian', reason: 'age_unknown' });
  });

  test('is not ended by the child, nor by a worker; by the guardian and by the officer', async () => {
    await recorded();
    expect((await s.post(s.chat('wx-child'), '/relations:end', { other: mother })).json).toEqual({
      ended: 0,
    });
    expect((await s.post(s.token(s.worker.id), '/relations:end', { of: child })).status).toBe(403);
    expect((await read(s.token(mother))).status).toBe(200);
    const ended = await s.post(s.token(s.officer.id), '/relations:end', { of: child, other: mother });
    expect(ended.json).toEqual({ ended: 1 });
    expect((await read(s.token(mother))).status).toBe(403);
  });
});

const refOf = ({ id, version, sha256, lang }: ReturnType<typeof noticeOf>) => ({ id, version, sha256, lang });
const forMinors = refOf(noticeOf('phone_contact', 'minor'));
const forAdults = refOf(noticeOf('phone_contact'));
const consent = (token: string, event: string, notice = forMinors, of?: string) =>
  s.post(token, '/consents', {
    purpose: 'phone_contact',
    event,
    ...(event === 'withdrawn' ? {} : { notice }),
    ...(of === undefined ? {} : { for: of }),
  });
const byMother = (event: string) => consent(s.token(mother), event, forMinors, child);
const standing = async () => {
  const { json } = await s.post(s.token(child), '/consents:search');
  return json.items.find(({ purpose }) => purpose === 'phone_contact');
};

describe('consent for a child', () => {
  /** The worker asks for the child's number, for a ticket of the child's. */
  async function call() {
    const made = value(
      s.vault.ask(s.chat('wx-child'), 'createTicket', {
        category: 'lift',
        description: '电梯坏了',
        place: '3号楼',
      }),
    );
    const ticket = 'id' in made ? made.id : '';
    value(s.vault.ask(s.token(s.worker.id), 'moveTicket', { ticket, action: 'take', version: 1 }));
    return () =>
      s.post(s.token(s.worker.id), `/records/resident/${child}:read`, {
        purpose: 'phone_contact',
        case: ticket,
        fields: ['mobile'],
      });
  }

  test('is the guardian’s alone to give, on her page; the child hears in words why not theirs', async () => {
    await recorded();
    const called = await call();
    const refused = await consent(s.token(child), 'given');
    expect(refused.status).toBe(403);
    expect(refused.json['errors']).toMatchObject([{ code: 'guardian_decides' }]);
    expect(JSON.stringify(refused.json)).toContain('不满十四周岁');
    expect(await newest()).toMatchObject({ action: 'consent.give', reason: 'guardian_decides' });
    expect((await consent(s.chat('wx-mother'), 'given', forMinors, child)).status).toBe(403);
    expect((await consent(s.token(s.resident), 'given', forMinors, child)).status).toBe(403);
    expect((await called()).status).toBe(403);

    expect((await byMother('given')).json).toMatchObject({ state: 'given', by: 'guardian' });
    expect(await newest()).toMatchObject({
      action: 'consent.give',
      decision: 'done',
      role: 'guardian',
      actor: mother,
      subject: child,
    });
    expect((await called()).status).toBe(200);
    // Not to the text for grown-ups, which says other things.
    expect((await consent(s.token(mother), 'given', forAdults, child)).status).toBe(422);
  });

  test('ends with the child’s own no, at once; the guardian decides anew', async () => {
    await recorded();
    const called = await call();
    await byMother('given');
    expect((await consent(s.chat('wx-child'), 'withdrawn')).json).toMatchObject({ state: 'withdrawn' });
    expect((await called()).status).toBe(403);
    expect((await consent(s.chat('wx-child'), 'given')).status).toBe(403);
    expect((await byMother('given')).json).toMatchObject({ state: 'given' });
    expect((await called()).status).toBe(200);
    expect((await consent(s.chat('wx-mother'), 'withdrawn', forMinors, child)).status).toBe(200);
    expect((await called()).status).toBe(403);
  });

  test('counts no more from the birthday on; the child is asked, and says it themselves', async () => {
    await recorded();
    const called = await call();
    await byMother('given');
    s.pass(2 * day + 10 * hour);
    expect((await called()).status).toBe(403);
    expect(await newest()).toMatchObject({ reason: 'consent_hand_over', subject: child });
    expect(await standing()).toMatchObject({
      state: 'hand_over',
      audience: 'adult',
      ask: { may: true, kind: 'first' },
      history: [
        { event: 'superseded', by: 'system' },
        { event: 'given', by: 'guardian' },
      ],
    });
    expect((await byMother('given')).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'guardian', reason: 'relation_ended' });
    expect((await consent(s.token(child), 'given', forAdults)).json).toMatchObject({ state: 'given' });
    expect((await called()).status).toBe(200);
  });

  test('that the child gives in the first minutes of their fifteenth year is not taken for the guardian’s', async () => {
    await recorded();
    await byMother('given');
    s.vault.now += 2 * day + 10 * hour;
    expect(await standing()).toMatchObject({ state: 'hand_over' });
    expect((await consent(s.token(child), 'given', forAdults)).json).toMatchObject({ state: 'given' });
    s.pass(10 * 60_000);
    expect(await standing()).toMatchObject({ state: 'given', by: 'self' });
  });
});

describe('the fourteenth birthday', () => {
  test('ends the guardian’s access at midnight in China, tells both, and the child sees what was done for them', async () => {
    await recorded();
    await read(s.token(mother));
    s.pass(2 * day + 10 * hour - 1);
    expect((await read(s.token(mother))).status).toBe(200);
    s.vault.now += 1;
    expect((await read(s.token(mother))).status).toBe(403);
    expect(await newest()).toMatchObject({
      action: 'record.read',
      decision: 'refused',
      role: 'guardian',
      actor: mother,
      subject: child,
      reason: 'hand_over',
    });
    expect((await s.post(s.token(mother), '/log:own', { for: child })).status).toBe(403);

    s.pass(10 * 60_000);
    expect(await s.log({ action: 'relation.hand_over' })).toMatchObject([
      { role: 'system', decision: 'done', subject: child },
    ]);
    expect(await told('wx-mother')).toContain('hand_over');
    expect(await told('wx-child')).toContain('hand_over');
    const own = await s.ownLog(child);
    expect(own.filter(({ role }) => role === 'guardian')).toMatchObject([
      { decision: 'refused', action: 'log.own' },
      { decision: 'refused', action: 'record.read' },
      { decision: 'granted', action: 'record.read', who: { level: 'masked', value: '李*' } },
      { decision: 'granted', action: 'record.read' },
    ]);
    s.pass(day);
    expect(await s.log({ action: 'relation.hand_over' })).toHaveLength(1);
  });

  test('of somebody born on 29 February is the 28th', async () => {
    const leap = born('2016-02-29');
    s.vault.now = Date.parse('2030-02-27T23:59:00+08:00');
    await recorded(leap);
    expect((await read(s.token(mother), leap)).status).toBe(200);
    s.vault.now = Date.parse('2030-02-28T00:00:00+08:00');
    expect((await read(s.token(mother), leap)).status).toBe(403);
    expect(await newest()).toMatchObject({ reason: 'hand_over' });
  });

  test('comes before an approval that was given too late: nothing is approved that may not be', async () => {
    const proposed = await asked();
    s.vault.now += 2 * day + 10 * hour;
    expect((await approve(proposed.json['approval'])).status).toBe(409);
    expect((await read(s.token(mother))).status).toBe(403);
  });
});
