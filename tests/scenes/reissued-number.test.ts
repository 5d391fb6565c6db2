import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { phoneNotice } from '../node-vault.ts';
import { openScene, type Scene } from './scene.ts';

/**
 * A telephone number that was Wang's is given to a stranger by the telephone company. The stranger moves in, and the worker
 * writes down the number they say. Nobody is ever who they are by a number.
 */

let s: Scene;
const number = '13800138000';
const { id, version, sha256, lang } = phoneNotice;
const notice = { id, version, sha256, lang };

const create = async (fields: Record<string, string>, grid = 3) => {
  const body = { purpose: 'record_keeping', grid, fields };
  const made = await s.post(s.token(grid === 3 ? s.worker.id : s.otherWorker.id), '/records/resident', body);
  expect(made.status).toBe(201);
  return String(made.json['id']);
};
const change = (of: string, version: number, fields: Record<string, string>) =>
  s.http(
    s.token(s.worker.id),
    'PATCH',
    `/records/resident/${of}`,
    { purpose: 'record_keeping', fields },
    { 'if-match': `"${version}"` },
  );
const consent = (token: string, event: 'given' | 'withdrawn' = 'given') =>
  s.post(token, '/consents', { purpose: 'phone_contact', event, notice });
const standing = async (of: string) => {
  const { json } = await s.post(s.token(of), '/consents:search');
  return json.items.find(({ purpose }) => purpose === 'phone_contact')?.['state'];
};
const newest = async () =>
  (await s.log()).find(({ action }) => action !== 'token.mint' && action !== 'log.search');

/** Wang's ticket in the worker's hands, and the worker's question for her number. */
let ticket: string;
const call = (of = s.resident) =>
  s.post(s.token(s.worker.id), `/records/resident/${of}:read`, {
    purpose: 'phone_contact',
    case: ticket,
    fields: ['mobile'],
  });

async function told(contact: string): Promise<string[]> {
  const exchange = { transport: 'wechat', contact, context: 'private' } as const;
  const { address } = value(s.vault.ask(s.token(s.bot.id), 'exchangeToken', exchange));
  const { json } = await s.post(s.token(s.bot.id), '/notifications:take', { limit: 50 });
  return (json.items as { to: string; kind: string }[])
    .filter(({ to }) => to === address)
    .map(({ kind }) => kind);
}

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  expect((await consent(s.token(s.resident))).status).toBe(200);
  const report = { category: 'lift', description: '电梯坏了', place: '3号楼' };
  const made = value(s.vault.ask(s.chat('wx-wang'), 'createTicket', report));
  ticket = 'id' in made ? made.id : '';
  value(s.vault.ask(s.token(s.worker.id), 'moveTicket', { ticket, action: 'take', version: 1 }));
  expect((await call()).json['fields']).toEqual({ mobile: { level: 'clear', value: number } });
});

