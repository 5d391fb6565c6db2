/** @jsxImportSource hono/jsx */
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { Line, said } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Note, Value, Way, Ways, When, Wrong } from './parts.tsx';
import { Fields } from './record.tsx';
import { fieldsIn, Inputs } from './record-form.tsx';
import { mediationWords as words } from './words-record.ts';

const told = { begun: words.begun, written: words.written, closed: words.closed } as const;

function Done({ v }: { v: Visit }) {
  const done = v.query.get('done') ?? '';
  return Object.hasOwn(told, done) ? (
    <Note kind="done">
      <p>{v.say(told[done as keyof typeof told])}</p>
    </Note>
  ) : null;
}

/** So many parties the form asks for; who has fewer leaves the rest empty. */
const parties = [0, 1, 2, 3] as const;

/** A mediator's own matters, and the form to begin one. */
async function list(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.ask('listMatters', undefined);
  if (!found.ok) return found;
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: inputOf(error.field) }))} />
      <Done v={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      {found.value.items.length === 0 ? <p class="aside">{visit.say(words.none)}</p> : null}
      <Ways>
        {found.value.items.map((matter) => (
          <Way
            href={`${visit.base}/mediations/${matter.id}`}
            hint={visit.say(words.counts, { parties: matter.parties, notes: matter.notes })}
          >
            <When v={visit} at={matter.opened} />{' '}
            {visit.say(matter.state === 'closed' ? words.over : words.going)}
          </Way>
        ))}
      </Ways>
      <section>
        <h2>{visit.say(words.openTitle)}</h2>
        <Act
          action={`${visit.base}/mediations`}
          values={{ key: visit.request }}
          label={visit.say(words.begin)}
          hint={visit.say(words.partyHint)}
        >
          {parties.map((at) => (
            <fieldset class="field">
              <legend>{visit.say(words.party, { n: at + 1 })}</legend>
              <Line v={visit} name={`name-${at}`} label={words.name} errors={of(errors)} />
              <Line v={visit} name={`address-${at}`} label={words.address} errors={of(errors)} />
            </fieldset>
          ))}
        </Act>
      </section>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: '/mediations' };
}

/** `parties.1.address` stands beside `address-1`, and what is wrong with a whole party beside its name. */
function inputOf(field: string): string {
  const [, at = '0', name = 'name'] = field.split('.');
  return `${name}-${at}`;
}
const of = (errors: readonly FieldError[]): FieldError[] =>
  errors.map((error) => ({ ...error, field: inputOf(error.field) }));

async function begin(visit: Visit): Promise<Answer> {
  const named = parties.flatMap((at) => {
    const [name = '', address = ''] = [said(visit, `name-${at}`), said(visit, `address-${at}`)];
    return name === '' && address === '' ? [] : [{ name, address }];
  });
  const opened = await visit.ask('openMatter', { parties: named }, visit.form['key'] ?? visit.request);
  if (opened.ok) return to(visit, `/mediations/${opened.value.id}?done=begun`);
  return opened.problem.errors === undefined ? opened : list(visit, opened.problem.errors);
}

/** One matter: its parties, its notes, and the form for another. */
async function matter(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const read = await visit.ask('readMatter', { matter: id });
  if (!read.ok) return read;
  const { people, items, state, opened } = read.value;
  const at = `${visit.base}/mediations/${id}`;
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong
        v={visit}
        errors={errors.map((error) => ({ ...error, at: error.field.replace(/^fields\./, '') }))}
      />
      <Done v={visit} />
      <h1>
        {title} · <When v={visit} at={opened} /> {state === 'closed' ? visit.say(words.over) : null}
      </h1>
      <h2>{visit.say(words.parties)}</h2>
      <ul>
        {people.map(({ fields: { name } }) => (
          <li>
            <Value v={visit} of={name} />
          </li>
        ))}
      </ul>
      <h2>{visit.say(words.notes)}</h2>
      {items.length === 0 ? <p class="aside">{visit.say(words.noNotes)}</p> : null}
      {items.map((note) => (
        <Fields v={visit} of={{ type: 'mediation_note', ...note }} />
      ))}
      {state === 'closed' ? null : (
        <>
          <section>
            <h2>{visit.say(words.write)}</h2>
            <Act action={`${at}/notes`} label={visit.say(words.write)} values={{ key: visit.request }}>
              <Inputs v={visit} type="mediation_note" errors={errors} />
            </Act>
          </section>
          <Act
            action={`${at}/close`}
            label={visit.say(words.close)}
            kind="default"
            hint={visit.say(words.closeHint)}
          />
        </>
      )}
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: `/mediations/${id}` };
}

async function write(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const { fields, errors } = await fieldsIn(visit, 'mediation_note');
  if (errors.length > 0) return matter(visit, errors);
  const written = await visit.ask('writeNote', { matter: id, fields }, visit.form['key'] ?? visit.request);
  if (written.ok) return to(visit, `/mediations/${id}?done=written`);
  return written.problem.errors === undefined ? written : matter(visit, written.problem.errors);
}

async function close(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const closed = await visit.ask('closeMatter', { matter: id });
  return closed.ok ? to(visit, `/mediations/${id}?done=closed`) : closed;
}

const mediator = ['mediator'] as const;

export const mediationPages: readonly AnyPage[] = [
  { method: 'get', path: '/mediations', for: mediator, handle: (visit) => list(visit) },
  { method: 'post', path: '/mediations', for: mediator, handle: begin },
  { method: 'get', path: '/mediations/{id}', for: mediator, handle: (visit) => matter(visit) },
  { method: 'post', path: '/mediations/{id}/notes', for: mediator, handle: write },
  { method: 'post', path: '/mediations/{id}/close', for: mediator, handle: close },
];
