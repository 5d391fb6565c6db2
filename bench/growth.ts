import { join } from 'node:path';
import type { Task } from './engine.ts';
import { chosen } from './engine-process.ts';
import { quantile } from './figures.ts';
import { buildObjectBundle, type RunningObjects, startObjects } from './objects.ts';
import { inPairs, measure, type Measured, type Running, startEngine } from './rounds.ts';

/** How the cost of one piece of work follows a size. */
export interface Growth {
  readonly id: string;
  readonly title: string;
  /** Microseconds, a size each: medians over the rounds. */
  readonly costs: readonly number[];
  /** The last over the first: the median of the rounds' own ratios. */
  readonly ratio: number;
  /** What it may at most be. */
  readonly atMost: number;
  /** Why it is more, where it is. */
  readonly limit: string;
}

/** Everything about growth that one run found out. */
export interface GrowthResults {
  /** Of one community, on Node. */
  readonly residents: { readonly sizes: readonly number[]; readonly rows: readonly Growth[] };
  /** Of one workerd, an object each. */
  readonly communities: {
    readonly sizes: readonly number[];
    /** In each of them. */
    readonly residents: number;
    readonly rows: readonly Growth[];
  };
}

interface GrowthTask {
  readonly task: Task;
  readonly title: string;
  /** What the last may cost of the first, given both sizes. */
  readonly atMost: (first: number, last: number) => number;
  readonly limit: string;
}

/** What a machine's caches may add where the work itself stays the same. */
const same = 1.5;
const flat = (): number => same;
const logarithm = (first: number, last: number): number => (Math.log2(last) / Math.log2(first)) * same;

const pages =
  "The work is the same, on a file that is a hundred times as large: what is more is pages that SQLite's cache does not hold.";
const sorted =
  'A page of a list says how many remain, and is put in order among all residents of its grid: that part grows with the grid, not with what is shown.';

/** A read does not grow, a search with what it finds alone, a proof with the logarithm of the log. */
const growthTasks: readonly GrowthTask[] = [
  { task: 'read', title: 'read 7 fields', atMost: flat, limit: pages },
  { task: 'auditedRead', title: 'audited read of 6 fields', atMost: flat, limit: pages },
  { task: 'find', title: 'find by mobile number and read', atMost: flat, limit: pages },
  { task: 'auditedFind', title: 'audited search by mobile number, one found', atMost: flat, limit: pages },
  { task: 'list1', title: 'audited list of a grid, 1 shown', atMost: flat, limit: sorted },
  { task: 'list10', title: 'audited list of a grid, 10 shown', atMost: flat, limit: sorted },
  { task: 'list50', title: 'audited list of a grid, 50 shown', atMost: flat, limit: sorted },
  { task: 'proof', title: "inclusion proof in the log's tree", atMost: logarithm, limit: pages },
];

/** Lists need grids that are full, and these are small. */
const ofCommunities = growthTasks.filter(({ task }) => !task.startsWith('list'));

/**
 * Measures the same work at a tenth, the whole and ten times of `residents` in one community on Node, and at 1, 10 and
 * `communities` objects in one workerd.
 */
export async function measureGrowth(
  folder: string,
  options: { residents: number; rounds: number; communities: number },
  seed: number,
  say: (words: string) => void,
): Promise<GrowthResults> {
  const { residents, rounds, communities } = options;
  const sizes = [residents / 10, residents, residents * 10].map(Math.round);
  const inEach = Math.max(50, Math.round(residents / 100));
  const counts = [1, Math.max(2, Math.round(communities / 10)), communities];
  return {
    residents: { sizes, rows: await overResidents(folder, sizes, rounds, seed, say) },
    communities: {
      sizes: counts,
      residents: inEach,
      rows: await overCommunities(folder, counts, inEach, rounds, seed, say),
    },
  };
}

async function overResidents(
  folder: string,
  sizes: readonly number[],
  rounds: number,
  seed: number,
  say: (words: string) => void,
): Promise<Growth[]> {
  say(`growth: ${sizes.join(', ')} residents in one community`);
  const engines: Running[] = [];
  try {
    // The largest first: the others are done beside it.
    await inPairs([...sizes].reverse(), async (size) => {
      const path = join(folder, `growth-${size}.sqlite`);
      engines.push(await startEngine({ engine: chosen, path, residents: size, wide: 0, seed, checked: 200 }));
    });
    const bySize = sizes.map((size, at) => {
      const engine = engines.find(({ residents }) => residents === size);
      if (engine === undefined) throw new Error('an engine is missing');
      return { ...engine, name: String(at) };
    });
    const measured = await measure(
      bySize,
      growthTasks.map(({ task }) => task),
      rounds,
    );
    return growthTasks.map((task) => growthOf(task, measured, sizes));
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
  }
}

async function overCommunities(
  folder: string,
  counts: readonly number[],
  residents: number,
  rounds: number,
  seed: number,
  say: (words: string) => void,
): Promise<Growth[]> {
  say(`growth: ${counts.join(', ')} communities of ${residents} residents in one workerd`);
  const bundle = buildObjectBundle(join(folder, 'growth-object'));
  const running: RunningObjects[] = [];
  try {
    for (const [at, objects] of counts.entries()) {
      const dir = join(folder, `growth-objects-${objects}`);
      const settings = { bundle, dir, engine: 'sealed' as const, objects, residents, wide: 0, seed };
      running.push(await startObjects(String(at), settings));
    }
    const measured = await measure(
      running,
      ofCommunities.map(({ task }) => task),
      rounds,
    );
    return ofCommunities.map((task) => growthOf({ ...task, atMost: flat }, measured, counts));
  } finally {
    await Promise.all(running.map((each) => each.stop()));
  }
}

/** @param measured the sizes' places in `sizes` are the engines' names */
export function growthOf(
  { task, title, atMost, limit }: GrowthTask,
  measured: Measured,
  sizes: readonly number[],
): Growth {
  const times = sizes.map((_, at) => measured[String(at)]?.[task] ?? []);
  const [first = [], last = []] = [times[0], times.at(-1)];
  return {
    id: task,
    title,
    costs: times.map((rounds) => quantile(rounds, 0.5) * 1000),
    ratio: quantile(
      last.map((time, round) => time / (first[round] ?? Number.NaN)),
      0.5,
    ),
    atMost: atMost(sizes[0] ?? 1, sizes.at(-1) ?? 1),
    limit,
  };
}
