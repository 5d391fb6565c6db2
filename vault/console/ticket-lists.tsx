/** @jsxImportSource hono/jsx */
import type { CaseState } from '../../policy/cases/case.ts';
import { ticketWorkers } from '../../policy/roles.ts';
import { caseStateWords } from '../../policy/words.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { isCursor } from './cursor.ts';
import { DispatchCard } from './dispatch.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Field, Ways } from './parts.tsx';
import type { Ticket } from './ticket-view.tsx';
import { TicketRow } from './tickets.tsx';
import { residentWords } from './words-residents.ts';
import { listWords as words } from './words-ticket-lists.ts';

/** Who looks, and by what they narrow: a worker walks a building, a dispatcher looks at a grid. */
interface Desk {
  path: '/tickets/all' | '/dispatch/all';
  purpose: 'handle_ticket' | 'dispatch';
  states: readonly [CaseState, ...CaseState[]];
  by: 'building' | 'grid';
}

/** Of what is over a worker sees nothing any more; of what is in other hands neither. */
const worker: Desk = {
  path: '/tickets/all',
  purpose: 'handle_ticket',
  states: ['submitted', 'accepted', 'dispatched', 'reopened', 'handling', 'extension_requested', 'handled'],
  by: 'building',
};
const dispatcher: Desk = {
  path: '/dispatch/all',
  purpose: 'dispatch',
  states: ['submitted', 'reopened', 'returned', 'accepted', 'extension_requested'],
  by: 'grid',
};

/** What the address asks for: a state, a number, and where to go on. Nothing in it is anybody's. */
interface Wanted {
  desk: Desk;
  state: CaseState;
  /** The building or the grid that was written; empty for all. */
  said: string;
  number: number | undefined;
  grid: number | undefined;
  errors: readonly FieldError[];
}

function wantedIn(visit: Visit, desk: Desk): Wanted {
  const { who, query } = visit;
  const state = desk.states.find((one) => one === query.get('state'));
  const said = (query.get(desk.by) ?? '').trim().normalize('NFKC');
  const number = /^[1-9]\d{0,3}$/.test(said) ? Number(said) : undefined;
  const error = { field: desk.by, code: 'wrong_form', ...words.wrongNumber };
  const asked = Number(query.get('of'));
  const own = who.grids.includes(asked) ? asked : who.grids[0];
  return {
    desk,
    // Always one: of every ticket in no matter which state most would be refused, and each refusal is an entry.
    state: state ?? desk.states[0],
    said,
    number,
    grid: desk.by === 'grid' ? number : own,
    errors: said !== '' && number === undefined ? [error] : [],
  };
}

const list =
  (desk: Desk) =>
  async (visit: Visit): Promise<Answer> => {
    const wanted = wantedIn(visit, desk);
    const { grid, state, number, errors } = wanted;
    const title = visit.say(words.title);
    if (grid === undefined && desk.by === 'building')
      return { title, body: <p>{visit.say(residentWords.noGrid)}</p> };
    const building = desk.by === 'building' ? number : undefined;
    const cursor = visit.query.get('after');
    const found = await visit.ask('listTickets', {
      purpose: desk.purpose,
      where: grid === undefined ? { state } : { grid, building },
      ...(grid === undefined ? {} : { state }),
      ...(isCursor(cursor) ? { cursor } : {}),
      limit: 20,
    });
    if (!found.ok) return found;
    const { items, cursor: next, remaining } = found.value;
    const body = (
      <>
        <h1>{title}</h1>
        <Choices v={visit} wanted={wanted} />
        {items.length === 0 ? <p>{visit.say(words.none)}</p> : <Items v={visit} desk={desk} items={items} />}
        {next === null ? null : (
          <p class="more">
            <a class="weui-btn weui-btn_default" href={hrefOf(visit, wanted, { after: next })}>
              {visit.say(words.goOn)}
            </a>
            <span class="aside">{visit.say(words.unread, { n: remaining })}</span>
          </p>
        )}
      </>
    );
    return { title, body, status: errors.length === 0 ? 200 : problems.invalid.status };
  };

const Items = ({ v, desk, items }: { v: Visit; desk: Desk; items: readonly Ticket[] }) =>
  desk.by === 'grid' ? (
    <ul class="cards">
      {items.map((ticket) => (
        <DispatchCard v={v} ticket={ticket} />
      ))}
    </ul>
  ) : (
    <Ways>
      {items.map((ticket) => (
        <TicketRow v={v} ticket={ticket} />
      ))}
    </Ways>
  );

function hrefOf(
  { base }: Visit,
  { desk, state, said, grid }: Wanted,
  more: Readonly<Record<string, string | undefined>>,
): string {
  const of = desk.by === 'building' && grid !== undefined ? String(grid) : undefined;
  const all = { of, state, [desk.by]: said === '' ? undefined : encodeURIComponent(said), ...more };
  const query = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return `${base}${desk.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

const Choices = ({ v, wanted }: { v: Visit; wanted: Wanted }) => {
  const { desk, grid, state } = wanted;
  return (
    <>
      {desk.by === 'grid' || v.who.grids.length < 2 ? null : (
        <nav aria-label={v.say(residentWords.grids)} class="choices">
          {v.who.grids.map((one) => (
            <a href={hrefOf(v, wanted, { of: String(one) })} aria-current={one === grid ? 'true' : undefined}>
              {v.say(residentWords.grid, { grid: one })}
            </a>
          ))}
        </nav>
      )}
      <nav aria-label={v.say(words.states)} class="choices">
        {desk.states.map((one) => (
          <a href={hrefOf(v, wanted, { state: one })} aria-current={one === state ? 'true' : undefined}>
            {v.say(caseStateWords[one])}
          </a>
        ))}
      </nav>
      <Narrow v={v} wanted={wanted} />
    </>
  );
};

const Narrow = ({ v, wanted: { desk, state, said, grid, errors } }: { v: Visit; wanted: Wanted }) => (
  <form class="search" method="get" action={`${v.base}${desk.path}`}>
    {desk.by === 'building' && grid !== undefined ? (
      <input type="hidden" name="of" value={String(grid)} />
    ) : null}
    <input type="hidden" name="state" value={state} />
    <Field v={v} name={desk.by} label={v.say(words[desk.by])} error={errors[0]}>
      {(attributes) => (
        <input
          {...attributes}
          class="weui-input"
          type="text"
          inputmode="numeric"
          maxlength={4}
          value={said}
        />
      )}
    </Field>
    <button class="weui-btn weui-btn_default" type="submit">
      {v.say(words.narrow)}
    </button>
  </form>
);

export const ticketListsPages: readonly AnyPage[] = [
  { method: 'get', path: worker.path, for: ticketWorkers, handle: list(worker) },
  { method: 'get', path: dispatcher.path, for: ['dispatcher'], handle: list(dispatcher) },
];
