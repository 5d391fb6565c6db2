import type { Right } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { inLanguage, listedShort, onDay } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { passOn } from './offers.ts';
import { pageLink } from './records.ts';
import { goTo, saidIn, type StepHandlers } from './talking.ts';

/**
 * What people may ask about their own data (PIPL Art 44–50), from the chat. What whoever holds the telephone alone could
 * take away or change is done on one's page, behind the PIN or the passkey: the bot says so, and leads there.
 */

/** So many fields, purposes and requests stand in one message. */
const mostNamed = 8;
const mostPurposes = 4;
const mostListed = 5;

/** The page where it is done, behind the PIN or the passkey. False for who has none: that has been said then. */
async function toPage(ctx: Context, words: string): Promise<boolean> {
  const link = await pageLink(ctx, 'rights');
  if (link === undefined) {
    ctx.replyInPrivate(ctx.texts.say('bind.first'));
    return false;
  }
  ctx.replyInPrivate(words);
  ctx.replyInPrivate(ctx.texts.say('rights.strong', { link }));
  return true;
}

/** A correction: what it should read is for the page, where nobody reads along; or a person sees to it. */
export async function correctRecord(ctx: Context): Promise<void> {
  const { command, slots } = ctx.intent;
  const words = command ? (slots.words ?? '') : saidIn(ctx);
  if (await toPage(ctx, ctx.texts.say('rights.correct'))) goTo(ctx, 'correct', 'confirm', { words });
}

export const copyMine = async (ctx: Context): Promise<void> =>
  void (await toPage(ctx, ctx.texts.say('rights.copy')));

export const restrictMine = async (ctx: Context): Promise<void> =>
  void (await toPage(ctx, ctx.texts.say('rights.restrict')));

/** What would go, what would stay and why, and the two dates of an erasure, as the vault tells them. */
export async function deleteMine(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.knowMine());
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const { records, erasure } = asked.value;
  const held = records.map(({ type }) =>
    texts.say(texts.has(`held.${type}`) ? `held.${type}` : 'held.other'),
  );
  const named = listedShort(texts, [...new Set(held)], mostNamed);
  ctx.replyInPrivate(texts.say('rights.delete_what', { records: named }));
  if (erasure.inHand > 0)
    return ctx.replyInPrivate(texts.say('rights.delete_later', { count: erasure.inHand }));
  const day = (at: number) => onDay(texts, at, ctx.now);
  ctx.replyInPrivate(texts.say('rights.delete_when', { at: day(erasure.at), until: day(erasure.until) }));
  await toPage(ctx, texts.say('rights.delete_kept'));
}

/** What is held, and for what. Values are for 我的信息. */
export async function knowMine(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.knowMine());
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const { records, purposes } = asked.value;
  const held = records.flatMap(({ fields }) => fields.filter((field) => field.held));
  const names = [...new Set(held.map(({ title }) => inLanguage(texts, title)))];
  const titles = purposes.map(({ title }) => inLanguage(texts, title));
  ctx.replyInPrivate(
    texts.say('rights.know', {
      fields: listedShort(texts, names, mostNamed),
      purposes: listedShort(texts, titles, mostPurposes),
    }),
  );
  const link = await pageLink(ctx, 'rights');
  if (link !== undefined) ctx.replyInPrivate(texts.say('rights.know_page', { link }));
}

/** How far one's requests are, and until when they are answered. */
export async function myRequests(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.listRights({ mine: true }));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  // What was only looked up is no request that one would ask after.
  const items = asked.value.items.filter(({ right }) => right !== 'know' && right !== 'see');
  if (items.length === 0) return ctx.replyInPrivate(texts.say('rights.none'));
  const lines = items.slice(0, mostListed).map((one) => requestLine(ctx, one));
  const link = await pageLink(ctx, 'rights');
  const more = link === undefined ? '' : `\n${texts.say('rights.more', { link })}`;
  ctx.replyInPrivate(texts.say('rights.list', { lines: lines.join('\n') }) + more);
}

function requestLine({ texts, now }: Context, { title, state, due, left, refused }: Right): string {
  const named = { title: inLanguage(texts, title), state: texts.say(`right_state.${state}`) };
  if (refused !== null)
    return texts.say('rights.refused', { ...named, why: inLanguage(texts, refused.words) });
  if (left === null) return texts.say('rights.over', named);
  return texts.say(left < 0 ? 'rights.overdue' : 'rights.pending', { ...named, day: onDay(texts, due, now) });
}

/** To whom outside one's data may be given: the register, and nobody else. */
export async function recipients(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.listRecipients());
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const { items } = asked.value;
  if (items.length === 0) return ctx.replyInPrivate(texts.say('recipient.none'));
  const lines = items.slice(0, mostListed).map(({ name, purpose }) => {
    const basis = texts.say(purpose === 'provide_by_law' ? 'recipient.by_law' : 'recipient.by_consent');
    return texts.say('recipient.line', { name, basis });
  });
  const link = await pageLink(ctx, 'recipients');
  const more = link === undefined ? '' : `\n${texts.say('recipient.more', { link })}`;
  ctx.replyInPrivate(texts.say('recipient.list', { lines: lines.join('\n') }) + more);
}

export const rightSteps: StepHandlers = {
  'correct.confirm': (ctx, { answers }, answer) => {
    if (answer.kind !== 'choice') return;
    if (answer.number === 2) return ctx.replyInPrivate(ctx.texts.say('offer.dropped'));
    return passOn(ctx, 'correct_record', answers['words'] ?? '');
  },
};
