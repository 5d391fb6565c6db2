import * as fs from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../cli/fault.ts';
import { type Lock, takeLock } from '../cli/lock.ts';

/** In this order everything is brought in; `past` are reads that are played, the rest are batches of an import. */
export const steps = ['story', 'tickets', 'rest', 'past'] as const;
export type Step = (typeof steps)[number];

/**
 * What the demonstration remembers between two starts: ids, how far it came, and with what its made-up people sign in. No
 * tokens, no names.
 */
export interface DemoState {
  seed: number;
  /** The moment of the first start, UTC milliseconds: the made-up past is before it. */
  began: number;
  households: number;
  /** The community is set up. */
  settled: boolean;
  /** Staff ids by who they are: `worker-3`, `officer`. */
  staff: Record<string, string>;
  /** How much of each step the vault has acknowledged. */
  done: Record<Step, number>;
  /** The steps that are complete. */
  complete: Step[];
  /** The people of the chat whose contact is bound. */
  bound: string[];
  /** Whose turn it was last. */
  binding?: string;
  /** When the bot's token ends, UTC milliseconds; 0 before there is one. */
  botTokenEnds: number;
  /** The subject of the story's resident, once they are there. */
  resident?: string;
  /** Number and PIN of whoever has set one, by their id. */
  signIns: Record<string, { number: string; pin: string }>;
  /** What else was made to look at, by its name in stations.ts. */
  stations?: string[];
  /** For the lines to paste: the ticket in hand, and how many reports were made for it. */
  ticket?: string;
  reports: number;
}

/** The demonstration's own folder in a state directory. */
export const folderOf = (dir: string): string => join(dir, 'demo');
const fileOf = (dir: string): string => join(folderOf(dir), 'state.json');

type Loaded = Omit<DemoState, 'signIns'> & Partial<Pick<DemoState, 'signIns'>>;

/** @returns undefined when no demonstration has begun here */
function loadState(dir: string): Loaded | undefined {
  if (!fs.existsSync(fileOf(dir))) return undefined;
  return JSON.parse(fs.readFileSync(fileOf(dir), 'utf8')) as Loaded;
}

export const saveState = (dir: string, state: DemoState): void => writeWhole(fileOf(dir), state);

/** Writes the whole of it or nothing, for nobody else: it gets its name only when it is complete. */
export function writeWhole(file: string, content: unknown): void {
  const half = `${file}.new`;
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
  fs.rmSync(half, { force: true });
  fs.writeFileSync(half, text, { mode: 0o600, flag: 'wx' });
  fs.renameSync(half, file);
}

/** Whether workerd has kept anything here. */
function holdsVault(dir: string): boolean {
  const data = join(dir, 'data');
  if (!fs.existsSync(data)) return false;
  return fs.readdirSync(data, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.sqlite'));
}

/**
 * Makes the directory and takes the demonstration's lock, which is held as long as this process lives: between a
 * vault that ended and the one that takes its place nobody else may begin.
 * @throws Fault 'argument' when the directory holds a vault that no demonstration began; 'locked'
 */
export function claim(dir: string): Lock {
  if (holdsVault(dir) && !isOurs(dir)) {
    throw new Fault(
      'argument',
      `${dir} 里的保险库不是 npm start 建的,演示数据不会放进去;用 LINDUN_DIR 另选一个目录`,
      `${dir} holds a vault that npm start did not make; choose another directory with LINDUN_DIR`,
    );
  }
  fs.mkdirSync(folderOf(dir), { recursive: true, mode: 0o700 });
  const lock = takeLock(join(folderOf(dir), 'lock'));
  if (lock !== undefined) return lock;
  throw new Fault(
    'locked',
    `已经在运行了(${dir} 正在使用):打开那个窗口里的地址,或先按 Ctrl-C 停下它`,
    `it is running already (${dir} is in use): open the addresses in that window, or stop it there with Ctrl-C`,
  );
}

/** Also what a start of an earlier version left, whose state was in the file that programs read today. */
const isOurs = (dir: string): boolean => fs.existsSync(fileOf(dir)) || isOld(dir);

function isOld(dir: string): boolean {
  const file = join(dir, 'demo.json');
  if (fs.existsSync(fileOf(dir)) || !fs.existsSync(file)) return false;
  return /"batches":/.test(fs.readFileSync(file, 'utf8'));
}

/** Removes what an earlier demonstration left, but for the lock that the caller holds. No vault runs on it. */
export function clear(dir: string): void {
  for (const [folder, kept] of [
    [folderOf(dir), /^lock/], // and what SQLite keeps beside it
    [dir, /^demo$/],
  ] as const) {
    for (const name of fs.readdirSync(folder)) {
      if (!kept.test(name)) fs.rmSync(join(folder, name), { recursive: true });
    }
  }
}

/**
 * Where a demonstration left off, or a new one's beginning. It is written before there is a vault, so that one
 * without it is known to be somebody's own: made-up residents are brought in nowhere else.
 * @throws Fault 'argument' when an earlier version began it
 */
export function beginState(dir: string, made: Pick<DemoState, 'seed' | 'began' | 'households'>): DemoState {
  const found = loadState(dir);
  // In one that began before people signed in nobody has a PIN yet.
  if (found !== undefined && (holdsVault(dir) || !found.settled))
    return { ...found, signIns: found.signIns ?? {} };
  if (isOld(dir)) {
    throw new Fault(
      'argument',
      `${dir} 是旧版本建的演示,用 npm start -- --fresh 重新开始`,
      `${dir} was made by an earlier version; begin anew with npm start -- --fresh`,
    );
  }
  const state: DemoState = {
    ...made,
    settled: false,
    staff: {},
    done: { story: 0, tickets: 0, rest: 0, past: 0 },
    complete: [],
    bound: [],
    botTokenEnds: 0,
    signIns: {},
    reports: 0,
  };
  saveState(dir, state);
  return state;
}
