import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { tasks } from './engine.ts';
import { engineNames } from './engine-process.ts';
import { type Figure, figureOf, taskFigures } from './figures.ts';
import { measureHttp } from './http.ts';
import { describeMachine } from './machine.ts';
import { latest, type Results, tables, writePage } from './page.ts';
import type { Profile } from './profile.ts';
import { measure, type Measured, type Running, startEngine, turnsFor } from './rounds.ts';

const usage = `npm run bench -- [--residents 2000] [--rounds 7] [--no-http] [--publish]
  measures, prints a table, and writes ${latest}
  --publish  also writes bench/results.json and the tables of docs/performance.md
npm run bench -- --page
  writes those two from the last measurement, and measures nothing`;

/** What is measured how often, and what the figures are kept with. */
interface Options {
  readonly residents: number;
  readonly rounds: number;
  readonly http: boolean;
}

const seed = 20_261_123;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      residents: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '7' },
      http: { type: 'boolean', default: true },
      publish: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) return console.log(usage);
  if (values.page) return writePage();
  const options = { residents: Number(values.residents), rounds: Number(values.rounds), http: values.http };
  if (!(options.residents >= 100) || !(options.rounds >= 1)) throw new Error(usage);
  const results = await run(options);
  mkdirSync(dirname(latest), { recursive: true });
  writeFileSync(latest, `${JSON.stringify(results, null, 2)}\n`);
  console.log(tables(results));
  if (values.publish) writePage();
}

async function run(options: Options): Promise<Results> {
  const machine = describeMachine();
  const folder = mkdtempSync(join(tmpdir(), 'lindun-bench-'));
  const engines: Running[] = [];
  try {
    for (const engine of engineNames) {
      const { residents } = options;
      say(`${engine}: ${residents} residents, and its checks`);
      const path = join(folder, `${engine}.sqlite`);
      engines.push(await startEngine({ engine, path, residents, wide: Math.min(residents, 1000), seed }));
    }
    say(`${options.rounds} rounds`);
    const measured = await measure(engines, tasks, options.rounds);
    const profiles = await profilesOf(engines);
    const node = [...timeFigures(measured), ...byteFigures(engines)];
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    const http = options.http ? await measureHttp(folder, options, seed, say) : [];
    return {
      ...options,
      seed,
      machine: { ...machine, loadAfter: describeMachine().load },
      node,
      http,
      profiles,
    };
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeFigures(measured: Measured): Figure[] {
  const [plain, ours] = [measured['plain'], measured['noble']];
  return taskFigures.map((figure) => {
    const times = ours?.[figure.ours] ?? [];
    const other = figure.within === true ? ours : plain;
    return figureOf(
      figure,
      times,
      figure.against === undefined ? undefined : (other?.[figure.against] ?? []),
    );
  });
}

function byteFigures(engines: readonly Running[]): Figure[] {
  const bytesOf = (name: string) => engines.find((engine) => engine.name === name)?.bytes;
  const [plain, ours] = [bytesOf('plain'), bytesOf('noble')];
  if (plain === undefined || ours === undefined) return [];
  const of = (id: string, title: string, part: 'all' | 'withoutLog') => ({
    id,
    title,
    ours: ours[part],
    against: plain[part],
    ratio: ours[part] / plain[part],
    unit: 'bytes' as const,
  });
  return [
    {
      ...of('bytes', 'database after an import, without the log / plaintext', 'withoutLog'),
      goal: { atMost: 2.1 },
    },
    of('bytes-log', 'database after an import, with the log / plaintext with a plain log', 'all'),
  ];
}

async function profilesOf(engines: readonly Running[]): Promise<Record<string, Profile>> {
  const ours = engines.find(({ name }) => name === 'noble');
  if (ours === undefined) return {};
  const stretches = 40;
  const of = async (task: 'auditedRead' | 'auditedCreate') =>
    ours.profile(task, stretches * (await turnsFor(ours, task)));
  return { 'audited read': await of('auditedRead'), 'audited write': await of('auditedCreate') };
}

function say(words: string): void {
  process.stderr.write(`bench: ${words}\n`);
}

await main();
