import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../cli/fault.ts';
import type { Ended, EndedEarly, Running } from './supervisor.ts';

/** What a process of ours has in its environment: whose it is. Whoever is left behind is found by it. */
export const mark = 'LINDUN_SUPERVISED';

export interface Program {
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it writes goes there. */
  readonly log: Log;
  /** The state directory, absolute. */
  readonly dir: string;
  /** Its first line like this says that it is up; undefined when nobody waits for it. */
  readonly ready?: RegExp;
}

export interface RunningProgram extends Running {
  readonly pid: number;
  /** What {@link Program.ready} found. */
  readonly said: RegExpExecArray | undefined;
}

/** Milliseconds. */
const patience = { start: 30_000, stop: 15_000 };

/**
 * Starts a program under this Node, in our own process group: Ctrl-C reaches it too.
 * @throws Fault 'workerd' with its last words when it ends, or says nothing, before it is ready
 */
export async function startProgram(program: Program): Promise<RunningProgram> {
  const { name, file, env, log, dir, ready } = program;
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited(), ...env, [mark]: dir },
  });
  const exited = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  // However this process ends, they end: only our own SIGKILL leaves them (orphans.ts).
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void exited.then(() => process.off('exit', killWithUs));
  const heard = Promise.withResolvers<RegExpExecArray>();
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (line) => {
      log.write(`${name}: ${line}\n`);
      if (last.push(line) > 5) last.shift();
      const found = ready?.exec(line);
      if (found) heard.resolve(found);
    });
  }
  const stop = () => end(child, exited);
  if (ready === undefined) return { pid: child.pid ?? 0, exited, stop, said: undefined };
  const late = new AbortController();
  const said = await Promise.race([
    heard.promise,
    exited.then(() => undefined),
    sleep(patience.start, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  if (said !== undefined) return { pid: child.pid ?? 0, exited, stop, said };
  throw new NotUp(name, last, await stop());
}

class NotUp extends Fault implements EndedEarly {
  readonly ended: Ended;

  constructor(name: string, lines: readonly string[], ended: Ended) {
    super('workerd', `${name} 没有启动成功`, `${name} did not come up\n${lines.join('\n')}`);
    this.ended = ended;
  }
}

/** SIGTERM, and SIGKILL for who does not hear it. */
async function end(child: ChildProcess, exited: Promise<Ended>): Promise<Ended> {
  child.kill('SIGTERM');
  const late = new AbortController();
  const kill = sleep(patience.stop, undefined, { signal: late.signal }).then(
    () => void child.kill('SIGKILL'),
    () => undefined,
  );
  const ended = await exited;
  late.abort();
  await kill;
  return ended;
}

/** What a program of ours may know of the environment: nothing that configures a vault or a bot by accident. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(?:LINDUN|WECHATY|npm_)/.test(name) ? [] : [[name, value]],
    ),
  );
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

export interface Log {
  readonly file: string;
  write(line: string): void;
}

const largest = 1_048_576;

/** One file for what all programs write; a large one of the last start makes way. */
export function openLog(file: string): Log {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) fs.renameSync(file, `${file}.1`);
  return {
    file,
    write: (line) => fs.appendFileSync(file, `${new Date().toISOString()} ${line}`, { mode: 0o600 }),
  };
}
