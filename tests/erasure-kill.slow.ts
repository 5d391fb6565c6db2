import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectFile } from '../cli/open.ts';
import { killAtMoments } from './kill-moments.ts';
import { type People, settle } from './people.ts';
import { scaled } from './scale.ts';
import { databaseOf } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * `kill -9` at random moments while people have themselves erased. Afterwards each of them is there whole or gone whole, and
 * whoever is gone in the vault stands in the ring's ledger by the time the vault answers again.
 */
let vault: TestVault;
let people: People;
const kills = scaled(50);
const seed = Number(process.env['LINDUN_SEED'] ?? Date.now() % 1_000_000);

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});
afterAll(() => vault.close());

function asked<T>(file: string, query: string, ...values: string[]): T {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(query).get(...values) as T;
  } finally {
    database.close();
  }
}

/** How much there is of somebody, and whether both databases say that they were erased. */
function standing(id: string) {
  const { n } = asked<{ n: number }>(
    databaseOf(vault.dir),
    `SELECT (SELECT count(*) FROM record WHERE subject = ?1) + (SELECT count(*) FROM wrapped_key WHERE owner = ?1)
      + (SELECT count(*) FROM index_tag WHERE record = ?1)
      + (SELECT count(*) FROM control WHERE kind = 'subject' AND key = ?1) AS n`,
    id,
  );
  const { erased } = asked<{ erased: number }>(
    databaseOf(vault.dir),
    `SELECT count(*) AS erased FROM control WHERE kind = 'erasure' AND key = ?`,
    id,
  );
  const ring = join(vault.dir, 'keys', 'lindun-keyring', objectFile('lindun-keyring', 'hengda'));
  const { told } = asked<{ told: number }>(ring, `SELECT count(*) AS told FROM replay WHERE id = ?`, id);
  return { parts: n, erased: erased === 1, told: told === 1 };
}

test(`people erased, killed ${kills} times (seed ${seed})`, { timeout: 3_600_000 }, async () => {
  let current = { id: '', page: '', whole: 0 };
  const erase = () =>
    vault.send('POST', '/rights', { token: current.page, body: { right: 'delete', suppress: true } });
  const { jobs, amid } = await killAtMoments({
    vault,
    kills,
    seed,
    takes: 12,
    async begin(job) {
      const number = `13${String(800_000_000 + job)}`;
      const id = await people.addResident({ name: '李小明', mobile: number, care: '独居,耳背' });
      await people.bind(`wx-${job}`, id);
      const body = { category: 'lift', description: '电梯坏了' };
      expect(
        (await vault.send('POST', '/tickets', { token: await people.chat(`wx-${job}`), body })).status,
      ).toBe(201);
      const page = await people.page(id);
      current = { id, page, whole: standing(id).parts };
    },
    isDone: () => {
      const { erased, told } = standing(current.id);
      return Promise.resolve(erased && told);
    },
    async meanwhile() {
      await erase();
      await sleep(10);
    },
    async check() {
      const { parts, erased, told } = standing(current.id);
      const read = await vault.send('POST', `/records/resident/${current.id}:read`, {
        token: people.worker.token,
        body: { purpose: 'grid_overview', fields: ['name'] },
      });
      // Gone whole, and told to the ring by the time the vault answers; or there whole, and it reads.
      if (erased) expect([parts, told, read.status]).toEqual([0, true, 403]);
      else {
        expect(parts).toBeGreaterThanOrEqual(current.whole);
        expect(read.status).toBe(200);
        // Asked again, it is done.
        expect((await erase()).status).toBe(201);
      }
    },
  });
  process.stderr.write(`${jobs} people erased, killed ${amid} times before it was done\n`);
  expect(jobs).toBeGreaterThan(0);
  if (kills >= 20) expect(amid).toBeGreaterThan(0);
});
