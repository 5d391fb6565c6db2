import type { Context } from '../composer.ts';
import { sure } from '../intents/intent.ts';
import { goTo, saidIn } from './talking.ts';

/** What was not understood, and what is to be left alone. Wrong guesses are cheap: the bot asks. */

/** What is asked of the bot itself. */
const helps: Readonly<Record<string, string>> = {
  worker: 'help.worker',
  hello: 'unclear.hello',
  self: 'unclear.self',
  else: 'unclear.else',
};

export function help({ texts, intent, replyInPrivate }: Context): void {
  replyInPrivate(texts.say(helps[intent.slots.topic ?? ''] ?? 'help.resident'));
}

/** Nothing in a text changes who speaks or what they may; the vault would refuse it anyhow. */
export function injection(ctx: Context): void {
  const others = ctx.intent.slots.topic === 'others';
  ctx.replyInPrivate(ctx.texts.say(others ? 'unclear.others' : 'unclear.injection'));
}

/** Thanks are answered; a smile is left alone. */
export function smallTalk(ctx: Context): void {
  if (/谢|辛苦|thank/iu.test(ctx.message.text)) ctx.replyInPrivate(ctx.texts.say('unclear.thanks'));
}

export function unclear(ctx: Context): void {
  const { texts, intent } = ctx;
  const text = saidIn(ctx);
  const wish = `wish.${intent.name}`;
  if (intent.confidence < sure && texts.has(wish))
    return goTo(ctx, 'guess', 'confirm', { wish: texts.say(wish), intent: intent.name, text });
  goTo(ctx, 'menu', 'choose', { text });
}
