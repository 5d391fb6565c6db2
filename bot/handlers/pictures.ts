import { Buffer } from 'node:buffer';
import type { Context } from '../composer.ts';
import { ask, detailsOf, hasError, problemText } from './asking.ts';

/**
 * Puts a picture with a ticket. The vault takes out of it where and when it was taken.
 * @returns what to say, and whether it is there now
 */
export async function attach(
  ctx: Context,
  number: string,
  image: string,
): Promise<{ added: boolean; text: string }> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.attachPhoto(number, { image }, ctx.key('photo')));
  if (asked.ok) return { added: true, text: texts.say('photo.added', { number }) };
  const { problem } = asked;
  if (problem.code === 'body_too_large' || hasError(problem, 'photo_too_large'))
    return { added: false, text: texts.say('photo.too_big') };
  if (problem.code === 'invalid')
    return { added: false, text: texts.say('photo.refused', { detail: detailsOf(problem) }) };
  return { added: false, text: problemText(ctx, problem, texts.say('report.closed', { number })) };
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
