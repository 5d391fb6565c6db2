import { VaultClient } from '../vault/client.ts';
import { createBot, notificationText } from './bot.ts';
import { paceOf } from './pacing.ts';
import type { BotParts } from './run.ts';
import type { BotStore } from './store/open.ts';
import { type Language, loadTexts } from './texts.ts';
import type { Transport } from './transport.ts';

/** What whoever runs the bot decides. */
export interface BotConfig {
  /** The vault's address: `http://localhost:8787`, without a path. */
  readonly vault: string;
  readonly community: string;
  /** The bot's own token, or what gives it: it may be changed while the bot works. */
  readonly token: string | (() => string);
  /** Where people find the console; the vault's address when left out. */
  readonly console?: string;
  readonly language?: Language;
  /** 1 waits as a careful person would, 0.1 a tenth of it, 0 not at all; 1 when left out. */
  readonly pace?: number;
  /** Milliseconds between two looks for reminders; 2,000 when left out. */
  readonly remindEvery?: number;
}

/** The conversation, the vault and the machinery, put together. */
export function partsOf(
  config: BotConfig,
  store: BotStore,
  transport: Transport,
  world: Pick<BotParts, 'now' | 'random' | 'log'>,
): BotParts {
  const { vault: url, community, token, language = 'zh-CN', pace = 1, remindEvery = 2_000 } = config;
  const { console: consoleUrl = url } = config;
  const texts = loadTexts(language);
  const bot = createBot(texts);
  // Somebody waits for each of these calls: they had rather hear soon that it takes longer.
  const vault = new VaultClient({ url, community, token, language, timeout: 15_000 });
  return {
    store,
    transport,
    vault,
    handle: (given) => bot({ ...given, consoleUrl }),
    words: {
      waiting: texts.say('problem.waiting'),
      failed: texts.say('problem.failed'),
      friend: texts.say('remind.friend'),
    },
    reminders: {
      source: vault,
      text: (notification) => notificationText(texts, notification),
      every: remindEvery,
    },
    pace: paceOf(pace),
    ...world,
  };
}
