/** @jsxImportSource hono/jsx */
import { type Role, ticketWorkers } from '../../policy/roles.ts';
import { clearAccess, step } from '../../policy/cases/case.ts';
import { problems } from '../http/problem.ts';
import { Attachments } from './attachments.tsx';
import { type Came, Happened } from './happened.tsx';
import { ownTicket } from './own-ticket.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Field, Lock, Value, Way, Ways, Withheld } from './parts.tsx';
import { numberOf } from './state.tsx';
import { isReporter, type Ticket, TicketFacts, TicketHead } from './ticket-view.tsx';
import { statementWords } from './words-rights.ts';
import { ticketWords as words } from './words-ticket.ts';

const ticketIn = ({ params }: Visit): string => params['ticket'] ?? '';

/** Reads the ticket anew and draws it for whoever reads it: the worker, or who reported it. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const reporter = isReporter(visit.who);
  const purpose = reporter ? 'own_record' : 'handle_ticket';
  const read = await visit.ask('readTicket', { ticket: ticketIn(visit), purpose });
  if (!read.ok) return read;
  const ticket = read.value;
  const names = await namesIn(visit, ticket);
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return {
    title: visit.say(words.ticket, { number: numberOf(ticket.number) }),
    here: `/tickets/${ticket.id}`,
    status,
    body: reporter ? (
      ownTicket(visit, ticket, came, names)
    ) : (
      <WorkersTicket v={visit} ticket={ticket} came={came} names={names} />
    ),
  };
}

/** What files are called. Photos and voice messages have no names worth an entry. */
async function namesIn(visit: Visit, ticket: Ticket): Promise<readonly (string | null)[]> {
  const hasFile = ticket.attachments.some(({ kind }) => kind === 'file');
  if (!hasFile || ticket.fields['description']?.level !== 'clear') return [];
  const purpose = isReporter(visit.who) ? 'own_record' : 'handle_ticket';
  const listed = await visit.ask('listAttachments', { ticket: ticket.id, purpose });
  return listed.ok ? listed.value.items.map(({ kind, name }) => (kind === 'file' ? name : null)) : [];
}

interface WorkersProps {
  v: Visit;
  ticket: Ticket;
  came: Came;
  names: readonly (string | null)[];
}

const WorkersTicket = ({ v, ticket, came, names }: WorkersProps) => (
  <>
    <Happened v={v} came={came} />
    <TicketHead v={v} ticket={ticket} />
    {ticket.state === 'handled' && ticket.mine ? <p>{v.say(words.waitsForResident)}</p> : null}
    {ticket.state === 'extension_requested' && ticket.mine ? <p>{v.say(words.waitsForDispatcher)}</p> : null}
    <TicketFacts v={v} ticket={ticket}>
      <Attachments v={v} ticket={ticket} names={names} />
      <Reporter v={v} ticket={ticket} />
    </TicketFacts>
    <Steps v={v} ticket={ticket} came={came} />
    {ticket.mine && clearAccess(ticket.state) ? (
      <Ways>
        <Way href={`${v.base}/tickets/${ticket.id}/said`}>{v.say(statementWords.title)}</Way>
      </Ways>
    ) : null}
  </>
);

/** How to address the reporter, and their number behind a button that says what it costs. */
const Reporter = ({ v, ticket }: { v: Visit; ticket: Ticket }) => {
  if (!ticket.mine)
    return (
      <Fact name={v.say(words.reporter)}>
        <Withheld v={v} words={words.afterTaking} />
      </Fact>
    );
  if (ticket.reporter === null) return <Fact name={v.say(words.reporter)}>{v.say(words.unbound)}</Fact>;
  const { id, name } = ticket.reporter;
  return (
    <>
      <Fact name={v.say(words.reporter)}>
        <Value v={v} of={name} />
      </Fact>
      <Fact name={v.say(words.phone)}>
        {ticket.state === 'handling' ? (
          <form class="look" method="post" action={`${v.base}/tickets/${ticket.id}/phone`}>
            <input type="hidden" name="reporter" value={id} />
            <input type="hidden" name="number" value={numberOf(ticket.number)} />
            <button class="weui-btn weui-btn_default" type="submit" aria-describedby="look-cost">
              <Lock />
              {v.say(words.look)}
            </button>
            <p class="aside" id="look-cost">
              {v.say(words.lookCost)}
            </p>
          </form>
        ) : (
          <Withheld v={v} words={words.lookLater} />
        )}
      </Fact>
    </>
  );
};

