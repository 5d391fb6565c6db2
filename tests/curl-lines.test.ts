import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Facts, readFacts } from '../demo/facts.ts';
import type { Line } from '../demo/lines.ts';
import { type Community, residentOf } from '../demo/seed/community.ts';
import {
  communityIn,
  endAll,
  ended,
  everybodyIn,
  lineIn,
  linesIn,
  npmStart,
  paste,
  type Pasted,
  processesOn,
  repository,
  start,
  type Started,
  stateIn,
  until,
} from './npm-process.ts';

/** Every line that `npm start -- --curl` prints, as somebody pastes it. */
const folder = fs.mkdtempSync(join(tmpdir(), "lindun's lines "));

afterAll(async () => {
  await endAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('on an empty directory', () => {
  const dir = join(folder, 'state');
  let started: Started;
  let lines: readonly Line[];
  let facts: Facts;
  const pasted = new Map<string, Pasted>();
  let community: Community;

  beforeAll(async () => {
    started = npmStart(dir, ['--curl']);
    await everybodyIn(started);
    lines = linesIn(dir);
    facts = readFacts(dir);
    community = communityIn(dir);
    for (const line of lines) pasted.set(line.id, paste(line));
  });
  const said = (id: string): string => pasted.get(id)?.text ?? '';

  test('every printed line ends as it promises', () => {
    const promised = lines.map((line) => [line.id, 'curl' in line ? line.expect : 0]);
    expect(lines.map(({ id }) => [id, pasted.get(id)?.ends])).toEqual(promised);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  test('what is kept for programs is what was printed, and there is a line and a token for each role', () => {
    for (const line of lines) {
      expect(started.out).toContain('curl' in line ? line.curl : line.shell);
      expect(started.out).toContain(`# ${line.title.zh}\n# ${line.title.en}  → `);
    }
    const roles = ['worker', 'neighbour', 'resident', 'dispatcher', 'administrator', 'bot', 'officer'];
    expect([...new Set(lines.map(({ role }) => role))].sort()).toEqual(roles.sort());
  });

  test('nobody’s data is in an address, in what was printed, or in what is kept between starts', () => {
    const residents = community.households.flatMap(({ members }) => members);
    const files = ['demo.json', 'demo/state.json', 'demo/lines.json', 'demo/programs.log'];
    const kept =
      started.out + started.err + files.map((file) => fs.readFileSync(join(dir, file), 'utf8')).join('');
    const told = residents.filter(
      ({ name, mobile, idNumber }) =>
        kept.includes(idNumber) ||
        (mobile !== undefined && kept.includes(mobile)) ||
        (name.length > 2 && kept.includes(name)),
    );
    expect(told.map(({ id }) => id)).toEqual([]);
    for (const line of lines) {
      if ('curl' in line) expect(line.curl).not.toMatch(/http:\S*[^\x20-\x7e]/);
    }
  });

  test('a value in clear comes to its resident, and the number to the worker who has the ticket; to nobody else', () => {
    const { name, mobile = '', idNumber } = residentOf(community, 'p-wang');
    const saw = (value: string) => lines.map(({ id }) => id).filter((id) => said(id).includes(value));
    expect(saw(mobile)).toEqual(['phone', 'own-record']);
    expect(saw(name)).toEqual(['own-record']);
    expect(saw(idNumber)).toEqual([]);
    const all = community.households.flatMap(({ members }) => members);
    const others = all.filter((each) => each.mobile !== undefined && each.mobile !== mobile);
    const everything = [...pasted.values()].map(({ text }) => text).join('');
    expect(others.filter((each) => everything.includes(each.mobile ?? '')).map(({ id }) => id)).toEqual([]);
    expect(all.filter((each) => everything.includes(each.idNumber)).map(({ id }) => id)).toEqual([]);
  });

  test('the worker’s list is masked and says how many more there are: all of grid 3 was brought in', () => {
    const { items, remaining } = JSON.parse(said('grid-list')) as {
      items: { fields: Record<string, { level: string; value?: string }> }[];
      remaining: number;
    };
    const inGrid = community.households.filter(({ grid }) => grid === 3).flatMap(({ members }) => members);
    expect(items.length + remaining).toBe(inGrid.length);
    for (const { fields } of items) {
      expect(fields['name']).toMatchObject({ level: 'masked' });
      expect(fields['name']?.value).toMatch(/\*/);
      expect(fields['address']?.value).toMatch(/^\d+号楼\*单元\*\*\*\*$/);
      expect([fields['idNumber'], fields['care']]).toEqual([{ level: 'none' }, { level: 'none' }]);
    }
  });

  test('a refusal says nothing but that it is one, and a reference', () => {
    const refused = lines.filter((line) => 'curl' in line && line.expect === 403);
    expect(refused.length).toBeGreaterThan(5);
    for (const { id } of refused) {
      expect(JSON.parse(said(id))).toMatchObject({
        code: 'denied',
        reference: expect.stringMatching(/^\w{26}$/),
      });
      expect(said(id)).not.toMatch(/consent|grid|case|"items"/);
    }
  });

  test('the worker reads the ticket’s words and the reporter’s masked name; the dispatcher no name at all', () => {
    const { name } = residentOf(community, 'p-wang');
    expect(said('ticket')).toContain('3号楼下有狗没拴绳');
    expect(JSON.parse(said('ticket'))).toMatchObject({
      state: 'handling',
      mine: true,
      reporter: { name: { level: 'masked', value: `${name.slice(0, 1)}${'*'.repeat(name.length - 1)}` } },
    });
    const waiting = JSON.parse(said('dispatch')) as { items: { state: string; reporter: unknown }[] };
    expect(waiting.items.length).toBeGreaterThan(0);
    for (const { state, reporter } of waiting.items) expect([state, reporter]).toEqual(['accepted', null]);
  });

  test('the resident reads who looked, at what, for what and under which ticket', () => {
    const { items } = JSON.parse(said('own-log')) as { items: unknown[] };
    const look = {
      role: 'grid_worker',
      decision: 'granted',
      purpose: 'phone_contact',
      ticket: (JSON.parse(said('ticket')) as { number: number }).number,
      fields: { mobile: 'clear', name: 'masked' },
      who: { level: 'masked', value: '李**' },
    };
    expect(items).toContainEqual(expect.objectContaining(look));
    expect(JSON.parse(said('own-record'))).toMatchObject({
      fields: { idNumber: { level: 'fact', value: 'yes' } },
    });
  });

  test('the officer reads each refusal with its reason, the one after the withdrawal too', () => {
    const { items } = JSON.parse(said('refusals')) as { items: { reason: string; role: string }[] };
    const reasons = items.map(({ role, reason }) => `${role} ${reason}`);
    expect(reasons).toEqual(
      expect.arrayContaining([
        'grid_worker consent_withdrawn',
        'grid_worker case_missing',
        'grid_worker not_your_grid',
        expect.stringMatching(/^administrator /),
        expect.stringMatching(/^bot /),
      ]),
    );
  });

  test('the checkpoint is a signed note, and the proof opens the first look at the number', () => {
    const { checkpoint } = JSON.parse(said('checkpoint')) as { checkpoint: string };
    expect(checkpoint).toMatch(/^lindun\/hengda\/1\n\d+\n\S+\n\n— lindun\/hengda\/1 \S+\n$/);
    const file = fs.readdirSync(dir).find((name) => /^entry-\d+\.tlog-proof$/.test(name)) ?? '';
    expect(fs.readFileSync(join(dir, file), 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect(said('exchange')).toContain('"scope":"contact"');
    const checked = lines.find(({ id }) => id === 'check-proof');
    if (checked !== undefined) expect(said('check-proof')).toMatch(/验证通过[^]*"mobile": ?"clear"/);
    else expect(process.env['LINDUN_REQUIRE_FOREIGN']).not.toBe('1');
  });

  test('Ctrl-C leaves no process; the next start goes on, and its lines work again', async () => {
    paste(lineIn(lines, 'withdraw')); // an earlier visitor left it like that
    await ended(started.child);
    expect(processesOn(dir)).toEqual([]);
    expect(started.err).toBe('');
    const before = stateIn(dir);
    // Without npm, whose shell dies of the Ctrl-C itself: here the exit code is ours.
    const again = start(process.execPath, [join(repository, 'start.mjs'), '--curl'], dir);
    await until(again, 'npx lindun verify');
    expect(again.out).not.toMatch(/导入/);
    const after = stateIn(dir);
    expect([after.staff, after.ticket, after.bound]).toEqual([before.staff, before.ticket, before.bound]);
    const keys = (of: Facts) => Object.values(of.signIn).map(({ number, pin }) => [number, pin]);
    expect(keys(readFacts(dir))).toEqual(keys(facts));
    const tokenOf = (said: readonly Line[]) => /lin_\w+/.exec(JSON.stringify(lineIn(said, 'phone')))?.[0];
    const now = linesIn(dir);
    expect(tokenOf(now)).not.toBe(tokenOf(lines));
    for (const id of ['phone', 'other-grid-phone', 'own-log', 'refusals', 'proof']) {
      const line = lineIn(now, id);
      expect([id, paste(line).ends]).toEqual([id, 'curl' in line ? line.expect : 0]);
    }
    await ended(again.child);
    expect(await again.exit).toBe(0);
    expect(processesOn(dir)).toEqual([]);
  });
});
