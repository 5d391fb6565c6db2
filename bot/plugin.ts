import { setTimeout as sleep } from 'node:timers/promises';
import { type BotConfig, partsOf } from './parts.ts';
import { runBot } from './run.ts';
import { openBotStore } from './store/open.ts';
import { type Wechaty, type WechatyPlugin, WechatTransport } from './wechat.ts';

export interface PluginConfig extends BotConfig {
  /** Where the bot keeps its database, and in `key/` beside it the key that opens it. */
  readonly dir: string;
  /** A line for whoever runs the bot, never anything of a message or about a person; dropped when left out. */
  readonly log?: (line: string) => void;
}

const pause = 5_000;

/**
 * For people who already run a Wechaty bot: `bot.use(LindunPlugin({ vault, community, token, dir }))`. It hears what the
 * bot hears and answers for the community; whatever else the bot does stays as it is. It never ends the process: where
 * the bot as a process of its own would be started again, this one begins again by itself.
 */
export function LindunPlugin({ dir, log = () => undefined, ...config }: PluginConfig): WechatyPlugin {
  return (wechaty) => {
    const stop = new AbortController();
    keepRunning(wechaty, dir, log, config, stop.signal).catch((error: unknown) => {
      log(`could not start: ${error instanceof Error ? error.name : 'unknown'}`);
    });
    return () => stop.abort();
  };
}

async function keepRunning(
  wechaty: Wechaty,
  dir: string,
  log: (line: string) => void,
  config: BotConfig,
  stop: AbortSignal,
): Promise<void> {
  const world = { now: () => Date.now(), random: () => Math.random(), log };
  const transport = () => new WechatTransport({ owned: false, recalls: false, wechaty: () => wechaty });
  const store = await openBotStore(dir, transport().name);
  try {
    while (!stop.aborted) {
      await runBot(partsOf(config, store, transport(), world), stop);
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  } finally {
    store.close();
  }
}
