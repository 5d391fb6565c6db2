import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

type Package = {
  version?: string;
  resolved?: string;
  integrity?: string;
  /** A folder of this repository, not a package from elsewhere. */
  link?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
};

const root = dirname(import.meta.dirname);
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>;
};
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** Whether npm would put it on a machine we support: Linux with glibc, x64 or arm64. */
const reachesUs = ({ os = ['linux'], cpu = ['x64'], libc = ['glibc'] }: Package): boolean =>
  os.includes('linux') && (cpu.includes('x64') || cpu.includes('arm64')) && libc.includes('glibc');

test('every package that can be installed is pinned by a hash, and none by an address', () => {
  expect(installed.length).toBeGreaterThan(100);
  const foreign = installed.filter(([path, { link }]) => link !== true && path !== 'bot/absent');
  expect(foreign.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  const loose = foreign.filter(([, entry]) => entry.version === undefined || entry.integrity === undefined);
  expect(loose.filter(([, entry]) => reachesUs(entry))).toEqual([]);
});

test('every optional package that somebody names is there, without which npm ci refuses the lock file', () => {
  const named = installed.flatMap(([path, entry]) =>
    Object.keys((entry as { optionalDependencies?: Record<string, string> }).optionalDependencies ?? {}).map(
      (name) => [path, name] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    ([path, name]) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
  );
  expect(missing).toEqual([]);
});
