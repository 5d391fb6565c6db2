import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Debian's golang-golang-x-mod-dev puts the sources here; nothing is downloaded. */
const goPath = '/usr/share/gocode';

/**
 * Builds the Go verifier of this folder.
 * @param folder where program and build cache go; the caller removes it
 * @returns the program, or why there is none here
 * @throws Error where it has to be there (`LINDUN_REQUIRE_FOREIGN=1`, as in CI) and is not
 */
export function buildGoVerifier(folder: string): { program: string } | { missing: string } {
  const program = join(folder, 'checklog');
  const env = {
    PATH: process.env['PATH'],
    GO111MODULE: 'off',
    GOPATH: goPath,
    GOFLAGS: '',
    GOCACHE: join(folder, 'cache'),
  };
  const build = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: import.meta.dirname,
    env,
    encoding: 'utf8',
  });
  if (build.status === 0) return { program };
  const missing = build.error === undefined ? build.stderr : `no Go here: ${build.error.message}`;
  if (process.env['LINDUN_REQUIRE_FOREIGN'] === '1') throw new Error(missing);
  return { missing };
}
