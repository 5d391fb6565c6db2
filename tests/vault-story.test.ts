import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildGoVerifier } from './foreign/go.ts';
import { dogFields, type People, residentFields, settle } from './people.ts';
import { testVault, type TestVault, type Wire } from './wire.ts';

/**
 * The story of README.md, step by step, over HTTP against a real workerd process. Each step asserts what every party
 * can and cannot see. They build on each other and run in order; the third comes last, because it ends the ticket.
 */
let vault: TestVault;
let people: People;
let notice: Record<string, string>;
let ticket: { id: string; number: number; version: number };

interface Entry {
  seq: number;
  decision: string;
  action: string;
  reason: string | null;
  actor: string;
  subject: string | null;
  fields: Record<string, string>;
  purpose: string | null;
  ticket: number | null;
  time: number;
  who: { level: string; value: string } | null;
}

const post = (path: string, token: string, body?: unknown, headers: Record<string, string> = {}) =>
  vault.send('POST', path, { token, body, headers });
const phone = (token: string) =>
  post(`/records/resident/${people.resident.id}:read`, token, {
    purpose: 'phone_contact',
    case: ticket.id,
    fields: ['mobile'],
  });
const items = (wire: Wire) => (wire.json as { items: Entry[] }).items;
const newest = async (filter: object = {}) =>
  items(await post('/log:search', people.officer.token, { limit: 1, ...filter }))[0];
const readTicket = (token: string) =>
  post(`/tickets/${ticket.number}:read`, token, { purpose: 'handle_ticket' });

/** Nothing of the resident's own values may be in what somebody else is told. */
const secrets = [residentFields.name, '13800138000', '370112199003071230', '3-2-501', residentFields.care];
const tellsNothing = (wire: Wire) => secrets.forEach((secret) => expect(wire.text).not.toContain(secret));
const denied = (wire: Wire) => {
  expect(wire.status).toBe(403);
  expect(wire.json).toMatchObject({ code: 'denied' });
  expect(wire.text).not.toMatch(/consent|case_|not_your|grid/);
  tellsNothing(wire);
};

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  const notices = (await vault.send('GET', '/notices')).json as { items: Record<string, string>[] };
  const { id, version, lang, sha256 } =
    notices.items.find(({ purpose }) => purpose === 'phone_contact') ?? {};
  notice = { id: String(id), version: String(version), lang: String(lang), sha256: String(sha256) };
  const page = await people.page(people.resident.id);
  const given = await post('/consents', page, { purpose: 'phone_contact', event: 'given', notice });
  expect(given.status).toBe(200);
});

afterAll(() => vault.close());

describe('step 1, behind the bot', () => {
  test('a report in the group gives a receipt and a number, and nothing else', async () => {
    const report = { category: 'dog', description: '3号楼下有狗没拴绳,吓到孩子了' };
    const wire = await post('/tickets', await people.chat(people.resident.contact, 'group'), report);
    expect(wire.status).toBe(201);
    expect(wire.json).toEqual({ receipt: 'received', number: 1 });
    const stranger = await post('/tickets', await people.chat('wx-stranger', 'group'), report);
    expect(stranger.json).toEqual({ receipt: 'received', number: 2 });
  });
});

