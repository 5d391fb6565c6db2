import { Composer, type Context, run } from '../composer.ts';
import { readAnswer } from '../forms/answer.ts';
import { type IntentName, intentNames, sure } from '../intents/intent.ts';
import { understand } from '../intents.ts';
import { bind, bindingSteps } from './binding.ts';
import { confirmRecord, confirmSteps, denyRecord } from './confirming.ts';
import { consentGive, consentList, consentSteps, consentWithdraw } from './consents.ts';
import { explain } from './explaining.ts';
import { offer, offered, offerSteps } from './offers.ts';
import { photoSteps, sentAlone } from './photos.ts';
import { progress, supplement } from './progress.ts';
import { rateBad, rateGood, ratingSteps } from './rating.ts';
import { dogVaccine, myDog, myRecord } from './records.ts';
import { delegates, endDelegation, relationSteps } from './relations.ts';
import { report, reportSteps } from './reports.ts';
import {
  copyMine,
  correctRecord,
  deleteMine,
  knowMine,
  myRequests,
  recipients,
  restrictMine,
  rightSteps,
} from './rights.ts';
import { whoSawMe } from './seen.ts';
import { goTo, type StepHandlers } from './talking.ts';
import { help, injection, smallTalk, unclear } from './unclear.ts';
import { accept, atDesk, done, extend, giveBack, phone, toDo, workSteps } from './work.ts';

/** Which handler an intent has; all of them answer in private. */
const intents = new Composer<Context>();
intents.filter(({ message }) => ['image', 'voice', 'file'].includes(message.kind), sentAlone);
intents.filter(
  ({ message }) => message.kind === 'other',
  ({ replyInPrivate, texts }) => replyInPrivate(texts.say('unclear.file')),
);
intents.filter(({ intent }) => intent.confidence < sure, unclear);
intents.on('help', help);
intents.on('injection', injection);
intents.on(['none', 'privacy_leak'], smallTalk);
intents.on('bind', bind);
intents.on('my_record', myRecord);
intents.on('my_dog', myDog);
intents.on('dog_vaccine', dogVaccine);
intents.on('report', report);
intents.on('progress', progress);
intents.on('supplement', supplement);
intents.on('rate_good', rateGood);
intents.on('rate_bad', rateBad);
intents.on('consent_list', consentList);
intents.on('consent_give', consentGive);
intents.on('consent_withdraw', consentWithdraw);
intents.on('who_saw_me', whoSawMe);
intents.on('correct_record', correctRecord);
intents.on('export_my_data', copyMine);
intents.on('delete_my_data', deleteMine);
intents.on('restrict_my_data', restrictMine);
intents.on('know_my_data', knowMine);
intents.on('explain', explain);
intents.on('my_requests', myRequests);
intents.on('recipients', recipients);
intents.on('delegates', delegates);
intents.on('end_delegation', endDelegation);
intents.on('confirm_record', confirmRecord);
intents.on('deny_record', denyRecord);
intents.on(offered, offer);
intents.on('w_todo', toDo);
intents.on('w_accept', accept);
intents.on('w_transfer', giveBack);
intents.on('w_extend', extend);
intents.on('w_done', done);
intents.on('w_query', phone);
intents.on(['w_broadcast', 'w_collect', 'w_bindcode'], atDesk);

/** Answers a message by what it means, whatever conversation there was. */
export const byIntent = (ctx: Context): Promise<void> => run(intents, ctx);

/** As if `text` had been said now, meaning `name` when that is known. */
export function instead(ctx: Context, text: string, name?: IntentName): Promise<void> {
  const { file: _, ...message } = ctx.message;
  const meant = understand(text, 'private');
  const intent = name === undefined || name === meant.name ? meant : { ...meant, name, command: false };
  return byIntent({
    ...ctx,
    session: undefined,
    message: { ...message, kind: 'text', text },
    intent: name === undefined ? intent : { ...intent, confidence: 1 },
  });
}

/** So many characters can be a report; fewer are a greeting, or a slip. */
const leastReport = 5;

const menuSteps: StepHandlers = {
  'menu.choose': (ctx, { answers }, answer) => {
    const { text = '' } = answers;
    if (answer.kind !== 'choice') return;
    // The number that was answered is a choice, and no ticket's.
    const plain = { ...ctx, intent: { ...ctx.intent, slots: {} } };
    if (answer.number === 2) return progress(plain);
    if (answer.number === 3) return help({ ...plain, intent: { ...plain.intent, slots: { topic: 'else' } } });
    if (text.length < leastReport) return goTo(ctx, 'report_what', 'what');
    return instead(ctx, text, 'report');
  },
  'guess.confirm': (ctx, { answers }, answer) => {
    const { text = '', intent } = answers;
    if (answer.kind !== 'choice') return;
    if (answer.number === 2) return goTo(ctx, 'menu', 'choose', { text });
    return instead(
      ctx,
      text,
      intentNames.find((name) => name === intent),
    );
  },
};

/** What the answer to each step of each form does. */
export const steps: StepHandlers = {
  ...menuSteps,
  ...reportSteps,
  ...photoSteps,
  ...ratingSteps,
  ...consentSteps,
  ...rightSteps,
  ...relationSteps,
  ...confirmSteps,
  ...bindingSteps,
  ...offerSteps,
  ...workSteps,
};

/** The answer to a question with two ways to go on. */
export const eitherWay = (ctx: Context) =>
  readAnswer(
    { meanwhile: 'ends', steps: {} },
    { ask: 'form.switch', takes: 'choice', choices: 2 },
    ctx.message,
  );
