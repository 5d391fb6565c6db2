/**
 * `npm start`: the vault with a made-up community in it, and lines to try on it. Everything goes the way
 * anybody's program would go, over HTTP; only the starting of workerd is the command line's.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../cli/fault.ts';
import { type RunningVault, startVault } from '../cli/workerd.ts';
import { linesOf, quoted, type RoleName } from './lines.ts';
import { prepare } from './prepare.ts';
import { say, story } from './print.ts';
import { storySeed } from './seed/community.ts';
import { beginState, type DemoState, removeState, saveState } from './state.ts';

const root = resolve(import.meta.dirname, '..');
const community = 'hengda';
const residents = 2_000;
const screen = process.stdout;

interface Settings {
  readonly dir: string;
  readonly port: number;
  readonly fresh: boolean;
}

/** @throws Fault 'argument' */
function settings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const said = options(args);
  const port = said.port ?? env['LINDUN_PORT'] ?? '8787';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Fault('argument', '端口应是 0 到 65535 的数', 'a port is a number from 0 to 65535');
  }
  return {
    dir: resolve(root, env['LINDUN_DIR'] ?? '.lindun'),
    port: Number(port),
    fresh: said.fresh === true,
  };
}

/** @throws Fault 'argument' */
function options(args: readonly string[]): { fresh?: boolean; port?: string } {
  try {
    const known = { fresh: { type: 'boolean' }, port: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options: known }).values;
  } catch {
    const said = args.join(' ');
    throw new Fault(
      'argument',
      `不认识 ${said};可用的是 --fresh 和 --port 8788`,
      `${said} is not understood; there are --fresh and --port 8788`,
    );
  }
}

/** Serves until it is asked to end. @throws Fault when it does not come up, or workerd ends by itself */
async function start({ dir, port, fresh }: Settings): Promise<void> {
  process.umask(0o077);
  const asked = Promise.withResolvers<undefined>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => asked.resolve(undefined));
  }
  if (fresh) removeState(dir);
  const state = beginState(dir, { seed: storySeed, day: today(Date.now()), residents });
  say(screen, { zh: '启动保险库,第一次要先构建', en: 'starting the vault; the first start builds it' });
  const vault = await started(dir, port);
  try {
    await Promise.race([tell(vault, state), asked.promise]);
    const died = await Promise.race([asked.promise, vault.exited]);
    if (died !== undefined) throw new Fault('workerd', 'workerd 已退出', 'workerd has ended');
  } finally {
    await vault.stop();
  }
}

/** `serve` has words of its own for a port that is taken; here they say how this start takes another. */
async function started(dir: string, port: number): Promise<RunningVault> {
  try {
    return await startVault({ dir, port, communities: [community] });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'port') throw error;
    throw new Fault(
      'port',
      `端口 ${port} 已被占用,换一个:npm start -- --port 8788`,
      `port ${port} is taken; choose another: npm start -- --port 8788`,
    );
  }
}

async function tell(vault: RunningVault, state: DemoState): Promise<void> {
  const { url, dir, adminToken } = vault;
  const save = (): void => saveState(dir, state);
  const { company, ...told } = await prepare({ url, community, adminToken, state, save, screen });
  const tokens: Record<RoleName, string> = {
    worker: company.worker.token,
    neighbour: company.neighbour.token,
    resident: company.resident.token,
    dispatcher: company.dispatcher.token,
    bot: company.bot.token,
    officer: company.officer.token,
    administrator: `$(cat ${quoted(`${dir}/admin.token`)})`,
  };
  const base = `${url}/v1/communities/${community}`;
  const lines = linesOf({ ...told, base, dir, root, tokens, go: hasGo() });
  screen.write(story(lines, tokens));
  state.lines = lines;
  save();
  const words = { zh: `保险库在 ${url},接口说明 ${url}/docs`, en: 'Ctrl-C ends it' };
  say(screen, { zh: `\n${words.zh};按 Ctrl-C 停下`, en: words.en });
}

/** Debian's golang-go and golang-golang-x-mod-dev: what tests/foreign is built from, without a network. */
function hasGo(): boolean {
  const note = '/usr/share/gocode/src/golang.org/x/mod/sumdb/note';
  return existsSync(note) && spawnSync('go', ['version']).status === 0;
}

/** The day in China, `YYYY-MM-DD`; UTC+8 all year. */
const today = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);

try {
  await start(settings(process.argv.slice(2), process.env));
} catch (error) {
  // What the machine refuses is said in words; anything else is a fault of ours and keeps its stack.
  if (!(error instanceof Fault)) throw error;
  console.error(`${error.words.zh}\n${error.words.en}`);
  process.exitCode = 1;
}
