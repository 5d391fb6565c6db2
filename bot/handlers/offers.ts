import type { Context } from '../composer.ts';
import { shownNumber } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { goTo, saidIn, type StepHandlers } from './talking.ts';

/**
 * What there is no way of its own for yet: it is said so, and offered to be passed on to the grid worker as a ticket. That
 * ticket is a real one, with its number, its worker and its end.
 */
export const offered = [
  'errand',
  'mediation',
  'deliberation',
  'vote',
  'lost_dog',
  'found_dog',
  'contact_worker',
  'register_dog',
  'notice_query',
] as const;

const aboutDogs: ReadonlySet<string> = new Set(['lost_dog', 'found_dog', 'register_dog']);

export function offer(ctx: Context): void {
  const { name, command, slots } = ctx.intent;
  const kind = name === 'contact_worker' && slots.topic === 'officer' ? 'officer' : name;
  const words = command ? (slots.words ?? '') : saidIn(ctx);
  goTo(ctx, 'offer', 'confirm', { kind, words });
}

/** Passes something on as a ticket; its note is `note.` and the kind. */
export async function passOn(ctx: Context, kind: string, words: string): Promise<void> {
  const { texts } = ctx;
  const note = texts.say(`note.${kind}`);
  const description = words === '' ? note : texts.say('note.with_words', { note, words });
  const category = aboutDogs.has(kind) ? 'dog' : 'other';
  const asked = await ask(ctx, (vault) => vault.createTicket({ category, description }, ctx.key('ticket')));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('problem.failed'));
  ctx.replyInPrivate(texts.say('offer.passed', { number: shownNumber(asked.value.number) }));
}

export const offerSteps: StepHandlers = {
  'offer.confirm': (ctx, { answers }, answer) => {
    const { kind = 'contact_worker', words = '' } = answers;
    if (answer.kind !== 'choice') return;
    if (answer.number === 2) return ctx.replyInPrivate(ctx.texts.say('offer.dropped'));
    return words === '' ? goTo(ctx, 'offer', 'words', { kind }) : passOn(ctx, kind, words);
  },
  'offer.words': (ctx, { answers }, answer) => {
    const { kind = 'contact_worker' } = answers;
    if (answer.kind === 'words') return passOn(ctx, kind, answer.text);
    return answer.kind === 'skip' ? passOn(ctx, kind, '') : undefined;
  },
};
