import type { Context } from '../composer.ts';
import { goTo, stay, type StepHandlers } from './talking.ts';
import { attach, keep, keptIn, sentOf } from './pictures.ts';
import { shownNumber } from '../say.ts';
import { isOpenState, ownTickets } from './tickets.ts';
import { askDetails, fileReport } from './reports.ts';

/** In bytes: what the vault takes. */
const largestPhoto = 10 * 1024 * 1024;

/**
 * A picture, a voice message or a file that came by itself: to the newest ticket that is open, or something new; the person
 * says which. A voice message is an answer, and goes to the ticket that is open without being asked.
 */
export async function sentAlone(ctx: Context): Promise<void> {
  const { texts, message } = ctx;
  const { kind: what, file, name } = message;
  if (what === 'text' || what === 'other') return;
  if (file === undefined) return ctx.replyInPrivate(texts.say('attached.lost'));
  // Said at once, and not after asking where it belongs.
  if (what === 'image' && file.length > largestPhoto)
    return ctx.replyInPrivate(texts.say('attached.too_big'));
  const sent = sentOf({ what, file, ...(name === undefined ? {} : { name }) });
  const tickets = await ownTickets(ctx);
  const newest = tickets?.find(({ state }) => isOpenState(state));
  if (tickets === undefined) return;
  if (newest === undefined) return goTo(ctx, 'photo', 'what', keep(ctx, sent));
  const number = shownNumber(newest.number);
  if (what !== 'voice') return goTo(ctx, 'photo', 'where', { ...keep(ctx, sent), number });
  ctx.replyInPrivate((await attach(ctx, number, sent)).text);
}

export const photoSteps: StepHandlers = {
  'photo.where': async (ctx, { answers }, answer) => {
    const { number = '' } = answers;
    if (answer.kind !== 'choice') return;
    const sent = keptIn(answers);
    if (answer.number === 2) return goTo(ctx, 'photo', 'what', keep(ctx, sent));
    const { text } = await attach(ctx, number, sent);
    ctx.replyInPrivate(text);
  },
  'photo.what': async (ctx, session, answer) => {
    const sent = keptIn(session.answers);
    if (answer.kind !== 'words') return;
    const filed = await fileReport(ctx, answer.text);
    if (filed === undefined) return stay(ctx, session);
    const { added, text } = await attach(ctx, filed.number, sent);
    askDetails(ctx, { ...filed, text: `${filed.text}\n${text}` }, added && sent.what === 'image');
  },
};
