import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endPrograms } from './orphans.ts';
import { mark, openLog, type RunningProgram, startProgram } from './program.ts';
import { type Ended, type Kept, keep, pauseBefore, type Watch } from './supervisor.ts';

let folder: string;
let kept: Kept<RunningProgram> | undefined;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'lindun-supervisor-')));
});
afterEach(async () => {
  await kept?.stop();
  kept = undefined;
  await endPrograms(folder);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A program that notes each of its starts in a file, says that it is up, and then does what `body` says. */
function program(body: string): string {
  const file = join(folder, 'program.mjs');
  const starts = JSON.stringify(join(folder, 'starts'));
  fs.writeFileSync(
    file,
    `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${starts}, Date.now() + '\\n');
const lives = readFileSync(${starts}, 'utf8').trim().split('\\n').length;
setInterval(() => undefined, 1000);
console.log('up: ' + lives);
${body}`,
  );
  return file;
}
const starts = (): number[] => fs.readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').map(Number);

async function eventually(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > 30_000) throw new Error('it did not come about');
    await sleep(20);
  }
}

interface Seen extends Watch {
  ends: { ended: Ended; shortLives: number; pause: number }[];
  failures: unknown[];
}
function watch(): Seen {
  const seen: Seen = {
    ends: [],
    failures: [],
    ended: (_, ended, shortLives, pause) => seen.ends.push({ ended, shortLives, pause }),
    failed: (_, error) => seen.failures.push(error),
  };
  return seen;
}

const begin = (file: string, env: Record<string, string> = {}) =>
  startProgram({
    name: 'tiny',
    file,
    env,
    log: openLog(join(folder, 'log')),
    dir: folder,
    ready: /^up: (\d+)$/,
  });

async function keepTiny(body: string): Promise<Seen> {
  const file = program(body);
  const seen = watch();
  kept = await keep({ name: 'tiny', start: () => begin(file) }, seen);
  return seen;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the pause before another start', () => {
  const ended = (code: number | null): Ended => ({ code, signal: null });

  test('is none for exit code 75, and grows for whoever cannot live', () => {
    expect(pauseBefore(ended(75), 0)).toBe(0);
    expect(pauseBefore(ended(75), 3)).toBe(0);
    expect([1, 2, 3, 4].map((lives) => pauseBefore(ended(1), lives))).toEqual([100, 200, 400, 800]);
    expect(pauseBefore(ended(null), 0)).toBe(100);
  });

  test('is never longer than five seconds, and no exit code makes a tight loop', () => {
    expect(pauseBefore(ended(1), 1_000)).toBe(5_000);
    expect(pauseBefore(ended(75), 4)).toBeGreaterThan(0);
    for (const code of [0, 1, 75, 137]) expect(pauseBefore(ended(code), 20)).toBe(5_000);
  });
});

test('who ends with 75 is started again at once', async () => {
  const seen = await keepTiny('if (lives === 1) process.exit(75);');
  await eventually(() => seen.ends.length > 0 && starts().length === 2);
  expect(seen.ends).toEqual([{ ended: { code: 75, signal: null }, shortLives: 1, pause: 0 }]);
  await eventually(() => kept?.now.said?.[1] === '2');
});

test('who ends otherwise, or is killed, is started again after a pause', async () => {
  const seen = await keepTiny('if (lives === 1) process.exit(1);');
  await eventually(() => kept?.now.said?.[1] === '2');
  expect(seen.ends[0]).toMatchObject({ ended: { code: 1 }, pause: 100 });
  process.kill(kept?.now.pid ?? 0, 'SIGKILL');
  await eventually(() => kept?.now.said?.[1] === '3');
  expect(seen.ends[1]).toMatchObject({ ended: { signal: 'SIGKILL' }, pause: 200 });
});

