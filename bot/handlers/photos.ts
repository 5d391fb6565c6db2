import type { Context } from '../composer.ts';
import { goTo, stay, type StepHandlers } from './talking.ts';
import { attach, base64 } from './pictures.ts';
import { shownNumber } from '../say.ts';
import { isOpenState, ownTickets } from './tickets.ts';
import { askDetails, fileReport } from './reports.ts';

/** Bytes; what the vault takes. */
const largest = 700 * 1024;

/** A picture that came by itself: to the newest ticket that is open, or something new; the person says which. */
export async function pictureAlone(ctx: Context): Promise<void> {
  const { texts, message } = ctx;
  if (message.file === undefined) return ctx.replyInPrivate(texts.say('photo.lost'));
  if (message.file.length > largest) return ctx.replyInPrivate(texts.say('photo.too_big'));
  const image = base64(message.file);
  const tickets = await ownTickets(ctx);
  const newest = tickets?.find(({ state }) => isOpenState(state));
  if (tickets === undefined) return;
  if (newest === undefined) return goTo(ctx, 'photo', 'what', { image });
  goTo(ctx, 'photo', 'where', { image, number: shownNumber(newest.number) });
}

export const photoSteps: StepHandlers = {
  'photo.where': async (ctx, { answers }, answer) => {
    const { image = '', number = '' } = answers;
    if (answer.kind !== 'choice') return;
    if (answer.number === 2) return goTo(ctx, 'photo', 'what', { image });
    const { text } = await attach(ctx, number, image);
    ctx.replyInPrivate(text);
  },
  'photo.what': async (ctx, session, answer) => {
    const { image = '' } = session.answers;
    if (answer.kind !== 'words') return;
    const filed = await fileReport(ctx, answer.text);
    if (filed === undefined) return stay(ctx, session);
    const { added, text } = await attach(ctx, filed.number, image);
    askDetails(ctx, { ...filed, text: `${filed.text}\n${text}` }, added);
  },
};
