import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { decrypt, readMessage } from 'openpgp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { packageJson } from '../../vault/duties/package-text.ts';
import { gnuPG, hasGnuPG } from '../gnupg.ts';
import { value } from '../node-community.ts';
import { recipientKey } from '../recipient-key.ts';
import { day, openScene, type Scene } from './scene.ts';

/** A hand-over to a recipient whose consent has gone; and what else a hand-over must not be. */

let s: Scene;
let head: { id: string; token: string };
/** Another resident, who lives in the same grid. */
let zhang: string;

beforeEach(async () => {
  s = await openScene();
  head = s.appoint('committee_head', [], '陈国栋');
  const fields = { name: '张伟', mobile: '13700137000', address: '3-1-201' };
  const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  zhang = value(s.vault.ask(s.worker.token, 'createRecord', record)).id;
  s.bind('wx-wang', s.resident);
  s.bind('wx-zhang', zhang);
});

const hospital = {
  kind: 'hospital',
  name: '历城社区医院',
  contact: '0531-00000001',
  purpose: 'provide_by_consent',
  fields: ['name', 'mobile'],
};
const police = {
  kind: 'police',
  name: '鲍山派出所',
  contact: '0531-00000002',
  purpose: 'provide_by_law',
  law: '《刑事诉讼法》第五十四条',
  document: '合作备忘 1 号',
  fields: ['name', 'address'],
};

const officer = () => s.token(s.officer.id);
const headNow = () => s.token(head.id);

/** Proposes a recipient, and lets the head of the committee approve it. */
async function register(recipient: object, key: string): Promise<string> {
  const proposed = await s.post(officer(), '/recipients', { ...recipient, key });
  expect(proposed.status).toBe(201);
  await approve(headNow(), String(proposed.json['approval']));
  return String(proposed.json['id']);
}
const approve = async (token: string, id: string): Promise<number> =>
  (await s.post(token, `/approvals/${id}:decide`, { decision: 'approve' })).status;
const consent = (who: string, event: 'given' | 'withdrawn') => {
  const { id, version, lang, sha256: hash } = offered();
  return s.post(s.token(who), '/consents', {
    purpose: 'provide_by_consent',
    event,
    notice: { id, version, lang, sha256: hash },
  });
};
const offered = () => {
  const found = s.vault.vault.notices.find(
    ({ purpose, audience, lang }) =>
      purpose === 'provide_by_consent' && audience === 'adult' && lang === 'zh-CN',
  );
  if (found === undefined) throw new Error('there is no notice');
  return found;
};
const prepare = (body: object) => s.post(officer(), '/hand-overs', body);
const make = (id: unknown, token = officer()) => s.post(token, `/hand-overs/${String(id)}:make`);

/** The log's entries about hand-overs, oldest first, as `action decision` with what matters. */
const story = async () =>
  (await s.log())
    .filter(({ action }) => action.startsWith('hand_over'))
    .map(({ action, decision, subject, reason, fields }) => ({ action, decision, subject, reason, fields }))
    .reverse();

