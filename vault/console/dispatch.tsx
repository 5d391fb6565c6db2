/** @jsxImportSource hono/jsx */
import type { FieldError, Problem } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Field, Value, Way, Ways, When } from './parts.tsx';
import { numberOf, State } from './state.tsx';
import { categoryOf, type Ticket } from './ticket-view.tsx';
import { versionIn } from './ticket.tsx';
import { dispatchWords as words } from './words-dispatch.ts';
import { listWords } from './words-ticket-lists.ts';
import { ticketWords } from './words-ticket.ts';

/** What waits for the dispatcher, in the order in which it should be taken up. */
const states = ['submitted', 'reopened', 'returned', 'accepted', 'extension_requested'] as const;
const mostOfState = 20;

interface Came {
  problem?: Problem;
  /** Of which ticket's form. */
  ticket?: string;
  errors?: readonly FieldError[];
}

async function desk(visit: Visit, came: Came = {}): Promise<Answer> {
  const lists: { state: (typeof states)[number]; found: ValueOf<'listTickets'> }[] = [];
  for (const state of states) {
    const found = await visit.ask('listTickets', {
      purpose: 'dispatch',
      where: { state },
      limit: mostOfState,
    });
    if (!found.ok) return found;
    lists.push({ state, found: found.value });
  }
  const title = visit.say(words.title);
  const there = lists.filter(({ found }) => found.items.length > 0);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <h1>{title}</h1>
      {there.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      {there.map(({ state, found: { items, remaining } }) => (
        <section>
          <h2>{visit.say(words[state])}</h2>
          <ul class="cards">
            {items.map((ticket) => (
              <DispatchCard v={visit} ticket={ticket} came={came} />
            ))}
          </ul>
          {remaining > 0 ? <p class="aside">{visit.say(words.more, { n: remaining })}</p> : null}
        </section>
      ))}
      <Ways>
        <Way href={`${visit.base}/dispatch/all`}>{visit.say(listWords.wayDispatch)}</Way>
      </Ways>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/dispatch' };
}

/** A ticket as a dispatcher sees it, with the one step that is due. */
export const DispatchCard = ({ v, ticket, came = {} }: { v: Visit; ticket: Ticket; came?: Came }) => (
  <li class="card">
    <h3>
      {numberOf(ticket.number)} {categoryOf(v, ticket.fields['category']) ?? ''}{' '}
      <State v={v} state={ticket.state} staff />
    </h3>
    <p>
      <Value v={v} of={ticket.fields['place']} empty={ticketWords.noPlace} />
    </p>
    {ticket.fields['description']?.level === 'clear' ? (
      <p>
        <Value v={v} of={ticket.fields['description']} />
      </p>
    ) : null}
    <p class="aside">
      {ticket.grid === 0 ? v.say(ticketWords.noGrid) : v.say(ticketWords.gridOf, { grid: ticket.grid })} ·{' '}
      {v.say(ticketWords.since)} <When v={v} at={ticket.opened} />
    </p>
    <Step v={v} ticket={ticket} came={came} />
  </li>
);

const Step = ({ v, ticket, came }: { v: Visit; ticket: Ticket; came: Came }) => {
  const { id, version, state } = ticket;
  const number = numberOf(ticket.number);
  const at = (action: string): string => `${v.base}/dispatch/${id}/${action}`;
  switch (state) {
    case 'submitted':
    case 'reopened':
      return <Act action={at('accept')} label={v.say(words.acceptOf, { number })} values={{ version }} />;
    case 'extension_requested':
      return (
        <Act action={at('grant_extension')} label={v.say(words.grantOf, { number })} values={{ version }} />
      );
    case 'accepted':
    case 'returned':
      return (
        <Act action={at('dispatch')} label={v.say(words.dispatchOf, { number })} values={{ version }}>
          <Field
            v={v}
            name={`grid-${id}`}
            label={v.say(words.grid)}
            hint={ticket.grid === 0 ? undefined : v.say(words.gridHint)}
            error={came.ticket === id ? came.errors?.[0] : undefined}
          >
            {(attributes) => (
              <input
                {...attributes}
                name="grid"
                class="weui-input"
                type="text"
                inputmode="numeric"
                maxlength={4}
                value={ticket.grid === 0 ? '' : String(ticket.grid)}
              />
            )}
          </Field>
        </Act>
      );
    default:
      return null;
  }
};

type Move = 'accept' | 'dispatch' | 'grant_extension';

const move =
  (action: Move) =>
  async (visit: Visit): Promise<Answer> => {
    const ticket = visit.params['ticket'] ?? '';
    const grid = (visit.form['grid'] ?? '').trim().normalize('NFKC');
    const wrong = (zhEn: { zh: string; en: string }) => {
      const error = { field: `grid-${ticket}`, code: 'wrong_form', ...zhEn };
      return desk(visit, { problem: { code: 'invalid' }, ticket, errors: [error] });
    };
    if (action === 'dispatch' && grid === '') return wrong(words.gridMissing);
    if (action === 'dispatch' && !/^[1-9]\d{0,3}$/.test(grid)) return wrong(words.gridWrong);
    const moved = await visit.ask('moveTicket', {
      ticket,
      action,
      version: versionIn(visit.form),
      ...(action === 'dispatch' ? { grid: Number(grid) } : {}),
    });
    if (moved.ok) return to(visit, `/dispatch?done=${action}`);
    const [error] = moved.problem.errors ?? [];
    return error === undefined ? desk(visit, { problem: moved.problem }) : wrong(error);
  };

const dispatcher = ['dispatcher'] as const;

export const dispatchPages: readonly AnyPage[] = [
  { method: 'get', path: '/dispatch', for: dispatcher, handle: (visit) => desk(visit) },
  ...(['accept', 'dispatch', 'grant_extension'] as const).map((action) => ({
    method: 'post' as const,
    path: `/dispatch/{ticket}/${action}`,
    for: dispatcher,
    handle: move(action),
  })),
];
