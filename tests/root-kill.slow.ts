import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cipher } from '../cli/cipher.ts';
import { findCommunities } from '../cli/directory.ts';
import { reading } from '../cli/open.ts';
import { openRing } from '../cli/ring.ts';
import { readRoots, wrappingsOf } from '../cli/roots.ts';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { seededRandom } from './node-vault.ts';
import { type People, settle } from './people.ts';
import { scaled } from './scale.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * `kill -9` at random moments of an exchange of the root: of the command, beside a vault that runs and on one at rest, and
 * of the vault under it. Whenever it comes, every key of the ring is wrapped by one root or the other and opens, every
 * record is readable, and the command done again ends what was begun.
 */
const kills = scaled(50);
const seed = Number(process.env['LINDUN_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const upTo = (n: number): number => {
  const [a = 0, b = 0] = random(2);
  return ((a * 256 + b) * n) >>> 16;
};
const program = join(dirname(import.meta.dirname), 'cli', 'main.ts');
let vault: TestVault;
let people: People;

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
}, 60_000);
afterAll(() => vault.close());

const rotate = () => {
  const child = spawn(process.execPath, [program, 'keys', 'rotate-root', '--dir', vault.dir], {
    stdio: 'ignore',
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exit };
};
/** Waits until the exchange has begun: the next root lies beside the one in use. */
async function nextIsThere(): Promise<void> {
  for (const until = Date.now() + 30_000; !fs.existsSync(`${file()}.next`); await sleep(2))
    if (Date.now() > until) throw new Error('the exchange never began');
}
const file = (): string => join(vault.dir, 'keys', 'root.secret');
const rows = (roots: ReturnType<typeof readRoots>) => {
  const { ring = '' } = findCommunities(vault.dir).communities[0] ?? {};
  const wrappings = wrappingsOf(roots, 'hengda');
  return reading(ring, (found) => openRing(found, wrappings, 'hengda', cipher()).rows);
};

test(
  `${kills} times kill -9 in an exchange of the root leave every key opening, and it ends (seed ${seed})`,
  { timeout: 3_600_000 },
  async () => {
    let ended = 0;
    // How long it takes here from the moment that the next root is there: most moments are drawn from that.
    const takes = { running: 0, rest: 0 };
    for (const way of ['running', 'rest'] as const) {
      if (way === 'rest') await vault.vault.stop();
      const { exit } = rotate();
      await nextIsThere();
      const began = Date.now();
      expect(await exit).toBe(0);
      takes[way] = Date.now() - began;
    }
    await vault.restart();
    let halves = 0;
    for (let round = 0; round < kills; round += 1) {
      const where = `round ${round}, seed ${seed}`;
      const before = readRoots(file());
      const isAtRest = round % 3 === 1;
      if (isAtRest) await vault.vault.stop();
      const { child, exit } = rotate();
      if (round % 5 !== 4) await nextIsThere();
      await sleep(upTo(Math.ceil((isAtRest ? takes.rest : takes.running) * 1.1)));
      if (round % 3 === 2) await vault.vault.kill9();
      child.kill('SIGKILL');
      if ((await exit) === 0) ended += 1;
      if (fs.existsSync(`${file()}.next`)) halves += 1;
      expect(verifyDirectory({ dir: vault.dir }), where).toMatchObject({ ok: true });
      expect(
        rows(readRoots(file())).every(({ opens }) => opens),
        where,
      ).toBe(true);
      if (isAtRest || round % 3 === 2) await vault.restart();
      const read = await vault.send('POST', `/records/resident/${people.resident.id}:read`, {
        token: people.worker.token,
        body: { purpose: 'grid_overview', fields: ['name'] },
      });
      expect(read.status, where).toBe(200);

      expect(await rotate().exit, where).toBe(0);
      expect(
        fs.readdirSync(dirname(file())).filter((name) => name.startsWith('root.secret')),
        where,
      ).toEqual(['root.secret']);
      const now = readRoots(file());
      expect(
        rows(now).every(({ opens }) => opens),
        where,
      ).toBe(true);
      expect(
        rows(before).some(({ opens }) => opens),
        where,
      ).toBe(false);
    }
    process.stderr.write(`${kills} kills: ${ended} came too late, ${halves} in the middle\n`);
  },
);
