import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Line } from '../demo/lines.ts';
import { makeCommunity, reporterOf, storySeed } from '../demo/seed/community.ts';
import type { DemoState } from '../demo/state.ts';

/** `npm start` as somebody runs it, and every line it prints as somebody pastes it. */
const repository = dirname(import.meta.dirname);
const folder = fs.mkdtempSync(join(tmpdir(), "lindun's demo "));
const running = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of running) await ended(child, 'SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  out: string;
  err: string;
  exit: Promise<number | null>;
}

/** @param dir the state directory, `LINDUN_DIR` */
const npmStart = (dir: string, port = 0, args: readonly string[] = []): Started =>
  start('npm', ['start', '--silent', '--', ...args], dir, port);

function start(command: string, args: readonly string[], dir: string, port: number): Started {
  const child = spawn(command, args, {
    cwd: repository,
    env: { ...process.env, LINDUN_DIR: dir, LINDUN_PORT: String(port) },
    detached: true, // a group of its own, to be ended whole as a terminal does it
  });
  running.add(child);
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const started: Started = { child, out: '', err: '', exit };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (started.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (started.err += text));
  return started;
}

/** Ctrl-C in a terminal goes to the whole group. */
async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, signal);
  await gone;
}

async function until(started: Started, text: string): Promise<void> {
  for (let waited = 0; !started.out.includes(text); waited += 20) {
    if (started.child.exitCode !== null || waited > 90_000) throw new Error(started.out + started.err);
    await sleep(20);
  }
}

const ready = (started: Started) => until(started, 'Ctrl-C');
const stateIn = (dir: string) =>
  JSON.parse(fs.readFileSync(join(dir, 'demo.json'), 'utf8')) as DemoState & { lines: Line[] };

/** What of a vault on this directory is still there; workerd's configuration has the directory in its path. */
const processesOn = (dir: string): string[] =>
  fs
    .readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(dir, 'run'));
      } catch {
        return false; // gone
      }
    });

interface Pasted {
  /** The HTTP status where the line is a curl, else the exit code. */
  ends: number;
  text: string;
}

/** Runs a line as it was printed, in a shell that stands somewhere else. */
function paste(line: Line): Pasted {
  const command = 'curl' in line ? line.curl : line.shell;
  const ran = spawnSync('bash', ['-c', command], { cwd: tmpdir(), encoding: 'utf8', timeout: 120_000 });
  if ('shell' in line) return { ends: ran.status ?? -1, text: ran.stdout + ran.stderr };
  const [, text = '', status = ''] = /^([^]*)\n(\d{3})\n$/.exec(ran.stdout) ?? [];
  return { ends: Number(status), text: text + ran.stderr };
}

