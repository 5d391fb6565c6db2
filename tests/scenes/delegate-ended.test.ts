import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { noticeOf } from '../node-vault.ts';
import { addResident, day, hour, openScene, type Scene } from './scene.ts';

/** A grown-up child who acts for her mother, and the one word that ends it, while her page is open. */

let s: Scene;
let daughter: string;

const add = (fields: Record<string, string>) => addResident(s, fields);

beforeEach(async () => {
  s = await openScene();
  daughter = add({ name: '王小明', mobile: '13700137001' });
  s.bind('wx-wang', s.resident);
  s.bind('wx-daughter', daughter);
});

const delegation = (more: object = {}) => ({
  delegate: { name: '王小明', mobile: '137 0013 7001' },
  scope: ['see_record', 'tickets', 'see_log'],
  until: '2027-03-01',
  ...more,
});
async function given(more: object = {}): Promise<void> {
  expect((await s.post(s.token(s.resident), '/relations', delegation(more))).status).toBe(201);
  const accepted = await s.post(s.chat('wx-daughter'), '/relations:confirm', { other: s.resident });
  expect(accepted.json).toMatchObject({ side: 'held', state: 'live', stands: true });
}
const read = (token: string) =>
  s.post(token, `/records/resident/${s.resident}:read`, { purpose: 'own_record' });
const newest = async () =>
  (await s.log()).find(({ action }) => action !== 'token.mint' && action !== 'log.search');
/** What the bot is told to say in a chat, and then has said. */
async function told(contact: string): Promise<string[]> {
  const exchange = { transport: 'wechat', contact, context: 'private' } as const;
  const { address } = value(s.vault.ask(s.token(s.bot.id), 'exchangeToken', exchange));
  const { json } = await s.post(s.token(s.bot.id), '/notifications:take', { limit: 50 });
  const items = json.items as { id: string; to: string; kind: string; ticket: unknown }[];
  const mine = items.filter(({ to }) => to === address);
  await s.post(s.token(s.bot.id), '/notifications:end', { ids: mine.map(({ id }) => id) });
  return mine.map(({ kind }) => kind);
}

