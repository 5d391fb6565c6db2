import type { Context, Session } from '../composer.ts';
import { type Answer, readAnswer } from '../forms/answer.ts';
import { type Form, patience, type Step, stepOf } from '../forms/forms.ts';
import { type IntentName, isWorkerIntent, sure } from '../intents/intent.ts';
import { normalOf, shortAnswer } from '../intents.ts';
import { byIntent, eitherWay, instead, steps } from './routes.ts';
import { emergency } from './reports.ts';
import { questionOf, stay } from './talking.ts';

/** So often the same question is asked. */
const mostTries = 2;

/**
 * A message in a private chat: an answer to what was asked, if something was; otherwise what it says. Nobody is trapped:
 * 取消 ends a form, and so do two answers that fit nothing, or half an hour of silence; a new wish is met at once, but where
 * something would be lost it is asked first.
 */
export async function converse(ctx: Context): Promise<void> {
  const { session, message } = ctx;
  const at = session === undefined ? undefined : stepOf(session.form, session.step);
  const isOver = session !== undefined && ctx.now - session.at >= patience;
  if (ctx.intent.slots.emergency !== undefined && ctx.intent.name === 'report' && message.kind === 'text') {
    // Where it was asked what happened it is the answer, and a picture may wait for it.
    const isAsked = at !== undefined && !isOver && asksWhat.has(at.step.ask);
    if (!isAsked) return emergency(ctx, isOver ? undefined : session);
  }
  if (session === undefined || at === undefined || isOver) {
    ctx.setSession(undefined);
    return isLateAnswer(ctx) ? undefined : byIntent(ctx);
  }
  if (session.answers['pending'] !== undefined) return switching(ctx, session, at.form);
  const answer = readAnswer(at.form, at.step, message);
  if (answer.kind === 'leave') return leave(ctx, session, at.form);
  if (ctx.intent.name === 'injection' && ctx.intent.confidence >= sure && answer.kind === 'words') {
    stay(ctx, session);
    return byIntent(ctx);
  }
  const result = resultAgain(ctx, session);
  if (result !== undefined) {
    ctx.setSession(undefined);
    return steps[at.id]?.(ctx, session, result);
  }
  if (isNewCommand(ctx, at.step, answer) || isAnotherReport(ctx, session, answer))
    return interrupted(ctx, session, at.form);
  if (answer.kind === 'unfit') return unfit(ctx, session, at.form);
  ctx.setSession(undefined);
  await steps[at.id]?.(ctx, session, answer);
}

/** 取消 or 没有 when nothing is asked any more: there is nothing to say to it. */
const isLateAnswer = ({ message, intent }: Context): boolean =>
  message.kind === 'text' &&
  (intent.name === 'none' || intent.confidence < sure) &&
  shortAnswer(normalOf(message.text)).size > 0;

function leave(ctx: Context, { answers }: Session, form: Form): void {
  ctx.setSession(undefined);
  ctx.replyInPrivate(ctx.texts.say(form.left ?? 'form.left', answers));
}

/** Questions that a report answers. */
const asksWhat: ReadonlySet<string> = new Set(['report.ask_what', 'attached.ask_new']);

/** What would not be the answer to any question, however freely it is put. */
const neverAnAnswer: ReadonlySet<IntentName> = new Set([
  'help',
  'bind',
  'my_record',
  'my_dog',
  'dog_vaccine',
  'progress',
  'consent_list',
  'consent_give',
  'consent_withdraw',
  'who_saw_me',
  'export_my_data',
  'delete_my_data',
  'restrict_my_data',
  'know_my_data',
  'my_requests',
  'recipients',
  'delegates',
  'end_delegation',
  'deny_record',
]);
/** What is said once and done: taking back (PIPL Art 15) waits for no other question. */
const atOnceAlways: ReadonlySet<IntentName> = new Set(['consent_withdraw', 'end_delegation', 'deny_record']);
/** So sure it has to be of a sentence that is no command before it counts as a new wish among free words. */
const verySure = 0.85;

/** Whether what was said is a new wish, and no answer. */
function isNewCommand({ message, intent }: Context, step: Step, answer: Answer): boolean {
  if (message.kind !== 'text' || intent.name === 'none' || intent.confidence < sure) return false;
  if (answer.kind === 'unfit') return true;
  if (answer.kind !== 'words') return false;
  const { name, command, confidence } = intent;
  if (name === 'supplement') return false;
  // A report is the answer where one was asked what happened.
  if (name === 'report') return command && !asksWhat.has(step.ask);
  if (command) return name !== 'notice_query';
  return neverAnAnswer.has(name) && !isWorkerIntent(name) && confidence >= verySure;
}

