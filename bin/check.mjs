/**
 * `npm run check`: the formatter, the compiler and the linter, each a step that can be named alone
 * (`node bin/check.mjs lint`). All run even when one has failed, so that one round shows everything.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './runtime.mjs';

/**
 * Named, because a linter given `.` walks through everything that happens to lie about;
 * tests/arrows.test.ts sees that no source file is outside.
 */
const sources = 'policy migrations vault bot cli demo bench tests bin start.mjs vitest.config.ts'.split(' ');
const present = sources.filter((path) => existsSync(join(root, path)));

const steps = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  types: ['tsc', '-b'],
  lint: ['oxlint', '--type-aware', '--deny-warnings', '--disable-nested-config', ...present],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
for (const name of wanted) {
  if (!Object.hasOwn(steps, name))
    throw new Error(`no check named ${name}: ${Object.keys(steps).join(', ')}`);
  const [command, ...args] = steps[name];
  const code = await run(join(root, 'node_modules', '.bin', command), args, { cwd: root });
  console.log(`check ${name}: ${code === 0 ? 'passed' : `failed (${code})`}`);
  if (code !== 0) process.exitCode = 1;
}
