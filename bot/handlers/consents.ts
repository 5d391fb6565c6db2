import type { ConsentStanding } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { ask, hasError, sayProblem } from './asking.ts';
import { goTo, type StepHandlers } from './talking.ts';

/** What one agreed to. Taking back is at least as easy as giving (PIPL Art 15): one sentence, at once. */

const purpose = 'phone_contact';

export async function consentList(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.listConsents());
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  const lines = asked.value.items.flatMap((standing) => {
    const state = stateKey(standing);
    const title = texts.language === 'en' ? standing.title.en : standing.title.zh;
    return state === undefined ? [] : [texts.say('consent.line', { title, state: texts.say(state) })];
  });
  if (lines.length === 0) return ctx.replyInPrivate(texts.say('consent.none'));
  ctx.replyInPrivate(texts.say('consent.list', { lines: lines.join('\n') }));
}

/** Undefined for what nobody is asked about. */
function stateKey({ state }: ConsentStanding): string | undefined {
  if (state === 'not_asked_for') return undefined;
  if (state === 'given') return 'consent.given';
  if (state === 'provisional') return 'consent.to_confirm';
  return state === 'withdrawn' || state === 'refused' ? 'consent.taken_back' : 'consent.not_given';
}

export async function consentWithdraw(ctx: Context): Promise<void> {
  const { slots } = ctx.intent;
  if (slots.purpose === undefined) return goTo(ctx, 'withdraw', 'confirm');
  await withdraw(ctx);
}

async function withdraw(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) =>
    vault.recordConsent({ purpose, event: 'withdrawn' }, ctx.key('withdraw')),
  );
  if (asked.ok) {
    const { state } = asked.value;
    return ctx.replyInPrivate(texts.say(state === 'withdrawn' ? 'consent.withdrawn' : 'consent.nothing'));
  }
  const { problem } = asked;
  if (hasError(problem, 'not_by_consent')) return ctx.replyInPrivate(texts.say('consent.by_law'));
  if (problem.code === 'invalid') return ctx.replyInPrivate(texts.say('consent.nothing'));
  sayProblem(ctx, problem, texts.say('bind.first'));
}

/** Only what was agreed to before, in these words, can be agreed to again in a chat. */
export async function consentGive(ctx: Context): Promise<void> {
  if (ctx.intent.slots.purpose === undefined) return goTo(ctx, 'renew', 'confirm');
  await renew(ctx);
}

async function renew(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const offered = await ask(ctx, (vault) => vault.notices());
  if (!offered.ok) return sayProblem(ctx, offered.problem, texts.say('problem.failed'));
  const of = offered.value.items.filter((one) => one.purpose === purpose && one.audience === 'adult');
  const shown = of.find(({ lang }) => lang === texts.language) ?? of[0];
  if (shown === undefined) return ctx.replyInPrivate(texts.say('consent.no_notice'));
  const { id, version, sha256, lang } = shown;
  const notice = { id, version, sha256, lang };
  const asked = await ask(ctx, (vault) =>
    vault.recordConsent({ purpose, event: 'given', notice }, ctx.key('consent')),
  );
  if (asked.ok) return ctx.replyInPrivate(texts.say('consent.renewed'));
  sayProblem(ctx, asked.problem, texts.say('consent.own_page'));
}

export const consentSteps: StepHandlers = {
  'renew.confirm': (ctx, _session, answer) => {
    if (answer.kind !== 'choice') return;
    return answer.number === 1 ? renew(ctx) : ctx.replyInPrivate(ctx.texts.say('consent.kept'));
  },
  'withdraw.confirm': (ctx, _session, answer) => {
    if (answer.kind !== 'choice') return;
    return answer.number === 1 ? withdraw(ctx) : ctx.replyInPrivate(ctx.texts.say('consent.kept'));
  },
};
