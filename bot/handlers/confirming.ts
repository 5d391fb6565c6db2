import type { Context } from '../composer.ts';
import { inLanguage, listed, onDay } from '../say.ts';
import { ask, hasError, sayProblem } from './asking.ts';
import { pageLink } from './records.ts';
import { aboutRelation, mostChoices, ownRelations } from './relations.ts';
import { goTo, stay, type StepHandlers } from './talking.ts';

/**
 * What waits for a person's own word: a consent that a worker recorded at the door, somebody who is to act for them or for
 * whom they are to act. A yes is asked for with what it is about; a no needs no second word.
 */
interface Waiting {
  /** What it is, as the session keeps it: `consent:` and the purpose, `relation:` and the other's id. */
  id: string;
  /** As a choice among others, and as a question of its own. */
  title: string;
  question: string;
}

/** Undefined when it was refused, which has been said then. */
async function waitingFor(ctx: Context): Promise<readonly Waiting[] | undefined> {
  const { texts, now } = ctx;
  const asked = await ask(ctx, (vault) => vault.listConsents());
  if (!asked.ok) {
    sayProblem(ctx, asked.problem, texts.say('bind.first'));
    return undefined;
  }
  const relations = await ownRelations(ctx);
  if (relations === undefined) return undefined;
  const consents = asked.value.items
    .filter(({ state }) => state === 'provisional')
    .map(({ purpose, title, since }) => {
      const named = { title: inLanguage(texts, title), day: onDay(texts, since ?? now, now) };
      return { id: `consent:${purpose}`, title: named.title, question: texts.say('confirm.consent', named) };
    });
  const asks = relations
    .filter(({ waits }) => waits === 'me')
    .map((relation) => {
      const about = aboutRelation(ctx, relation);
      const key = relation.side === 'given' ? 'confirm.given' : 'confirm.held';
      const title = texts.say('confirm.relation', about);
      return { id: `relation:${relation.other}`, title, question: texts.say(key, about) };
    });
  return [...consents, ...asks].slice(0, mostChoices);
}

export async function confirmRecord(ctx: Context): Promise<void> {
  const waiting = await waitingFor(ctx);
  if (waiting === undefined) return;
  const [first] = waiting;
  if (first === undefined) return ctx.replyInPrivate(ctx.texts.say('confirm.nothing'));
  if (waiting.length === 1) return goTo(ctx, 'confirm', 'yes', { id: first.id, question: first.question });
  which(ctx, waiting);
}

/** 不是我同意的: about the only thing that waits, at once. */
export async function denyRecord(ctx: Context): Promise<void> {
  const waiting = await waitingFor(ctx);
  if (waiting === undefined) return;
  const [first] = waiting;
  if (first === undefined) return ctx.replyInPrivate(ctx.texts.say('confirm.nothing_to_deny'));
  if (waiting.length === 1) return say(ctx, first.id, false);
  which(ctx, waiting);
}

function which(ctx: Context, waiting: readonly Waiting[]): void {
  const { texts } = ctx;
  const choices = listed(
    texts,
    waiting.map(({ title }, at) => texts.say('list.choice', { number: at + 1, words: title })),
  );
  const ids = waiting.map(({ id }) => id).join();
  const questions = waiting.map(({ question }) => question).join('\n');
  goTo(ctx, 'confirm', 'which', { choices, ids, questions });
}

async function say(ctx: Context, id: string, isYes: boolean): Promise<void> {
  const [kind, of = ''] = id.split(':');
  if (kind === 'consent') return sayToConsent(ctx, of, isYes);
  const { texts } = ctx;
  const key = ctx.key('relation');
  const asked = isYes
    ? await ask(ctx, (vault) => vault.confirmRelation(of, key))
    : await ask(ctx, (vault) => vault.endRelation(of, key));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('confirm.nothing'));
  ctx.replyInPrivate(texts.say(isYes ? 'confirm.acts' : 'confirm.acts_not'));
}

async function sayToConsent(ctx: Context, of: string, isYes: boolean): Promise<void> {
  const { texts } = ctx;
  const listing = await ask(ctx, (vault) => vault.listConsents());
  const purpose = listing.ok ? listing.value.items.find((one) => one.purpose === of)?.purpose : undefined;
  if (purpose === undefined) return ctx.replyInPrivate(texts.say('confirm.nothing'));
  const event = isYes ? 'confirmed' : 'disputed';
  const asked = await ask(ctx, (vault) => vault.recordConsent({ purpose, event }, ctx.key('confirm')));
  if (asked.ok) return ctx.replyInPrivate(texts.say(isYes ? 'confirm.confirmed' : 'confirm.disputed'));
  if (hasError(asked.problem, 'nothing_to_confirm')) return ctx.replyInPrivate(texts.say('confirm.nothing'));
  if (asked.problem.code !== 'denied') return sayProblem(ctx, asked.problem, '');
  // A chat that was bound after it was recorded is not taken for a yes.
  const link = await pageLink(ctx, 'consents');
  ctx.replyInPrivate(link === undefined ? texts.say('bind.first') : texts.say('confirm.page', { link }));
}

export const confirmSteps: StepHandlers = {
  'confirm.yes': (ctx, { answers }, answer) => {
    if (answer.kind === 'choice') return say(ctx, answers['id'] ?? '', answer.number === 1);
  },
  'confirm.which': (ctx, session, answer) => {
    if (answer.kind !== 'choice') return;
    const { ids = '', questions = '' } = session.answers;
    const id = ids.split(',')[answer.number - 1];
    const question = questions.split('\n')[answer.number - 1];
    if (id !== undefined && question !== undefined) return goTo(ctx, 'confirm', 'yes', { id, question });
    stay(ctx, session);
    ctx.replyInPrivate(ctx.texts.say('form.choose'));
  },
};
