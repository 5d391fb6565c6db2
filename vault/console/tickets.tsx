/** @jsxImportSource hono/jsx */
import { ticketWorkers } from '../../policy/roles.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Note, Way, Ways, When } from './parts.tsx';
import { numberOf, State } from './state.tsx';
import { categoryOf, type Ticket } from './ticket-view.tsx';
import { listWords } from './words-ticket-lists.ts';
import { doneWords, ticketWords as words } from './words-ticket.ts';

/** A worker's day: what is in their hands first, then what waits in their grids. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listTickets', {
    purpose: 'handle_ticket',
    where: { todo: true },
    limit: 50,
  });
  if (!found.ok) return found;
  const { items, remaining } = found.value;
  const mine = items.filter((ticket) => ticket.mine);
  const waiting = items.filter((ticket) => !ticket.mine);
  const body = (
    <>
      <h1>{visit.say(words.listTitle)}</h1>
      {visit.query.get('done') === 'return' ? (
        <Note kind="done">
          <p>{visit.say(doneWords.return)}</p>
        </Note>
      ) : null}
      {items.length === 0 ? (
        <Note kind="info">
          <p>{visit.say(words.none)}</p>
        </Note>
      ) : (
        <>
          <p class="lead">
            {visit.say(words.summary, { mine: mine.length, waiting: waiting.length + remaining })}
          </p>
          <TicketList v={visit} title={visit.say(words.mine)} items={mine} none={visit.say(words.noneMine)} />
          <TicketList
            v={visit}
            title={visit.say(words.waiting)}
            items={waiting}
            none={visit.say(words.noneWaiting)}
          />
        </>
      )}
      {remaining > 0 ? <p class="aside">{visit.say(words.further, { n: remaining })}</p> : null}
      <Ways>
        <Way href={`${visit.base}/tickets/all`}>{visit.say(listWords.way)}</Way>
      </Ways>
    </>
  );
  return { title: visit.say(words.listTitle), body };
}

interface ListProps {
  v: Visit;
  title: string;
  items: readonly Ticket[];
  none: string;
}

const TicketList = ({ v, title, items, none }: ListProps) => (
  <section>
    <h2>{title}</h2>
    {items.length === 0 ? (
      <p class="aside">{none}</p>
    ) : (
      <Ways>
        {items.map((ticket) => (
          <TicketRow v={v} ticket={ticket} />
        ))}
      </Ways>
    )}
  </section>
);

/** One ticket in a list: what and where, then its number, state and age. */
export const TicketRow = ({ v, ticket }: { v: Visit; ticket: Ticket }) => {
  const place = ticket.fields['place'];
  const where = place?.level === 'clear' || place?.level === 'masked' ? place.value : '';
  return (
    <Way
      href={`${v.base}/tickets/${ticket.id}`}
      hint={
        <>
          {numberOf(ticket.number)}{' '}
          {ticket.grid === 0 ? v.say(words.noGrid) : v.say(words.gridOf, { grid: ticket.grid })}{' '}
          {v.say(words.since)} <When v={v} at={ticket.opened} />
        </>
      }
    >
      <span class="row-title">
        {categoryOf(v, ticket.fields['category']) ?? v.say(words.ticket, { number: numberOf(ticket.number) })}
        {where === '' ? '' : ` · ${where}`}
      </span>
      <State v={v} state={ticket.state} staff={v.who.role !== 'resident'} />
    </Way>
  );
};

export const ticketListPages: readonly AnyPage[] = [
  { method: 'get', path: '/tickets', for: ticketWorkers, handle: list },
];
