import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** On what, and with which versions, something was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly gibibytes: number;
  readonly system: string;
  /** Load averages over 1, 5 and 15 minutes: what else the machine was doing. */
  readonly load: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
  /** The commit that was measured; `+` where the work tree had changes. */
  readonly commit: string;
}

const root = dirname(import.meta.dirname);
const packages = ['libsodium', '@noble/ciphers', '@noble/hashes', 'kysely', 'workerd'];

export function describeMachine(): Machine {
  const versions = packages.map((name) => [name, versionOf(name)] as const);
  const { node, v8, sqlite } = process.versions as Record<string, string>;
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    gibibytes: Math.round(totalmem() / 2 ** 30),
    // Major and minor alone: the rest names whose machine it was.
    system: `Linux ${release().split('.').slice(0, 2).join('.')} ${arch()}`,
    load: loadavg().map((value) => Math.round(value * 100) / 100),
    versions: { node: node ?? '', v8: v8 ?? '', sqlite: sqlite ?? '', ...Object.fromEntries(versions) },
    commit: commit(),
  };
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'policy', 'vault', 'migrations', 'bench') !== '';
    return git('rev-parse', '--short=12', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown'; // an archive without its history
  }
}
