import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { peersFolder } from './peer.ts';

const stamp = join(peersFolder, 'node_modules', '.lindun-lock');
/** How long npm may take, in milliseconds: without a network it gives up by itself, but not soon. */
const patience = 120_000;

const lock = (): string =>
  createHash('sha256')
    .update(readFileSync(join(peersFolder, 'package-lock.json')))
    .digest('hex');

/** Whether all packages of the lock file are there. */
export const peersInstalled = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === lock();

/**
 * Installs the packages that are compared, without any install script of theirs.
 * @returns undefined when they are there, or why not
 */
export function installPeers(): string | undefined {
  if (peersInstalled()) return undefined;
  rmSync(stamp, { force: true });
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--fetch-timeout=20000'];
  args.push('--no-audit', '--no-fund', '--loglevel=error');
  const npm = process.env['npm_execpath'];
  const isNpm = npm !== undefined && basename(npm).startsWith('npm-cli');
  const [command, before] = isNpm ? [process.execPath, [npm]] : ['npm', []];
  const ran = spawnSync(command, [...before, ...args], {
    cwd: peersFolder,
    encoding: 'utf8',
    timeout: patience,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (ran.status === 0) {
    writeFileSync(stamp, lock());
    return undefined;
  }
  // npm's own words name the registry's address: of them only the code goes into a table.
  const code = /npm error code (\w+)/.exec(ran.stderr ?? '')?.[1];
  return `npm ci: ${code ?? ran.error?.message ?? `exit ${ran.status}`}`;
}

/** The installed version of a package. */
export function peerVersion(name: string): string {
  const manifest = readFileSync(join(peersFolder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
