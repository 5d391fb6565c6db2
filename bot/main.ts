import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenFrom } from './credential.ts';
import { type BotConfig, partsOf } from './parts.ts';
import { runBot } from './run.ts';
import { openBotStore } from './store/open.ts';
import { languages } from './texts.ts';
import {
  localWechaty,
  packagedWechaty,
  serviceWechaty,
  type WechatOptions,
  WechatTransport,
} from './wechat.ts';

/**
 * The bot, a process of its own, configured by its environment: `LINDUN_VAULT`, `LINDUN_COMMUNITY`,
 * `LINDUN_BOT_TOKEN_FILE`, `LINDUN_BOT_DIR`; `LINDUN_CONSOLE` where the console is not at the vault's address;
 * `LINDUN_BOT_LANGUAGE`, `LINDUN_BOT_PACE` (1 is careful, 0 does not wait), `LINDUN_BOT_REMIND` (milliseconds);
 * `WECHATY_PUPPET`, which is `local` with `LINDUN_CHAT` and `LINDUN_CHAT_TOKEN_FILE`, or the name of a puppet's package.
 *
 * It prints `bot: ready` when it is signed in, and never anything of a message or about a person. It ends with 0 when it
 * was told to, with 75 (EX_TEMPFAIL of sysexits.h) when it should be started again, with 1 when that would not help.
 */
const again = 75;

const print = (line: string): void => console.log(`bot: ${line}`);
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** What would not be mended by starting again. */
class Misconfigured extends Error {}

function env(name: string, otherwise?: string): string {
  const value = process.env[name] ?? otherwise;
  if (value === undefined || value === '') throw new Misconfigured(`${name} 没有设置 / ${name} is not set`);
  return value;
}

function numberIn(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new Misconfigured(`${name} 不是数 / ${name} is no number`);
  return value;
}

const secretIn = (name: string): string => fileIn(name, (file) => readFileSync(file, 'utf8').trim());

/** A token that is changed in its file while the bot works. */
const tokenIn = (name: string): (() => string) => fileIn(name, tokenFrom);

function fileIn<T>(name: string, read: (file: string) => T): T {
  const file = env(name);
  try {
    return read(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Misconfigured(`${name} 读不了 (${code}) / ${name} cannot be read (${code})`);
  }
}

/** Reads everything before anything starts. @throws Misconfigured */
function settings(): { config: BotConfig; dir: string; puppet: WechatOptions } {
  const isLocal = env('WECHATY_PUPPET', 'local') === 'local';
  const language = languages.find((one) => one === env('LINDUN_BOT_LANGUAGE', 'zh-CN'));
  if (language === undefined) {
    throw new Misconfigured(`LINDUN_BOT_LANGUAGE 应为 / should be ${languages.join(', ')}`);
  }
  const vault = env('LINDUN_VAULT');
  return {
    dir: env('LINDUN_BOT_DIR', join('.lindun', 'bot')),
    config: {
      vault,
      community: env('LINDUN_COMMUNITY'),
      token: tokenIn('LINDUN_BOT_TOKEN_FILE'),
      console: env('LINDUN_CONSOLE', vault),
      language,
      // The stand-in bans nobody, and whoever tries the bot out is waiting.
      pace: numberIn('LINDUN_BOT_PACE', isLocal ? 0.1 : 1),
      remindEvery: numberIn('LINDUN_BOT_REMIND', 2_000),
    },
    puppet: isLocal
      ? localWechaty(env('LINDUN_CHAT'), secretIn('LINDUN_CHAT_TOKEN_FILE'))
      : puppetOf(env('WECHATY_PUPPET')),
  };
}

function puppetOf(name: string): WechatOptions {
  const scan = (url: string): void => print(`scan to sign in: ${url}`);
  if (name !== 'wechaty-puppet-service') return packagedWechaty(name, scan);
  env('WECHATY_PUPPET_SERVICE_TOKEN');
  // Without it Wechaty trusts a CA whose private key anybody can read in its sources.
  env('WECHATY_PUPPET_SERVICE_TLS_CA_CERT');
  return serviceWechaty(scan);
}

async function run(): Promise<number> {
  const stop = new AbortController();
  let code = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  // A listener of Wechaty's that rejects would end the process in the middle of something.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      print(`something failed: ${nameOf(error)}`);
      code = again;
      stop.abort();
    });
  }
  const { config, dir, puppet } = settings();
  const transport = new WechatTransport(puppet);
  const store = await openBotStore(dir, transport.name);
  const world = { now: () => Date.now(), random: () => Math.random(), log: print };
  try {
    const ending = await runBot(partsOf(config, store, transport, world), stop.signal);
    return ending === 'lost' ? again : code;
  } finally {
    store.close();
  }
}

try {
  process.exit(await run());
} catch (error) {
  if (error instanceof Misconfigured) print(error.message);
  else print(`could not start: ${nameOf(error)}`);
  process.exit(error instanceof Misconfigured ? 1 : again);
}
