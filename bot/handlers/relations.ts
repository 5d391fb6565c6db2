import type { Relation } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { listed, onDay } from '../say.ts';
import { ask, sayProblem } from './asking.ts';
import { pageLink } from './records.ts';
import { goTo, stay, type StepHandlers } from './talking.ts';
import { wordsOf } from './tickets.ts';

/** Who may act for one, and the one word that ends it. */

/** So many can be told apart by one number. */
export const mostChoices = 8;

/** One's relations; undefined when that was refused, which has been said then. */
export async function ownRelations(ctx: Context): Promise<readonly Relation[] | undefined> {
  const asked = await ask(ctx, (vault) => vault.listRelations());
  if (asked.ok) return asked.value.items;
  sayProblem(ctx, asked.problem, ctx.texts.say('bind.first'));
  return undefined;
}

export async function delegates(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const items = await ownRelations(ctx);
  if (items === undefined) return;
  const shown = items.filter(({ stands, waits }) => stands || waits === 'me').slice(0, mostChoices);
  const link = await pageLink(ctx, 'relations');
  const page = link === undefined ? '' : `\n${texts.say('relation.page', { link })}`;
  if (shown.length === 0) return ctx.replyInPrivate(texts.say('relation.none') + page);
  const lines = shown.map((one) => relationLine(ctx, one));
  ctx.replyInPrivate(texts.say('relation.list', { lines: lines.join('\n') }) + page);
}

/** One relation in a line: who, what, until when. */
function relationLine(ctx: Context, relation: Relation): string {
  const { texts } = ctx;
  const { kind, side, waits } = relation;
  const line =
    kind === 'guardian'
      ? texts.say(side === 'given' ? 'relation.guardian' : 'relation.ward', { name: nameOf(ctx, relation) })
      : texts.say(side === 'given' ? 'relation.given' : 'relation.held', aboutRelation(ctx, relation));
  return waits === 'me' ? line + texts.say('relation.waits') : line;
}

/** The other's name as it may be known, what they may do, and until when. */
export function aboutRelation(ctx: Context, relation: Relation) {
  const { texts, now } = ctx;
  const { scope, until } = relation;
  return {
    name: nameOf(ctx, relation),
    scope: listed(
      texts,
      scope.map((one) => texts.say(`scope.${one}`)),
    ),
    // The end of a day is the beginning of the next.
    until: until === null ? '' : onDay(texts, until - 1, now),
  };
}

const nameOf = ({ texts }: Context, { name }: Relation): string =>
  wordsOf(name ?? undefined) ?? texts.say('seen.somebody');

/** One word ends it; only where there are several it has to be asked which. */
export async function endDelegation(ctx: Context): Promise<void> {
  const { texts } = ctx;
  const items = await ownRelations(ctx);
  if (items === undefined) return;
  const delegations = items.filter(({ kind, state }) => kind === 'delegate' && state !== 'ended');
  const given = delegations.filter(({ side }) => side === 'given');
  // Who lets nobody act for them and says so means that they will not act for somebody.
  const open = (given.length > 0 ? given : delegations).slice(0, mostChoices);
  const [only] = open;
  if (only === undefined) return endAll(ctx);
  const isMine = only.side === 'given';
  if (open.length === 1 && isMine) return end(ctx, only.other, nameOf(ctx, only));
  const names = open.map((one) => nameOf(ctx, one));
  const answers = { others: open.map(({ other }) => other).join(), names: names.join('\n') };
  const choices = listed(
    texts,
    names.map((name, at) => texts.say('list.choice', { number: at + 1, words: name })),
  );
  goTo(ctx, 'end_delegation', isMine ? 'which' : 'whom', { ...answers, choices });
}

/** Also what was given and not accepted yet, which nobody is shown: from now on it can not be accepted. */
async function endAll(ctx: Context): Promise<void> {
  const asked = await ask(ctx, (vault) => vault.endRelation(undefined, ctx.key('end_relation')));
  if (!asked.ok) return sayProblem(ctx, asked.problem, ctx.texts.say('bind.first'));
  ctx.replyInPrivate(ctx.texts.say('relation.nobody'));
}

async function end(ctx: Context, other: string, name: string): Promise<void> {
  const { texts } = ctx;
  const asked = await ask(ctx, (vault) => vault.endRelation(other, ctx.key('end_relation')));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.first'));
  ctx.replyInPrivate(texts.say('relation.ended', { name }));
}

const chosen: NonNullable<StepHandlers['end_delegation.which']> = (ctx, session, answer) => {
  if (answer.kind !== 'choice') return;
  const { others = '', names = '' } = session.answers;
  const other = others.split(',')[answer.number - 1];
  const name = names.split('\n')[answer.number - 1];
  if (other !== undefined && name !== undefined) return end(ctx, other, name);
  stay(ctx, session);
  ctx.replyInPrivate(ctx.texts.say('form.choose'));
};

export const relationSteps: StepHandlers = { 'end_delegation.which': chosen, 'end_delegation.whom': chosen };
