/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { type Came, Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Field, Note, When } from './parts.tsx';
import { canaryWords as words } from './words-watch.ts';

type Canary = ValueOf<'listCanaries'>['items'][number];

/** The traps, by their grids. No name stands here: who knows one would step around it. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listCanaries', undefined);
  if (!listed.ok) return listed;
  const { items } = listed.value;
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <Done v={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      <Act action={`${visit.base}/canaries`} label={visit.say(words.make)}>
        <Field
          v={visit}
          name="grid"
          label={visit.say(words.gridNumber)}
          error={came.errors?.find(({ field }) => field === 'grid')}
        >
          {(attributes) => (
            <input
              {...attributes}
              class="weui-input"
              type="text"
              inputmode="numeric"
              maxlength={4}
              value={visit.form['grid'] ?? ''}
            />
          )}
        </Field>
      </Act>
      {items.length === 0 ? <p>{visit.say(words.none)}</p> : <Table v={visit} items={items} />}
      <Back v={visit} to="/alerts" words={words.back} />
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/canaries' };
}

const told = { made: words.doneMade, retired: words.doneRetired } as const;

const Done = ({ v }: { v: Visit }) => {
  const done = v.query.get('done') ?? '';
  if (!Object.hasOwn(told, done)) return null;
  return (
    <Note kind="done">
      <p>{v.say(told[done as keyof typeof told])}</p>
    </Note>
  );
};

const Table = ({ v, items }: { v: Visit; items: readonly Canary[] }) => (
  <table>
    <caption>{v.say(words.caption, { n: items.length })}</caption>
    <thead>
      <tr>
        <th scope="col">{v.say(words.grid)}</th>
        <th scope="col">{v.say(words.made)}</th>
        <th scope="col">{v.say(words.id)}</th>
        <th scope="col">{v.say(words.state)}</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, grid, made, state }) => (
        <tr>
          <th scope="row">{grid}</th>
          <td data-label={v.say(words.made)}>
            <When v={v} at={made} />
          </td>
          <td data-label={v.say(words.id)}>…{id.slice(-5)}</td>
          <td data-label={v.say(words.state)}>
            {v.say(words[state])}
            {state === 'live' ? (
              <Act
                action={`${v.base}/canaries/${id}/retire`}
                label={`${v.say(words.retire)} …${id.slice(-5)}`}
                kind="default"
              />
            ) : null}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

async function make(visit: Visit): Promise<Answer> {
  const grid = (visit.form['grid'] ?? '').trim().normalize('NFKC');
  if (!/^\d{1,4}$/.test(grid)) {
    const errors = [{ field: 'grid', code: 'required', ...words.badGrid }];
    return show(visit, { problem: { code: 'invalid' }, errors });
  }
  const made = await visit.ask('makeCanary', { grid: Number(grid) });
  if (made.ok) return to(visit, '/canaries?done=made');
  return show(visit, { problem: made.problem, errors: made.problem.errors ?? [] });
}

async function retire(visit: Visit): Promise<Answer> {
  const retired = await visit.ask('retireCanary', { canary: visit.params['canary'] ?? '' });
  return retired.ok ? to(visit, '/canaries?done=retired') : show(visit, retired);
}

const officer = ['privacy_officer'] as const;

export const canaryPages: readonly AnyPage[] = [
  { method: 'get', path: '/canaries', for: officer, handle: (visit) => show(visit) },
  { method: 'post', path: '/canaries', for: officer, handle: make },
  { method: 'post', path: '/canaries/{canary}/retire', for: officer, handle: retire },
];