describe('step 2: the worker of the grid', () => {
  test('finds the ticket; before it is taken neither words nor reporter, for nobody', async () => {
    const list = await post('/tickets:search', people.worker.token, {
      purpose: 'handle_ticket',
      where: { grid: 3 },
      limit: 10,
    });
    expect(list.status).toBe(200);
    const found = items(list) as unknown as {
      id: string;
      number: number;
      version: number;
      reporter: unknown;
    }[];
    const first = found.find(({ number }) => number === 1);
    expect(first).toMatchObject({ state: 'submitted', reporter: null });
    ticket = first as typeof ticket;
    expect(list.text).not.toContain('拴绳');
    tellsNothing(list);
    denied(await phone(people.worker.token));
  });

  test('a worker of another grid is refused, and the refusal is in the log', async () => {
    denied(await readTicket(people.otherWorker.token));
    expect(await newest()).toMatchObject({
      decision: 'refused',
      reason: 'not_your_grid',
      actor: people.otherWorker.id,
      subject: people.resident.id,
    });
    const list = { purpose: 'handle_ticket', where: { grid: 3 }, limit: 10 };
    denied(await post('/tickets:search', people.otherWorker.token, list));
    denied(
      await post(`/tickets/1:move`, people.otherWorker.token, { action: 'take' }, { 'if-match': '"1"' }),
    );
    denied(await phone(people.otherWorker.token));
  });

  test('takes it, and sees the words and the masked name of the reporter and nothing else', async () => {
    const taken = await post(
      '/tickets/1:move',
      people.worker.token,
      { action: 'take' },
      { 'if-match': '"1"' },
    );
    expect(taken.status).toBe(200);
    const read = await readTicket(people.worker.token);
    expect(read.json).toMatchObject({
      state: 'handling',
      fields: { description: { level: 'clear', value: '3号楼下有狗没拴绳,吓到孩子了' } },
      reporter: { name: { level: 'masked', value: '王**' } },
    });
    expect(Object.keys((read.json as { reporter: object }).reporter).sort()).toEqual(['id', 'name']);
    tellsNothing(read);
    ticket.version = (read.json as typeof ticket).version;
  });

  test('asks for the number for this ticket, gets it, and the vault has logged it', async () => {
    const shown = await phone(people.worker.token);
    expect(shown.json).toMatchObject({ fields: { mobile: { level: 'clear', value: '13800138000' } } });
    expect(Object.keys((shown.json as { fields: object }).fields)).toEqual(['mobile']);
    expect(await newest()).toMatchObject({
      action: 'record.read',
      decision: 'granted',
      actor: people.worker.id,
      subject: people.resident.id,
      fields: { mobile: 'clear' },
      purpose: 'phone_contact',
      ticket: 1,
    });
  });

  test('nobody else gets the number: no role, no other purpose, no other field', async () => {
    for (const who of [people.otherWorker, people.dispatcher, people.officer, people.bot])
      denied(await phone(who.token));
    denied(await phone(people.administrator));
    denied(await phone(await people.chat('wx-stranger')));
    denied(await phone(await people.chat(people.resident.contact, 'group')));
    const path = `/records/resident/${people.resident.id}:read`;
    denied(
      await post(path, people.worker.token, {
        purpose: 'phone_contact',
        case: ticket.id,
        fields: ['idNumber', 'care'],
      }),
    );
    const overview = await post(path, people.worker.token, { purpose: 'grid_overview' });
    expect(overview.json).toMatchObject({ fields: { mobile: { level: 'masked', value: '138****8000' } } });
    tellsNothing(overview);
  });
});

describe('step 4: who has seen my data', () => {
  test('the resident reads who, when, which field, for what, under which ticket', async () => {
    const before = Date.now();
    const wire = await post('/log:own', await people.chat(people.resident.contact), { limit: 30 });
    const look = items(wire).find(({ fields }) => fields['mobile'] === 'clear');
    expect(look).toMatchObject({
      who: { level: 'masked', value: '李**' },
      role: 'grid_worker',
      decision: 'granted',
      purpose: 'phone_contact',
      ticket: 1,
    });
    expect(before - (look?.time ?? 0)).toBeLessThan(60_000);
    expect(wire.text).not.toContain('李建国');
    expect(wire.text).not.toContain(people.worker.id);
    tellsNothing(wire);
    expect(items(wire).filter(({ decision }) => decision === 'refused').length).toBeGreaterThan(3);
  });

  test('a stranger reads nothing of it', async () => {
    const wire = await post('/log:own', await people.chat('wx-stranger'), { limit: 30 });
    expect(wire.text).not.toContain('phone_contact');
    denied(await post('/log:own', await people.chat(people.resident.contact, 'group'), { limit: 30 }));
  });
});

describe('step 5: withdrawal', () => {
  test('the very next read is refused, also for a worker with an open page', async () => {
    expect((await phone(people.worker.token)).status).toBe(200);
    const token = await people.chat(people.resident.contact);
    const withdrawn = await post('/consents', token, { purpose: 'phone_contact', event: 'withdrawn' });
    expect(withdrawn.json).toMatchObject({ state: 'withdrawn' });
    denied(await phone(people.worker.token));
    expect(await newest()).toMatchObject({ decision: 'refused', reason: 'consent_withdrawn' });
  });

  test('renewed in the chat it is released again', async () => {
    const token = await people.chat(people.resident.contact);
    const again = await post('/consents', token, { purpose: 'phone_contact', event: 'given', notice });
    expect(again.json).toMatchObject({ state: 'given' });
    expect((await phone(people.worker.token)).status).toBe(200);
  });
});

