import * as fs from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../cli/fault.ts';
import { takeLock } from '../cli/lock.ts';
import type { Line } from './lines.ts';

/** What the demonstration remembers between two starts: ids and how far it came. Tokens are minted anew. */
export interface DemoState {
  seed: number;
  /** The day in the made-up community, `YYYY-MM-DD`: that of the first start. */
  day: string;
  residents: number;
  /** Batches the vault has acknowledged. */
  batches: number;
  /** Everything is brought in. */
  imported: boolean;
  /** Staff ids by who they are in the story. */
  staff: Record<string, string>;
  /** The ticket of the story. */
  ticket?: string;
  /** How many reports were made for it: each has an idempotency key of its own. */
  reports: number;
  /** What this start printed, for whoever wants to run it; with tokens, so the file is 0600. */
  lines: readonly Line[];
}

const fileOf = (dir: string): string => join(dir, 'demo.json');

/** @returns undefined when no demonstration has begun here */
export function loadState(dir: string): DemoState | undefined {
  if (!fs.existsSync(fileOf(dir))) return undefined;
  return JSON.parse(fs.readFileSync(fileOf(dir), 'utf8')) as DemoState;
}

/** Writes the whole of it or nothing: it gets its name only when it is complete. */
export function saveState(dir: string, state: DemoState): void {
  const half = `${fileOf(dir)}.new`;
  fs.rmSync(half, { force: true });
  fs.writeFileSync(half, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  fs.renameSync(half, fileOf(dir));
}

/** Whether workerd has kept anything here. */
function holdsVault(dir: string): boolean {
  const data = join(dir, 'data');
  if (!fs.existsSync(data)) return false;
  return fs.readdirSync(data, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.sqlite'));
}

/**
 * Where a demonstration left off, or a new one's beginning. It is written before there is a vault, so that
 * one without it is known to be somebody's own: made-up residents are brought in nowhere else.
 * @throws Fault 'argument' when the directory holds a vault that no demonstration began
 */
export function beginState(dir: string, made: Pick<DemoState, 'seed' | 'day' | 'residents'>): DemoState {
  const found = loadState(dir);
  if (found !== undefined && holdsVault(dir)) return found;
  if (holdsVault(dir)) throw notOurs(dir);
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const state: DemoState = { ...made, batches: 0, imported: false, staff: {}, reports: 0, lines: [] };
  saveState(dir, state);
  return state;
}

/**
 * Removes what an earlier demonstration left, so that the next one begins anew.
 * @throws Fault 'locked' while a vault runs on it; 'argument' when it is not a demonstration's
 */
export function removeState(dir: string): void {
  if (!fs.existsSync(dir)) return;
  if (loadState(dir) === undefined) {
    if (holdsVault(dir)) throw notOurs(dir);
    return;
  }
  const lock = takeLock(join(dir, 'lock'));
  if (lock === undefined) {
    throw new Fault('locked', `${dir} 正在使用,请先停下`, `${dir} is in use: stop the vault first`);
  }
  fs.rmSync(dir, { recursive: true });
  lock.release();
}

const notOurs = (dir: string): Fault =>
  new Fault(
    'argument',
    `${dir} 里的保险库不是 npm start 建的,演示数据不会放进去;用 LINDUN_DIR 另选一个目录`,
    `${dir} holds a vault that npm start did not make; choose another directory with LINDUN_DIR`,
  );
