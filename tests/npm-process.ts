import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf } from '../demo/bring.ts';
import type { Line } from '../demo/lines.ts';
import { mark } from '../demo/program.ts';
import { type Community, makeCommunity, storySeed } from '../demo/seed/community.ts';
import type { DemoState } from '../demo/state.ts';

/** `npm start` as somebody runs it, on a small community (`LINDUN_DEMO_HOUSEHOLDS`). */
export const repository = dirname(import.meta.dirname);
const running = new Set<ChildProcess>();

/** Ends what a test has left running. */
export async function endAll(): Promise<void> {
  for (const child of running) await ended(child, 'SIGKILL');
}

export interface Started {
  child: ChildProcess;
  out: string;
  err: string;
  exit: Promise<number | null>;
}

export const small = 60;
/** The vault, the chat, the bot. */
export const programs = 3;

/** @param dir the state directory, `LINDUN_DIR` */
export const npmStart = (
  dir: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Started => start('npm', ['start', '--silent', '--', ...args], dir, env);

export function start(
  command: string,
  args: readonly string[],
  dir: string,
  env: Record<string, string> = {},
): Started {
  const ports = { LINDUN_PORT: '0', LINDUN_CHAT_PORT: '0' };
  const child = spawn(command, args, {
    cwd: repository,
    env: { ...process.env, LINDUN_DIR: dir, LINDUN_DEMO_HOUSEHOLDS: String(small), ...ports, ...env },
    detached: true, // a group of its own, to be ended whole as a terminal does it
  });
  running.add(child);
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const started: Started = { child, out: '', err: '', exit };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (started.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (started.err += text));
  return started;
}

/** Ctrl-C in a terminal goes to the whole group. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, signal);
  await gone;
}

export async function until(started: Started, text: string): Promise<void> {
  for (let waited = 0; !started.out.includes(text); waited += 20) {
    if (started.child.exitCode !== null || waited > 90_000) throw new Error(started.out + started.err);
    await sleep(20);
  }
}

export const ready = (started: Started) => until(started, 'Ctrl-C');
export const everybodyIn = (started: Started) => until(started, '全部到齐');
const readIn = (dir: string, file: string): unknown =>
  JSON.parse(fs.readFileSync(join(dir, 'demo', file), 'utf8'));
export const stateIn = (dir: string) => readIn(dir, 'state.json') as DemoState;
export const linesIn = (dir: string) => readIn(dir, 'lines.json') as Line[];
export const communityIn = (dir: string): Community => {
  const { began, households } = stateIn(dir);
  return makeCommunity(storySeed, dayOf(began), households);
};

/** What runs on a directory: workerd's configuration has it in its path, our own programs in their environment. */
export const processesOn = (dir: string): number[] =>
  fs
    .readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return words.includes(`${mark}=${dir}`) || command.includes(join(dir, 'run'));
      } catch {
        return false; // gone
      }
    })
    .map(Number);

export interface Pasted {
  /** The HTTP status where the line is a curl, else the exit code. */
  ends: number;
  text: string;
}

/** Runs a line as it was printed, in a shell that stands somewhere else. */
export function paste(line: Line): Pasted {
  const command = 'curl' in line ? line.curl : line.shell;
  const ran = spawnSync('bash', ['-c', command], { cwd: tmpdir(), encoding: 'utf8', timeout: 120_000 });
  if ('shell' in line) return { ends: ran.status ?? -1, text: ran.stdout + ran.stderr };
  const [, text = '', status = ''] = /^([^]*)\n(\d{3})\n$/.exec(ran.stdout) ?? [];
  return { ends: Number(status), text: text + ran.stderr };
}

export const lineIn = (lines: readonly Line[], id: string): Line => {
  const line = lines.find((each) => each.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line;
};
