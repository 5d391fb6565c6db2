import type { ReleasedTicket } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { shownNumber } from '../say.ts';
import type { Texts } from '../texts.ts';
import { ask, sayProblem } from './asking.ts';
import { goTo, type StepHandlers } from './talking.ts';
import { aboutOf, stateWords, valueOf, wordsOf } from './tickets.ts';

/**
 * A grid worker's tickets. Who is one, the vault knows: from anybody else these are refused. The telephone number goes
 * through no chat; the answer is a link to that ticket's page.
 */

type Move = 'take' | 'return' | 'request_extension' | 'handle';

const mostListed = 8;
const purpose = 'handle_ticket';

export async function toDo(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) =>
    vault.searchTickets({ purpose, where: { todo: true }, limit: mostListed }),
  );
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('refused.not_staff'));
  const { items, remaining } = asked.value;
  if (items.length === 0) return ctx.replyInPrivate(texts.say('work.none'));
  const lines = (some: readonly ReleasedTicket[], key: string): string =>
    some
      .map((found) => texts.say(key, { ...aboutOf(ctx, found), state: stateForWork(texts, found.state) }))
      .join('\n');
  const inHand = items.filter(({ mine }) => mine);
  const waiting = items.filter(({ mine }) => !mine);
  const parts = [];
  if (inHand.length > 0)
    parts.push(texts.say('work.in_hand', { count: inHand.length, lines: lines(inHand, 'work.line') }));
  if (waiting.length > 0) {
    const listedHere = lines(waiting, 'work.waiting_line');
    parts.push(
      texts.say('work.waiting', { count: waiting.length, lines: listedHere }),
      texts.say('work.how'),
    );
  }
  if (remaining > 0) parts.push(texts.say('work.rest', { count: remaining }));
  ctx.replyInPrivate(parts.join('\n'));
}

/** A ticket's state as its worker has it, where that differs from what its reporter is told. */
const stateForWork = (texts: Texts, state: string): string =>
  texts.has(`work_state.${state}`) ? texts.say(`work_state.${state}`) : stateWords(texts, state);

export async function accept(ctx: Context): Promise<void> {
  const number = named(ctx, '接单 0318');
  if (number === undefined) return;
  if (!(await move(ctx, number, 'take'))) return;
  const { texts } = ctx;
  const read = await ask(ctx, (vault) => vault.readTicket(number, { purpose }));
  const next = texts.say('work.next', { short: number });
  if (!read.ok) return ctx.replyInPrivate(next);
  const name = wordsOf(read.value.reporter?.name) ?? texts.say('work.nobody');
  ctx.replyInPrivate(`${texts.say('work.taken', { ...aboutOf(ctx, read.value), name })}\n${next}`);
}

export async function giveBack(ctx: Context): Promise<void> {
  const number = named(ctx, '退回 0318');
  if (number !== undefined && (await move(ctx, number, 'return')))
    ctx.replyInPrivate(ctx.texts.say('work.returned', { number }));
}

export async function extend(ctx: Context): Promise<void> {
  const number = named(ctx, '延期 0318');
  if (number !== undefined && (await move(ctx, number, 'request_extension')))
    ctx.replyInPrivate(ctx.texts.say('work.extended', { number }));
}

export async function done(ctx: Context): Promise<void> {
  const number = named(ctx, '办结 0318 已修好');
  if (number === undefined) return;
  const { words = '' } = ctx.intent.slots;
  if (words === '') return goTo(ctx, 'done', 'result', { number });
  await handle(ctx, number, words);
}

async function handle(ctx: Context, number: string, result: string): Promise<void> {
  if (await move(ctx, number, 'handle', result))
    ctx.replyInPrivate(ctx.texts.say('work.handled', { number }));
}

/** 电话 12: a page with this one ticket, where the number can be asked for. */
export async function phone(ctx: Context): Promise<void> {
  const { texts, intent } = ctx;
  const { ticket, topic } = intent.slots;
  if (ticket === undefined && topic !== 'phone') return ctx.replyInPrivate(texts.say('work.at_desk'));
  const number = named(ctx, '电话 0318');
  if (number === undefined) return;
  const read = await ask(ctx, (vault) => vault.readTicket(number, { purpose }));
  if (!read.ok) return sayProblem(ctx, read.problem, refusedText(ctx, 'line', 'not_yours', number));
  const { state, mine } = read.value;
  if (isReporters(read.value)) return ctx.replyInPrivate(texts.say('refused.not_staff'));
  if (!mine) return ctx.replyInPrivate(refusedText(ctx, 'line', 'not_taken', number));
  if (state === 'handled') return ctx.replyInPrivate(refusedText(ctx, 'line', 'handled', number));
  const asked = await ask(ctx, (vault) => vault.openLink({ ticket: number }));
  if (!asked.ok) return sayProblem(ctx, asked.problem, refusedText(ctx, 'line', 'not_yours', number));
  ctx.replyInPrivate(texts.say('work.phone', { number, link: ctx.consoleUrl + asked.value.path }));
}

export const atDesk = ({ replyInPrivate, texts }: Context): void => replyInPrivate(texts.say('work.at_desk'));

/** The ticket's number as it is said; when none was named it is asked for. */
function named(ctx: Context, example: string): string | undefined {
  const { ticket } = ctx.intent.slots;
  if (ticket === undefined) ctx.replyInPrivate(ctx.texts.say('work.which', { example }));
  return ticket === undefined ? undefined : shownNumber(ticket);
}

/** Moves a ticket; what stops it is said as far as the ticket's state tells it. */
async function move(ctx: Context, number: string, action: Move, result?: string): Promise<boolean> {
  const words = result === undefined ? {} : { result };
  const asked = await ask(ctx, (vault) =>
    vault.moveTicket(number, { action, ...words }, undefined, ctx.key(action)),
  );
  if (asked.ok) return true;
  if (asked.problem.code !== 'denied') sayProblem(ctx, asked.problem, '');
  else await sayWhy(ctx, number, action);
  return false;
}

async function sayWhy(ctx: Context, number: string, action: Move): Promise<void> {
  const read = await ask(ctx, (vault) => vault.readTicket(number, { purpose }));
  if (!read.ok) return sayProblem(ctx, read.problem, refusedText(ctx, 'move', 'not_yours', number));
  const { state, mine } = read.value;
  if (isReporters(read.value)) return ctx.replyInPrivate(ctx.texts.say('refused.not_staff'));
  const why =
    state === 'handled'
      ? 'handled'
      : state === 'extension_requested' && action === 'request_extension'
        ? 'extension'
        : mine
          ? action === 'take'
            ? 'taken'
            : 'waiting'
          : 'not_taken';
  ctx.replyInPrivate(refusedText(ctx, 'move', why, number));
}

/** In a chat only who reported a ticket reads its words. */
const isReporters = (ticket: ReleasedTicket): boolean => valueOf(ticket, 'description') !== undefined;

const refusedText = ({ texts }: Context, kind: 'line' | 'move', why: string, number: string): string =>
  texts.say(`refused.${kind}`, {
    why: texts.say(`refused.${why}`, why === 'not_taken' ? { short: number } : {}),
  });

export const workSteps: StepHandlers = {
  'done.result': (ctx, { answers }, answer) =>
    answer.kind === 'words' ? handle(ctx, answers['number'] ?? '', answer.text) : undefined,
};
