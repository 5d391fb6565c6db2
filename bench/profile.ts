import { Session, type Profiler } from 'node:inspector/promises';

/**
 * On what the time of a task goes, seen in two ways at once: in which step of the pipeline, and in what kind of work.
 * Samples of the running product, not timings of its parts apart: nothing is added to what is measured.
 */
export type Profile = Readonly<Record<string, Readonly<Record<string, number>>>>;

type Rule = readonly [name: string, matches: (frame: string, file: string) => boolean];

const inFile =
  (...ends: string[]) =>
  (_: string, file: string): boolean =>
    ends.some((end) => file.includes(end));
const named =
  (...names: string[]) =>
  (frame: string): boolean =>
    names.includes(frame);

/** The outermost frame that matches says which step it is. */
const steps: readonly Rule[] = [
  ['what is over', named('endOrders')],
  ['authenticate', named('unitFor')],
  ['watch', inFile('vault/watch/')],
  ['answered before?', named('once')],
  ['validate', inFile('vault/validate.ts')],
  ['decide', named('decideOn', 'judge', 'factsFor')],
  ['open', named('openRecord')],
  ['mask', named('present')],
  ['seal and index', named('storeRecord', 'addSubject')],
  ['append', named('append', 'appendEntry')],
  ['head', named('close')],
];

/** Steps that other steps lie in: the rest of them is theirs only when no other step claims it. */
const outer: ReadonlySet<string> = new Set(['answered before?']);

/** The innermost frame that matches says what work it is. */
const kinds: readonly Rule[] = [
  ['AEAD', inFile('@noble/ciphers', 'crypto/noble.ts', 'crypto/sodium.ts', 'wasm://')],
  ['hashes and MACs', inFile('@noble/hashes')],
  ['JSON', inFile('canonicalize', 'log/entry.ts')],
  // Not `atomically`: the whole request lies in it.
  ['SQL', (frame, file) => frame !== 'atomically' && inFile('bench/sql.ts', 'vault/storage/')(frame, file)],
  ['randomness', named('randomFillSync', 'getRandomValues')],
  ['garbage', named('(garbage collector)')],
];

/** Samples `work` while it runs. @returns shares of the whole, by step and kind of work; they add up to 1 */
export async function profile(work: () => Promise<void>): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 100 });
  await session.post('Profiler.start');
  await work();
  const { profile: taken } = await session.post('Profiler.stop');
  session.disconnect();
  return summarise(taken);
}

/** Adds up a CPU profile's samples by step and kind of work. */
export function summarise({ nodes, samples = [] }: Profiler.Profile): Profile {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const stackOf = (id: number): Profiler.ProfileNode[] => {
    const stack: Profiler.ProfileNode[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at);
      if (node !== undefined) stack.push(node);
    }
    return stack;
  };
  const counts = new Map<number, number>();
  for (const id of samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  const result: Record<string, Record<string, number>> = {};
  const idle = (id: number): boolean => byId.get(id)?.callFrame.functionName === '(program)';
  const total = samples.filter((id) => !idle(id)).length;
  for (const [id, count] of counts) {
    if (idle(id)) continue;
    const stack = stackOf(id);
    const commits = stack.findIndex(({ callFrame }) => callFrame.functionName === 'atomically');
    const inCommit = commits === 0 || (commits === 1 && stack[0]?.callFrame.functionName === 'run');
    const kind = inCommit ? 'SQL' : (firstOf(kinds, stack) ?? 'rest');
    const within = stack.toReversed().flatMap((frame) => firstOf(steps, [frame]) ?? []);
    const step =
      within.find((name) => !outer.has(name)) ?? within[0] ?? (inCommit ? 'begin, commit' : 'rest');
    const row = (result[step] ??= {});
    row[kind] = (row[kind] ?? 0) + count / total;
  }
  return result;
}

/** The name of the first rule that a stack's nearest frame matches. */
function firstOf(rules: readonly Rule[], stack: readonly Profiler.ProfileNode[]): string | undefined {
  for (const { callFrame } of stack) {
    const found = rules.find(([, matches]) => matches(callFrame.functionName, callFrame.url));
    if (found !== undefined) return found[0];
  }
  return undefined;
}
