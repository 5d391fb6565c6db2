/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { isOpen, step } from '../../policy/cases/case.ts';
import { AddOne, Attachments } from './attachments.tsx';
import { isCursor } from './cursor.ts';
import { type Came, Happened } from './happened.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Act, Field, More, Note, Ways } from './parts.tsx';
import { type Ticket, TicketFacts, TicketHead } from './ticket-view.tsx';
import { TicketRow } from './tickets.tsx';
import { ownTicketWords as words } from './words-own.ts';

/** A ticket as who reported it sees it: their own words, what was done, and that it is theirs to close. */
export function ownTicket(
  visit: Visit,
  ticket: Ticket,
  came: Came,
  names: readonly (string | null)[],
): Child {
  const may = (action: string): boolean =>
    step(ticket.state, action, { role: visit.who.role, reporter: true, assignee: false, ownGrid: false }).ok;
  const at = (action: string): string => `${visit.base}/tickets/${ticket.id}/${action}`;
  const values = { version: ticket.version };
  return (
    <>
      <Happened v={visit} came={came} />
      <TicketHead v={visit} ticket={ticket} />
      {may('close') ? (
        <section>
          <h2>{visit.say(words.toConfirm)}</h2>
          <p>{visit.say(words.toConfirmWhat)}</p>
          <Act action={at('close')} label={visit.say(words.close)} values={values} />
        </section>
      ) : null}
      {may('rate') ? <Rate v={visit} action={at('rate')} values={values} came={came} /> : null}
      <TicketFacts v={visit} ticket={ticket}>
        <Attachments v={visit} ticket={ticket} names={names} />
      </TicketFacts>
      {may('reopen') ? (
        <details>
          <summary>{visit.say(words.reopenTitle)}</summary>
          <Act
            action={at('reopen')}
            label={visit.say(words.reopen)}
            hint={visit.say(words.reopenHint)}
            kind="default"
            values={values}
          />
        </details>
      ) : null}
      {isOpen(ticket.state) ? <Supplement v={visit} action={at('supplement')} came={came} /> : null}
      {isOpen(ticket.state) ? <AddOne v={visit} ticket={ticket} error={errorAt(came, 'file')} /> : null}
    </>
  );
}

interface FormProps {
  v: Visit;
  action: string;
  came: Came;
}

const errorAt = ({ errors }: Came, name: string) => errors?.find(({ field }) => field === name);

const Rate = ({ v, action, values, came }: FormProps & { values: { version: number } }) => (
  <section>
    <h2>{v.say(words.rateTitle)}</h2>
    <Act action={action} label={v.say(words.rate)} values={values}>
      <Field
        v={v}
        name="rating"
        label={v.say(words.rateLabel)}
        hint={v.say(words.rateHint)}
        error={errorAt(came, 'rating')}
      >
        {(attributes) => (
          <select {...attributes} class="weui-select">
            {[5, 4, 3, 2, 1].map((n) => (
              <option value={String(n)}>{v.say(words.rateOf, { n })}</option>
            ))}
          </select>
        )}
      </Field>
    </Act>
  </section>
);

const Supplement = ({ v, action, came }: FormProps) => (
  <details open={errorAt(came, 'supplement') !== undefined}>
    <summary>{v.say(words.moreTitle)}</summary>
    <Act action={action} label={v.say(words.more)} kind="default">
      <Field
        v={v}
        name="supplement"
        label={v.say(words.moreLabel)}
        hint={v.say(words.moreHint)}
        error={errorAt(came, 'supplement')}
      >
        {(attributes) => (
          <textarea {...attributes} class="weui-textarea" rows={3} maxlength={2000}>
            {came.typed?.['supplement'] ?? ''}
          </textarea>
        )}
      </Field>
    </Act>
  </details>
);

async function list(visit: Visit): Promise<Answer> {
  const cursor = visit.query.get('after');
  const found = await visit.ask('listTickets', {
    purpose: 'own_record',
    where: { mine: true },
    // What a row of the list shows; the rest is on the ticket's own page.
    fields: ['category', 'place'],
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!found.ok) return found;
  const { items, remaining } = found.value;
  const title = visit.say(words.listTitle);
  const next = found.value.cursor;
  const body = (
    <>
      <h1>{title}</h1>
      {items.length === 0 ? (
        <Note kind="info">
          <p>{visit.say(words.none)}</p>
        </Note>
      ) : (
        <Ways>
          {items.map((ticket) => (
            <TicketRow v={visit} ticket={ticket} />
          ))}
        </Ways>
      )}
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/me/tickets?after=${next}`}
        remaining={remaining}
      />
    </>
  );
  return { title, body };
}

export const ownTicketPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/tickets', for: ['resident'], handle: list },
];
