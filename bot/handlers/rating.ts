import type { Context } from '../composer.ts';
import { listed, shownNumber } from '../say.ts';
import { ask, detailsOf, sayProblem } from './asking.ts';
import { goTo, type StepHandlers } from './talking.ts';
import { ownTickets, stateWords, valueOf } from './tickets.ts';

/** Only who reported says that something is done: 满意 closes and asks for a score, 不满意 asks why and opens it again. */

export async function rateGood(ctx: Context): Promise<void> {
  const number = await whichHandled(ctx, 'which_good', ['handled']);
  if (number !== undefined) await close(ctx, number);
}

export async function rateBad(ctx: Context): Promise<void> {
  const { words = '' } = ctx.intent.slots;
  const number = await whichHandled(ctx, 'which_bad', ['handled', 'closed'], words);
  if (number === undefined) return;
  if (words === '') return goTo(ctx, 'complaint', 'why', { number });
  await reopen(ctx, number, words);
}

/** The ticket that is meant: the one that was named, or the only one there is; otherwise it is asked or said. */
async function whichHandled(
  ctx: Context,
  step: 'which_good' | 'which_bad',
  states: readonly string[],
  words = '',
): Promise<string | undefined> {
  const { texts, intent } = ctx;
  if (intent.slots.ticket !== undefined) return shownNumber(intent.slots.ticket);
  const tickets = await ownTickets(ctx);
  if (tickets === undefined) return undefined;
  // What waits for a word comes before what has been closed already.
  const meant = states.map((wanted) => tickets.filter(({ state }) => state === wanted));
  const numbers = (meant.find((some) => some.length > 0) ?? []).map((found) => shownNumber(found.number));
  if (numbers.length > 1) goTo(ctx, 'rating', step, { tickets: listed(texts, numbers), words });
  if (numbers.length === 0) ctx.replyInPrivate(texts.say('rating.none'));
  return numbers.length === 1 ? numbers[0] : undefined;
}

async function close(ctx: Context, number: string): Promise<void> {
  const asked = await ask(ctx, (vault) =>
    vault.moveTicket(number, { action: 'close' }, undefined, ctx.key('close')),
  );
  if (!asked.ok && asked.problem.code === 'denied') return notNow(ctx, number);
  if (!asked.ok) return sayProblem(ctx, asked.problem, '');
  const closed = ctx.texts.say('rating.closed', { number });
  const read = await ask(ctx, (vault) => vault.readTicket(number, { purpose: 'own_record' }));
  const result = read.ok ? (valueOf(read.value, 'result') ?? '') : '';
  const how = result === '' ? closed : `${closed}\n${ctx.texts.say('progress.result', { result })}`;
  goTo(ctx, 'rating', 'score', { number }, how);
}

async function reopen(ctx: Context, number: string, words: string): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) =>
    vault.moveTicket(number, { action: 'reopen' }, undefined, ctx.key('reopen')),
  );
  if (!asked.ok && asked.problem.code === 'denied') return notNow(ctx, number);
  if (!asked.ok) return sayProblem(ctx, asked.problem, '');
  if (words === '') return ctx.replyInPrivate(texts.say('rating.reopened_silent', { number }));
  const added = await ask(ctx, (vault) => vault.supplementTicket(number, words, ctx.key('why')));
  if (added.ok) return ctx.replyInPrivate(texts.say('rating.reopened', { number }));
  // It is open again; only the words were not as the vault wants them.
  ctx.replyInPrivate(texts.say('rating.reopened_silent', { number }));
  if (added.problem.code === 'invalid')
    ctx.replyInPrivate(texts.say('report.invalid', { detail: detailsOf(added.problem) }));
}

/** Why a ticket cannot be closed or opened again, as its state tells. */
async function notNow(ctx: Context, number: string): Promise<void> {
  const { texts } = ctx;
  const read = await ask(ctx, (vault) => vault.readTicket(number, { purpose: 'own_record' }));
  if (!read.ok) return ctx.replyInPrivate(texts.say('progress.not_yours', { number }));
  const { state } = read.value;
  if (state === 'closed')
    return goTo(ctx, 'rating', 'score', { number }, texts.say('rating.closed', { number }));
  if (state === 'rated' || state === 'duplicate')
    return ctx.replyInPrivate(texts.say('rating.already', { number }));
  ctx.replyInPrivate(texts.say('rating.too_early', { number, state: stateWords(texts, state) }));
}

export const ratingSteps: StepHandlers = {
  'rating.which_good': (ctx, _session, answer) =>
    answer.kind === 'ticket' ? close(ctx, shownNumber(answer.ticket)) : undefined,
  'rating.which_bad': (ctx, { answers }, answer) => {
    if (answer.kind !== 'ticket') return;
    const number = shownNumber(answer.ticket);
    const { words = '' } = answers;
    return words === '' ? goTo(ctx, 'complaint', 'why', { number }) : reopen(ctx, number, words);
  },
  'rating.score': async (ctx, { answers }, answer) => {
    const { texts } = ctx;
    const { number = '' } = answers;
    if (answer.kind === 'skip') return ctx.replyInPrivate(texts.say('rating.skipped'));
    if (answer.kind !== 'score') return;
    const { score } = answer;
    const asked = await ask(ctx, (vault) =>
      vault.moveTicket(number, { action: 'rate', rating: score }, undefined, ctx.key('rate')),
    );
    if (asked.ok) return ctx.replyInPrivate(texts.say('rating.scored', { score }));
    sayProblem(ctx, asked.problem, texts.say('rating.already', { number }));
  },
  'complaint.why': (ctx, { answers }, answer) => {
    const { number = '' } = answers;
    if (answer.kind === 'words') return reopen(ctx, number, answer.text);
    return answer.kind === 'skip' ? reopen(ctx, number, '') : undefined;
  },
};
