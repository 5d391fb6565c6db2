import { Composer, type Context, run } from './composer.ts';
import { Stopped } from './handlers/asking.ts';
import { converse } from './handlers/conversation.ts';
import { inRoom } from './handlers/rooms.ts';
import { understand } from './intents.ts';
import { shownNumber } from './say.ts';
import type { Texts } from './texts.ts';

/** What the machinery knows of a message. What it means, and how things are put, is found here. */
export type Given = Omit<Context, 'intent' | 'texts'>;

/**
 * The bot's conversation: takes a message, asks the vault as its author, and says something. What it gives back has been
 * handled; a {@link VaultUnreachable} says that nothing of it counts and the message is to be handled again.
 */
export function createBot(texts: Texts): (given: Given) => Promise<void> {
  const bot = new Composer<Context>();
  const safe = bot.errorBoundary(({ error, ctx }) => {
    if (!(error instanceof Stopped)) throw error;
    // Of a report nothing has been said in the group yet.
    if (ctx.message.room !== null && ctx.intent.name === 'report') ctx.reply(texts.say('group.private'));
    ctx.replyInPrivate(texts.say('problem.stopped'));
  });
  safe.room(inRoom);
  safe.dm(converse);
  return (given) => {
    const { text, room } = given.message;
    const intent = understand(text, room === null ? 'private' : 'group');
    return run(bot, { ...given, texts, intent });
  };
}

export interface Reminder {
  kind: string;
  ticket?: number | null | undefined;
  grid?: number | null | undefined;
}

/** What is said about a reminder of the vault's; undefined for a kind that there are no words for. */
export function notificationText(texts: Texts, { kind, ticket, grid }: Reminder): string | undefined {
  const key = `remind.${kind}`;
  if (!texts.has(key)) return undefined;
  const number = ticket === null || ticket === undefined ? '' : shownNumber(ticket);
  return texts.say(key, { number, grid: grid ?? '' });
}
