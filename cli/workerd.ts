import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildBundle, readBundle } from './bundle.ts';
import { workerdConfig } from './capnp.ts';
import { Fault } from './fault.ts';
import { lossesIn, lossWords } from './loss.ts';
import { noteRootPlace, rootFault, type RootOptions, wrappingsAt } from './root-place.ts';
import { scrub } from './scrub.ts';
import { openState, tokenSha256, type State } from './state.ts';

export type StartOptions = RootOptions & {
  /** The state directory, made when it is not there. */
  readonly dir: string;
  /** Default 8787; 0 takes a free one. */
  readonly port?: number;
  /** The address to listen on, default 127.0.0.1: beyond the machine a TLS proxy stands in front. */
  readonly host?: string;
  /** Community ids, default `['hengda']`. */
  readonly communities?: readonly string[];
  /** A built bundle's folder; default: the one of these sources, built when it is not there. */
  readonly bundle?: string;
  /** Gets each line workerd writes; default: our error stream. */
  readonly log?: (line: string) => void;
  /** For tests alone, which have to see a month's turn: milliseconds that the vault is ahead of the machine's clock. */
  readonly ahead?: number;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type RunningVault = {
  /** `http://localhost:<port>`: a passkey's relying party cannot be an address. */
  readonly url: string;
  readonly port: number;
  /** workerd's own process. */
  readonly pid: number;
  readonly dir: string;
  /** The administrator's token; the Worker knows its hash alone. */
  readonly adminToken: string;
  /** Resolves once workerd is gone and the lock is free, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, after five seconds SIGKILL; resolves once the lock is free. Harmless when called again. */
  stop(): Promise<Exit>;
  /** SIGKILL at once, as a power cut would; resolves once the lock is free. */
  kill9(): Promise<Exit>;
};

const root = dirname(import.meta.dirname);
const communityId = /^[a-z][a-z0-9-]{1,30}$/;
/** Times in milliseconds. A start takes about 100; a machine under load may take long. */
const patience = { start: 30_000, sick: 2_000, stop: 5_000, orphan: 5_000 };

/**
 * Builds the bundle when needed and serves it from a state directory on plain workerd. Resolves when
 * `/healthz` has answered 200.
 *
 * @throws Fault with a stable code when the directory is in use or unsafe, a secret is missing, the
 *   port is taken, the build fails, or workerd does not come up; nothing is left running then, and the
 *   lock is free
 */
export async function startVault(options: StartOptions): Promise<RunningVault> {
  const { port = 8787, host = '127.0.0.1', communities = ['hengda'] } = options;
  const wrong = communities.find((id) => !communityId.test(id));
  if (wrong !== undefined || communities.length === 0) {
    throw new Fault(
      'argument',
      '社区代号须形如 hengda',
      'a community id looks like hengda: a-z, 0-9 and -, 2 to 31',
    );
  }
  const bundle = options.bundle === undefined ? await buildBundle(root) : readBundle(options.bundle);
  const state = openState(options.dir, options);
  let child: ChildProcess | undefined;
  try {
    const config = configIn(state.dir);
    await endOrphans(state.dir);
    scrub(state);
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const adminTokenSha256 = tokenSha256(state.adminToken);
    const { ahead = 0 } = options;
    const settings = { bundle, state, address, communities, adminTokenSha256, ahead };
    fs.writeFileSync(config, workerdConfig(settings), { mode: 0o600 });
    child = spawnWorkerd(config, state.run);
    const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
    const running = await supervise(child, state, host, log);
    noteRootPlace(state.dir, state.root);
    fs.writeFileSync(urlFile(state.dir), `${running.url}\n`, { mode: 0o600 });
    return running;
  } catch (error) {
    if (child === undefined) state.lock.release(); // otherwise its end has released it
    throw error;
  }
}

/**
 * Descriptor 3 is where workerd says which port it got. The shell only sets what Node cannot set for a
 * child alone: files made for nobody else, and no core dump, which would hold the secrets. It then
 * becomes workerd.
 */
function spawnWorkerd(config: string, cwd: string): ChildProcess {
  const script = 'umask 077; ulimit -c 0; exec "$@"';
  return spawn('/bin/sh', ['-c', script, 'sh', workerdBinary(), 'serve', '--control-fd=3', config], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {},
  });
}

/** The binary itself: the package's own `bin/workerd` is a Node script around it. */
function workerdBinary(): string {
  const kind = process.arch === 'arm64' ? 'linux-arm64' : 'linux-64';
  return createRequire(join(root, 'package.json')).resolve(`@cloudflare/workerd-${kind}/bin/workerd`);
}