const lineIn = (lines: readonly Line[], id: string): Line => {
  const line = lines.find((each) => each.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line;
};

describe('on an empty directory', () => {
  const dir = join(folder, 'state');
  let started: Started;
  let lines: readonly Line[];
  const pasted = new Map<string, Pasted>();
  let community: ReturnType<typeof makeCommunity>;

  beforeAll(async () => {
    started = npmStart(dir);
    await ready(started);
    const state = stateIn(dir);
    lines = state.lines;
    community = makeCommunity(storySeed, state.day, 2_000);
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
    expect(fs.statSync(join(dir, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(fs.statSync(dir).mode & 0o777).toBe(0o700);
  });

  test('nobody’s data is in an address, in what was printed, or in what is kept between starts', () => {
    const residents = community.households.flatMap(({ members }) => members);
    const kept = started.out + started.err + fs.readFileSync(join(dir, 'demo.json'), 'utf8');
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
    const { name, mobile = '', idNumber } = reporterOf(community);
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
    const { name } = reporterOf(community);
    expect(said('ticket')).toContain('3号楼下有狗没拴绳');
    expect(JSON.parse(said('ticket'))).toMatchObject({
      state: 'handling',
      mine: true,
      reporter: { name: { level: 'masked', value: `${name.slice(0, 1)}${'*'.repeat(name.length - 1)}` } },
    });
    const waiting = JSON.parse(said('dispatch')) as { items: unknown[] };
    expect(waiting.items).toMatchObject([{ state: 'accepted', reporter: null }]);
    expect(said('dispatch')).toContain('电梯停在一楼不动了');
  });

  test('the resident reads who looked, at what, for what and under which ticket', () => {
    const { items } = JSON.parse(said('own-log')) as { items: unknown[] };
    const look = {
      role: 'grid_worker',
      decision: 'granted',
      purpose: 'phone_contact',
      ticket: 1,
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
    expect(processesOn(dir)).toHaveLength(1);
    await ended(started.child);
    expect(processesOn(dir)).toEqual([]);
    expect(started.err).toBe('');
    const before = stateIn(dir);
    // Without npm, whose shell dies of the Ctrl-C itself: here the exit code is ours.
    const again = start(process.execPath, [join(repository, 'start.mjs')], dir, 0);
    await ready(again);
    expect(again.out).not.toMatch(/导入/);
    const after = stateIn(dir);
    expect([after.staff, after.ticket]).toEqual([before.staff, before.ticket]);
    const worker = (at: DemoState) => /lin_\w+/.exec(JSON.stringify(lineIn(at.lines, 'phone')))?.[0];
    expect(worker(after)).not.toBe(worker(before));
    for (const id of ['phone', 'other-grid-phone', 'own-log', 'refusals', 'proof']) {
      const line = lineIn(after.lines, id);
      expect([id, paste(line).ends]).toEqual([id, 'curl' in line ? line.expect : 0]);
    }
    await ended(again.child);
    expect(await again.exit).toBe(0);
  });
});

test('an import that was killed goes on where it was, and everybody is there once', async () => {
  const dir = join(folder, 'killed');
  const first = npmStart(dir);
  await until(first, '导入');
  await ended(first.child, 'SIGKILL');
  const { batches, imported, day } = stateIn(dir);
  expect([imported, batches > 0]).toEqual([false, true]);
  const second = npmStart(dir);
  await ready(second);
  const { items, remaining } = JSON.parse(paste(lineIn(stateIn(dir).lines, 'grid-list')).text) as {
    items: unknown[];
    remaining: number;
  };
  const { households } = makeCommunity(storySeed, day, 2_000);
  const inGrid = households.filter(({ grid }) => grid === 3).flatMap(({ members }) => members);
  expect(items.length + remaining).toBe(inGrid.length);

  const busy = npmStart(dir, 0, ['--fresh']);
  expect(await busy.exit).toBe(1);
  expect(busy.err).toMatch(/正在使用[^]*in use/);
  await ended(second.child);
});

describe('ends at once and says clearly', () => {
  test('that the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const started = npmStart(join(folder, 'port'), port);
    expect(await started.exit).toBe(1);
    expect(started.err).toMatch(new RegExp(`端口 ${port} 已被占用.*--port`));
    taken.close();
  });

  test('that a vault is somebody’s own: no made-up residents, and no removal either', async () => {
    const dir = join(folder, 'real');
    const object = join(dir, 'data', 'lindun-community', `${'ab'.repeat(32)}.sqlite`);
    fs.mkdirSync(dirname(object), { recursive: true, mode: 0o700 });
    fs.writeFileSync(object, 'somebody’s own');
    for (const args of [[], ['--fresh']]) {
      const started = npmStart(dir, 0, args);
      expect(await started.exit).toBe(1);
      expect(started.err).toMatch(/不是 npm start 建的[^]*did not make/);
    }
    expect(fs.readFileSync(object, 'utf8')).toBe('somebody’s own');
    expect(fs.readdirSync(dir)).toEqual(['data']);
  });

  test('that an option is unknown', async () => {
    const started = npmStart(join(folder, 'option'), 0, ['--frsh']);
    expect(await started.exit).toBe(1);
    expect(started.err).toMatch(/不认识 --frsh[^]*--fresh/);
    expect(fs.existsSync(join(folder, 'option'))).toBe(false);
  });

  test('that a port is none', async () => {
    for (const port of ['--port=65536', '--port=http', '--port']) {
      const started = npmStart(join(folder, 'option'), 0, [port]);
      expect(await started.exit).toBe(1);
      expect(started.err).toMatch(/端口|--port/);
    }
    expect(fs.existsSync(join(folder, 'option'))).toBe(false);
  });
});

test('--fresh begins anew, and --port goes before the environment', async () => {
  const dir = join(folder, 'fresh');
  fs.mkdirSync(dir, { mode: 0o700 });
  const old = { seed: 1, day: '2026-01-01', residents: 1, batches: 9, imported: true, staff: {}, reports: 0 };
  fs.writeFileSync(join(dir, 'demo.json'), JSON.stringify({ ...old, lines: [] }), { mode: 0o600 });
  fs.writeFileSync(join(dir, 'left-over'), '');
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  // The environment's port could not be listened on.
  const started = npmStart(dir, 1, ['--fresh', '--port', String(port)]);
  await ready(started);
  expect(fs.existsSync(join(dir, 'left-over'))).toBe(false);
  expect(stateIn(dir)).toMatchObject({ seed: storySeed, residents: 2_000, imported: true });
  expect(started.out).toContain(`http://localhost:${port}`);
  await ended(started.child);
});
