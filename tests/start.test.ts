import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/**
 * start.mjs in a clone of a few files, with an npm that writes down how it was called and links this
 * Node.
 */
const repository = dirname(import.meta.dirname);
let clone: string;

const npm = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/node-linux-' + process.arch + '/bin', { recursive: true });
symlinkSync(process.execPath, 'node_modules/node-linux-' + process.arch + '/bin/node');
if (existsSync('npm-fails')) process.exit(Number(readFileSync('npm-fails', 'utf8')));
`;
const program = `
// It listens before it speaks: whoever hears it may send the signal at once.
if (process.argv.includes('--wait')) {
  process.on('SIGTERM', () => process.exit(7));
  setInterval(() => undefined, 1000);
}
console.log(JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH.split(':')[0] }));
if (!process.argv.includes('--wait')) process.exitCode = process.argv.includes('--fail') ? 3 : 0;
`;

beforeEach(() => {
  clone = fs.mkdtempSync(join(tmpdir(), 'lindun-start-'));
  for (const folder of ['bin', 'demo']) fs.mkdirSync(join(clone, folder));
  for (const file of ['start.mjs', 'bin/runtime.mjs', 'bin/lindun.mjs']) {
    fs.copyFileSync(join(repository, file), join(clone, file));
  }
  fs.writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
  fs.writeFileSync(join(clone, 'package-lock.json'), '{"lockfileVersion":3}');
  fs.writeFileSync(join(clone, 'npm-cli.js'), npm);
  fs.writeFileSync(join(clone, 'demo', 'start.ts'), program);
});
afterEach(() => fs.rmSync(clone, { recursive: true, force: true }));

function start(args: readonly string[] = [], entry = 'start.mjs') {
  const child = spawn(process.execPath, [join(clone, entry), ...args], {
    cwd: tmpdir(), // not the clone: nothing may depend on where it was started
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js'), NODE_ENV: 'production' },
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const done = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, done };
}
const installs = (): string[] =>
  fs.existsSync(join(clone, 'npm.log'))
    ? fs.readFileSync(join(clone, 'npm.log'), 'utf8').trim().split('\n')
    : [];
const stamp = (): string => join(clone, 'node_modules', '.lindun-lock');

test('installs once, with development packages and without scripts, then never again', async () => {
  const first = await start().done;
  expect(first.code).toBe(0);
  expect(JSON.parse(first.out)).toEqual({
    args: [],
    path: join(clone, 'node_modules', `node-linux-${process.arch}`, 'bin'),
  });
  expect(first.err).toMatch(/^正在安装/);
  const flags = '--include=dev --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error';
  expect(installs()).toEqual([`ci ${flags}`]);
  const lock = createHash('sha256').update('{"lockfileVersion":3}').digest('hex');
  expect(fs.readFileSync(stamp(), 'utf8')).toBe(lock);

  const second = await start(['start', '--port', '9000']).done;
  expect(JSON.parse(second.out)).toMatchObject({ args: ['--port', '9000'] });
  expect(second.err).toBe('');
  expect(installs()).toHaveLength(1);
});

test('another lock file, a lost stamp and a lost Node each lead to a new install', async () => {
  await start().done;
  fs.writeFileSync(join(clone, 'package-lock.json'), '{"lockfileVersion":3,"name":"other"}');
  await start().done;
  expect(installs()).toHaveLength(2);
  fs.rmSync(stamp());
  await start().done;
  expect(installs()).toHaveLength(3);
  fs.rmSync(join(clone, 'node_modules', `node-linux-${process.arch}`), { recursive: true });
  await start().done;
  expect(installs()).toHaveLength(4);
});

test('an install that fails ends with 1, runs nothing, leaves no stamp, and is done again', async () => {
  fs.writeFileSync(join(clone, 'npm-fails'), '12');
  const failed = await start().done;
  expect([failed.code, failed.out]).toEqual([1, '']);
  expect(failed.err).toMatch(/安装失败 \/ npm ci failed \(12\)/);
  expect(fs.existsSync(stamp())).toBe(false);
  fs.rmSync(join(clone, 'npm-fails'));
  expect((await start().done).code).toBe(0);
  expect(installs()).toHaveLength(2);
});

test('exit codes come through, options without a verb go to start, and an unknown verb is said', async () => {
  expect((await start(['start', '--fail']).done).code).toBe(3);
  expect(JSON.parse((await start(['--port', '0']).done).out)).toMatchObject({ args: ['--port', '0'] });
  const unknown = await start(['strat']).done;
  expect(unknown.code).toBe(1);
  expect(unknown.err).toMatch(/no verb strat: start, day, test, check, full, bench/);
});

test('a signal reaches the program, and its answer is the exit code', async () => {
  const { child, done } = start(['start', '--wait']);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect((await done).code).toBe(7);
});

test('bin/lindun.mjs without an install says what to run', async () => {
  const { code, err } = await start(['serve'], 'bin/lindun.mjs').done;
  expect(code).toBe(1);
  expect(err).toMatch(/npm ci --include=dev/);
});

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'riscv64'],
])('on %s %s one clear line says why not', async (platform, arch) => {
  const { unsupported } = (await import(join(clone, 'bin', 'runtime.mjs'))) as {
    unsupported: (platform: string, arch: string) => [string, string] | undefined;
  };
  expect(unsupported(platform, arch)?.join('\n')).toMatch(/这台机器是[^]*this machine is/);
  expect([unsupported('linux', 'x64'), unsupported('linux', 'arm64')]).toEqual([undefined, undefined]);
});