test('who ends with 75 again and again is soon waited for', async () => {
  const seen = await keepTiny('process.exit(75);');
  await eventually(() => seen.ends.length >= 5);
  expect(seen.ends.slice(0, 5).map(({ pause }) => pause)).toEqual([0, 0, 0, 800, 1_600]);
});

test('a first start that fails is thrown, with the program’s last words, and leaves nothing', async () => {
  const file = join(folder, 'program.mjs');
  fs.writeFileSync(file, "console.error('the disk is full'); process.exit(3);");
  await expect(keep({ name: 'tiny', start: () => begin(file) }, watch())).rejects.toThrow(/the disk is full/);
});

test('a first start that ends with 75 is tried again, and not for ever', async () => {
  const file = join(folder, 'program.mjs');
  fs.writeFileSync(file, 'process.exit(75);');
  const seen = watch();
  await expect(keep({ name: 'tiny', start: () => begin(file) }, seen)).rejects.toThrow(/did not come up/);
  expect(seen.failures).toHaveLength(3);
});

test('a later start that fails is tried again', async () => {
  let tries = 0;
  const file = program('if (lives === 1) process.exit(1);');
  const seen = watch();
  const start = (): Promise<RunningProgram> => {
    tries += 1;
    return tries === 2 ? Promise.reject(new Error('not yet')) : begin(file);
  };
  kept = await keep({ name: 'tiny', start }, seen);
  await eventually(() => kept?.now.said?.[1] === '2');
  expect([tries, seen.failures.length]).toEqual([3, 1]);
});

test('a restart that was asked for waits for nothing and counts for nothing', async () => {
  const seen = await keepTiny('');
  await kept?.restart();
  await eventually(() => kept?.now.said?.[1] === '2');
  expect(seen.ends).toEqual([]);
});

test('stopped, it ends by SIGTERM and is not started again', async () => {
  await keepTiny("process.on('SIGTERM', () => process.exit(0));");
  const pid = kept?.now.pid ?? 0;
  await kept?.stop();
  expect(alive(pid)).toBe(false);
  await sleep(300);
  expect(starts()).toHaveLength(1);
  await kept?.stop(); // said twice it does no harm
});

test('stopped while it waits for its next start, it does not start', async () => {
  const seen = await keepTiny('process.exit(1);');
  await eventually(() => seen.ends.length >= 4);
  const before = starts().length;
  await kept?.stop();
  await sleep(1_000);
  expect(starts()).toHaveLength(before);
});

test('a program is told what it is to know, and nothing that configures a vault by accident', async () => {
  process.env['LINDUN_DIR'] = '/somewhere/else';
  const file = program("console.log('env: ' + JSON.stringify(process.env));");
  const seen = watch();
  kept = await keep({ name: 'tiny', start: () => begin(file, { LINDUN_CHAT_PORT: '0' }) }, seen);
  const log = (): string => fs.readFileSync(join(folder, 'log'), 'utf8');
  await eventually(() => log().includes('env: '));
  const told = JSON.parse(/env: (\{.*\})/.exec(log())?.[1] ?? '{}') as Record<string, string>;
  expect(told).toMatchObject({ LINDUN_CHAT_PORT: '0', [mark]: folder });
  expect(told).not.toHaveProperty('LINDUN_DIR');
  delete process.env['LINDUN_DIR'];
  expect(fs.statSync(join(folder, 'log')).mode & 0o077).toBe(0);
});

test('what a killed supervisor left is ended, and what belongs to another directory is not', async () => {
  const file = program('');
  const left = spawn(process.execPath, [file], { env: { ...process.env, [mark]: folder }, stdio: 'ignore' });
  const others = spawn(process.execPath, [file], {
    env: { ...process.env, [mark]: `${folder}-other` },
    stdio: 'ignore',
  });
  await eventually(() => fs.existsSync(join(folder, 'starts')) && starts().length === 2);
  await endPrograms(folder);
  await eventually(() => left.signalCode === 'SIGKILL');
  expect(others.signalCode).toBeNull();
  others.kill('SIGKILL');
});
