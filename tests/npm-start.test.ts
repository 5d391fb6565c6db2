import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChatSpeaker } from '../demo/chat-speaker.ts';
import { type Facts, readFacts } from '../demo/facts.ts';
import { firstWords } from '../demo/print.ts';
import type { Seat } from '../demo/sign-in.ts';
import { stations } from '../demo/stations.ts';
import { VaultClient } from '../vault/client.ts';
import { storySeed } from '../demo/seed/community.ts';
import {
  communityIn,
  endAll,
  ended,
  everybodyIn,
  lineIn,
  linesIn,
  npmStart,
  paste,
  processesOn,
  programs,
  ready,
  small,
  type Started,
  stateIn,
  until,
} from './npm-process.ts';

/** `npm start` as somebody runs it: what it tells, keeps, starts again, refuses and leaves. */
const folder = fs.mkdtempSync(join(tmpdir(), "lindun's demo "));

afterAll(async () => {
  await endAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('while it runs', () => {
  const dir = join(folder, 'state');
  let started: Started;
  let facts: Facts;

  beforeAll(async () => {
    started = npmStart(dir);
    await everybodyIn(started);
    facts = readFacts(dir);
  });

  test('programs are told the addresses, the people by their nicknames, and a way in for each role', async () => {
    expect(Object.keys(facts)).toEqual(['vault', 'chat', 'community', 'people', 'rooms', 'signIn']);
    const people = (await (await fetch(`${facts.chat}/people`)).json()) as { id: string; name: string }[];
    for (const { id, name } of facts.people)
      expect(people).toContainEqual(expect.objectContaining({ id, name }));
    const ways = Object.values(facts.signIn);
    for (const said of [facts.vault, facts.chat, ...ways.flatMap(({ address, pin }) => [address, pin])])
      expect(started.out).toContain(said);
    const vault = new VaultClient({ url: facts.vault, community: 'hengda' });
    for (const { address, number, pin } of ways) {
      expect(address).toBe(`${facts.vault}/c/hengda/sign-in#${number}`);
      expect((await vault.signIn(number, pin)).ok).toBe(true);
    }
  });

  test('somebody waits for everybody: an approval, a round of visits, a request, a consent from the door', async () => {
    // Before the rest came in, each was made by whose work it is; a refusal would be tried again, and told in the log.
    expect(stateIn(dir).stations).toEqual(Object.keys(stations));
    const vault = new VaultClient({ url: facts.vault, community: 'hengda' });
    const as = async (seat: Seat) => {
      const { number, pin } = facts.signIn[seat];
      const entered = await vault.signIn(number, pin);
      return vault.as(entered.ok ? entered.value.token : '');
    };
    const list = async (seat: Seat, path: string, body: object = {}) => {
      const answer = await (await as(seat)).post<{ items: readonly Record<string, unknown>[] }>(path, body);
      return answer.ok ? answer.value.items : [];
    };
    expect((await list('head', '/approvals:search')).map(({ act }) => act)).toEqual(['activate_policy']);
    expect((await list('leader', '/visits:search')).map(({ state }) => state).toSorted()).toEqual([
      'accepted',
      'submitted',
    ]);
    expect((await list('auditor', '/pias:search'))[0]).toMatchObject({ signedAt: expect.any(Number) });
    expect((await list('officer', '/rights:search', { mine: false })).map(({ right }) => right)).toEqual([
      'correct',
    ]);
    expect((await list('officer', '/recipients:search')).map(({ state }) => state)).toEqual([
      'active',
      'active',
    ]);
    expect(await list('officer', '/canaries:search')).toHaveLength(5);
    expect(await list('dedicated', '/canaries:search')).toEqual([]);
    expect((await list('resident', '/relations:search')).map(({ kind }) => kind)).toEqual(['guardian']);
  });

  test('the first words of the story go their way: a number in the group, and word to the worker of the grid', async () => {
    const chat = new ChatSpeaker(facts.chat);
    const { seq } = await chat.say('p-wang', 'r-dogs', firstWords);
    const heard = async (as: string, room: string | null, what: RegExp): Promise<RegExpExecArray> => {
      for (let waited = 0; waited < 30_000; waited += 100) {
        for (const message of await chat.seen(as, seq)) {
          const found = message.from === 'bot' && message.room === room && what.exec(message.text ?? '');
          if (found) return found;
        }
        await sleep(100);
      }
      throw new Error(`${as} was not told`);
    };
    const [, number = ''] = await heard('p-wang', 'r-dogs', /编号(\d{4,})/);
    await heard('w-li', null, new RegExp(number));
    await heard('p-wang', null, new RegExp(number));
  });

  test('everything it keeps is for nobody else to read', () => {
    const kept = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
    const open = kept.filter((entry) => {
      const { mode } = fs.statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false }) ?? {
        mode: 0,
      };
      return (mode & 0o077) !== 0;
    });
    // The proof is the shell's, as its line was pasted.
    expect(open.map(({ name }) => name).filter((name) => !name.endsWith('.tlog-proof'))).toEqual([]);
    expect(fs.statSync(dir).mode & 0o777).toBe(0o700);
    expect(fs.statSync(join(dir, 'demo.json')).mode & 0o777).toBe(0o600);
  });

  test('a program that was killed is there again, and the vault where it was', async () => {
    const before = processesOn(dir);
    expect(before).toHaveLength(programs);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const back = async () => {
      const answers = [fetch(`${facts.vault}/healthz`), fetch(`${facts.chat}/people`)];
      return (await Promise.allSettled(answers)).every(
        (each) => each.status === 'fulfilled' && each.value.ok,
      );
    };
    for (let waited = 0; !(await back()) || processesOn(dir).length < programs; waited += 50) {
      if (waited > 30_000) throw new Error('not there again');
      await sleep(50);
    }
    expect(processesOn(dir).filter((pid) => before.includes(pid))).toEqual([]);
    const { number, pin } = facts.signIn.resident;
    const vault = new VaultClient({ url: facts.vault, community: 'hengda' });
    expect((await vault.signIn(number, pin)).ok).toBe(true);
  });
});

