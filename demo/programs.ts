import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningVault, startVault } from '../cli/workerd.ts';
import { botTokenFile } from './bot-token.ts';
import { type Log, type RunningProgram, startProgram } from './program.ts';
import { communityId } from './settle.ts';
import { type Kept, keep, type Part, type Running, type Watch } from './supervisor.ts';

const chatProgram = join(import.meta.dirname, 'chat', 'main.ts');
const botProgram = join(import.meta.dirname, '..', 'bot', 'main.ts');

/** The vault and the chat; the bot comes when it has a token. */
export interface Programs {
  readonly vault: Kept<RunningVault>;
  readonly chat: Kept<RunningProgram>;
  /** The chat's address. */
  readonly chatUrl: string;
  /** With it one speaks for the bot in the chat, and says who there is. */
  readonly chatToken: string;
}

export interface Place {
  /** Absolute, with symbolic links resolved. */
  readonly dir: string;
  readonly port: number;
  readonly chatPort: number;
  readonly log: Log;
  readonly watch: Watch;
}

/**
 * Starts vault and chat, at once.
 * @param begun hears of each as soon as it runs, so that it can be ended also when the other one does not come up
 */
export async function startPrograms(place: Place, begun: (kept: Kept<Running>) => void): Promise<Programs> {
  const starting = [keep(vaultPart(place), place.watch), keep(chatPart(place), place.watch)] as const;
  for (const each of starting) {
    // Whichever fails is thrown below; its sibling must not be lost meanwhile.
    void (each as Promise<Kept<Running>>).then(begun, () => undefined);
  }
  const [vault, chat] = await together(starting);
  return {
    vault,
    chat,
    chatUrl: chat.now.said?.[1] ?? '',
    chatToken: readFileSync(join(place.dir, 'chat', 'bot.token'), 'latin1').trim(),
  };
}

/** As `Promise.all`, but nothing is still starting when it throws. */
export async function together<One, Other>(
  promises: readonly [Promise<One>, Promise<Other>],
): Promise<[One, Other]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** The vault again and again: after the first time on the port that it had. */
function vaultPart({ dir, port, log }: Place): Part<RunningVault> {
  let taken = port;
  return {
    name: 'vault',
    start: async () => {
      const said = (line: string): void => log.write(`vault: ${line}\n`);
      const vault = await startVault({ dir, port: taken, communities: [communityId], log: said });
      taken = vault.port;
      return vault;
    },
  };
}

function chatPart({ dir, chatPort, log }: Place): Part<RunningProgram> {
  let taken = chatPort;
  return {
    name: 'chat',
    start: async () => {
      const chat = await startProgram({
        name: 'chat',
        file: chatProgram,
        env: { LINDUN_CHAT_PORT: String(taken), LINDUN_CHAT_DIR: join(dir, 'chat') },
        log,
        dir,
        ready: /^chat: (http:\/\/localhost:(\d+))$/,
      });
      taken = Number(chat.said?.[2]);
      return chat;
    },
  };
}

/** The bot, once it has a token. */
export function startBot(
  { dir, log, watch }: Place,
  { vault, chatUrl }: Programs,
): Promise<Kept<RunningProgram>> {
  const part: Part<RunningProgram> = {
    name: 'bot',
    start: () =>
      startProgram({
        name: 'bot',
        file: botProgram,
        env: {
          LINDUN_VAULT: vault.now.url,
          LINDUN_CONSOLE: vault.now.url,
          LINDUN_COMMUNITY: communityId,
          LINDUN_BOT_TOKEN_FILE: botTokenFile(dir),
          LINDUN_BOT_DIR: join(dir, 'bot'),
          WECHATY_PUPPET: 'local',
          LINDUN_CHAT: chatUrl,
          LINDUN_CHAT_TOKEN_FILE: join(dir, 'chat', 'bot.token'),
        },
        log,
        dir,
        ready: /\bready\b/,
      }),
  };
  return keep(part, watch);
}
