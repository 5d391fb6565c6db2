/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { categories } from '../../policy/checks/category.ts';
import type { Shown } from '../../policy/masks.ts';
import type { ValueOf } from '../http/route.ts';
import type { Session } from '../access/links.ts';
import type { Guest, Visit } from './page.ts';
import { Fact, Facts, Value, When, Withheld } from './parts.tsx';
import { numberOf, State } from './state.tsx';
import { ticketWords as words } from './words-ticket.ts';

export type Ticket = ValueOf<'readTicket'>;

/** A category in words. It is one of a closed list, and one that is not in it is shown as it is. */
export function categoryOf(v: Guest, shown: Shown | undefined): string | undefined {
  if (shown === undefined || shown.level === 'none') return undefined;
  return Object.hasOwn(categories, shown.value)
    ? v.say(categories[shown.value as keyof typeof categories])
    : shown.value;
}

export const isReporter = ({ role }: Session): boolean => role === 'resident' || role === 'reporter';

/** The head of a ticket's page: what it is about, and where it stands. */
export const TicketHead = ({ v, ticket }: { v: Visit; ticket: Ticket }) => (
  <>
    <h1>{v.say(words.ticket, { number: numberOf(ticket.number) })}</h1>
    <p class="stands">
      <State v={v} state={ticket.state} staff={!isReporter(v.who)} />
    </p>
  </>
);

/** The ticket's own words, as far as they were released; what is withheld says when it can be seen. */
export const TicketFacts = ({ v, ticket, children }: { v: Visit; ticket: Ticket; children?: Child }) => {
  const { fields } = ticket;
  const said = (name: string): boolean => {
    const shown = fields[name];
    return shown !== undefined && shown.level !== 'none' && shown.value !== '';
  };
  return (
    <Facts>
      <Fact name={v.say(words.category)}>{categoryOf(v, fields['category']) ?? <Withheld v={v} />}</Fact>
      <Fact name={v.say(words.place)}>
        <Value v={v} of={fields['place']} empty={words.noPlace} />
      </Fact>
      <Fact name={v.say(words.description)}>
        {fields['description']?.level === 'clear' ? (
          <Value v={v} of={fields['description']} />
        ) : (
          <Withheld v={v} words={words.afterTaking} />
        )}
      </Fact>
      {said('supplement') ? (
        <Fact name={v.say(words.supplement)}>
          <Value v={v} of={fields['supplement']} />
        </Fact>
      ) : null}
      {children}
      <Fact name={v.say(words.grid)}>
        {ticket.grid === 0 ? v.say(words.noGrid) : v.say(words.gridOf, { grid: ticket.grid })}
      </Fact>
      <Fact name={v.say(words.opened)}>
        <When v={v} at={ticket.opened} />
      </Fact>
      {said('result') ? (
        <Fact name={v.say(words.result)}>
          <Value v={v} of={fields['result']} />
        </Fact>
      ) : null}
      {said('rating') ? (
        <Fact name={v.say(words.rating)}>{v.say(words.ratingOf, { n: textOf(fields['rating']) })}</Fact>
      ) : null}
    </Facts>
  );
};

const textOf = (shown: Shown | undefined): string =>
  shown === undefined || shown.level === 'none' ? '' : shown.value;