/** The steps that the case's own machine lets this worker take. */
const Steps = ({ v, ticket, came }: { v: Visit; ticket: Ticket; came: Came }) => {
  const who = {
    role: v.who.role,
    reporter: false,
    assignee: ticket.mine,
    ownGrid: v.who.grids.includes(ticket.grid),
  };
  const may = (action: string): boolean => step(ticket.state, action, who).ok;
  const at = (action: string): string => `${v.base}/tickets/${ticket.id}/${action}`;
  const version = { version: ticket.version };
  return (
    <>
      {may('take') ? (
        <Act action={at('take')} label={v.say(words.take)} hint={v.say(words.takeHint)} values={version} />
      ) : null}
      {may('handle') ? <Handle v={v} action={at('handle')} values={version} came={came} /> : null}
      {may('request_extension') ? (
        <details>
          <summary>{v.say(words.extendTitle)}</summary>
          <Act
            action={at('request_extension')}
            label={v.say(words.extend)}
            hint={v.say(words.extendHint)}
            kind="default"
            values={version}
          />
        </details>
      ) : null}
      {may('return') ? (
        <details>
          <summary>{v.say(words.returnTitle)}</summary>
          <Act
            action={at('return')}
            label={v.say(words.return)}
            hint={v.say(words.returnHint)}
            kind="warn"
            values={version}
          />
        </details>
      ) : null}
    </>
  );
};

interface HandleProps {
  v: Visit;
  action: string;
  values: { version: number };
  came: Came;
}

const Handle = ({ v, action, values, came }: HandleProps) => (
  <section>
    <h2>{v.say(words.handleTitle)}</h2>
    <Act action={action} label={v.say(words.handle)} values={values}>
      <Field
        v={v}
        name="result"
        label={v.say(words.handleLabel)}
        hint={v.say(words.handleHint)}
        error={came.errors?.find(({ field }) => field === 'result')}
      >
        {(attributes) => (
          <textarea {...attributes} class="weui-textarea" rows={4} maxlength={2000}>
            {came.typed?.['result'] ?? ''}
          </textarea>
        )}
      </Field>
    </Act>
  </section>
);

type Step = 'take' | 'return' | 'request_extension' | 'handle' | 'close' | 'rate' | 'reopen';

const needed = { result: { field: 'result', code: 'required', ...words.handleMissing } } as const;

/** A step: taken with the version that was seen, and back to the ticket. */
const move =
  (action: Step) =>
  async (visit: Visit): Promise<Answer> => {
    const { form } = visit;
    const result = form['result']?.trim();
    if (action === 'handle' && (result === undefined || result === ''))
      return show(visit, { problem: { code: 'invalid' }, errors: [needed.result] });
    const moved = await visit.ask('moveTicket', {
      ticket: ticketIn(visit),
      action,
      version: versionIn(form),
      ...(result === undefined || action !== 'handle' ? {} : { result }),
      ...(form['rating'] === undefined || action !== 'rate' ? {} : { rating: form['rating'] }),
    });
    if (moved.ok) return afterStep(visit, action, moved.value.id);
    const errors = (moved.problem.errors ?? []).map((error) => ({
      ...error,
      field: error.field.replace(/^fields\./, ''),
    }));
    return show(visit, { problem: moved.problem, errors, typed: form });
  };

/** What a worker handed back is not theirs to see any more. */
function afterStep(visit: Visit, action: Step, id: string): Answer {
  if (action === 'return' && visit.who.ticket === null) return to(visit, '/tickets?done=return');
  return to(visit, `/tickets/${id}?done=${action}`);
}

/** Nothing where it is not a version: the vault then says that one is missing. */
export function versionIn(form: Readonly<Record<string, string>>): number | undefined {
  const said = form['version'] ?? '';
  return /^\d{1,9}$/.test(said) ? Number(said) : undefined;
}

async function supplement(visit: Visit): Promise<Answer> {
  const text = visit.form['supplement'] ?? '';
  const added = await visit.ask('supplementTicket', { ticket: ticketIn(visit), text });
  if (added.ok) return to(visit, `/tickets/${added.value.id}?done=supplement`);
  const errors = (added.problem.errors ?? []).map((error) => ({ ...error, field: 'supplement' }));
  return show(visit, { problem: added.problem, errors, typed: visit.form });
}

async function attach(visit: Visit): Promise<Answer> {
  const sent = await visit.upload();
  const added = sent.ok ? await visit.ask('addAttachment', { ...sent.value, ticket: ticketIn(visit) }) : sent;
  if (added.ok) return to(visit, `/tickets/${added.value.id}?done=attach`);
  const { errors = [] } = added.problem;
  return errors.length > 0 ? show(visit, { problem: { code: 'invalid' }, errors: [...errors] }) : added;
}

const both = [...ticketWorkers, 'resident'] as const;
const steps = (who: readonly Role[], actions: readonly Step[]): AnyPage[] =>
  actions.map((action) => ({
    method: 'post',
    path: `/tickets/{ticket}/${action}`,
    for: who,
    oneTicket: true,
    handle: move(action),
  }));

export const ticketPages: readonly AnyPage[] = [
  { method: 'get', path: '/tickets/{ticket}', for: both, oneTicket: true, handle: (visit) => show(visit) },
  ...steps(ticketWorkers, ['take', 'return', 'request_extension', 'handle']),
  ...steps(['resident'], ['close', 'rate', 'reopen']),
  {
    method: 'post',
    path: '/tickets/{ticket}/supplement',
    for: ['resident'],
    handle: supplement,
  },
  {
    method: 'post',
    path: '/tickets/{ticket}/attachments',
    for: ['resident'],
    takesFile: true,
    handle: attach,
  },
];