describe.skipIf(!hasGnuPG && process.env['LINDUN_REQUIRE_FOREIGN'] !== '1')('a hand-over', () => {
  const there = gnuPG();
  afterAll(() => there.close());

  test('leaves out whose consent has gone in between: logged as refused, the package says how many and not who', async () => {
    const id = await register(hospital, there.oldKey('hospital@example.test'));
    s.pass(day);
    for (const who of [s.resident, zhang]) expect((await consent(who, 'given')).status).toBe(200);
    const prepared = await prepare({ recipient: id, residents: [s.resident, zhang] });
    expect(prepared.json).toMatchObject({ state: 'approved', approval: null });
    expect((await consent(s.resident, 'withdrawn')).status).toBe(200);

    const made = await make(prepared.json['id']);
    expect(made.json).toMatchObject({ included: 1, leftOut: 1 });
    const sealed = String(made.json['package']);
    expect(made.json['sha256']).toBe(bytesToHex(sha256(utf8ToBytes(sealed))));
    expect(JSON.stringify(made.json)).not.toMatch(/张伟|13700137000/);

    const { fingerprint, armored } = await s.calls.packageKey();
    there.trust(armored);
    const { text: inside, signedBy } = there.open(sealed);
    expect(signedBy).toBe(fingerprint);
    expect(inside).toContain('另有 1 人未提供');
    expect(inside).not.toMatch(new RegExp(`王秀英|${s.resident}|${zhang}|撤回`));
    expect(packageJson(inside)).toMatchObject({
      recipient: '历城社区医院',
      people: [{ name: '张伟', mobile: '13700137000' }],
      leftOut: 1,
    });

    expect(await story()).toEqual([
      { action: 'hand_over.prepare', decision: 'done', subject: null, reason: null, fields: {} },
      {
        action: 'hand_over.make',
        decision: 'refused',
        subject: s.resident,
        reason: 'consent_withdrawn',
        fields: { name: 'none', mobile: 'none' },
      },
      {
        action: 'hand_over.make',
        decision: 'granted',
        subject: zhang,
        reason: null,
        fields: { name: 'clear', mobile: 'clear' },
      },
      { action: 'hand_over.make', decision: 'done', subject: null, reason: null, fields: {} },
      { action: 'hand_over.seal', decision: 'done', subject: null, reason: null, fields: {} },
    ]);
    const leaf = s.vault.vault.store.log.leaves(s.entries() - 4, 4);
    expect(leaf.map(({ leaf: bytes }) => new TextDecoder().decode(bytes)).join()).toContain(
      `{"kind":"package","sha256":"${String(made.json['sha256'])}"}`,
    );

    // Each of the two reads it in their own log: who, which fields, on which ground.
    const own = async (who: string) =>
      (await s.ownLog(who)).find(({ action }) => action === 'hand_over.make');
    expect(await own(zhang)).toMatchObject({
      decision: 'granted',
      role: 'privacy_officer',
      purpose: 'provide_by_consent',
      basis: 'PIPL Art 13(1), 23',
      recipient: { name: '历城社区医院' },
    });
    expect(await own(s.resident)).toMatchObject({ decision: 'refused', reason: 'consent_withdrawn' });
    // And who was handed over is told in the chat that something was.
    const reminders = await s.post(s.token(s.bot.id), '/notifications:take', { limit: 20 });
    const kinds = reminders.json.items.filter(({ kind }) => kind === 'provided');
    expect(kinds).toHaveLength(1);

    expect((await make(prepared.json['id'])).status).toBe(409);
    expect((await story()).at(-1)).toMatchObject({ decision: 'refused', reason: 'already_made' });
  });
});