describe('an adult delegate', () => {
  test('sees what was given while it is given; ended by one word in the chat, the very next look is refused', async () => {
    await given();
    const page = s.token(daughter);
    const seen = await read(page);
    expect(seen.json['fields']).toMatchObject({
      mobile: { level: 'clear', value: '13800138000' },
      care: { level: 'none' },
      idNumber: { level: 'fact' },
    });
    expect(await newest()).toMatchObject({
      action: 'record.read',
      decision: 'granted',
      role: 'delegate',
      actor: daughter,
      subject: s.resident,
      purpose: 'own_record',
      rule: 'delegate-page',
      fields: { mobile: 'clear', care: 'none' },
    });

    expect((await s.post(s.chat('wx-wang'), '/relations:end')).json).toEqual({ ended: 1 });
    expect(await newest()).toMatchObject({
      action: 'relation.end',
      role: 'resident',
      actor: s.resident,
      subject: s.resident,
    });
    const refused = await read(page);
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.json)).not.toMatch(/relation|13800138000/);
    expect(await newest()).toMatchObject({
      action: 'record.read',
      decision: 'refused',
      role: 'delegate',
      actor: daughter,
      subject: s.resident,
      reason: 'relation_ended',
    });
    const report = { category: 'lift', description: '电梯坏了', for: s.resident };
    expect((await s.post(page, '/tickets', report)).status).toBe(403);
    expect((await s.post(page, '/log:own', { for: s.resident })).status).toBe(403);
  });

  test('is told of to her mother at every use, and stands by name in her mother’s own log', async () => {
    await given();
    await told('wx-wang');
    await read(s.token(daughter));
    const report = { category: 'lift', description: '电梯坏了', for: s.resident };
    expect((await s.post(s.chat('wx-daughter'), '/tickets', report)).status).toBe(201);
    expect(await told('wx-wang')).toEqual(['delegate_used', 'delegate_used']);

    const { json } = await s.post(s.chat('wx-wang'), '/log:own', { only: 'others', limit: 2 });
    const who = { level: 'masked', value: '王**' };
    expect(json.items).toMatchObject([
      { action: 'ticket.create', role: 'delegate', who, by: 'other', via: 'private' },
      { action: 'record.read', role: 'delegate', who, by: 'other', via: 'page' },
    ]);
    expect(JSON.stringify(json)).not.toMatch(/王小明|13700137001/);
    // What is refused is in the log, and no use to tell of.
    await s.post(s.token(daughter), `/records/resident/${s.resident}:read`, { purpose: 'phone_contact' });
    expect(await told('wx-wang')).toEqual([]);
  });

  test('may not pass it on, end or lengthen it, bind a chat, or reach beyond the scope', async () => {
    await given({ scope: ['see_record'] });
    const page = s.token(daughter);
    const refused = async (path: string, body: object) => {
      expect([path, (await s.post(page, path, body)).status]).toEqual([path, 403]);
      expect(await newest()).toMatchObject({ decision: 'refused', actor: daughter });
    };
    await refused('/relations', delegation({ for: s.resident }));
    await refused('/relations:end', { of: s.resident });
    await refused('/bindings', { resident: s.resident });
    await refused('/tokens:revoke', { of: s.resident });
    await refused('/log:own', { for: s.resident });
    await refused('/tickets', { category: 'lift', description: '电梯坏了', for: s.resident });
    expect((await newest())?.reason).toBe('beyond_scope');
  });

  test('says yes and no for her where she let her, never to what is sensitive', async () => {
    await given({ scope: ['consents'] });
    const page = s.token(daughter);
    const say = (token: string, purpose: 'phone_contact' | 'care_visit', event: string) => {
      const { id, version, sha256, lang } = noticeOf(purpose);
      const notice = { id, version, sha256, lang };
      return s.post(token, '/consents', { purpose, event, notice, for: s.resident });
    };
    expect((await say(page, 'phone_contact', 'given')).json).toMatchObject({
      state: 'given',
      by: 'delegate',
    });
    expect(await newest()).toMatchObject({
      action: 'consent.give',
      role: 'delegate',
      actor: daughter,
      subject: s.resident,
    });
    expect((await say(s.chat('wx-daughter'), 'phone_contact', 'given')).status).toBe(403);
    expect((await say(page, 'care_visit', 'given')).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'delegate', reason: 'sensitive_is_own' });
    expect((await say(page, 'care_visit', 'refused')).status).toBe(200);
    expect((await say(s.chat('wx-daughter'), 'phone_contact', 'withdrawn')).status).toBe(200);
    await s.post(s.chat('wx-wang'), '/relations:end');
    expect((await say(page, 'phone_contact', 'given')).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'delegate', reason: 'relation_ended' });
  });

  test('ends by itself after the last day, which the log and both are told', async () => {
    await given({ until: '2026-11-24' });
    await Promise.all([told('wx-wang'), told('wx-daughter')]);
    expect((await read(s.token(daughter))).status).toBe(200);
    // The clock of the scene stands at 14:00 on the 23rd in Jinan.
    s.pass(day + 10 * hour - 1);
    expect((await read(s.token(daughter))).status).toBe(200);
    s.vault.now += 1;
    expect((await read(s.token(daughter))).status).toBe(403);
    expect(await newest()).toMatchObject({ role: 'delegate', reason: 'relation_over' });
    s.pass(10);
    const [over] = await s.log({ action: 'relation.over' });
    expect(over).toMatchObject({ role: 'system', decision: 'done', subject: s.resident });
    expect(await told('wx-daughter')).toContain('relation_ended');
    s.pass(hour);
    expect(await s.log({ action: 'relation.over' })).toHaveLength(1);
  });
});
