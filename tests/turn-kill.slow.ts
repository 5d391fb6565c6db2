import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAtMoments } from './kill-moments.ts';
import { type People, settle } from './people.ts';
import { scaled } from './scale.ts';
import { importMany } from './many.ts';
import { alarmNow, databaseOf } from './tampered.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * `kill -9` at random moments while the keys turn. Afterwards every record opens, `lindun verify` is clean, searches find
 * what they should, and the turn comes to its end by itself.
 */
let vault: TestVault;
let people: People;
const seed = Number(process.env['LINDUN_SEED'] ?? Date.now() % 1_000_000);
const day = 86_400_000;

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  await importMany(vault, vault.vault.adminToken, 600);
});
afterAll(() => vault.close());

/** What the community's database says, of a vault that is running on it. */
function asked<T>(query: string): T {
  const database = new DatabaseSync(databaseOf(vault.dir), { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(query).get() as T;
  } finally {
    database.close();
  }
}

test(
  `keys wrapped anew at the turn of the month, killed ${scaled(25)} times (seed ${seed})`,
  { timeout: 3_600_000 },
  async () => {
    let months = 0;
    const { jobs, amid } = await killAtMoments({
      vault,
      kills: scaled(25),
      seed,
      takes: 1_000,
      async begin() {
        await vault.vault.stop();
        alarmNow(vault.dir);
        months += 1;
        // 36 days on: the keys are wrapped anew, and the epoch before the last one is destroyed.
        await vault.restart(months * 36 * day);
      },
      async isDone() {
        await sleep(20);
        const { epochs } = asked<{ epochs: number }>(
          'SELECT count(DISTINCT epoch) AS epochs FROM wrapped_key',
        );
        const { due } = asked<{ due: number }>(
          `SELECT count(*) AS due FROM control WHERE kind = 'epoch' AND json_extract(content, '$.destroyed') IS NULL`,
        );
        return epochs === 1 && due === 1;
      },
      meanwhile: () => readOne(),
      check: async () => {
        await expect(readOne()).resolves.toBe(200);
      },
    });
    process.stderr.write(`${jobs} turns of the month, killed ${amid} times before their end\n`);
    expect(jobs).toBeGreaterThan(0);
    if (scaled(25) >= 6) expect(amid).toBeGreaterThan(0);
  },
);

/** A resident's record, read by the worker of their grid, who signs in for it: a month has passed. */
async function readOne(): Promise<number> {
  const number = people.numbers.get(people.worker.id);
  const entered = await vault.send('POST', '/sign-ins:enter', { body: { number, pin: '280519' } });
  const { token } = entered.json as { token: string };
  const body = { purpose: 'grid_overview', fields: ['name'] };
  return (await vault.send('POST', `/records/resident/${people.resident.id}:read`, { token, body })).status;
}
