import type { ReleasedTicket, Shown } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
import { placed, shownNumber } from '../say.ts';
import type { Texts } from '../texts.ts';
import { ask, sayProblem } from './asking.ts';

/** Tickets as the chat shows them. */

const over: ReadonlySet<string> = new Set(['closed', 'rated', 'duplicate']);
export const isOpenState = (state: string): boolean => !over.has(state);

/** How many of one's own tickets a chat shows. */
const mostShown = 6;

/** One's own tickets, the newest first; undefined when that was refused, which has been said then. */
export async function ownTickets(ctx: Context): Promise<readonly ReleasedTicket[] | undefined> {
  const asked = await ask(ctx, (vault) =>
    vault.searchTickets({ purpose: 'own_record', where: { mine: true }, limit: mostShown }),
  );
  if (asked.ok) return asked.value.items;
  sayProblem(ctx, asked.problem, ctx.texts.say('bind.first'));
  return undefined;
}

/** A value where it was released in words, in clear or masked. */
export const wordsOf = (shown: Shown | undefined): string | undefined =>
  shown?.level === 'clear' || shown?.level === 'masked' ? shown.value : undefined;

export const valueOf = ({ fields }: Pick<ReleasedTicket, 'fields'>, name: string): string | undefined =>
  wordsOf(fields[name]);

function categoryOf(texts: Texts, ticket: Pick<ReleasedTicket, 'fields'>): string {
  const key = `category.${valueOf(ticket, 'category') ?? 'other'}`;
  return texts.say(texts.has(key) ? key : 'category.other');
}

export const stateWords = (texts: Texts, state: string): string => texts.say(`state.${state}`);

/** Number, category and place of a ticket, as texts have placeholders for them. */
export const aboutOf = ({ texts }: Context, ticket: ReleasedTicket) => ({
  number: shownNumber(ticket.number),
  category: categoryOf(texts, ticket),
  place: placed(texts, valueOf(ticket, 'place')),
});
