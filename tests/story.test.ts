import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildGoVerifier } from './foreign/go.ts';
import { type Signed, signIn, signInAs } from './pages.ts';
import { pin, residentFields } from './people.ts';
import { cameraPhoto } from './photos.ts';
import { bindAll, cast, dogs, openWorld, type World } from './world.ts';

/**
 * The ten-minute story of README.md as people live it: in the chat, through the bot on real Wechaty, and on the pages,
 * each part a process of its own. The steps build on each other.
 */
let world: World;
let workersTicket: Signed;
let number: string;
let ticket: string;

const privateLine = '收到,答案私聊发您。还没加我?点我头像加一下就行。';
const report = '@楼管家 3号楼下有狗没拴绳,吓到孩子了';
/** What nobody but the resident, or who was shown it for a ticket, may ever be told. */
const secrets = [residentFields.name, '13800138000', '370112199003071230', residentFields.care];

beforeAll(async () => {
  world = await openWorld();
  await bindAll(world);
  const { vault, people } = world;
  const notices = await vault.send('GET', '/notices');
  const { id, version, sha256, lang } = (notices.json as { items: Record<string, string>[] }).items[0] ?? {};
  const body = { purpose: 'phone_contact', event: 'given', notice: { id, version, sha256, lang } };
  const page = await people.page(people.resident.id);
  expect((await vault.send('POST', '/consents', { token: page, body })).status).toBe(200);
});
afterAll(() => world.close());

const newest = async (filter: object) => {
  const { vault, people } = world;
  const body = { limit: 1, ...filter };
  const wire = await vault.send('POST', '/log:search', { token: people.officer.token, body });
  return (wire.json as { items: Record<string, unknown>[] }).items[0];
};
const linkIn = (text: string): string => /https?:\S+/.exec(text)?.[0] ?? '';
const seqOf = async (person: (typeof cast)[keyof typeof cast]) =>
  (await world.heard(person)).at(-1)?.seq ?? 0;

test('step 1: a report in the group gets a number there, and its details in private', async () => {
  await world.say(cast.owner, dogs, report);
  const line = await world.hear(cast.owner, /^收到,编号\d{4},细节我私聊问您。$/, { room: dogs });
  number = /\d{4}/.exec(line.text)?.[0] ?? '';
  await world.hear(cast.owner, /什么时候开始|还有要补充的吗/);
  let after = await seqOf(cast.owner);
  await world.say(cast.owner, null, '刚才,棕色的,跑得很快');
  await world.hear(cast.owner, /有照片就发一张/, { after });
  after = await seqOf(cast.owner);
  await world.say(cast.owner, null, undefined, { image: cameraPhoto() });
  await world.hear(cast.owner, new RegExp(number), { after });

  const group = (await world.heard(cast.neighbour)).filter(
    ({ room, from }) => room === dogs && from === 'bot',
  );
  expect(group.map(({ text }) => text)).toEqual([`收到,编号${number},细节我私聊问您。`]);
  for (const { text } of (await world.heard(cast.stranger)).filter(({ from }) => from === 'bot'))
    for (const secret of [...secrets, '棕色']) expect(text).not.toContain(secret);
});

