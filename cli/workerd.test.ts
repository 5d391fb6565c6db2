import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Fault } from './fault.ts';
import { tokenSha256 } from './state.ts';
import { writeTinyBundle } from '../tests/tiny-bundle.ts';
import { startVault, type RunningVault, type StartOptions } from './workerd.ts';

const root = dirname(import.meta.dirname);
let parent: string;
let bundle: string;
let count = 0;
const running: RunningVault[] = [];
beforeAll(() => {
  parent = fs.mkdtempSync(join(tmpdir(), 'lindun 邻盾 '));
  bundle = writeTinyBundle(join(parent, 'bundle'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((vault) => vault.stop()));
});
afterAll(() => fs.rmSync(parent, { recursive: true, force: true }));

const newDir = (): string => join(parent, `state ${(count += 1)}`);
async function start(options: Partial<StartOptions> & { dir: string }): Promise<RunningVault> {
  const vault = await startVault({ port: 0, bundle, log: () => undefined, ...options });
  running.push(vault);
  return vault;
}
async function fault(options: Partial<StartOptions> & { dir: string }): Promise<Fault> {
  const outcome: unknown = await start(options).catch((error: unknown) => error);
  if (!(outcome instanceof Fault)) throw new Error(`no fault: ${String(outcome)}`);
  return outcome;
}
type Answer = { values: string[]; ring: { epoch: string; root: number } };
const ask = async (vault: { url: string }, path: string, method = 'GET'): Promise<unknown> =>
  (await fetch(vault.url + path, { method })).json();

test('the two Workers run, each with its own storage, and the ring answers the community alone', async () => {
  const vault = await start({ dir: newDir() });
  expect(vault.url).toBe(`http://localhost:${vault.port}`);
  const answer = (await ask(vault, '/one', 'POST')) as Answer;
  expect(answer).toEqual({
    values: ['/one'],
    ring: { epoch: expect.stringMatching(/^[0-9A-F]{16}$/), root: 64 },
  });
  expect(fs.readdirSync(join(vault.dir, 'data', 'lindun-community')).join()).toMatch(/[0-9a-f]{64}\.sqlite/);
  expect(fs.readdirSync(join(vault.dir, 'keys', 'lindun-keyring')).join()).toMatch(/[0-9a-f]{64}\.sqlite/);
});

test('the vault is given what it may know, and neither the root secret nor a way out', async () => {
  const vault = await start({ dir: newDir(), communities: ['hengda', 'west-gate'] });
  const logSecret = fs.readFileSync(join(vault.dir, 'log', 'log.secret'), 'latin1');
  expect(await ask(vault, '/env')).toEqual({
    COMMUNITY: 0,
    KEYRING: 0,
    COMMUNITIES: 'hengda,west-gate',
    LOG_SECRET: logSecret,
    ADMIN_TOKEN_SHA256: tokenSha256(vault.adminToken),
    BUNDLE_SHA256: expect.stringMatching(/^[0-9a-f]{64}$/),
    words: '# 你好\n',
  });
  expect(await (await fetch(`${vault.url}/out`)).text()).toBe('refused');
});

test('secrets are in no configuration, argument or environment; files are the owner’s alone', async () => {
  const vault = await start({ dir: newDir() });
  await ask(vault, '/one', 'POST');
  const files = fs
    .readdirSync(vault.dir, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) expect([file, fs.statSync(file).mode & 0o077]).toEqual([file, 0]);
  expect(files.some((file) => file.endsWith('.sqlite-wal'))).toBe(true);
  const process = ['cmdline', 'environ'].map((name) =>
    fs.readFileSync(`/proc/${vault.pid}/${name}`, 'latin1'),
  );
  const config = fs.readFileSync(join(vault.dir, 'run', 'workerd.capnp'), 'latin1');
  expect(config).toContain('root.secret');
  for (const name of ['keys/root.secret', 'log/log.secret', 'admin.token']) {
    const secret = fs.readFileSync(join(vault.dir, name), 'latin1').trim();
    for (const text of [...process, config]) expect(text).not.toContain(secret);
  }
});

test('after kill -9 the same directory serves again: data, keys and the alarm that was due', async () => {
  const dir = newDir();
  const first = await start({ dir });
  const before = (await ask(first, '/one', 'POST')) as Answer;
  expect(await first.kill9()).toEqual({ code: null, signal: 'SIGKILL' });
  const second = await start({ dir });
  let after = (await ask(second, '/')) as Answer;
  // A machine under load may take long; only a vault that never does is wrong.
  for (const deadline = Date.now() + 30_000; after.values.length < 2 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    after = (await ask(second, '/')) as Answer;
  }
  expect(after).toEqual({ values: ['/one', 'alarm'], ring: before.ring });
});

test('a stop is clean, may be said twice, and frees directory and port', async () => {
  const dir = newDir();
  const vault = await start({ dir });
  const [once, twice] = await Promise.all([vault.stop(), vault.stop()]);
  expect(once).toEqual(twice);
  expect(await vault.exited).toEqual(once);
  await start({ dir, port: vault.port });
});

test('a directory in use, a taken port, a sick vault and a missing bundle are told apart', async () => {
  const dir = newDir();
  const vault = await start({ dir });
  expect((await fault({ dir })).code).toBe('locked');
  expect(((await ask(vault, '/still', 'POST')) as Answer).values).toEqual(['/still']);
  const other = newDir();
  expect((await fault({ dir: other, port: vault.port })).code).toBe('port');
  expect((await fault({ dir: other, communities: ['sick'] })).message).toMatch(/workerd.*503/s);
  expect((await fault({ dir: other, bundle: parent })).code).toBe('bundle');
  expect((await fault({ dir: other, communities: ['Hengda'] })).code).toBe('argument');
  await start({ dir: other });
}, 60_000);

/** `lindun serve` as a process of its own; resolves with its first line. */
async function serve(args: readonly string[]) {
  const child = spawn(process.execPath, [
    join(root, 'bin', 'lindun.mjs'),
    'serve',
    '--bundle',
    bundle,
    ...args,
  ]);
  let said = '';
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(said.split('\n')[0] ?? '');
    });
    void exit.then(() => resolve(''));
  });
  return { child, line, exit, complained: () => complained };
}