test('a start that was killed in its import goes on where it was: everybody is there once, nothing is left over', async () => {
  const dir = join(folder, 'killed');
  const many = { LINDUN_DEMO_HOUSEHOLDS: '400' };
  const first = npmStart(dir, [], many);
  await until(first, '陆续导入');
  // Only the supervisor: who runs a terminal's `kill -9` on it leaves the others behind.
  const left = processesOn(dir);
  process.kill(supervisorOf(left), 'SIGKILL');
  await first.exit;
  expect(processesOn(dir).length).toBeGreaterThan(0);
  const { complete, done } = stateIn(dir);
  expect(complete).toEqual(['story', 'tickets']);
  expect(done.rest).toBeGreaterThan(0);

  const second = npmStart(dir, ['--curl'], many);
  await everybodyIn(second);
  expect(processesOn(dir).filter((pid) => left.includes(pid))).toEqual([]);
  expect(processesOn(dir)).toHaveLength(programs);
  const { items, remaining } = JSON.parse(paste(lineIn(linesIn(dir), 'grid-list')).text) as {
    items: unknown[];
    remaining: number;
  };
  const inGrid = communityIn(dir).households.filter(({ grid }) => grid === 3);
  expect(items.length + remaining).toBe(inGrid.flatMap(({ members }) => members).length);

  const busy = npmStart(dir, ['--fresh']);
  expect(await busy.exit).toBe(1);
  expect(busy.err).toMatch(/正在使用[^]*running already/);
  await ended(second.child);
});

/** Who started them: all have the same parent. */
function supervisorOf(pids: readonly number[]): number {
  const parents = pids.map((pid) =>
    Number(/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]),
  );
  expect(new Set(parents).size).toBe(1);
  return parents[0] ?? 0;
}

describe('ends at once and says clearly', () => {
  test('that a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    for (const [variable, option] of [
      ['LINDUN_PORT', '--port'],
      ['LINDUN_CHAT_PORT', '--chat-port'],
    ] as const) {
      const started = npmStart(join(folder, 'port'), [], { [variable]: String(port) });
      expect(await started.exit).toBe(1);
      expect(started.err).toMatch(new RegExp(`端口 ${port} 已被占用.*${option} [^]* is taken`));
    }
    taken.close();
  });

  test('that a vault is somebody’s own: no made-up residents, and no removal either', async () => {
    const dir = join(folder, 'real');
    const object = join(dir, 'data', 'lindun-community', `${'ab'.repeat(32)}.sqlite`);
    fs.mkdirSync(dirname(object), { recursive: true, mode: 0o700 });
    fs.writeFileSync(object, 'somebody’s own');
    for (const args of [[], ['--fresh']]) {
      const started = npmStart(dir, args);
      expect(await started.exit).toBe(1);
      expect(started.err).toMatch(/不是 npm start 建的[^]*did not make/);
    }
    expect(fs.readFileSync(object, 'utf8')).toBe('somebody’s own');
    expect(fs.readdirSync(dir)).toEqual(['data']);
  });

  test('that an option is unknown', async () => {
    const started = npmStart(join(folder, 'option'), ['--frsh']);
    expect(await started.exit).toBe(1);
    expect(started.err).toMatch(/不认识 --frsh[^]*--fresh/);
    expect(fs.existsSync(join(folder, 'option'))).toBe(false);
  });

  test('that a port is none', async () => {
    for (const port of ['--port=65536', '--port=http', '--port']) {
      const started = npmStart(join(folder, 'option'), [port]);
      expect(await started.exit).toBe(1);
      expect(started.err).toMatch(/端口|--port/);
    }
    expect(fs.existsSync(join(folder, 'option'))).toBe(false);
  });
});

test('--fresh begins anew, and --port goes before the environment', async () => {
  const dir = join(folder, 'fresh');
  fs.mkdirSync(dir, { mode: 0o700 });
  // What a start of an earlier version kept here.
  fs.writeFileSync(join(dir, 'demo.json'), JSON.stringify({ seed: 1, batches: 9, lines: [] }), {
    mode: 0o600,
  });
  fs.writeFileSync(join(dir, 'left-over'), '');
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  // The environment's port could not be listened on.
  const started = npmStart(dir, ['--fresh', '--port', String(port)], { LINDUN_PORT: '1' });
  await ready(started);
  expect(fs.existsSync(join(dir, 'left-over'))).toBe(false);
  expect(stateIn(dir)).toMatchObject({ seed: storySeed, households: small, settled: true });
  expect(readFacts(dir).vault).toBe(`http://localhost:${port}`);
  await ended(started.child);
});