describe('without GnuPG', () => {
  test('a consent from before the recipient was there does not reach it', async () => {
    const { armored } = await recipientKey();
    expect((await consent(s.resident, 'given')).status).toBe(200);
    s.pass(day);
    const id = await register(hospital, armored);
    const prepared = await prepare({ recipient: id, residents: [s.resident] });
    expect((await make(prepared.json['id'])).status).toBe(409);
    expect(await story()).toContainEqual(
      expect.objectContaining({ subject: s.resident, decision: 'refused', reason: 'no_consent' }),
    );
    // Asked anew, and agreed: now it does.
    expect((await consent(s.resident, 'withdrawn')).status).toBe(200);
    expect((await consent(s.resident, 'given')).status).toBe(200);
    expect((await make(prepared.json['id'])).json).toMatchObject({ included: 1, leftOut: 0 });
  });

  test('what a law asks takes its number and a second person, goes out once, and only to whom it was approved for', async () => {
    const { armored, privateKey } = await recipientKey();
    const id = await register(police, armored);
    const asked = { recipient: id, residents: [s.resident] };
    expect((await prepare(asked)).status).toBe(422);
    const prepared = await prepare({ ...asked, document: '济公(鲍)调字〔2026〕12号' });
    expect(prepared.json).toMatchObject({ state: 'waiting' });
    expect((await make(prepared.json['id'])).status).toBe(409);
    // Not the officer herself, and not somebody who has no say in it.
    const approval = String(prepared.json['approval']);
    expect(await approve(officer(), approval)).toBe(403);
    expect(await approve(s.worker.token, approval)).toBe(403);
    expect(await approve(headNow(), approval)).toBe(200);
    // Who approved it makes no package of it.
    expect((await make(prepared.json['id'], headNow())).status).toBe(403);

    const made = await make(prepared.json['id']);
    const message = await readMessage({ armoredMessage: String(made.json['package']) });
    const { data } = await decrypt({ message, decryptionKeys: privateKey });
    expect(packageJson(String(data))).toMatchObject({
      document: '济公(鲍)调字〔2026〕12号',
      basis: '《刑事诉讼法》第五十四条',
      people: [{ name: '王秀英', address: '3-2-501' }],
    });
    expect(String(data)).not.toContain('13800138000');
    const own = (await s.ownLog(s.resident)).find(({ action }) => action === 'hand_over.make');
    expect(own).toMatchObject({
      purpose: 'provide_by_law',
      recipient: { name: '鲍山派出所' },
      words: '《刑事诉讼法》第五十四条 济公(鲍)调字〔2026〕12号',
    });
    expect((await make(prepared.json['id'])).status).toBe(409);
  });

  test('an approved one lapses after three days, and at once when its recipient is ended or its key expires', async () => {
    const { armored } = await recipientKey();
    const id = await register(police, armored);
    const approved = async () => {
      const body = { recipient: id, residents: [s.resident], document: '12号' };
      const prepared = await prepare(body);
      expect(await approve(headNow(), String(prepared.json['approval']))).toBe(200);
      return prepared.json['id'];
    };
    const first = await approved();
    s.pass(4 * day);
    expect((await make(first)).status).toBe(409);
    expect((await story()).at(-1)).toMatchObject({ reason: 'too_late' });
    const second = await approved();
    expect((await s.post(officer(), `/recipients/${id}:end`)).status).toBe(200);
    expect((await make(second)).status).toBe(409);
    expect((await story()).at(-1)).toMatchObject({ reason: 'recipient_ended' });
    const refused = await prepare({ recipient: id, residents: [s.resident], document: '13号' });
    expect(refused.status).toBe(409);
  });

  test('a recipient gets in with a key that encrypts, fields its purpose covers, a law where one asks, and a second person', async () => {
    const { armored } = await recipientKey();
    const propose = async (more: object) => {
      const answered = await s.post(officer(), '/recipients', { ...police, key: armored, ...more });
      return [answered.status, (answered.json['errors'] as { field: string }[] | undefined)?.[0]?.field];
    };
    expect(await propose({ key: 'nothing' })).toEqual([422, 'key']);
    expect(await propose({ key: (await s.calls.packageKey()).armored })).toEqual([422, 'key']);
    expect(await propose({ law: ' ' })).toEqual([422, 'law']);
    expect(await propose({ fields: ['care'] })).toEqual([422, 'fields']);
    expect(await propose({ purpose: 'provide_by_consent', fields: ['birthDate'] })).toEqual([422, 'fields']);

    const proposed = await s.post(officer(), '/recipients', { ...police, key: armored });
    const id = String(proposed.json['id']);
    const early = await prepare({ recipient: id, residents: [s.resident], document: '12号' });
    expect(early.status).toBe(409);
    const listed = async (token: string) =>
      (await s.post(token, '/recipients:search')).json.items.map(({ name, state }) => [name, state]);
    expect(await listed(officer())).toEqual([['鲍山派出所', 'proposed']]);
    expect(await listed(s.token(s.resident))).toEqual([]);
    expect(await approve(headNow(), String(proposed.json['approval']))).toBe(200);
    expect(await listed(s.token(s.resident))).toEqual([['鲍山派出所', 'active']]);
  });

  test('nobody reads a record by naming the purpose of handing over', async () => {
    for (const purpose of ['provide_by_law', 'provide_by_consent']) {
      const read = await s.post(officer(), `/records/resident/${s.resident}:read`, { purpose });
      expect(read.status).toBe(403);
    }
  });
});
