import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from './node-vault.ts';
import { settle, type People } from './people.ts';
import { scaled } from './scale.ts';
import { testVault, type TestVault } from './wire.ts';

/**
 * `kill -9` at random moments under writes. What was acknowledged is there; what was not is there whole, or not at
 * all; and every write has its entry, every entry its write.
 */
let vault: TestVault;
let people: People;
const kills = scaled(100);
const seed = Number(process.env['LINDUN_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const upTo = (n: number): number => {
  const [a = 0, b = 0] = random(2);
  return ((a * 256 + b) * n) >>> 16;
};

/** One create: its key, what it sent, and the answer if one came. */
interface Attempt {
  key: string;
  body: { type: 'resident' | 'ticket'; fields: Record<string, string> };
  acknowledged: string | null;
}

const attempts: Attempt[] = [];
/** Acknowledged updates: the version of a record can only be this or later. */
const versions = new Map<string, number>();

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
});

afterAll(() => vault.close());

test(
  `${kills} times kill -9 under writes lose nothing that was acknowledged (seed ${seed})`,
  { timeout: 3_600_000 },
  async () => {
    for (let round = 0; round < kills; round += 1) {
      const writers = [0, 1, 2, 3].map((writer) => writeUntilItDies(round, writer));
      await sleep(20 + upTo(350));
      await vault.vault.kill9();
      await Promise.all(writers);
      await vault.restart();
      expect(verify(), `round ${round}, seed ${seed}`).toMatchObject({ ok: true, findings: [] });
      await everythingAcknowledgedIsThere(round);
    }
    const acknowledged = attempts.filter((attempt) => attempt.acknowledged !== null).length;
    expect(acknowledged).toBeGreaterThan(kills);
    process.stderr.write(
      `${kills} kills, ${acknowledged} creates and ${versions.size} updated records acknowledged\n`,
    );
  },
);

async function writeUntilItDies(round: number, writer: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const attempt: Attempt = {
      key: `kill-${round}-${writer}-${n}`,
      body: { type: 'resident', fields: { name: '王小明', care: `第${round}轮第${writer}笔第${n}次` } },
      acknowledged: null,
    };
    attempts.push(attempt);
    try {
      const id = await create(attempt);
      attempt.acknowledged = id;
      await update(id);
    } catch {
      return;
    }
  }
}

async function create(attempt: Attempt): Promise<string> {
  const wire = await vault.send('POST', '/records/resident', {
    token: people.worker.token,
    body: { purpose: 'record_keeping', grid: 3, fields: attempt.body.fields },
    headers: { 'idempotency-key': attempt.key },
  });
  if (wire.status !== 201) throw new Error(`create: ${wire.status}`);
  return (wire.json as { id: string }).id;
}

async function update(id: string): Promise<void> {
  const wire = await vault.send('PATCH', `/records/resident/${id}`, {
    token: people.worker.token,
    body: { purpose: 'record_keeping', fields: { name: '王大明' } },
    headers: { 'if-match': '"1"' },
  });
  if (wire.status !== 200) throw new Error(`update: ${wire.status}`);
  versions.set(id, 2);
}

/** Asks again for what this round acknowledged, and sends again what got no answer: it is made once. */
async function everythingAcknowledgedIsThere(round: number): Promise<void> {
  const ofRound = attempts.filter(({ key }) => key.startsWith(`kill-${round}-`));
  for (const attempt of ofRound) {
    const id = await create(attempt);
    if (attempt.acknowledged !== null) expect(id).toBe(attempt.acknowledged);
    attempt.acknowledged = id;
    const read = await vault.send('POST', `/records/resident/${id}:read`, {
      token: people.worker.token,
      body: { purpose: 'grid_overview', fields: ['name'] },
    });
    expect(read.status).toBe(200);
    expect((read.json as { version: number }).version).toBeGreaterThanOrEqual(versions.get(id) ?? 1);
  }
  const ids = attempts.map(({ acknowledged }) => acknowledged);
  expect(new Set(ids).size).toBe(ids.length);
}

function verify(): unknown {
  const program = join(import.meta.dirname, '..', 'bin', 'lindun.mjs');
  try {
    return JSON.parse(
      execFileSync(process.execPath, [program, 'verify', '--dir', vault.dir, '--json'], { encoding: 'utf8' }),
    );
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  }
}