async function supervise(
  child: ChildProcess,
  state: State,
  host: string,
  log: (line: string) => void,
): Promise<RunningVault> {
  // However this process ends, workerd ends before the lock is free; only our own SIGKILL leaves it
  // (endOrphans).
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const exited = new Promise<Exit>((resolve) => {
    const gone = (code: number | null, signal: NodeJS.Signals | null): void => {
      process.off('exit', killWithUs);
      state.lock.release();
      resolve({ code, signal });
    };
    child.once('exit', gone);
    child.once('error', () => gone(null, null));
  });
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal);
    const late = new AbortController();
    const kill = sleep(patience.stop, undefined, { signal: late.signal }).then(
      () => void child.kill('SIGKILL'),
      () => undefined,
    );
    const exit = await exited;
    late.abort();
    await kill;
    return exit;
  };

  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream as Readable, (line) => {
      if (lastLines.push(line) > 20) lastLines.shift();
      log(line);
    });
  }
  try {
    const port = await Promise.race([listening(child.stdio[3] as Readable), exited.then(() => undefined)]);
    if (port === undefined) throw notUp(lastLines);
    const any = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::';
    const [name, numeric] = any ? ['localhost', host.includes(':') ? '[::1]' : '127.0.0.1'] : [host, host];
    await healthy(`http://${numeric}:${port}/healthz`, exited, lastLines, state);
    return {
      url: `http://${name}:${port}`,
      port,
      pid: child.pid ?? 0,
      dir: state.dir,
      adminToken: state.adminToken,
      exited,
      stop: () => end('SIGTERM'),
      kill9: () => end('SIGKILL'),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
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

/** The port workerd listens on, from its control messages: one JSON object a line. */
function listening(control: Readable): Promise<number> {
  return new Promise((resolve) => {
    eachLine(control, (line) => {
      const message = JSON.parse(line) as { event?: string; port?: number };
      if (message.event === 'listen' && message.port !== undefined) resolve(message.port);
    });
  });
}

/**
 * A vault that is still starting does not answer; one that answers anything but 200 gets a moment and
 * no more.
 */
async function healthy(
  url: string,
  exited: Promise<Exit>,
  lastLines: readonly string[],
  state: State,
): Promise<void> {
  let gone = false;
  void exited.then(() => (gone = true));
  let said = 'no answer';
  let shut: [string, string][] = [];
  for (let deadline = Date.now() + patience.start; Date.now() < deadline && !gone; await sleep(20)) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(patience.start) });
      if (response.ok) return;
      if (said === 'no answer') deadline = Date.now() + patience.sick;
      const text = await response.text();
      said = `${response.status} ${text.slice(0, 500)}`;
      shut = shutIn(text);
    } catch {
      // Not listening yet, or gone: the loop's condition tells which.
    }
  }
  const [first] = shut;
  throw first === undefined
    ? notUp([...lastLines, `/healthz: ${said}`])
    : await noKeys(state, first[0], first[1]);
}

/** The communities without keys, as `/healthz` names them, and why. */
function shutIn(text: string): [string, string][] {
  try {
    const { keys = {} } = JSON.parse(text) as { keys?: Record<string, string> };
    return Object.entries(keys);
  } catch {
    return [];
  }
}

/** Says in words why there are no keys; where they are there and do not open, what is lost with them. */
async function noKeys({ dir, root }: State, community: string, why: string): Promise<Fault> {
  if (why === 'keys_unavailable' || why === 'root_refused') return rootFault(why, root);
  const wrappings = (await wrappingsAt(root, [community])).get(community) ?? [];
  const { zh, en } = lossWords(lossesIn(dir, community, wrappings));
  return new Fault('secret', zh, en);
}

function notUp(lines: readonly string[]): Fault {
  if (lines.some((line) => /bind\(\): Address already in use/.test(line))) {
    return new Fault(
      'port',
      '端口已被占用,用 --port 换一个',
      'the port is taken: choose another with --port',
    );
  }
  return new Fault('workerd', 'workerd 没有启动成功', `workerd did not come up\n${lines.join('\n')}`);
}

/** Where the last start says what its address is: for commands that speak to a vault that is running. */
export const urlFile = (dir: string): string => join(dir, 'run', 'vault.url');

const configIn = (dir: string): string => join(dir, 'run', 'workerd.capnp');

/**
 * Ends a workerd whose supervisor was killed before it could end it. The caller holds the lock, so no
 * supervisor lives, and whatever still serves this directory's configuration would write to the same files
 * as the one to be started.
 *
 * @param dir the state directory, with symbolic links resolved
 */
export async function endOrphans(dir: string): Promise<void> {
  const config = configIn(dir);
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!serves(pid, config)) continue;
    process.kill(Number(pid), 'SIGKILL');
    for (const deadline = Date.now() + patience.orphan; serves(pid, config); await sleep(10)) {
      if (Date.now() > deadline)
        throw new Fault('locked', `进程 ${pid} 无法结束`, `process ${pid} cannot be ended`);
    }
  }
}

function serves(pid: string, config: string): boolean {
  try {
    const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return args.at(-1) === config && args.at(-3) === 'serve';
  } catch {
    return false; // gone, or not ours to see
  }
}
