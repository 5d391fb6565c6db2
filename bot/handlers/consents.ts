import type { ConsentStanding } from '../../vault/client.ts';
import type { Context, Session } from '../composer.ts';
import { consentPurposes } from '../intents/intent.ts';
import { inLanguage, listed } from '../say.ts';
import { ask, hasError, sayProblem } from './asking.ts';
import { pageLink } from './records.ts';
import { mostChoices } from './relations.ts';
import { goTo, stay, type StepHandlers } from './talking.ts';

/** What one agreed to. Taking back is at least as easy as giving (PIPL Art 15): one sentence, at once. */

type Standing = Pick<ConsentStanding, 'purpose' | 'title' | 'state' | 'stops' | 'goesOn'>;
type Purpose = ConsentStanding['purpose'];

export async function consentList(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const items = await standings(ctx);
  if (items === undefined) return;
  const lines = items.flatMap(({ state, title }) => {
    const key = stateKey({ state });
    if (key === undefined) return [];
    const named = { title: inLanguage(texts, title), say: title.zh };
    return [texts.say('consent.line', { ...named, state: texts.say(key, named) })];
  });
  if (lines.length === 0) return ctx.replyInPrivate(texts.say('consent.none'));
  const link = await pageLink(ctx, 'consents');
  const page = link === undefined ? '' : `\n${texts.say('consent.page', { link })}`;
  ctx.replyInPrivate(texts.say('consent.list', { lines: lines.join('\n') }) + page);
}

/** Undefined when it was refused, which has been said then. */
async function standings(ctx: Context): Promise<readonly ConsentStanding[] | undefined> {
  const asked = await ask(ctx, (vault) => vault.listConsents());
  if (asked.ok) return asked.value.items;
  sayProblem(ctx, asked.problem, ctx.texts.say('bind.first'));
  return undefined;
}

/** Undefined for what nobody is asked about. */
function stateKey({ state }: Pick<ConsentStanding, 'state'>): string | undefined {
  if (state === 'not_asked_for') return undefined;
  if (state === 'given') return 'consent.given';
  if (state === 'provisional') return 'consent.to_confirm';
  return state === 'withdrawn' || state === 'refused' ? 'consent.taken_back' : 'consent.not_given';
}

/** What is named is taken back at once; what is not is asked about, where there is something. */
export async function consentWithdraw(ctx: Context): Promise<void> {
  const { texts, intent } = ctx;
  if (intent.slots.purpose !== undefined) return withdraw(ctx, intent.slots.purpose);
  const items = await standings(ctx);
  if (items === undefined) return;
  const given = items
    .filter(({ state }) => state === 'given' || state === 'provisional')
    .slice(0, mostChoices);
  const [first] = given;
  if (first === undefined) return ctx.replyInPrivate(texts.say('consent.none_given'));
  const titles = given.map(({ title }) => inLanguage(texts, title));
  const purposes = given.map(({ purpose }) => purpose).join();
  if (given.length === 1) return goTo(ctx, 'withdraw', 'confirm', { purposes, title: titles[0] ?? '' });
  const choices = listed(
    texts,
    titles.map((words, at) => texts.say('list.choice', { number: at + 1, words })),
  );
  goTo(ctx, 'withdraw', 'which', { purposes, choices });
}

async function withdraw(ctx: Context, purpose: Purpose): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) =>
    vault.recordConsent({ purpose, event: 'withdrawn' }, ctx.key('withdraw')),
  );
  if (asked.ok) return taken(ctx, asked.value);
  const { problem } = asked;
  if (hasError(problem, 'not_by_consent')) return ctx.replyInPrivate(texts.say('consent.by_law'));
  if (problem.code === 'invalid') return ctx.replyInPrivate(nothing(ctx, purpose));
  sayProblem(ctx, problem, texts.say('bind.first'));
}

const nothing = ({ texts }: Context, purpose: Purpose): string =>
  texts.say(purpose === 'phone_contact' ? 'consent.nothing' : 'consent.nothing_other');

/** It is done, and what stops with it and what goes on, as the vault has it from the policy. */
function taken(ctx: Context, { purpose, title, state, stops, goesOn }: Standing): void {
  const { texts } = ctx;
  if (state !== 'withdrawn') return ctx.replyInPrivate(nothing(ctx, purpose));
  const isPhone = purpose === 'phone_contact';
  const named = { title: inLanguage(texts, title), say: title.zh };
  ctx.replyInPrivate(isPhone ? texts.say('consent.withdrawn') : texts.say('consent.withdrawn_other', named));
  for (const line of stops) ctx.replyInPrivate(texts.say('consent.stops', { line: inLanguage(texts, line) }));
  const [first] = goesOn;
  if (first === undefined) return;
  const line = inLanguage(texts, first);
  const count = goesOn.length - 1;
  ctx.replyInPrivate(
    count === 0 ? texts.say('consent.goes_on', { line }) : texts.say('consent.goes_on_more', { line, count }),
  );
}

/** Only what was agreed to before, in these words, can be agreed to again in a chat. */
export async function consentGive(ctx: Context): Promise<void> {
  const { purpose } = ctx.intent.slots;
  if (purpose === undefined) return goTo(ctx, 'renew', 'confirm');
  await renew(ctx, purpose);
}

async function renew(ctx: Context, purpose: Purpose): Promise<void> {
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
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('consent.own_page'));
  const { title } = asked.value;
  const named = { title: inLanguage(texts, title), say: title.zh };
  ctx.replyInPrivate(
    purpose === 'phone_contact' ? texts.say('consent.renewed') : texts.say('consent.renewed_other', named),
  );
}

/** The one of those that were named which a number means. */
const purposeAt = ({ answers }: Session, number: number): Purpose | undefined =>
  consentPurposes.find((one) => one === answers['purposes']?.split(',')[number - 1]);

export const consentSteps: StepHandlers = {
  'renew.confirm': (ctx, _session, answer) => {
    if (answer.kind !== 'choice') return;
    return answer.number === 1
      ? renew(ctx, 'phone_contact')
      : ctx.replyInPrivate(ctx.texts.say('consent.kept'));
  },
  'withdraw.confirm': (ctx, session, answer) => {
    if (answer.kind !== 'choice') return;
    // A session of a version that asked about telephone calls alone names nothing.
    if (answer.number === 1) return withdraw(ctx, purposeAt(session, 1) ?? 'phone_contact');
    ctx.replyInPrivate(ctx.texts.say('consent.kept'));
  },
  'withdraw.which': (ctx, session, answer) => {
    if (answer.kind !== 'choice') return;
    const purpose = purposeAt(session, answer.number);
    if (purpose !== undefined) return withdraw(ctx, purpose);
    stay(ctx, session);
    ctx.replyInPrivate(ctx.texts.say('form.choose'));
  },
};
