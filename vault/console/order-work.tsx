/** @jsxImportSource hono/jsx */
import { gridRoles } from '../../policy/roles.ts';
import type { FieldError, Problem } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { isCursor } from './cursor.ts';
import { Happened } from './happened.tsx';
import { Line, titleOf } from './orders.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, More, Note, Value } from './parts.tsx';
import { orderWords as words } from './words-orders.ts';

interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
}
type Person = ValueOf<'searchRecords'>['items'][number];

/** The people of one of the worker's grids under an order: the fields it names, what they need, what came of it. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const id = visit.params['order'] ?? '';
  const listed = await visit.ask('listOrders', undefined);
  if (!listed.ok) return listed;
  const order = listed.value.items.find((one) => one.id === id);
  const grids = (order?.grids ?? []).filter((grid) => visit.who.grids.includes(grid));
  const wanted = Number(visit.query.get('grid'));
  const grid = grids.includes(wanted) ? wanted : grids[0];
  if (order === undefined || order.state === 'ended' || grid === undefined)
    return { title: visit.say(words.title), body: <p>{visit.say(words.over)}</p>, status: 403 };
  const fields = order.fields.map((name) => name.split('.')[1] ?? '');
  const cursor = visit.query.get('after');
  const found = await visit.ask('searchRecords', {
    type: 'resident',
    purpose: 'emergency_order',
    case: id,
    where: { grid },
    fields,
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!found.ok) return found;
  const notes = await visit.ask('listNotes', { order: id });
  if (!notes.ok) return notes;
  const title = visit.say(words.people, { grid });
  const next = found.value.cursor;
  const body = (
    <>
      <Happened v={visit} came={came} />
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(words.recorded)}</p>
      </Note>
      {found.value.items.length === 0 ? <p>{visit.say(words.nobody)}</p> : null}
      <ul class="cards">
        {found.value.items.map((person) => (
          <PersonCard v={visit} order={id} person={person} />
        ))}
      </ul>
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/orders/${id}?grid=${grid}&after=${next}`}
        remaining={found.value.remaining}
      />
      <h2>{visit.say(words.notes)}</h2>
      {notes.value.items.length === 0 ? <p>{visit.say(words.noNotes)}</p> : null}
      <ul class="cards">
        {notes.value.items.map((note) => (
          <NoteCard v={visit} order={id} note={note} />
        ))}
      </ul>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: `/orders/${id}` };
}

const PersonCard = ({ v, order, person }: { v: Visit; order: string; person: Person }) => (
  <li class="card">
    <Facts>
      {Object.entries(person.fields).map(([name, shown]) => (
        <Fact name={titleOf(v, `resident.${name}`)}>
          <Value v={v} of={shown} />
        </Fact>
      ))}
    </Facts>
    <Act
      action={`${v.base}/orders/${order}/notes`}
      label={v.say(words.write)}
      kind="default"
      values={{ resident: person.id }}
    >
      <Line v={v} name={`need-${person.id}`} as="need" label={v.say(words.need)} />
    </Act>
  </li>
);

type OfNote = ValueOf<'listNotes'>['items'][number];
const NoteCard = ({ v, order, note }: { v: Visit; order: string; note: OfNote }) => (
  <li class="card">
    <Facts>
      <Fact name={v.say(words.need)}>
        <Value v={v} of={note.fields['need']} />
      </Fact>
      <Fact name={v.say(words.outcome)}>
        <Value v={v} of={note.fields['outcome']} empty={words.noOutcome} />
      </Fact>
    </Facts>
    <Act action={`${v.base}/orders/${order}/notes/${note.id}`} label={v.say(words.outcome)} kind="default">
      <Line v={v} name={`outcome-${note.id}`} as="outcome" label={v.say(words.outcome)} />
    </Act>
  </li>
);

/** What one typed stays out of the page that says it was wrong: every card has such a field. */
const blank = (visit: Visit): Visit => ({ ...visit, form: {} });

async function take(visit: Visit): Promise<Answer> {
  const { order = '' } = visit.params;
  const { resident = '', need = '' } = visit.form;
  const error = { field: `need-${resident}`, code: 'required', ...words.missing };
  if (need.trim() === '') return show(blank(visit), { problem: { code: 'invalid' }, errors: [error] });
  const taken = await visit.ask('takeNote', { order, resident, need: need.trim() });
  return taken.ok ? to(visit, `/orders/${order}`) : taken;
}

async function close(visit: Visit): Promise<Answer> {
  const { order = '', note = '' } = visit.params;
  const outcome = (visit.form['outcome'] ?? '').trim();
  const error = { field: `outcome-${note}`, code: 'required', ...words.missing };
  if (outcome === '') return show(blank(visit), { problem: { code: 'invalid' }, errors: [error] });
  const closed = await visit.ask('closeNote', { note, outcome });
  return closed.ok ? to(visit, `/orders/${order}`) : closed;
}

export const orderWorkPages: readonly AnyPage[] = [
  { method: 'get', path: '/orders/{order}', for: gridRoles, handle: (visit) => show(visit) },
  { method: 'post', path: '/orders/{order}/notes', for: gridRoles, handle: take },
  { method: 'post', path: '/orders/{order}/notes/{note}', for: gridRoles, handle: close },
];
