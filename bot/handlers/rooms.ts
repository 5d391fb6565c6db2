import type { RoomContext } from '../composer.ts';
import { isWorkerIntent, sure } from '../intents/intent.ts';
import { callsUs } from '../intents/normalise.ts';
import { byIntent } from './routes.ts';
import { askDetails, fileReport } from './reports.ts';
import { saidIn } from './talking.ts';

/** Milliseconds between two reminders of privacy in one room. */
const betweenReminders = 10 * 60_000;

/**
 * A message in a group, where everybody reads along. It acts only when it is really spoken to, and what it says there
 * depends on the intent alone: it is said before the vault is asked anything, so it cannot tell whether there is a record,
 * a dog or a contact. Only a report's number is the vault's, and everybody gets one.
 */
export async function inRoom(ctx: RoomContext): Promise<void> {
  const { message, intent, texts } = ctx;
  const called = callsUs(message.text);
  const meant = message.mentionsUs || message.quotesUs;
  const spokenTo = meant || called !== undefined;
  if (intent.name === 'privacy_leak') {
    const urgent = spokenTo && intent.slots.emergency !== undefined;
    if (urgent) await reported(ctx);
    return leaked(ctx, spokenTo && !urgent);
  }
  if (!spokenTo || message.kind !== 'text') return;
  // #接龙, 拍一拍, red packets, thanks: known, and left alone. So is talk about the bot: 楼管家真聪明.
  if (intent.name === 'none' && (intent.confidence >= sure || (!meant && called === 'close'))) return;
  if (intent.name === 'report' && intent.confidence >= sure) return reported(ctx);
  ctx.reply(texts.say('group.private'));
  if (isWorkerIntent(intent.name)) return ctx.replyInPrivate(texts.say('unclear.work_here'));
  await byIntent(ctx);
}

async function reported(ctx: RoomContext): Promise<void> {
  const { texts, intent } = ctx;
  const description = intent.command ? (intent.slots.words ?? '') : saidIn(ctx);
  if (description === '') {
    ctx.reply(texts.say('group.private'));
    return byIntent(ctx);
  }
  const filed = await fileReport(ctx, description, 'group');
  if (filed === undefined) return ctx.reply(texts.say('group.private'));
  ctx.reply(texts.say('group.report', { number: filed.number }));
  if (filed.emergency !== undefined)
    ctx.reply(texts.say(filed.emergency === 'lift' ? 'group.emergency_lift' : 'group.emergency'));
  askDetails(ctx, filed);
}

/** Names nobody, and comes ahead of everything: a message can be taken back for two minutes. */
function leaked(ctx: RoomContext, spokenTo: boolean): void {
  const { texts, now, lastUrgent } = ctx;
  const isDue = lastUrgent === undefined || now - lastUrgent >= betweenReminders;
  if (isDue) ctx.reply(texts.say('group.leak'), { urgent: true });
  if (spokenTo) ctx.reply(texts.say('group.private'));
  if (isDue || spokenTo) ctx.replyInPrivate(texts.say('unclear.leak'));
}
