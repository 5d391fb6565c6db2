import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The checks that are too slow or too demanding for `npm test`: everything named `*.slow.ts`, one file after the
 * other. `LINDUN_SCALE=0.1` runs a tenth of their counts.
 */
const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', join(root, 'tests', 'slow.config.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = run.status ?? 1;