function workerdPid(dir: string): number {
  const config = join(fs.realpathSync(dir), 'run', 'workerd.capnp');
  const pid = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => {
      try {
        return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').at(-2) === config;
      } catch {
        return false;
      }
    });
  if (pid === undefined) throw new Error('no workerd runs');
  return Number(pid);
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'lindun serve says where it is and ends on %s with 0',
  async (signal) => {
    const dir = newDir();
    const { child, line, exit } = await serve(['--dir', dir, '--port', '0']);
    expect(line).toMatch(/^vault: http:\/\/localhost:\d+$/);
    expect((await fetch(`${line.slice('vault: '.length)}/healthz`)).status).toBe(200);
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(() => workerdPid(dir)).toThrow();
  },
);

test('lindun serve reports a workerd that died, and a taken port, with exit code 1', async () => {
  const dir = newDir();
  const first = await serve(['--dir', dir, '--port', '0']);
  const taken = await serve(['--dir', newDir(), '--port', new URL(first.line.slice('vault: '.length)).port]);
  expect([taken.line, await taken.exit]).toEqual(['', 1]);
  expect(taken.complained()).toMatch(/端口已被占用.*\n.*the port is taken/);
  process.kill(workerdPid(dir), 'SIGKILL');
  expect(await first.exit).toBe(1);
  expect(first.complained()).toMatch(/workerd has ended: SIGKILL/);
});

test('a workerd that outlived its supervisor is ended before the next one starts', async () => {
  const dir = newDir();
  const script = `import { startVault } from ${JSON.stringify(join(root, 'cli', 'workerd.ts'))};
    const vault = await startVault(${JSON.stringify({ dir, bundle, port: 0 })});
    await fetch(vault.url + '/one', { method: 'POST' });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  await new Promise((resolve) => child.once('exit', resolve));
  const orphan = workerdPid(dir);
  const vault = await start({ dir });
  expect([workerdPid(dir), vault.pid]).not.toContain(orphan);
  expect(((await ask(vault, '/two', 'POST')) as Answer).values).toContain('/one');
});

test('a port held by another program is a port fault, and what was begun is cleared away', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const dir = newDir();
  expect((await fault({ dir, port: typeof address === 'object' ? (address?.port ?? 0) : 0 })).code).toBe(
    'port',
  );
  expect(() => workerdPid(dir)).toThrow();
  server.close();
  await start({ dir });
});
