import { Buffer } from 'node:buffer';
import type { Context } from '../composer.ts';
import type { SentKind } from '../forms/answer.ts';
import { ask, detailsOf, hasError, problemText } from './asking.ts';
import { pageLink } from './records.ts';

/** Something to attach, as a conversation keeps it: JSON has no bytes. */
export interface Sent {
  what: SentKind;
  /** Base64. */
  file: string;
  name: string;
}

export const sentOf = ({ what, file, name }: { what: SentKind; file: Uint8Array; name?: string }): Sent => ({
  what,
  file: Buffer.from(file).toString('base64'),
  name: name ?? '',
});

/** What a conversation kept. */
export const keptIn = (answers: Readonly<Record<string, string>>): Sent => {
  const { what = 'image', file = '', name = '' } = answers;
  return { what: what === 'voice' || what === 'file' ? what : 'image', file, name };
};

/** How it is kept, with how it is called in a question. */
export const keep = ({ texts }: Context, sent: Sent): Record<string, string> => ({
  ...sent,
  this: texts.say(`this.${sent.what}`),
});

/**
 * Puts a picture, a voice message or a file with a ticket. The vault takes out of it where and when it was made.
 * @returns what to say, and whether it is there now
 */
export async function attach(
  ctx: Context,
  number: string,
  { what, file, name }: Sent,
): Promise<{ added: boolean; text: string }> {
  const { texts } = ctx;
  const bytes = new Uint8Array(Buffer.from(file, 'base64'));
  const sent = { bytes, ...(name === '' ? {} : { name }) };
  const asked = await ask(ctx, (vault) => vault.addAttachment(number, sent, ctx.key('attachment')));
  if (asked.ok) {
    const said = texts.say(`kept.${what}`, { number });
    const isHeld = (asked.value.attachments.at(-1)?.from ?? 0) > ctx.now;
    const link = isHeld ? await pageLink(ctx, 'photos') : undefined;
    return {
      added: true,
      text: link === undefined ? said : `${said}\n${texts.say('attached.hide', { link })}`,
    };
  }
  const { problem } = asked;
  if (hasError(problem, 'photo_too_large')) return { added: false, text: texts.say('attached.too_big') };
  if (problem.code === 'invalid' || problem.code === 'body_too_large')
    return { added: false, text: texts.say('attached.refused', { detail: detailsOf(problem) }) };
  return { added: false, text: problemText(ctx, problem, texts.say('report.closed', { number })) };
}