describe('step 2: the worker', () => {
  test('hears of it, takes it, and is told the masked name and nothing else', async () => {
    await world.hear(cast.worker, new RegExp(`${number}.*接单`));
    await world.say(cast.worker, null, `接单 ${number}`);
    const taken = await world.hear(cast.worker, new RegExp(`${number}归您了`));
    expect(taken.text).toContain('王**');
    const all = (await world.heard(cast.worker)).filter(({ from }) => from === 'bot').map(({ text }) => text);
    for (const secret of [...secrets, '棕色', '吓到孩子']) expect(all.join('\n')).not.toContain(secret);
    await world.hear(cast.owner, new RegExp(`${number}有网格员接了`));
  });

  test('gets the number on the page of this ticket alone, and the vault has logged it', async () => {
    await world.say(cast.worker, null, `电话 ${number}`);
    const { text } = await world.hear(cast.worker, /enter#/);
    workersTicket = await signIn(linkIn(text));
    ticket = /tickets\/(\w{26})/.exec(workersTicket.url)?.[1] ?? '';
    const before = await workersTicket.get(`/tickets/${ticket}`);
    expect(before.status).toBe(200);
    expect(before.text).toContain('棕色');
    expect(before.text).not.toContain('13800138000');
    const reporter = /name="reporter" value="(\w{26})"/.exec(before.text)?.[1] ?? '';
    const looked = await workersTicket.post(`/tickets/${ticket}/phone`, { reporter });
    expect(looked.text).toContain('tel:13800138000');
    expect(await newest({ action: 'record.read', actor: world.people.worker.id })).toMatchObject({
      decision: 'granted',
      fields: { mobile: 'clear' },
      purpose: 'phone_contact',
      ticket: Number(number),
    });
    for (const path of ['/tickets', '/residents', '/log', '/me'])
      expect((await workersTicket.get(path)).status).toBe(403);
    expect((await signIn(linkIn(text)).catch((error: Error) => error.message)) as string).toContain('403');
  });
});

test('step 4: the resident reads who looked: who, when, which field, for what, under which ticket', async () => {
  const after = await seqOf(cast.owner);
  await world.say(cast.owner, null, '谁看过我的信息');
  const seen = await world.hear(cast.owner, /最近1次/, { after });
  for (const part of ['今天', '网格员', '李**', number, '电话']) expect(seen.text).toContain(part);
  expect(seen.text).not.toContain('李建国');
  const { text } = await world.hear(cast.owner, /enter#/, { after });
  const own = await signIn(linkIn(text));
  const page = await own.get('/me/log');
  expect(page.status).toBe(200);
  expect(page.text).toContain('李**');
  const record = await own.get('/me');
  expect(record.text).toContain('138****8000');
  for (const secret of secrets) expect(record.text).not.toContain(secret);
});

test('step 5: consent taken back is refused to the very next look, on the page that is open', async () => {
  const reporter = world.people.resident.id;
  expect((await workersTicket.post(`/tickets/${ticket}/phone`, { reporter })).text).toContain('tel:');
  const after = await seqOf(cast.owner);
  await world.say(cast.owner, null, '撤回同意 电话联系');
  await world.hear(cast.owner, /从现在起网格员看不到您的电话/, { after });
  const refused = await workersTicket.post(`/tickets/${ticket}/phone`, { reporter });
  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain('13800138000');
  expect(await newest({ decision: 'refused' })).toMatchObject({ reason: 'consent_withdrawn' });
});

test('step 6: the officer sees the refusal and its reason, and a foreign program checks the proof', async (context) => {
  const { vault, people } = world;
  const officer = await signInAs(vault.vault.url, people.numbers.get(people.officer.id) ?? '', pin);
  const log = await officer.get('/log');
  expect(log.text).toContain('本人已撤回同意');
  for (const secret of secrets) expect(log.text).not.toContain(secret);
  const seq = Number((await newest({ decision: 'refused' }))?.['seq']);
  expect((await officer.get(`/log/${seq}`)).text).toContain('本人已撤回同意');

  const folder = mkdtempSync(join(tmpdir(), 'lindun-go-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const built = buildGoVerifier(folder);
  if ('missing' in built) return context.skip(built.missing);
  const { text: proof } = await officer.post(`/log/${seq}/proof`, {});
  expect(proof).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  const file = join(folder, 'entry.tlog-proof');
  writeFileSync(file, proof);
  const vkey = (await vault.send('GET', '/log/key')).text.trim();
  const checked = spawnSync(built.program, ['check-proof', file, vkey], { encoding: 'utf8' });
  expect([checked.status, checked.stderr]).toEqual([0, '']);
  expect(checked.stdout).toContain('consent_withdrawn');
});

describe('step 7: a question in the group', () => {
  test('gets the same bytes for a dog owner, for somebody without one, unbound, and no contact', async () => {
    const question = '@楼管家 我家狗的疫苗什么时候到期';
    const answers: string[] = [];
    for (const person of [cast.owner, cast.neighbour, cast.unbound, cast.stranger]) {
      const after = await seqOf(person);
      await world.say(person, dogs, question);
      answers.push((await world.hear(person, /./, { room: dogs, after })).text);
    }
    expect(answers).toEqual(Array(4).fill(privateLine));
  });

  test('and the answer in private, to whom it is for', async () => {
    await world.hear(cast.owner, /旺\*.*2027年3月/);
    await world.hear(cast.neighbour, /没有狗狗的档案/);
    await world.hear(cast.unbound, /绑定/);
    const others = (await world.heard(cast.neighbour)).map(({ text }) => text).join('\n');
    expect(others).not.toContain('旺财');
    expect((await world.heard(cast.stranger)).filter(({ room }) => room === null)).toEqual([]);
  });
});

test('step 3: only the resident closes and rates, and from then on the number is refused', async () => {
  const { worker, owner } = cast;
  await world.say(owner, null, '同意 电话联系');
  await world.hear(owner, /恢复了/);
  const reporter = world.people.resident.id;
  expect((await workersTicket.post(`/tickets/${ticket}/phone`, { reporter })).text).toContain('tel:');
  await world.say(worker, null, `办结 ${number} 已提醒拴绳`);
  await world.hear(worker, new RegExp(`${number}办结了`));
  await world.hear(owner, new RegExp(`${number}办好了`));
  let after = await seqOf(worker);
  await world.say(worker, null, `满意 ${number}`);
  await world.hear(worker, /./, { after });
  expect(await newest({ action: 'ticket.close' })).toBeUndefined();
  after = await seqOf(owner);
  await world.say(owner, null, `满意 ${number}`);
  await world.hear(owner, new RegExp(`${number}结了`), { after });
  await world.say(owner, null, '5');
  await world.hear(owner, /5分/, { after });
  expect(await newest({ action: 'ticket.rate' })).toMatchObject({ decision: 'done', ticket: Number(number) });
  expect((await workersTicket.post(`/tickets/${ticket}/phone`, { reporter })).status).toBe(403);
  expect(await newest({ decision: 'refused' })).toMatchObject({ reason: 'case_closed' });
});
