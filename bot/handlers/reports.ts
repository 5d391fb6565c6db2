import type { Context, Session } from '../composer.ts';
import type { Answer } from '../forms/answer.ts';
import type { Emergency } from '../intents/intent.ts';
import { understand } from '../intents.ts';
import { placed, shownNumber } from '../say.ts';
import { ask, detailsOf, sayProblem } from './asking.ts';
import { attach, keep, sentOf } from './pictures.ts';
import { goTo, saidIn, stay, type StepHandlers } from './talking.ts';

interface Filed {
  number: string;
  category: string;
  place: string | undefined;
  emergency: Emergency | undefined;
  /** What is said about it in private. */
  text: string;
}

/**
 * Makes a ticket of what somebody said. In a group nothing of it is told but its number.
 * @returns undefined when the vault refused it, which has been said in private then
 */
export async function fileReport(
  ctx: Context,
  description: string,
  context: 'private' | 'group' = 'private',
): Promise<Filed | undefined> {
  const { texts } = ctx;
  const { category = 'other', place, emergency } = understand(description, 'private').slots;
  const ticket = { category, description, ...(place === undefined ? {} : { place }) };
  const asked = await ask(ctx, (vault) => vault.createTicket(ticket, ctx.key('ticket')), context);
  if (!asked.ok) {
    const { problem } = asked;
    const invalid = problem.code === 'invalid';
    if (invalid) ctx.replyInPrivate(texts.say('report.invalid', { detail: detailsOf(problem) }));
    else sayProblem(ctx, problem, texts.say('problem.failed'));
    return undefined;
  }
  const number = shownNumber(asked.value.number);
  const plain = category === 'other';
  const about = { number, category: texts.say(`category.${category}`), place: placed(texts, place) };
  const received = plain
    ? texts.say('report.received_plain', { number })
    : texts.say('report.received', about);
  return {
    number,
    category,
    place,
    emergency,
    text: emergency === undefined ? received : `${firstOfAll(ctx, emergency)}\n${received}`,
  };
}

/** What counts before any ticket. */
const firstOfAll = ({ texts }: Context, emergency: Emergency): string =>
  texts.say(emergency === 'lift' ? 'report.emergency_lift' : 'report.emergency');

/** Asks for the details of a ticket that has its number, in private. @param hasPhoto so that none is asked for */
export function askDetails(
  ctx: Context,
  { number, category, place, emergency, text }: Filed,
  hasPhoto = false,
): void {
  const urgent = emergency === undefined ? {} : { emergency };
  const answers = { number, category, ...urgent, ...(hasPhoto ? { photo: 'yes' } : {}) };
  goTo(ctx, 'report', place === undefined ? 'place' : 'more', answers, text);
}

/** A report in private. */
export async function report(ctx: Context): Promise<void> {
  const { command, slots } = ctx.intent;
  const description = command ? (slots.words ?? '') : saidIn(ctx);
  if (description === '') return goTo(ctx, 'report_what', 'what');
  const filed = await fileReport(ctx, description);
  if (filed !== undefined) askDetails(ctx, filed);
}

/**
 * Somebody is in danger: whatever was being talked about, it becomes a ticket of its own and the numbers to call are said
 * first. More words on the same danger go to the ticket it has.
 */
export async function emergency(ctx: Context, session: Session | undefined): Promise<void> {
  const { emergency: kind } = ctx.intent.slots;
  const number = session?.form === 'report' ? session.answers['number'] : undefined;
  if (kind === undefined || number === undefined || session?.answers['emergency'] !== kind)
    return report(ctx);
  if (session !== undefined) stay(ctx, session);
  ctx.replyInPrivate(firstOfAll(ctx, kind));
  await addTo(ctx, number, saidIn(ctx));
}

/**
 * Adds words to a ticket.
 * @returns how it went; unless it was added, what to say has been said
 */
async function supplement(ctx: Context, number: string, text: string): Promise<'added' | 'again' | 'over'> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.supplementTicket(number, text, ctx.key('supplement')));
  if (asked.ok) return 'added';
  const { problem } = asked;
  if (problem.code === 'invalid') {
    ctx.replyInPrivate(texts.say('report.invalid', { detail: detailsOf(problem) }));
    return 'again';
  }
  sayProblem(ctx, problem, texts.say('report.closed', { number }));
  return 'over';
}

/** A step of a report: keeps what was answered, and goes on. A picture may come at any of them. */
async function answered(ctx: Context, session: Session, answer: Answer, step: Detail): Promise<void> {
  const { texts } = ctx;
  const { number = '' } = session.answers;
  const done = texts.say('report.done', { number });
  if (answer.kind === 'attached') {
    const { added, text } = await attach(ctx, number, sentOf(answer));
    const isPhoto = added && answer.what === 'image';
    if (step === 'photo' && added) return ctx.replyInPrivate(`${text}\n${done}`);
    return goTo(ctx, 'report', step, isPhoto ? { ...session.answers, photo: 'yes' } : session.answers, text);
  }
  if (answer.kind === 'words') {
    const words = step === 'place' ? texts.say('report.place_note', { words: answer.text }) : answer.text;
    const added = await supplement(ctx, number, words);
    if (added === 'again') stay(ctx, session);
    if (added !== 'added') return;
  }
  if (step === 'place') return goTo(ctx, 'report', 'more', session.answers);
  if (step === 'more' && session.answers['photo'] === undefined)
    return goTo(ctx, 'report', 'photo', session.answers);
  ctx.replyInPrivate(done);
}

type Detail = 'place' | 'more' | 'photo';

export const reportSteps: StepHandlers = {
  'report_what.what': async (ctx, session, answer) => {
    if (answer.kind === 'attached') return goTo(ctx, 'photo', 'what', keep(ctx, sentOf(answer)));
    if (answer.kind !== 'words') return;
    const filed = await fileReport(ctx, answer.text);
    if (filed === undefined) stay(ctx, session);
    else askDetails(ctx, filed);
  },
  'report.place': (ctx, session, answer) => answered(ctx, session, answer, 'place'),
  'report.more': (ctx, session, answer) => answered(ctx, session, answer, 'more'),
  'report.photo': (ctx, session, answer) => answered(ctx, session, answer, 'photo'),
  'supplement.which': (ctx, session, answer) => {
    if (answer.kind !== 'ticket') return;
    const number = shownNumber(answer.ticket);
    const { words = '' } = session.answers;
    return words === '' ? goTo(ctx, 'supplement', 'words', { number }) : addTo(ctx, number, words);
  },
  'supplement.words': async (ctx, session, answer) => {
    const { number = '' } = session.answers;
    if (answer.kind === 'words') return addTo(ctx, number, answer.text);
    if (answer.kind !== 'attached') return;
    const { text } = await attach(ctx, number, sentOf(answer));
    ctx.replyInPrivate(text);
  },
};

/** Adds words to a ticket, and says so. */
export async function addTo(ctx: Context, number: string, words: string): Promise<void> {
  if ((await supplement(ctx, number, words)) === 'added')
    ctx.replyInPrivate(ctx.texts.say('supplement.added', { number }));
}
