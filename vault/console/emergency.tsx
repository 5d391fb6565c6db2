/** @jsxImportSource hono/jsx */
import { type EmergencyKind, emergencyKindNames, emergencyKinds } from '../../policy/cases/emergency.ts';
import { fieldsOf } from '../../policy/fields.ts';
import { glassBreakers } from '../../policy/roles.ts';
import type { FieldError, Problem } from '../outcome.ts';
import { wordsIn } from '../http/language.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, Value, Way, Ways, When } from './parts.tsx';
import { emergencyWords as words } from './words-emergency.ts';

type Person = ValueOf<'readRecord'>;
interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
}

/** The form of one thumb: what, where, why; and below it what one has opened. */
async function form(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listEmergencies', undefined);
  if (!listed.ok) return listed;
  const person = visit.params['id'] ?? visit.form['person'];
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      {visit.query.get('done') === 'nobody' ? (
        <Note kind="info">
          <p>{visit.say(words.nobody)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      <Form v={visit} person={person} errors={came.errors ?? []} />
      <h2>{visit.say(words.mine)}</h2>
      {listed.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <Ways>
        {listed.value.items.map((item) => (
          <Way href={`${visit.base}/emergency/${item.id}`} hint={<When v={visit} at={item.at} />}>
            {wordsIn(visit.language, emergencyKinds[item.kind])} ·{' '}
            {visit.say(words.people, { n: item.people })} · {visit.say(words[item.verdict])}
          </Way>
        ))}
      </Ways>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/emergency' };
}

const Form = ({
  v,
  person,
  errors,
}: {
  v: Visit;
  person: string | undefined;
  errors: readonly FieldError[];
}) => (
  <Act
    action={`${v.base}/emergency`}
    label={v.say(words.open)}
    kind="warn"
    hint={v.say(words.cost)}
    values={person === undefined ? {} : { person }}
  >
    {person === undefined ? null : <p>{v.say(words.chosen)}</p>}
    <Kind v={v} />
    <Field
      v={v}
      name="addresses"
      label={v.say(person === undefined ? words.where : words.whereFor)}
      hint={v.say(words.whereHint)}
      error={errors.find(({ field }) => field === 'addresses')}
    >
      {(attributes) => (
        <input
          {...attributes}
          class="weui-input"
          type="text"
          autocomplete="off"
          maxlength={200}
          value={v.form['addresses'] ?? ''}
        />
      )}
    </Field>
    <Field
      v={v}
      name="reason"
      label={v.say(words.why)}
      hint={v.say(words.whyHint)}
      error={errors.find(({ field }) => field === 'reason')}
    >
      {(attributes) => (
        <textarea {...attributes} class="weui-textarea" rows={2} maxlength={500}>
          {v.form['reason'] ?? ''}
        </textarea>
      )}
    </Field>
  </Act>
);

/** What is going on, from the closed list. */
const Kind = ({ v }: { v: Visit }) => (
  <Field v={v} name="kind" label={v.say(words.kind)}>
    {(attributes) => (
      <select {...attributes} class="weui-select">
        {emergencyKindNames.map((kind) => (
          <option value={kind} selected={v.form['kind'] === kind}>
            {wordsIn(v.language, emergencyKinds[kind])}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const isKind = (said: string): said is EmergencyKind => Object.hasOwn(emergencyKinds, said);

async function open(visit: Visit): Promise<Answer> {
  const { form: sent } = visit;
  const kind = sent['kind'] ?? '';
  const addresses = (sent['addresses'] ?? '').split(/[\s,,、;;]+/).filter((one) => one !== '');
  const person = sent['person'];
  const opened = await visit.ask('breakGlass', {
    kind: isKind(kind) ? kind : 'gas_leak',
    reason: (sent['reason'] ?? '').slice(0, 500),
    addresses: addresses.slice(0, 12),
    people: person === undefined || person === '' ? [] : [person],
  });
  if (opened.ok)
    return to(visit, opened.value.id === null ? '/emergency?done=nobody' : `/emergency/${opened.value.id}`);
  const errors = (opened.problem.errors ?? []).map((error) => ({
    ...error,
    field: error.field === 'reason' ? 'reason' : 'addresses',
  }));
  return form(visit, { problem: opened.problem, errors });
}

/** One that is open: the people, each read anew; and what came of it. */
async function view(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listEmergencies', undefined);
  if (!listed.ok) return listed;
  const item = listed.value.items.find(({ id }) => id === visit.params['view']);
  if (item === undefined) return { problem: { code: 'denied' } };
  const people: Person[] = [];
  for (const id of item.subjects) {
    const read = await visit.ask('readRecord', {
      type: 'resident',
      id,
      purpose: 'emergency',
      fields: ['name', 'mobile', 'address', 'care'],
    });
    if (read.ok) people.push(read.value);
  }
  const title = wordsIn(visit.language, emergencyKinds[item.kind]);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <h1>{title}</h1>
      {people.length === 0 ? (
        <p>{visit.say(words.over)}</p>
      ) : (
        <p>
          {visit.say(words.until)} <When v={visit} at={item.until} />
        </p>
      )}
      {people.map((person) => (
        <PersonCard v={visit} person={person} />
      ))}
      <h2>{visit.say(words.account)}</h2>
      <Said v={visit} item={item} />
      <Act action={`${visit.base}/emergency/${item.id}/explain`} label={visit.say(words.send)} kind="default">
        <Field
          v={visit}
          name="words"
          label={visit.say(words.account)}
          hint={visit.say(words.accountHint)}
          error={came.errors?.[0]}
        >
          {(attributes) => <textarea {...attributes} class="weui-textarea" rows={2} maxlength={500} />}
        </Field>
      </Act>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: `/emergency/${item.id}` };
}

const PersonCard = ({ v, person }: { v: Visit; person: Person }) => {
  const { mobile } = person.fields;
  return (
    <section class="card">
      <Facts>
        {Object.entries(person.fields).map(([name, shown]) => {
          const spec = fieldsOf('resident')[name];
          return (
            <Fact name={spec === undefined ? name : v.say(spec.title)}>
              <Value v={v} of={shown} />
            </Fact>
          );
        })}
      </Facts>
      {mobile?.level === 'clear' && mobile.value !== '' ? (
        <p>
          <a class="weui-btn weui-btn_primary" href={`tel:${mobile.value}`}>
            {v.say(words.call)}
          </a>
        </p>
      ) : null}
    </section>
  );
};

/** What was said of one, oldest first. */
export const Said = ({ v, item }: { v: Visit; item: ValueOf<'listEmergencies'>['items'][number] }) => (
  <ul>
    {item.words.map(({ by, text, at }) => (
      <li>
        {v.say(by === 'opener' ? words.byOpener : words.byOfficer, { text })} <When v={v} at={at} />
      </li>
    ))}
  </ul>
);

async function explain(visit: Visit): Promise<Answer> {
  const said = (visit.form['words'] ?? '').trim();
  const error = { field: 'words', code: 'required', ...words.wordsMissing };
  if (said === '') return view(visit, { problem: { code: 'invalid' }, errors: [error] });
  const id = visit.params['view'] ?? '';
  const explained = await visit.ask('explainEmergency', { view: id, words: said });
  return explained.ok ? to(visit, `/emergency/${id}`) : explained;
}

export const emergencyPages: readonly AnyPage[] = [
  { method: 'get', path: '/emergency', for: glassBreakers, handle: (visit) => form(visit) },
  { method: 'post', path: '/emergency', for: glassBreakers, handle: open },
  { method: 'get', path: '/residents/{id}/emergency', for: glassBreakers, handle: (visit) => form(visit) },
  { method: 'get', path: '/emergency/{view}', for: glassBreakers, handle: (visit) => view(visit) },
  { method: 'post', path: '/emergency/{view}/explain', for: glassBreakers, handle: explain },
];
