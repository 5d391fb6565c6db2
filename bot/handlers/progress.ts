import type { ReleasedTicket } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { listed, shownNumber } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { addTo } from './reports.ts';
import { goTo, saidIn } from './talking.ts';
import { aboutOf, isOpenState, ownTickets, stateWords, valueOf } from './tickets.ts';

/** How far things are that one reported, and a word more on one of them. */

export async function progress(ctx: Context): Promise<void> {
  const { texts, intent } = ctx;
  const { ticket } = intent.slots;
  if (ticket !== undefined) return one(ctx, ticket);
  const tickets = await ownTickets(ctx);
  if (tickets === undefined) return;
  if (tickets.length === 0) return ctx.replyInPrivate(texts.say('progress.none'));
  const [only] = tickets;
  if (tickets.length === 1 && only !== undefined) return ctx.replyInPrivate(inWords(ctx, only));
  const lines = tickets.map((found) =>
    texts.say('progress.line', { ...aboutOf(ctx, found), state: stateWords(texts, found.state) }),
  );
  ctx.replyInPrivate(texts.say('progress.list', { lines: lines.join('\n') }));
}

async function one(ctx: Context, ticket: string): Promise<void> {
  const asked = await ask(ctx, (vault) => vault.readTicket(ticket, { purpose: 'own_record' }));
  if (asked.ok) return ctx.replyInPrivate(inWords(ctx, asked.value));
  sayProblem(ctx, asked.problem, ctx.texts.say('progress.not_yours', { number: shownNumber(ticket) }));
}

function inWords(ctx: Context, ticket: ReleasedTicket): string {
  const { texts } = ctx;
  const state = texts.say('progress.one', {
    ...aboutOf(ctx, ticket),
    state: stateWords(texts, ticket.state),
  });
  const result = valueOf(ticket, 'result') ?? '';
  return result === '' ? state : `${state}\n${texts.say('progress.result', { result })}`;
}

export async function supplement(ctx: Context): Promise<void> {
  const { texts, intent } = ctx;
  const words = intent.command ? (intent.slots.words ?? '') : saidIn(ctx);
  const number = intent.slots.ticket === undefined ? undefined : shownNumber(intent.slots.ticket);
  if (number !== undefined)
    return words === '' ? goTo(ctx, 'supplement', 'words', { number }) : addTo(ctx, number, words);
  const open = (await ownTickets(ctx))?.filter(({ state }) => isOpenState(state));
  if (open === undefined) return;
  const numbers = open.map((found) => shownNumber(found.number));
  const [only] = numbers;
  if (only === undefined) return ctx.replyInPrivate(texts.say('supplement.none'));
  if (numbers.length > 1) return goTo(ctx, 'supplement', 'which', { tickets: listed(texts, numbers), words });
  return words === '' ? goTo(ctx, 'supplement', 'words', { number: only }) : addTo(ctx, only, words);
}
