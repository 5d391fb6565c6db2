import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bytes, Checks, Task } from './engine.ts';
import type { EngineName, Order, Report, Settings } from './engine-process.ts';
import type { Profile } from './profile.ts';

/** Something that works on tasks elsewhere and can be timed. */
export interface Timed {
  readonly name: string;
  readonly tasks: readonly Task[];
  /** @returns milliseconds that `turns` turns took */
  time(task: Task, turns: number): Promise<number>;
}

/** An engine in a process of its own, so that no engine warms or burdens another's heap and code. */
export interface Running extends Timed {
  readonly name: EngineName;
  readonly bytes: Bytes;
  readonly checks: Checks;
  /** How many wide records it keeps, and how many residents it was given. */
  readonly records: number;
  readonly residents: number;
  profile(task: Task, turns: number): Promise<Profile>;
  stop(): Promise<void>;
}

/** Starts an engine, lets it take in its data and pass its checks. @throws Error when it does not come up */
export async function startEngine(settings: Settings): Promise<Running> {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), [JSON.stringify(settings)]);
  const ready = await nextReport(child);
  if (ready.kind !== 'ready') throw new Error(`${settings.engine} did not come up`);
  const order = async (what: Order): Promise<Report> => {
    child.send(what);
    return nextReport(child);
  };
  return {
    name: settings.engine,
    tasks: ready.tasks,
    bytes: ready.bytes,
    checks: ready.checks,
    records: ready.records,
    residents: settings.residents,
    async time(task, turns) {
      const report = await order({ task, turns });
      if (report.kind !== 'time') throw new Error('not a time');
      return report.milliseconds;
    },
    async profile(task, turns) {
      const report = await order({ profile: task, turns });
      if (report.kind !== 'profile') throw new Error('not a profile');
      return report.profile;
    },
    async stop() {
      if (child.connected) child.disconnect();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function nextReport(child: ChildProcess): Promise<Report> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: over.signal }).then(([report]) => report as Report),
      once(child, 'exit', { signal: over.signal }).then(() => {
        throw new Error('an engine ended; what it said is above');
      }),
    ]);
  } finally {
    over.abort();
  }
}

/** How long one engine works on one task in one round, in milliseconds: long enough for the clock, short enough that
 * what else the machine does falls on both. */
const stretch = 50;

/** Enough turns for a stretch; finding that out also warms the code up. */
export async function turnsFor(engine: Timed, task: Task): Promise<number> {
  for (let turns = 1; ; turns *= 2) {
    const taken = await engine.time(task, turns);
    if (taken >= stretch) return Math.max(1, Math.round((turns * stretch) / taken));
  }
}

/** Milliseconds a turn, by engine, task and round. */
export type Measured = Record<string, Partial<Record<Task, number[]>>>;

/**
 * Measures the wanted tasks of every engine once a round. The engines stand next to each other in time for each task, and
 * take turns in being first.
 */
export async function measure(
  engines: readonly Timed[],
  tasks: readonly Task[],
  rounds: number,
): Promise<Measured> {
  const turns = new Map<string, number>();
  for (const engine of engines) {
    for (const task of engine.tasks.filter((each) => tasks.includes(each))) {
      turns.set(`${engine.name} ${task}`, await turnsFor(engine, task));
    }
  }
  const measured: Measured = Object.fromEntries(engines.map(({ name }) => [name, {}]));
  for (let round = 0; round < rounds; round += 1) {
    const order = engines.map((_, at) => engines[(at + round) % engines.length] as Timed);
    for (const task of tasks) {
      for (const engine of order.filter((each) => each.tasks.includes(task))) {
        const count = turns.get(`${engine.name} ${task}`) ?? 1;
        const taken = (await engine.time(task, count)) / count;
        ((measured[engine.name] ??= {})[task] ??= []).push(taken);
      }
    }
  }
  return measured;
}

/** Does a piece of work for each, two at a time: as many as the smallest machine has cores. */
export async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([next(), next()]);
}
