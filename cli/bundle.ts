import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { asFault, Fault } from './fault.ts';

export type WorkerName = 'vault' | 'keyring';
export type Module = { readonly name: string; readonly kind: 'esModule' | 'text' | 'wasm' | 'data' };
export type BuiltWorker = {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  /** The entry first, as workerd wants it. */
  readonly modules: readonly Module[];
};

/** A built program: `<dir>/vault/…`, `<dir>/keyring/…` and `<dir>/bundle.json`, nothing else. */
export type Bundle = {
  readonly dir: string;
  /** Hex; see {@link readBundle}. */
  readonly sha256: string;
  readonly workers: Readonly<Record<WorkerName, BuiltWorker>>;
};

const workerNames = ['vault', 'keyring'] as const;
const wranglerToml: Record<WorkerName, string> = {
  vault: 'wrangler.toml',
  keyring: 'vault/keyring/wrangler.toml',
};
const entry = 'worker.js';

/**
 * The bundle of the sources under `root`, built with wrangler unless `<root>/dist/` has it already. The
 * cache's name is a hash over everything that goes in, so a stale one is never found, and one in the
 * making has another name.
 *
 * @throws Fault 'bundle' with what wrangler said; 'files' when there is no writing to `<root>/dist/`
 */
export async function buildBundle(root: string): Promise<Bundle> {
  try {
    return await build(root);
  } catch (error) {
    throw asFault(error) ?? error;
  }
}

async function build(root: string): Promise<Bundle> {
  const dist = join(root, 'dist');
  const dir = join(dist, hashSources(root));
  if (!fs.existsSync(dir)) {
    const making = join(dist, `making-${randomBytes(6).toString('hex')}`);
    try {
      // Both to their end: one that still wrote after the other had failed would leave its half behind.
      const built = await Promise.allSettled(
        workerNames.map((name) => runWrangler(root, name, join(making, name))),
      );
      for (const result of built) if (result.status === 'rejected') throw result.reason as Error;
      const settings = Object.fromEntries(workerNames.map((name) => [name, readSettings(root, name)]));
      fs.writeFileSync(join(making, 'bundle.json'), `${JSON.stringify(settings, null, 2)}\n`);
      fs.renameSync(making, dir);
    } catch (error) {
      fs.rmSync(making, { recursive: true, force: true });
      // Another process finished the same build first: its folder is as good as ours.
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return readBundle(dir);
}

/**
 * Reads a bundle back. Its hash is SHA-256 over LP(name) ‖ LP(content) of every file, in the byte order
 * of names relative to the folder; LP(x) is a 32-bit big-endian length and the bytes. The log's start
 * entry carries it.
 *
 * @throws Fault 'bundle' when the folder is not a bundle
 */
export function readBundle(dir: string): Bundle {
  const hash = createHash('sha256');
  for (const name of ['bundle.json', ...workerNames.flatMap((worker) => filesUnder(dir, worker))].sort()) {
    if (!fs.existsSync(join(dir, name))) throw notABundle(dir, name);
    for (const bytes of [Buffer.from(name), fs.readFileSync(join(dir, name))]) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      hash.update(length).update(bytes);
    }
  }
  const settings = JSON.parse(fs.readFileSync(join(dir, 'bundle.json'), 'utf8')) as Record<
    WorkerName,
    Omit<BuiltWorker, 'modules'>
  >;
  const worker = (name: WorkerName): BuiltWorker => {
    const files = filesUnder(dir, name).map((file) => relative(name, file));
    if (!files.includes(entry)) throw notABundle(dir, join(name, entry));
    const others = files.filter((file) => file !== entry).sort();
    return { ...settings[name], modules: [entry, ...others].map(moduleOf) };
  };
  return { dir, sha256: hash.digest('hex'), workers: { vault: worker('vault'), keyring: worker('keyring') } };
}

function notABundle(dir: string, missing: string): Fault {
  return new Fault(
    'bundle',
    `${dir} 不是构建产物:缺少 ${missing}`,
    `${dir} is not a bundle: ${missing} is missing`,
  );
}

function moduleOf(name: string): Module {
  if (/\.m?js$/.test(name)) return { name, kind: 'esModule' };
  if (/\.(md|txt|html|css)$/.test(name)) return { name, kind: 'text' };
  if (name.endsWith('.wasm')) return { name, kind: 'wasm' };
  return { name, kind: 'data' };
}

/** Paths relative to `root`, of plain files only; none when the folder is not there. */
function filesUnder(root: string, folder: string): string[] {
  if (!fs.existsSync(join(root, folder))) return [];
  return fs
    .readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile())
    .map((file) => relative(root, join(file.parentPath, file.name)));
}

function hashSources(root: string): string {
  const sources = ['policy', 'migrations', 'vault']
    .flatMap((folder) => filesUnder(root, folder))
    // Neither tests nor what tools leave in folders with a dot (wrangler works in .wrangler/), nor the module that a build
    // takes out of a package of the lock file.
    .filter((file) => !/\.test\.tsx?$|\/\.|\.wasm(\.\d+)?$/.test(file));
  const hash = createHash('sha256');
  for (const file of [
    ...sources,
    'wrangler.toml',
    'package-lock.json',
    'tsconfig.base.json',
    'cli/sodium.ts',
  ].sort()) {
    const content = fs.readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

/**
 * wrangler.toml alone says which runtime behaviour the code was written for; two plain lines need no
 * TOML parser.
 */
function readSettings(root: string, name: WorkerName): Omit<BuiltWorker, 'modules'> {
  const toml = fs.readFileSync(join(root, wranglerToml[name]), 'utf8');
  const date = /^compatibility_date\s*=\s*"(\d{4}-\d\d-\d\d)"/m.exec(toml)?.[1];
  if (date === undefined) throw notABundle(root, `compatibility_date, ${wranglerToml[name]}`);
  const flags = /^compatibility_flags\s*=\s*(\[[^\]]*\])/m.exec(toml)?.[1] ?? '[]';
  return { compatibilityDate: date, compatibilityFlags: JSON.parse(flags) as string[] };
}

/**
 * `wrangler deploy --dry-run` makes a bundle without an account; these keep it quiet and off the
 * network.
 */
async function runWrangler(root: string, name: WorkerName, outdir: string): Promise<void> {
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const child = spawn(
    process.execPath,
    [wrangler, 'deploy', '--dry-run', '--config', join(root, wranglerToml[name]), '--outdir', outdir],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // wrangler.toml's [build] runs a file with `node`, which need not be on the PATH of a service.
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
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new Fault('bundle', `构建 ${name} 失败`, `wrangler could not build ${name}\n${said}`);
  // A note with the time of day and a source map: neither is run, and the first would change the
  // bundle's hash.
  for (const file of filesUnder(outdir, '.')) {
    if (file === 'README.md' || file.endsWith('.map')) fs.rmSync(join(outdir, file));
  }
}
