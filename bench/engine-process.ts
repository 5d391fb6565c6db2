import { makeResidents, makeWide } from './data.ts';
import { type BenchData, checkEngine, type Engine, type Task } from './engine.ts';
import { openPlain } from './plain.ts';
import { profile, type Profile } from './profile.ts';
import { openSealed } from './sealed.ts';
import { nobleAead } from '../vault/crypto/noble.ts';

/** What a process is told at its start, as JSON in its first argument. */
export interface Settings {
  readonly engine: EngineName;
  /** A file that is not there yet. */
  readonly path: string;
  readonly residents: number;
  readonly wide: number;
  readonly seed: number;
}

/** Every engine that is measured. A faster AEAD becomes a line here. */
const engines = {
  plain: (path: string, data: BenchData) => Promise.resolve(openPlain(path, data)),
  noble: (path: string, data: BenchData) => openSealed(path, data, nobleAead),
} as const;

export type EngineName = keyof typeof engines;
export const engineNames = Object.keys(engines) as readonly EngineName[];

/** Work `task` so often, and say how long it took; or say on what the time of a task goes. */
export type Order = { task: Task; turns: number } | { profile: Task; turns: number };
export type Report =
  | { kind: 'ready'; tasks: Task[]; bytes: { all: number; withoutLog: number } }
  | { kind: 'time'; milliseconds: number }
  | { kind: 'profile'; profile: Profile };

async function main(settings: Settings): Promise<void> {
  const { residents, wide, seed } = settings;
  const data = { residents: makeResidents(residents, seed), wide: makeWide(wide, seed + 1) };
  const engine = await engines[settings.engine](settings.path, data);
  checkEngine(engine, data);
  let turn = 0;
  process.on('message', (order: Order) => {
    void obey(engine, order, () => (turn += 1)).then((report) => process.send?.(report));
  });
  const ready: Report = { kind: 'ready', tasks: Object.keys(engine.tasks) as Task[], bytes: engine.bytes() };
  process.send?.(ready);
}

async function obey(engine: Engine, order: Order, next: () => number): Promise<Report> {
  const work = engine.tasks['task' in order ? order.task : order.profile];
  if (work === undefined) throw new Error(`${engine.name} has no such task`);
  const repeat = (): void => {
    for (let at = 0; at < order.turns; at += 1) work(next());
  };
  if ('profile' in order) return { kind: 'profile', profile: await profile(repeat) };
  const start = performance.now();
  repeat();
  return { kind: 'time', milliseconds: performance.now() - start };
}

if (process.send !== undefined && process.argv[2] !== undefined) {
  await main(JSON.parse(process.argv[2]) as Settings);
}
