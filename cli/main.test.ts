import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTinyBundle } from '../tests/tiny-bundle.ts';
import { asFault, Fault } from './fault.ts';

/** What somebody meets who uses the commands for the first time, and not quite as they are meant. */
const root = dirname(import.meta.dirname);
let parent: string;
let bundle: string;
beforeAll(() => {
  parent = fs.mkdtempSync(join(tmpdir(), 'lindun 首次 '));
  bundle = writeTinyBundle(join(parent, 'bundle'));
  fs.writeFileSync(join(parent, 'file'), '');
  fs.symlinkSync('nowhere/at/all', join(parent, 'link'));
});
afterAll(() => fs.rmSync(parent, { recursive: true, force: true }));

const main = join(root, 'cli', 'main.ts');
const lindun = (...args: string[]) => {
  const { status, signal, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, signal, stderr };
};

describe('a state directory that cannot be one', () => {
  test.each<[string, () => string, RegExp]>([
    ['a file', () => join(parent, 'file'), /不是文件夹\n.*is not a folder\n$/],
    ['under a file', () => join(parent, 'file', 'state'), /不是文件夹\n.*is not a folder\n$/],
    ['in /proc', () => '/proc/lindun/state', /建不了文件夹\n.*no folder can be made there\n$/],
    ['a link to nowhere', () => join(parent, 'link'), /不是文件夹\n.*is not a folder\n$/],
  ])('is said in both languages, without a stack, and at once: %s', (_, dir, words) => {
    const { status, signal, stderr } = lindun('serve', '--bundle', bundle, '--port', '0', '--dir', dir());
    expect([status, signal]).toEqual([1, null]);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test.each(['EACCES', 'EPERM', 'EEXIST', 'ENOTDIR', 'EROFS', 'ENOSPC'])(
    'is a fault with words: %s',
    (code) => {
      const fault = asFault(Object.assign(new Error(`${code}: mkdir`), { code, path: '/srv/lindun' }));
      expect(fault).toMatchObject({
        code: 'files',
        words: { zh: expect.stringMatching(/^\/srv\/lindun:\p{Script=Han}/u) },
      });
      expect(fault?.words.en).toMatch(/^\/srv\/lindun: [a-z ,-]+$/);
    },
  );

  test('is told apart from what is a fault of ours', () => {
    expect(asFault(new TypeError('x is undefined'))).toBeUndefined();
    expect(asFault(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBeUndefined();
    const fault = new Fault('port', '甲', 'a');
    expect(asFault(fault)).toBe(fault);
  });
});

test.each([
  [['serve', '--prot', '1'], /没有这个选项 --prot/],
  [['serve', '--port', 'x'], /这个选项的值不对 --port/],
  [['serve', '--dir'], /这个选项后面缺少值 --dir/],
  [['server'], /没有这个命令 server/],
  [['verify', 'more'], /多出了参数/],
])('%s is refused in Chinese, with what commander says beside it', (args, zh) => {
  const { status, stderr } = lindun(...args);
  expect(status).toBe(1);
  expect(stderr).toMatch(zh);
  expect(stderr).toMatch(/^错误:.*\nerror: /);
});

test('Ctrl-C during the first build is quiet, ends with 130 and leaves no half of it', async () => {
  // A tree of its own, so that there is something to build.
  const tree = join(parent, 'tree');
  fs.mkdirSync(tree);
  for (const part of ['cli', 'vault', 'policy', 'migrations'])
    fs.cpSync(join(root, part), join(tree, part), { recursive: true });
  for (const file of ['wrangler.toml', 'package.json', 'package-lock.json', 'tsconfig.base.json'])
    fs.copyFileSync(join(root, file), join(tree, file));
  fs.symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  // As the leader of a group, which a terminal's Ctrl-C reaches as a whole.
  const child = spawn(
    process.execPath,
    [join(tree, 'cli', 'main.ts'), 'serve', '--dir', join(parent, 'broken off'), '--port', '0'],
    { detached: true },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const exit = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])));
  const building = (): boolean =>
    spawnSync('pgrep', ['-g', String(child.pid), '-f', 'wrangler.js']).status === 0;
  for (const deadline = Date.now() + 30_000; !building() && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await exit).toEqual([130, null]);
  expect(said).toBe('');
  expect(fs.existsSync(join(tree, 'dist')) ? fs.readdirSync(join(tree, 'dist')) : []).toEqual([]);
});
