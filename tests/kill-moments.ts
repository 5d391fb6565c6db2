import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from './node-vault.ts';
import type { TestVault } from './wire.ts';

/** What `lindun verify` says of a state directory: its report, or what it printed instead of one. */
export function verifyDir(dir: string): unknown {
  const program = join(import.meta.dirname, '..', 'bin', 'lindun.mjs');
  const args = [program, 'verify', '--dir', dir, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  try {
    return JSON.parse(stdout);
  } catch {
    return `${stdout}${stderr}`;
  }
}

export interface Killed {
  vault: TestVault;
  kills: number;
  seed: number;
  /** A job takes about so long, in milliseconds: the moments are drawn from it, with a little before and after. */
  takes: number;
  /** Whether the job is done, by the vault's files alone: it is asked of one that was killed, and of one that runs. */
  isDone: () => Promise<boolean>;
  /** Starts the next job. The vault runs before and after it; it may be restarted in between. */
  begin: (job: number) => Promise<void>;
  /** What somebody does meanwhile, until the vault dies: then it throws, and that is no failure. */
  meanwhile?: () => Promise<unknown>;
  /** What `lindun verify` may find after a kill, because the job is not done. */
  tolerates?: (finding: { code: string; kind?: string }) => boolean;
  /** What has to hold after every kill, with the vault running again. `lindun verify` was clean already. */
  check: (round: number) => Promise<void>;
}

/**
 * `kill -9` at random moments of a job, over and over: it is begun, killed, the vault is started again, `lindun verify`
 * has to be clean and `check` has to hold; when the job is done the next one begins. Afterwards the last one has to come to
 * its end by itself.
 * @returns how many jobs were begun, and how often the job was not done when it was killed
 * @throws Error with round and seed, when something did not hold
 */
export async function killAtMoments(given: Killed): Promise<{ jobs: number; amid: number }> {
  const { vault, kills, seed, takes } = given;
  const random = seededRandom(seed);
  const upTo = (n: number): number => {
    const [a = 0, b = 0] = random(2);
    return ((a * 256 + b) * n) >>> 16;
  };
  let [jobs, amid] = [1, 0];
  await given.begin(1);
  for (let round = 0; round < kills; round += 1) {
    const traffic = until(given.meanwhile);
    await sleep(upTo(takes * 1.2));
    await vault.vault.kill9();
    await traffic;
    if (!(await given.isDone())) amid += 1;
    await vault.restart();
    try {
      demandClean(verifyDir(vault.dir), given.tolerates);
      await given.check(round);
    } catch (error) {
      throw new Error(`after kill ${round + 1} of ${kills}, seed ${seed}`, { cause: error });
    }
    if (round + 1 < kills && (await given.isDone())) await given.begin((jobs += 1));
  }
  await comesToItsEnd(given.isDone);
  await given.check(kills);
  return { jobs, amid };
}

type Tolerates = NonNullable<Killed['tolerates']>;

function demandClean(said: unknown, tolerates: Tolerates = () => false): void {
  const report = said as {
    ok?: boolean;
    findings?: { code: string }[];
    communities?: { findings: { code: string; kind?: string }[] }[];
  };
  if (report.ok === true) return;
  const found = report.communities?.flatMap(({ findings }) => findings) ?? [];
  const left = [...(report.findings ?? []), ...found.filter((finding) => !tolerates(finding))];
  if (report.communities === undefined || left.length > 0)
    throw new Error(
      `verify: ${JSON.stringify(report.communities === undefined ? said : left).slice(0, 2_000)}`,
    );
}

/** Waits until a job has done itself. @throws Error when it has not within a minute */
export async function comesToItsEnd(isDone: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    if (await isDone()) return;
  }
  throw new Error('the job did not come to its end by itself');
}

async function until(work: (() => Promise<unknown>) | undefined): Promise<void> {
  try {
    while (work !== undefined) await work();
  } catch {
    // The vault has died, as it was to.
  }
}