describe('step 6: the officer', () => {
  test('opens the log and sees the refusal; reads no record with it', async () => {
    const refused = await post('/log:search', people.officer.token, { decision: 'refused', limit: 50 });
    expect(items(refused).map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['consent_withdrawn', 'not_your_grid', 'group_context']),
    );
    tellsNothing(refused);
    denied(await post('/log:search', people.worker.token, { limit: 1 }));
    denied(await post('/log:search', people.administrator, { limit: 1 }));
    denied(
      await post(`/records/resident/${people.resident.id}:read`, people.officer.token, {
        purpose: 'access_audit',
      }),
    );
  });

  test('a program that shares no code with ours checks an exported proof', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'lindun-go-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const built = buildGoVerifier(folder);
    if ('missing' in built) return context.skip(built.missing);
    const check = (proof: string, vkey: string) => {
      const file = join(folder, 'entry.tlog-proof');
      writeFileSync(file, proof);
      return spawnSync(built.program, ['check-proof', file, vkey], { encoding: 'utf8' });
    };
    const look = items(
      await post('/log:search', people.officer.token, { action: 'record.read', limit: 50 }),
    ).find(({ fields }) => fields['mobile'] === 'clear');
    const proof = (await post(`/log/entries/${look?.seq}:prove`, people.officer.token)).json as {
      proof: string;
    };
    const { text: vkey } = await vault.send('GET', '/log/key');
    const said = check(proof.proof, vkey.trim());
    expect([said.status, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toContain(people.worker.id);
    const forged = proof.proof.replace(/index \d+/, `index ${(look?.seq ?? 0) + 1}`);
    expect(check(forged, vkey.trim()).status).not.toBe(0);
  });

  test('`lindun verify` finds nothing, while the vault runs', () => {
    const program = join(import.meta.dirname, '..', 'bin', 'lindun.mjs');
    const output = execFileSync(process.execPath, [program, 'verify', '--dir', vault.dir, '--json'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toMatchObject({ ok: true });
  });
});

describe('step 7: my own dog', () => {
  const question = { purpose: 'own_record', where: { mine: true }, limit: 10 };

  test('the answer goes to the private chat, masked; a group token gets nothing', async () => {
    const mine = await post('/records/dog:search', await people.chat(people.resident.contact), question);
    expect(items(mine)[0]?.fields).toMatchObject({
      vaccinatedUntil: { level: 'masked', value: '有,到2027年3月' },
    });
    expect(mine.text).not.toContain(dogFields.chip);
    denied(await post('/records/dog:search', await people.chat(people.resident.contact, 'group'), question));
    denied(await post('/records/dog:search', await people.chat('wx-stranger'), question));
  });
});

describe('step 3: the end of the ticket', () => {
  test('the worker marks it handled, and only the resident closes and rates it', async () => {
    const version = { 'if-match': `"${ticket.version}"` };
    const handled = await post(
      '/tickets/1:move',
      people.worker.token,
      { action: 'handle', result: '已提醒拴绳' },
      version,
    );
    expect(handled.json).toMatchObject({ state: 'handled' });
    const after = { 'if-match': `"${(handled.json as typeof ticket).version}"` };
    denied(await post('/tickets/1:move', people.worker.token, { action: 'close' }, after));
    denied(await post('/tickets/1:move', await people.chat('wx-stranger'), { action: 'close' }));
    denied(
      await post('/tickets/1:move', await people.chat(people.resident.contact, 'group'), { action: 'close' }),
    );
    const resident = () => people.chat(people.resident.contact);
    expect((await post('/tickets/0001:move', await resident(), { action: 'close' })).json).toMatchObject({
      state: 'closed',
    });
    const rated = await post('/tickets/1:move', await resident(), { action: 'rate', rating: '5' });
    expect(rated.json).toMatchObject({ state: 'rated' });
  });

  test('the phone number is refused once the ticket is closed, and so are its words', async () => {
    denied(await phone(people.worker.token));
    expect(await newest()).toMatchObject({ reason: 'case_closed' });
    denied(await readTicket(people.worker.token));
  });
});