/** While details of one report are asked for, somebody tells of something quite different: dogs are no detail of a lift. */
function isAnotherReport({ intent }: Context, { form, step, answers }: Session, answer: Answer): boolean {
  const { name, confidence, slots } = intent;
  if (form !== 'report' || step === 'place' || answer.kind !== 'words' || name !== 'report') return false;
  return confidence >= 0.8 && slots.category !== 'other' && slots.category !== answers['category'];
}

/** 办结 alone, with what was done, while that is what was asked: the answer. With a number it is a command as any other. */
function resultAgain({ intent }: Context, { form }: Session): Answer | undefined {
  const { ticket, words = '' } = intent.slots;
  const isResult = form === 'done' && intent.name === 'w_done' && intent.command && ticket === undefined;
  return isResult && words !== '' ? { kind: 'words', text: words } : undefined;
}

/** Staff who say what to do with which ticket, and who asks for 待办 or 帮助, never have to answer something else first. */
const isComplete = ({ intent: { name, command, slots } }: Context): boolean =>
  command && (name === 'help' || name === 'w_todo' || (isWorkerIntent(name) && slots.ticket !== undefined));

function interrupted(ctx: Context, session: Session, form: Form): Promise<void> {
  const atOnce = atOnceAlways.has(ctx.intent.name) || isComplete(ctx);
  // What is said next is then about another ticket, and must not become the first one's result.
  const isOver = session.form === 'done' && isComplete(ctx);
  if (form.meanwhile === 'ends' || isOver) ctx.setSession(undefined);
  else stay(ctx, session);
  if (form.meanwhile !== 'asks' || atOnce) return byIntent(ctx);
  stay(ctx, { ...session, answers: { ...session.answers, pending: ctx.message.text } });
  ctx.replyInPrivate(ctx.texts.say('form.switch'));
  return Promise.resolve();
}

/** It was asked whether to go on or to take up the new thing. */
async function switching(ctx: Context, session: Session, form: Form): Promise<void> {
  const { pending = '', ...answers } = session.answers;
  const answer = eitherWay(ctx);
  if (answer.kind === 'leave') return leave(ctx, session, form);
  if (answer.kind === 'choice' && answer.number === 2) {
    ctx.setSession(undefined);
    return instead(ctx, pending);
  }
  if (answer.kind === 'choice') {
    stay(ctx, { ...session, answers });
    return ctx.replyInPrivate(questionOf(ctx, session.form, session.step, answers));
  }
  if (ctx.message.kind === 'text' && ctx.intent.confidence >= sure && ctx.intent.name !== 'none')
    return interrupted(ctx, { ...session, answers }, form);
  again(ctx, session, ctx.texts.say('form.switch'));
}

/** An answer to something else: a picture, a file, a voice message, words where a number was asked for. */
function unfit(ctx: Context, session: Session, form: Form): Promise<void> | void {
  const { texts, message } = ctx;
  const isSent = message.kind === 'image' || message.kind === 'file';
  // Who did not choose, and says something else, had rather not be asked the same again.
  if (message.kind === 'text' && (session.form === 'menu' || session.form === 'guess')) {
    ctx.setSession(undefined);
    const isLost = session.form === 'menu' && ctx.intent.name === 'none' && ctx.intent.confidence < sure;
    return isLost ? ctx.replyInPrivate(texts.say('unclear.still')) : byIntent(ctx);
  }
  if (isSent && form.meanwhile === 'ends') {
    ctx.setSession(undefined);
    return byIntent(ctx);
  }
  const question = questionOf(ctx, session.form, session.step, session.answers);
  if (message.kind === 'voice') return again(ctx, session, `${texts.say('unclear.voice')}\n${question}`);
  if (isSent) return again(ctx, session, `${texts.say('form.no_picture')}\n${question}`);
  again(ctx, session, `${texts.say('form.choose')}\n${question}`);
}

/** Asks once more, and then lets it be. */
function again(ctx: Context, session: Session, question: string): void {
  const tries = Number(session.answers['tries'] ?? '0') + 1;
  if (tries > mostTries) {
    ctx.setSession(undefined);
    return ctx.replyInPrivate(ctx.texts.say('unclear.still'));
  }
  stay(ctx, { ...session, answers: { ...session.answers, tries: String(tries) } });
  ctx.replyInPrivate(question);
}
