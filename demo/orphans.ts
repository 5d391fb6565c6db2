import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../cli/fault.ts';
import { takeLock } from '../cli/lock.ts';
import { endOrphans as endWorkerd } from '../cli/workerd.ts';
import { mark } from './program.ts';

const patience = 5_000;

/**
 * Ends what a start left that was killed before it could end it: workerd, the chat, the bot. Whoever calls this holds
 * the demonstration's lock, so no supervisor of theirs lives, and they would write to the same files, and hold the
 * same ports, as the ones to be started.
 * @param dir the state directory, with symbolic links resolved
 * @throws Fault 'locked' when one cannot be ended, or somebody else serves this directory
 */
export async function endOrphans(dir: string): Promise<void> {
  const lock = takeLock(join(dir, 'lock'));
  if (lock === undefined) {
    throw new Fault('locked', `${dir} 正在使用,请先停下`, `${dir} is in use: stop the vault first`);
  }
  try {
    await endWorkerd(dir);
    await endPrograms(dir);
  } finally {
    lock.release();
  }
}

/** @param dir as they were told it */
export async function endPrograms(dir: string): Promise<void> {
  const found = fs
    .readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && isOf(pid, dir))
    .map(Number);
  for (const pid of found) {
    signal(pid);
    for (const deadline = Date.now() + patience; isOf(String(pid), dir); await sleep(10)) {
      if (Date.now() > deadline)
        throw new Fault('locked', `进程 ${pid} 无法结束`, `process ${pid} cannot be ended`);
    }
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself.
  }
}

/** Whether a process was started for this directory. One that is a zombie has no environment any more. */
function isOf(pid: string, dir: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${mark}=${dir}`);
  } catch {
    return false; // gone, or not ours to see
  }
}
