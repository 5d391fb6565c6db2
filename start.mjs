/**
 * `npm start`, `npm test` and the rest on a fresh clone: installs when needed, then runs the verb under
 * the packaged Node 24. Plain JavaScript without dependencies, for Node 20, 22 and 24 alike.
 *
 * The stamp node_modules/.lindun-lock holds the SHA-256 of the lock file it was installed from and is
 * written last: an interrupted install and another lock file both lead to a new install, anything else
 * to none, so that the second start needs no network.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, packagedNode, root, run, unsupported } from './bin/runtime.mjs';

/** What each verb runs under Node 24; arguments after the verb are passed on. */
const verbs = {
  start: ['demo/start.ts'],
  day: ['demo/day.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  check: ['bin/check.mjs'],
  full: ['tests/full.ts'],
  bench: ['bench/run.ts'],
};

const stamp = join(root, 'node_modules', '.lindun-lock');

function installed(lock) {
  try {
    return readFileSync(stamp, 'utf8') === lock && packagedNode() !== undefined;
  } catch {
    return false;
  }
}

/**
 * npm as it was when it started us, or the one in PATH. Development packages are wanted whatever
 * NODE_ENV says: wrangler builds what is served. Install scripts are not: every binary comes inside a
 * package the lock names.
 */
async function install(lock) {
  console.error('正在安装依赖,只需一次 / installing, this once');
  rmSync(stamp, { force: true });
  // What lies in npm's cache is not asked for again: the lock file's hashes say whether it is right.
  const args = ['ci', '--include=dev', '--ignore-scripts', '--prefer-offline'];
  args.push('--no-audit', '--no-fund', '--loglevel=error');
  const npm = process.env.npm_execpath;
  const code =
    npm !== undefined && basename(npm).startsWith('npm-cli')
      ? await run(process.execPath, [npm, ...args], { cwd: root })
      : await run('npm', args, { cwd: root });
  if (code !== 0) return fail('安装失败', `npm ci failed (${code})`);
  if (packagedNode() === undefined) return fail('安装不完整', 'the install brought no packaged Node 24');
  writeFileSync(stamp, lock);
  return 0;
}

async function main([verb = 'start', ...rest]) {
  const machine = unsupported();
  if (machine !== undefined) return fail(...machine);
  if (Number.parseInt(process.versions.node, 10) < 20) {
    return fail(
      `需要 Node 20 或更新,当前是 ${process.version}`,
      `needs Node 20 or later, this is ${process.version}`,
    );
  }
  // `npm start -- --port 9000` gives options and no verb: they are for `start`.
  const named = !verb.startsWith('-');
  const program = verbs[named ? verb : 'start'];
  if (program === undefined) return fail(`没有 ${verb}`, `no verb ${verb}: ${Object.keys(verbs).join(', ')}`);

  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (!installed(lock)) {
    const code = await install(lock);
    if (code !== 0) return code;
  }
  const [file, ...before] = program;
  const args = [join(root, file), ...before, ...(named ? rest : [verb, ...rest])];
  return run(join(packagedNode(), 'node'), args, { cwd: root });
}

process.exitCode = await main(process.argv.slice(2));
