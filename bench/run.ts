import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosen, type EngineName, ownNames } from './engine-process.ts';
import { tasks } from './engine.ts';
import { byteFigures, peerFigure, rowsOf, taskTimes } from './compare.ts';
import { objectFigures, rotationFigure, taskFigures } from './figures.ts';
import { measureGrowth } from './growth.ts';
import { measureHttp } from './http.ts';
import { describeMachine } from './machine.ts';
import { buildObjectBundle, type RunningObjects, startObjects } from './objects.ts';
import { latest, type Results, writePages } from './page.ts';
import { peerNames, peerOf } from './peers/all.ts';
import { installPeers } from './peers/install.ts';
import type { Profile } from './profile.ts';
import { inPairs, measure, type Running, startEngine, turnsFor } from './rounds.ts';
import { tables } from './tables.ts';

const usage = `npm run bench -- [--residents 20000] [--rounds 7] [--no-peers] [--no-workerd] [--growth] [--publish]
  measures, prints the tables, and writes ${latest}
  --growth   also at a tenth and ten times the residents, and at 1, 10 and 100 communities
  --publish  with --growth (unless --no-growth), of 7 rounds at least, and writes bench/results.json and the tables of docs/performance.md and of the READMEs
npm run bench -- --page
  writes those from the last measurement, and measures nothing`;

/** What is measured how often, and what the figures are kept with. */
interface Options {
  readonly residents: number;
  readonly rounds: number;
  readonly peers: boolean;
  readonly workerd: boolean;
  readonly growth: boolean;
}

const seed = 20_261_123;
/** More of them make a rotation longer and no truer: it is told a record. */
const mostRotated = 4_000;
/** The same for what is served over HTTP, which is brought in over HTTP as well. */
const mostServed = 5_000;
const communities = 100;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      residents: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '7' },
      peers: { type: 'boolean', default: true },
      workerd: { type: 'boolean', default: true },
      growth: { type: 'boolean' },
      publish: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) return console.log(usage);
  if (values.page) return writePages();
  const { peers, workerd, publish } = values;
  const growth = values.growth ?? publish;
  const options = {
    residents: Number(values.residents),
    rounds: Number(values.rounds),
    peers,
    workerd,
    growth,
  };
  if (!(options.residents >= 100) || !(options.rounds >= (publish ? 7 : 1))) throw new Error(usage);
  const results = await run(options);
  mkdirSync(dirname(latest), { recursive: true });
  writeFileSync(latest, `${JSON.stringify(results, null, 2)}\n`);
  console.log(tables(results));
  if (publish) writePages();
}

async function run(options: Options): Promise<Results> {
  const machine = describeMachine();
  const folder = mkdtempSync(join(tmpdir(), 'lindun-bench-'));
  const began = performance.now();
  try {
    const missing = options.peers ? installPeers() : 'left out';
    const engines = await measureEngines(folder, options, missing);
    const object = options.workerd ? await measureObjects(folder, options) : [];
    const served = { ...options, residents: Math.min(options.residents, mostServed) };
    const http = options.workerd ? await measureHttp(folder, served, seed, say) : [];
    const growth = options.growth
      ? {
          growth: await measureGrowth(
            folder,
            { ...options, communities: communitiesFor(options) },
            seed,
            say,
          ),
        }
      : {};
    return {
      residents: options.residents,
      rounds: options.rounds,
      seed,
      minutes: Math.round((performance.now() - began) / 6_000) / 10,
      machine: { ...machine, loadAfter: describeMachine().load },
      ...engines,
      object,
      http,
      ...growth,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A trial run with few residents has few communities. */
const communitiesFor = ({ residents }: Options): number => (residents < 10_000 ? 10 : communities);

/** Everything on Node: plaintext, our own engines, the turn of a month, and the peers. */
async function measureEngines(folder: string, options: Options, missing: string | undefined) {
  const { residents, rounds } = options;
  const running: Running[] = [];
  try {
    const wanted: EngineName[] = ['plain', ...ownNames, 'rotation'];
    const compared = peerNames.filter((name) => peerOf(name).package === undefined || missing === undefined);
    await inPairs([...wanted, ...compared], async (engine) => {
      say(`${engine}: takes in its records, and is checked`);
      const path = join(folder, `${engine}.sqlite`);
      const wide = engine === 'rotation' ? Math.min(residents, mostRotated) : residents;
      running.push(await startEngine({ engine, path, residents, wide, seed }));
    });
    const order = [...wanted, ...compared];
    running.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    say(`${rounds} rounds on Node`);
    const used = tasks.filter((task) => usedOnNode.has(task));
    const measured = await measure(running, used, rounds);
    const rotation = rotationFigure(running.find(({ name }) => name === 'rotation')?.records ?? 1);
    const rows = rowsOf(running, measured, missing);
    return {
      node: [
        ...taskFigures.map((figure) => taskTimes(figure, measured, chosen)),
        taskTimes(rotation, measured, 'rotation'),
        ...peerFigure(rows, measured),
        ...byteFigures(running),
      ],
      engines: rows,
      profiles: await profilesOf(running),
    };
  } finally {
    await Promise.all(running.map((engine) => engine.stop()));
  }
}

const usedOnNode = new Set(
  [...taskFigures, rotationFigure(1)].flatMap(({ ours, against }) =>
    against === undefined ? [ours] : [ours, against],
  ),
);

async function measureObjects(folder: string, { residents, rounds }: Options) {
  say('building the objects, and starting two workerd');
  const bundle = buildObjectBundle(join(folder, 'object'));
  const running: RunningObjects[] = [];
  try {
    for (const [name, engine] of [
      ['plain', 'plain'],
      [chosen, 'sealed'],
    ] as const) {
      const dir = join(folder, `object-${name}`);
      const settings = { bundle, dir, engine, objects: 1, residents, wide: residents, seed };
      running.push(await startObjects(name, settings));
    }
    say(`${rounds} rounds in Durable Objects`);
    const used = new Set(objectFigures.flatMap(({ ours, against }) => [ours, against]));
    const measured = await measure(
      running,
      tasks.filter((task) => used.has(task)),
      rounds,
    );
    return objectFigures.map((figure) => taskTimes(figure, measured, chosen));
  } finally {
    await Promise.all(running.map((each) => each.stop()));
  }
}

async function profilesOf(engines: readonly Running[]): Promise<Record<string, Profile>> {
  const ours = engines.find(({ name }) => name === chosen);
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
