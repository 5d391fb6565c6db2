import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { openScene, type Scene } from './scene.ts';

/**
 * Wang reports a neighbour's dog in the group, where everybody reads the ticket's number beside her name. The neighbour
 * asks what is said of them.
 */

let s: Scene;
let zhao: string;

const report = { category: 'dog', description: '赵家的狗又没拴绳,吓到孩子了', place: '3号楼' };
const said = '有人反映您家的狗在楼下没有拴绳';
const reply = '那天绳子断了,已经换了新的';

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  zhao = value(
    s.vault.ask(s.token(s.worker.id), 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields: { name: '赵德柱', mobile: '13700137001' },
    }),
  ).id;
  s.bind('wx-zhao', zhao);
  expect(value(s.vault.ask(s.chat('wx-wang', 'group'), 'createTicket', report))).toMatchObject({ number: 1 });
});

const take = () =>
  s.http(s.token(s.worker.id), 'POST', '/tickets/1:move', { action: 'take' }, { 'if-match': '"1"' });
const tell = (who = s.worker.id) => s.post(s.token(who), '/statements', { ticket: '1', accused: zhao, said });
const heard = (token = s.chat('wx-zhao')) => s.post(token, '/statements:search');
const itemsOf = async () =>
  (await heard()).json.items as { id: string; fields: Record<string, { value: string }> }[];

describe('what is said of the neighbour', () => {
  test('only the worker who has the ticket in hand writes it down, once, and never about who reported', async () => {
    expect((await tell()).status).toBe(403);
    await take();
    for (const who of [s.otherWorker.id, s.dispatcher.id, s.officer.id, s.resident])
      expect((await tell(who)).status).toBe(403);
    const aboutReporter = { ticket: '1', accused: s.resident, said };
    expect((await s.post(s.token(s.worker.id), '/statements', aboutReporter)).status).toBe(422);
    expect((await tell()).status).toBe(201);
    expect((await tell()).status).toBe(409);
    expect((await s.ownLog(zhao)).map(({ action, decision }) => [action, decision])).toContainEqual([
      'statement.write',
      'done',
    ]);
  });

  test('they read the category, the worker’s words and the day they were told; nothing leads to the reporter or the ticket', async () => {
    await take();
    s.pass(26 * 3_600_000);
    await tell();
    const answered = await heard(s.token(zhao));
    expect(answered.json.items).toMatchObject([
      {
        fields: {
          category: { value: 'dog' },
          said: { value: said },
          day: { value: '2026-11-24' },
          reply: { value: '' },
        },
      },
    ]);
    const everything = JSON.stringify([answered.json, await s.ownLog(zhao)]);
    const ticketId = s.vault.vault.store.control.caseByNumber(2026, 1)?.key ?? '';
    for (const secret of [s.resident, '王秀英', report.description, ticketId, '"ticket":1', s.worker.id])
      expect([secret, everything.includes(secret)]).toEqual([secret, false]);
    // The ticket itself is not theirs to read, by its number or by whatever way.
    const read = (purpose: string) => s.post(s.token(zhao), '/tickets/1:read', { purpose });
    expect((await read('own_record')).status).toBe(403);
    expect((await read('handle_ticket')).status).toBe(403);
  });

  test('they answer it; the worker reads the answer, the reporter learns neither of it nor whom it names', async () => {
    await take();
    await tell();
    const [statement] = await itemsOf();
    const answer = (token: string, text = reply) =>
      s.post(token, `/statements/${statement?.id}:reply`, { reply: text });
    expect((await answer(s.token(s.resident))).status).toBe(403);
    expect((await answer(s.token(s.worker.id))).status).toBe(403);
    expect((await answer(s.chat('wx-zhao', 'group'))).status).toBe(403);
    expect((await answer(s.chat('wx-zhao'))).status).toBe(200);
    const worker = await s.post(s.token(s.worker.id), '/tickets/1:statement');
    expect(worker.json['statement']).toMatchObject({ fields: { reply: { level: 'clear', value: reply } } });
    expect((await s.post(s.token(s.otherWorker.id), '/tickets/1:statement')).status).toBe(403);

    const ticket = await s.post(s.chat('wx-wang'), '/tickets/1:read', { purpose: 'own_record' });
    expect(ticket.status).toBe(200);
    const reporter = JSON.stringify([ticket.json, await s.ownLog(s.resident)]);
    for (const secret of [zhao, '赵德柱', reply, said, 'statement', 'accused'])
      expect([secret, reporter.includes(secret)]).toEqual([secret, false]);
  });

  test('every step is in the log, in the neighbour’s and in nobody else’s', async () => {
    await take();
    await tell();
    const [statement] = await itemsOf();
    await s.post(s.chat('wx-zhao'), `/statements/${statement?.id}:reply`, { reply });
    await s.post(s.token(s.worker.id), '/tickets/1:statement');
    const steps = (await s.log()).filter(({ action }) => action.startsWith('statement.'));
    expect(steps).toMatchObject([
      { action: 'statement.read', role: 'grid_worker', subject: zhao, case: null, rule: 'statement-in-hand' },
      {
        action: 'statement.reply',
        role: 'resident',
        actor: zhao,
        subject: zhao,
        rule: 'own-statement-reply',
      },
      { action: 'statement.read', role: 'resident', actor: zhao, subject: zhao, rule: 'own-statement' },
      { action: 'statement.write', role: 'grid_worker', subject: zhao, case: null, rule: 'statement-write' },
    ]);
  });

  test('the worker reads the answer no longer than they have the ticket', async () => {
    await take();
    await tell();
    const handled = { action: 'handle', result: '已提醒' };
    const worker = s.token(s.worker.id);
    const { version } = (await s.post(worker, '/tickets/1:read', { purpose: 'handle_ticket' })).json;
    await s.http(worker, 'POST', '/tickets/1:move', handled, { 'if-match': `"${String(version)}"` });
    await s.post(s.chat('wx-wang'), '/tickets/1:move', { action: 'close' });
    expect((await s.post(worker, '/tickets/1:statement')).status).toBe(403);
    // What was said stays the neighbour's own, and so does their answer.
    expect(await itemsOf()).toHaveLength(1);
  });

  test('whoever asks for all that is held about them finds it in their own copy, and the reporter’s copy has nothing of it', async () => {
    await take();
    await tell();
    const copy = (who: string) => value(s.vault.ask(s.token(who), 'takeArchive', { right: 'copy' }));
    expect(JSON.stringify(copy(zhao))).toContain(said);
    expect(JSON.stringify(copy(s.resident))).not.toContain(said);
  });
});