describe('a number that turns up with somebody else', () => {
  test('is not called in the old holder’s name any more: her consent was for a number that was hers', async () => {
    const stranger = await create({ name: '孙丽', mobile: number, address: '5-1-101' }, 5);
    expect((await call()).status).toBe(403);
    expect(await newest()).toMatchObject({ decision: 'refused', reason: 'consent_number_changed' });
    expect(await standing(s.resident)).toBe('number_changed');
    expect(await s.log({ action: 'consent.supersede' })).toMatchObject([
      { decision: 'done', role: 'grid_worker', actor: s.otherWorker.id, subject: s.resident },
    ]);
    // She reads it in her own log, is told in her chat, and the worker who has the ticket is told to stop.
    expect((await s.ownLog(s.resident)).map(({ action }) => action)).toContain('consent.supersede');
    expect(await told('wx-wang')).toContain('number_changed');
    // What she agreed to is not the stranger's consent.
    expect(await standing(stranger)).toBe('none');
    expect((await call(stranger)).status).toBe(403);
  });

  test('the worker who wrote it down is told nothing of whose it was', async () => {
    const alone = await s.post(s.token(s.otherWorker.id), '/records/resident', {
      purpose: 'record_keeping',
      grid: 5,
      fields: { name: '周杰', mobile: '13900139009', address: '5-1-102' },
    });
    const taken = await s.post(s.token(s.otherWorker.id), '/records/resident', {
      purpose: 'record_keeping',
      grid: 5,
      fields: { name: '孙丽', mobile: number, address: '5-1-101' },
    });
    expect(Object.keys(taken.json)).toEqual(Object.keys(alone.json));
    expect(taken.status).toBe(alone.status);
  });

  test('a family may share one: at the same address nothing ends', async () => {
    await create({ name: '王小明', mobile: number, address: '3号楼2单元501室' });
    expect((await call()).status).toBe(200);
    expect(await standing(s.resident)).toBe('given');
  });

  test('the chat stays whose it is: the stranger with the number is nobody, in a chat and by name', async () => {
    await create({ name: '孙丽', mobile: number, address: '5-1-101' }, 5);
    // The stranger's own chat, on that very number: bound to nobody.
    const own = { purpose: 'own_record' };
    expect((await s.post(s.chat('wx-stranger'), `/records/resident/${s.resident}:read`, own)).status).toBe(
      403,
    );
    expect(await newest()).toMatchObject({ role: 'reporter', reason: 'no_rule' });
    expect((await s.post(s.chat('wx-stranger'), '/consents:search')).status).toBe(403);
    // Wang's chat is hers still, whatever number it was opened with.
    const mine = await s.post(s.chat('wx-wang'), `/records/resident/${s.resident}:read`, own);
    expect(mine.json['fields']).toMatchObject({ name: { value: '王**' } });
    // Who is sought by the number and the old holder's name as a delegate is not the stranger, and the other way round.
    const delegate = { name: '王秀英', mobile: number };
    const daughter = await create({ name: '王小明', mobile: '13700137001' });
    const asked = await s.post(s.token(daughter), '/relations', {
      delegate,
      scope: ['see_record'],
      until: '2027-03-01',
    });
    expect(asked.status).toBe(201);
    const waiting = await s.post(s.chat('wx-wang'), '/relations:search');
    expect(waiting.json.items).toMatchObject([{ other: daughter, waits: 'me', side: 'held' }]);
  });

  test('she says yes again in the chat in which she always was herself, to the number she has now', async () => {
    await create({ name: '孙丽', mobile: number, address: '5-1-101' }, 5);
    expect((await change(s.resident, 1, { mobile: '13600136000' })).status).toBe(200);
    expect((await call()).status).toBe(403);
    expect((await consent(s.chat('wx-wang'))).json).toMatchObject({ state: 'given' });
    expect((await call()).json['fields']).toEqual({ mobile: { level: 'clear', value: '13600136000' } });
  });
});

describe('a number that a worker changes on a record', () => {
  test('ends the consent that was for the old one, in the entry of the change, and asks anew', async () => {
    expect((await change(s.resident, 1, { mobile: '136 0013 6000' })).status).toBe(200);
    expect(await standing(s.resident)).toBe('number_changed');
    expect((await call()).status).toBe(403);
    expect(await newest()).toMatchObject({ reason: 'consent_number_changed' });
    expect(await s.log({ action: 'record.update' })).toMatchObject([
      { role: 'grid_worker', actor: s.worker.id, subject: s.resident, fields: { mobile: 'clear' } },
    ]);
    expect(await told('wx-wang')).toContain('number_changed');
    const { json } = await s.post(s.token(s.resident), '/consents:search');
    const phone = json.items.find(({ purpose }) => purpose === 'phone_contact');
    expect(phone).toMatchObject({
      ask: { may: true, kind: 'renewal' },
      history: [
        { event: 'superseded', by: 'system' },
        { event: 'given', by: 'subject' },
      ],
    });
  });

  test('written in another way is the same number, and other fields end nothing', async () => {
    expect((await change(s.resident, 1, { mobile: '+86 138-0013-8000' })).status).toBe(200);
    expect((await change(s.resident, 2, { care: '独居' })).status).toBe(200);
    expect(await standing(s.resident)).toBe('given');
    expect((await call()).status).toBe(200);
  });

  test('a withdrawal stays a withdrawal: a new number asks nobody who said no', async () => {
    await consent(s.chat('wx-wang'), 'withdrawn');
    await change(s.resident, 1, { mobile: '13600136000' });
    expect(await standing(s.resident)).toBe('withdrawn');
  });
});
