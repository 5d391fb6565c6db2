import type { ReleasedTicket } from '../../vault/client.ts';
import type { Context } from '../composer.ts';
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

/** A field's value where it was released in words. */
export function valueOf({ fields }: Pick<ReleasedTicket, 'fields'>, name: string): string | undefined {
  const shown = fields[name];
  return shown?.level === 'clear' || shown?.level === 'masked' ? shown.value : undefined;
}

export function categoryOf(texts: Texts, ticket: Pick<ReleasedTicket, 'fields'>): string {
  const key = `category.${valueOf(ticket, 'category') ?? 'other'}`;
  return texts.say(texts.has(key) ? key : 'category.other');
}

export const stateWords = (texts: Texts, state: string): string => texts.say(`state.${state}`);
