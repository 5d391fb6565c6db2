/** @jsxImportSource hono/jsx */
import { alertTitles, alertWords } from '../../policy/watch.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Happened, type Came } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, Value, When } from './parts.tsx';
import { roleOf } from './sentence.ts';
import { watchWords as words } from './words-watch.ts';

type Alert = ValueOf<'listAlerts'>['items'][number];

/** What was noticed, each with its way to the log and a word for what came of it. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listAlerts', undefined);
  if (!listed.ok) return listed;
  const { items } = listed.value;
  const waiting = items.filter(({ state }) => state !== 'closed');
  const closed = items.filter(({ state }) => state === 'closed');
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <Done v={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      {waiting.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <Cards v={visit} items={waiting} title={visit.say(words.waiting)} />
      <Cards v={visit} items={closed} title={visit.say(words.earlier)} />
      <p>
        <a class="tap" href={`${visit.base}/canaries`}>
          {visit.say(words.toCanaries)}
        </a>
      </p>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/alerts' };
}

const told = { seen: words.doneSeen, closed: words.doneClosed, unfreeze: words.doneUnfreeze } as const;

const Done = ({ v }: { v: Visit }) => {
  const done = v.query.get('done') ?? '';
  if (!Object.hasOwn(told, done)) return null;
  return (
    <Note kind="done">
      <p>{v.say(told[done as keyof typeof told])}</p>
    </Note>
  );
};

const Cards = ({ v, items, title }: { v: Visit; items: readonly Alert[]; title: string }) =>
  items.length === 0 ? null : (
    <section>
      <h2>{title}</h2>
      <ul class="cards">
        {items.map((item) => (
          <Card v={v} item={item} />
        ))}
      </ul>
    </section>
  );

const Card = ({ v, item }: { v: Visit; item: Alert }) => {
  const { kind, of, who, role, frozen, at, from, counts, state } = item;
  const heading = kind === 'canary' ? words.trap : alertTitles[kind];
  return (
    <li class="card">
      <h3>{v.say(heading)}</h3>
      <Facts>
        <Fact name={v.say(words.who)}>
          {role === null ? of : v.say(roleOf(role))} {who === null ? null : <Value v={v} of={who} />}
          {frozen ? ` · ${v.say(words.frozen)}` : null}
        </Fact>
        <Fact name={v.say(words.saw)}>{v.say(alertWords[kind], counts)}</Fact>
        {from === at ? null : (
          <Fact name={v.say(words.since)}>
            <When v={v} at={from} />
          </Fact>
        )}
        <Fact name={v.say(words.when)}>
          <When v={v} at={at} />
        </Fact>
        <Fact name={v.say(words.state)}>{v.say(words[state])}</Fact>
      </Facts>
      <p>
        <a class="tap" href={`${v.base}/log?actor=${of}`}>
          {v.say(words.log)}
        </a>
      </p>
      {state === 'closed' ? null : <Steps v={v} item={item} />}
      {frozen && kind === 'canary' ? <Unfreeze v={v} item={item} /> : null}
    </li>
  );
};

const Steps = ({ v, item: { id, state } }: { v: Visit; item: Alert }) => (
  <>
    {state === 'seen' ? null : (
      <Act action={`${v.base}/alerts/${id}/seen`} label={v.say(words.doSeen)} kind="default" />
    )}
    <Act action={`${v.base}/alerts/${id}/closed`} label={v.say(words.doClose)}>
      <Words v={v} name={`words-${id}`} label={v.say(words.words)} />
    </Act>
  </>
);

const Unfreeze = ({ v, item: { id, of } }: { v: Visit; item: Alert }) => (
  <Act
    action={`${v.base}/alerts/unfreeze/${of}`}
    label={v.say(words.unfreeze)}
    hint={v.say(words.unfreezeWhat)}
    kind="default"
  >
    <Words v={v} name={`unfreeze-${id}`} label={v.say(words.why)} />
  </Act>
);

const Words = ({ v, name, label }: { v: Visit; name: string; label: string }) => (
  <Field v={v} name={name} label={label}>
    {(attributes) => (
      <input {...attributes} name="words" class="weui-input" type="text" autocomplete="off" maxlength={500} />
    )}
  </Field>
);

const said = (visit: Visit): string => (visit.form['words'] ?? '').trim();

const set =
  (state: 'seen' | 'closed') =>
  async (visit: Visit): Promise<Answer> => {
    const words = said(visit);
    const set = await visit.ask('closeAlert', {
      alert: visit.params['alert'] ?? '',
      state,
      ...(words === '' ? {} : { words }),
    });
    return set.ok ? to(visit, `/alerts?done=${state}`) : show(visit, came(visit, set));
  };

async function unfreeze(visit: Visit): Promise<Answer> {
  const asked = await visit.ask('proposeUnfreeze', {
    staff: visit.params['staff'] ?? '',
    words: said(visit),
  });
  return asked.ok ? to(visit, '/alerts?done=unfreeze') : show(visit, came(visit, asked));
}

/** What went wrong, said at the place where the words are missing. */
function came({ params }: Visit, { problem }: { problem: NonNullable<Came['problem']> }): Came {
  const field = params['alert'] === undefined ? '' : `words-${params['alert']}`;
  return { problem, errors: (problem.errors ?? []).map((error) => ({ ...error, field })) };
}

const officer = ['privacy_officer'] as const;

export const alertPages: readonly AnyPage[] = [
  { method: 'get', path: '/alerts', for: officer, handle: (visit) => show(visit) },
  { method: 'post', path: '/alerts/{alert}/seen', for: officer, handle: set('seen') },
  { method: 'post', path: '/alerts/{alert}/closed', for: officer, handle: set('closed') },
  { method: 'post', path: '/alerts/unfreeze/{staff}', for: officer, handle: unfreeze },
];
