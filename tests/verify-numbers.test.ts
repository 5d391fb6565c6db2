import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { copyOf, live, type Lived, tamper } from './tampered.ts';

const main = join(dirname(import.meta.dirname), 'cli', 'main.ts');

/** That `verify` comes to its end, whatever numbers are planted for it to count to. */
let lived: Lived;
beforeAll(async () => {
  lived = await live();
});
afterAll(() => lived.remove());

function copy(): string {
  const { dir, remove } = copyOf(lived.now);
  onTestFinished(remove);
  return dir;
}
const run = (dir: string, sql: string) => tamper(dir, (database) => database.exec(sql));

describe('numbers that nobody counts to', () => {
  const far = (seq: number) => `INSERT INTO log_entry
    SELECT ${seq}, leaf, nodes, actor_sealed, subject_sealed, actor, subject FROM log_entry WHERE seq = 3`;
  const headless = `; DELETE FROM control WHERE kind = 'log'`;
  const endless = `UPDATE control SET content = replace(content, '"events":3', '"events":9007199254740991')
    WHERE kind = 'consent'`;
  test.each([
    ['an entry far behind the last', far(2 ** 53 - 2)],
    ['an entry at the last number there is', far(2 ** 53 - 1)],
    ['an entry far behind the last, without a head', far(2 ** 53 - 2) + headless],
    ['an entry at the last number there is, without a head', far(2 ** 53 - 1) + headless],
    ['a consent head that counts that many events', endless],
  ])('do not keep it from its end, with keys and without: %s', (_, sql) => {
    const dir = copy();
    run(dir, sql);
    for (const more of [[], ['--no-keys']]) {
      // A process of its own: one that counts for ever can be ended.
      const args = [main, 'verify', '--dir', dir, ...more];
      const { status, signal, stderr } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        timeout: 25_000,
      });
      expect([status, signal, stderr]).toEqual([1, null, '']);
    }
  });

  test('excuse no row by a gap in the log that the head does not have', () => {
    const dir = copy();
    const planted = `INSERT INTO control VALUES ('role', '${lived.neighbour}', 1, '{}', zeroblob(32), 999999)`;
    run(dir, `${far(2 ** 53 - 2)}; ${planted}`);
    expect(verifyDirectory({ dir }).communities[0]?.findings).toContainEqual(
      expect.objectContaining({ table: 'control', id: lived.neighbour, code: 'extra' }),
    );
  });
});
