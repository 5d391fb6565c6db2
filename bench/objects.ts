import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type RunningVault, startVault } from '../cli/workerd.ts';
import type { Task } from './engine.ts';
import { noticeText } from './engine-process.ts';
import { quantile } from './figures.ts';
import type { ObjectOrder } from './object.ts';
import type { Timed } from './rounds.ts';
import { openWire, requestBytes, type Wire } from './wire.ts';

const root = dirname(import.meta.dirname);

/**
 * Builds bench/object.ts as wrangler builds the product, into a bundle that stands in the vault's place.
 * @throws Error with what wrangler said
 */
export function buildObjectBundle(dir: string): string {
  const out = join(dir, 'out');
  mkdirSync(out, { recursive: true });
  const config = join(root, 'bench', 'object.toml');
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const ran = spawnSync(
    process.execPath,
    [wrangler, 'deploy', '--dry-run', '--config', config, '--outdir', out],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
        NODE_ENV: 'production',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_SEND_ERROR_REPORTS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        WRANGLER_LOG_PATH: join(root, '.wrangler', 'logs'),
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      },
    },
  );
  if (ran.status !== 0) throw new Error(`wrangler could not build the object\n${ran.stdout}${ran.stderr}`);
  const bundle = join(dir, 'bundle');
  placeholderBundle(bundle);
  for (const name of readdirSync(out)) {
    const entry = name === 'object.js' ? 'worker.js' : name;
    if (name !== 'README.md' && !name.endsWith('.map'))
      copyFileSync(join(out, name), join(bundle, 'vault', entry));
  }
  return bundle;
}

/** A bundle's settings and a key ring that nobody asks; what is served in the vault's place is the caller's. */
export function placeholderBundle(dir: string): void {
  for (const name of ['vault', 'keyring']) mkdirSync(join(dir, name), { recursive: true });
  const toml = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  const compatibilityDate = /^compatibility_date\s*=\s*"([^"]+)"/m.exec(toml)?.[1];
  const settings = { compatibilityDate, compatibilityFlags: [] };
  writeFileSync(join(dir, 'bundle.json'), JSON.stringify({ vault: settings, keyring: settings }));
  writeFileSync(join(dir, 'keyring', 'worker.js'), keyring);
}

const keyring = `import { DurableObject } from 'cloudflare:workers';
export class KeyRing extends DurableObject {}
export default { fetch: () => new Response(null, { status: 404 }) };
`;

/** An engine in a Durable Object of a workerd of its own, timed from here. */
export interface RunningObjects extends Timed {
  stop(): Promise<void>;
}

/** What the objects of one workerd are opened with. */
export interface ObjectSettings {
  readonly bundle: string;
  readonly dir: string;
  readonly engine: 'plain' | 'sealed';
  /** How many objects there are; a task's turns go round among them, in handfuls. */
  readonly objects: number;
  readonly residents: number;
  readonly wide: number;
  readonly seed: number;
}

/** @throws Error when workerd, or an object's checks, do not come up */
export async function startObjects(name: string, settings: ObjectSettings): Promise<RunningObjects> {
  const { bundle, dir, engine, objects, residents, wide, seed } = settings;
  const served: RunningVault = await startVault({ dir, port: 0, bundle, log: () => undefined });
  const wire = openWire(served.port);
  const order = (object: number, body: ObjectOrder): Promise<string> =>
    wire.ask(requestBytes('POST', `/c${object}`, json, JSON.stringify(body)));
  let tasks: Task[] = [];
  for (let object = 0; object < objects; object += 1) {
    const opened = await order(object, {
      open: engine,
      residents,
      wide,
      seed: seed + object,
      notice: noticeText(),
    });
    tasks = (JSON.parse(opened) as { tasks: Task[] }).tasks;
  }
  const empty = await emptyRequest(wire);
  return {
    name,
    tasks,
    async time(task, turns) {
      const requests = inHandfuls(turns, objects);
      const start = performance.now();
      for (const [object, count] of requests) await order(object, { task, turns: count });
      return Math.max(0, performance.now() - start - empty * requests.length);
    },
    async stop() {
      wire.close();
      await served.stop();
    },
  };
}

const json = { 'Content-Type': 'application/json' };
const handful = 50;

/** Which object works how many turns, one after the other: one object does all at once, several take turns. */
export function inHandfuls(turns: number, objects: number): (readonly [object: number, turns: number])[] {
  if (objects === 1) return [[0, turns]];
  return Array.from({ length: Math.ceil(turns / handful) }, (_, at) => [
    at % objects,
    Math.min(handful, turns - at * handful),
  ]);
}

/** Milliseconds that a request takes which asks an object for nothing: it is no part of a task. */
async function emptyRequest(wire: Wire): Promise<number> {
  const nothing: ObjectOrder = { task: 'read', turns: 0 };
  const request = requestBytes('POST', '/c0', json, JSON.stringify(nothing));
  const times: number[] = [];
  for (let at = 0; at < 100; at += 1) {
    const start = performance.now();
    await wire.ask(request);
    times.push(performance.now() - start);
  }
  return quantile(times, 0.5);
}
