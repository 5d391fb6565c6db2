/** @jsxImportSource hono/jsx */
import { longestVisit, type VisitMove } from '../../policy/cases/case.ts';
import type { ValueOf } from '../http/route.ts';
import { problems } from '../http/problem.ts';
import type { FieldError } from '../outcome.ts';
import { isCursor } from './cursor.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, More, Note, Value, Way, Ways, When, Wrong } from './parts.tsx';
import { visitWords as words } from './words-visits.ts';

type Round = ValueOf<'listVisits'>['items'][number];

/** A worker's own rounds, or those of a leader's grids. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listVisits', undefined);
  if (!found.ok) return found;
  const { items } = found.value;
  const leads = visit.who.role === 'grid_leader';
  return {
    title: visit.say(words.title),
    body: (
      <>
        <h1>{visit.say(words.title)}</h1>
        {items.length === 0 ? <p>{visit.say(leads ? words.noneToLead : words.none)}</p> : null}
        <Ways>
          {items.map((round) => (
            <Way href={`${visit.base}/visits/${round.id}`} hint={stateOf(visit, round)}>
              {visit.say(round.purpose === 'visit' ? words.kindVisit : words.kindCare).split(/[::]/)[0]} ·{' '}
              {visit.say(words.people, { n: round.people })} · {visit.say(words.grid, { grid: round.grid })}
            </Way>
          ))}
        </Ways>
        {leads ? null : (
          <p>
            <a class="weui-btn weui-btn_primary" href={`${visit.base}/visits/new`}>
              {visit.say(words.plan)}
            </a>
          </p>
        )}
      </>
    ),
  };
}

const stateOf = (visit: Visit, { state, over }: Round): string => {
  if (state === 'returned') return visit.say(words.returned);
  if (state === 'closed') return visit.say(words.closed);
  if (over) return visit.say(words.expired);
  return visit.say(state === 'accepted' ? words.accepted : words.submitted);
};

async function ask(visit: Visit): Promise<Answer> {
  return planning(visit, []);
}

/** The form, with a page of one's grid to choose from. */
async function planning(visit: Visit, errors: readonly FieldError[]): Promise<Answer> {
  const { who, query, form } = visit;
  const said = Number(form['grid'] ?? query.get('grid'));
  const grid = who.grids.includes(said) ? said : who.grids[0];
  const cursor = query.get('after');
  const found = await visit.ask('searchRecords', {
    type: 'resident',
    purpose: 'grid_overview',
    fields: ['name', 'address'],
    where: { grid: grid ?? 0 },
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 50,
  });
  if (!found.ok) return found;
  const { items, cursor: next, remaining } = found.value;
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{visit.say(words.plan)}</h1>
      <form method="post" action={`${visit.base}/visits/new`}>
        <input type="hidden" name="grid" value={String(grid)} />
        <Kind v={visit} />
        <What v={visit} errors={errors} />
        <Whom v={visit} items={items} />
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(words.send)}
        </button>
      </form>
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/visits/new?grid=${String(grid)}&after=${next}`}
        remaining={remaining}
      />
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title: visit.say(words.plan), body, status, here: '/visits/new' };
}

/** What the round is for, and for how long. */
const What = ({ v, errors }: { v: Visit; errors: readonly FieldError[] }) => {
  const errorOf = (field: string) => errors.find((error) => error.field === field);
  return (
    <>
      <Field
        v={v}
        name="reason"
        label={v.say(words.reason)}
        hint={v.say(words.reasonHint)}
        error={errorOf('reason')}
      >
        {(attributes) => (
          <input
            {...attributes}
            class="weui-input"
            type="text"
            maxlength={200}
            value={v.form['reason'] ?? ''}
          />
        )}
      </Field>
      <Field v={v} name="days" label={v.say(words.days)} hint={v.say(words.daysHint)} error={errorOf('days')}>
        {(attributes) => (
          <input
            {...attributes}
            class="weui-input"
            type="text"
            inputmode="numeric"
            value={v.form['days'] ?? '7'}
          />
        )}
      </Field>
    </>
  );
};

/** A page of the grid, to be ticked. */
const Whom = ({ v, items }: { v: Visit; items: ValueOf<'searchRecords'>['items'] }) => (
  <fieldset id="subjects">
    <legend>{v.say(words.whom)}</legend>
    <p class="aside">{v.say(words.whomHint)}</p>
    {items.map(({ id, fields }) => (
      <label class="weui-cell weui-check__label">
        <input type="checkbox" name={`who-${id}`} value="yes" checked={v.form[`who-${id}`] === 'yes'} />{' '}
        <span>
          <Value v={v} of={fields['name']} /> <Value v={v} of={fields['address']} />
        </span>
      </label>
    ))}
  </fieldset>
);

const Kind = ({ v }: { v: Visit }) => (
  <Field v={v} name="purpose" label={v.say(words.kind)}>
    {(attributes) => (
      <select {...attributes} class="weui-select">
        <option value="visit">{v.say(words.kindVisit)}</option>
        <option value="care_visit" selected={v.form['purpose'] === 'care_visit'}>
          {v.say(words.kindCare)}
        </option>
      </select>
    )}
  </Field>
);

async function plan(visit: Visit): Promise<Answer> {
  const { form, who } = visit;
  const subjects = Object.keys(form).flatMap((name) => (name.startsWith('who-') ? [name.slice(4)] : []));
  const days = Number((form['days'] ?? '').normalize('NFKC'));
  const errors: FieldError[] = [];
  if (subjects.length === 0) errors.push({ field: 'subjects', code: 'required', ...words.choose });
  if (!Number.isInteger(days) || days < 1 || days > longestVisit)
    errors.push({ field: 'days', code: 'not_a_number', ...words.daysHint });
  if (errors.length > 0) return planning(visit, errors);
  const made = await visit.ask('planVisit', {
    purpose: form['purpose'] === 'care_visit' ? 'care_visit' : 'visit',
    grid: Number(form['grid'] ?? who.grids[0]),
    subjects,
    days,
    reason: form['reason'] ?? '',
  });
  if (made.ok) return to(visit, `/visits/${made.value.id}`);
  return made.problem.errors === undefined ? made : planning(visit, made.problem.errors);
}

/** One round: its state, the move that is next, and once it is approved its list. */
async function show(visit: Visit): Promise<Answer> {
  const rounds = await visit.ask('listVisits', undefined);
  if (!rounds.ok) return rounds;
  const round = rounds.value.items.find(({ id }) => id === visit.params['id']);
  if (round === undefined) return { problem: { code: 'not_found' } };
  const open = round.mine && round.state === 'accepted' && !round.over;
  const seen = open ? await visit.ask('readVisit', { visit: round.id }) : undefined;
  const title = visit.say(words.title);
  return {
    title,
    body: (
      <>
        <h1>{title}</h1>
        <Facts>
          <Fact name={visit.say(words.state)}>{stateOf(visit, round)}</Fact>
          <Fact name={visit.say(words.whom)}>
            {visit.say(words.people, { n: round.people })} · {visit.say(words.grid, { grid: round.grid })}
          </Fact>
          {round.reason === null ? null : <Fact name={visit.say(words.reason)}>{round.reason}</Fact>}
          <Fact name={visit.say(words.until)}>
            <When v={visit} at={round.until} />
          </Fact>
        </Facts>
        {seen === undefined ? null : <People v={visit} seen={seen.ok ? seen.value : undefined} />}
        <Moves v={visit} round={round} />
      </>
    ),
  };
}

const People = ({ v, seen }: { v: Visit; seen: ValueOf<'readVisit'> | undefined }) => (
  <section>
    <h2>{v.say(words.list)}</h2>
    {seen === undefined ? (
      <p>{v.say(words.notNow)}</p>
    ) : (
      <>
        <Note kind="info">
          <p>{v.say(words.recorded)}</p>
        </Note>
        <Facts>
          {seen.items.map(({ fields }) => (
            <Fact name={fields['address']?.level === 'clear' ? fields['address'].value : ''}>
              <Value v={v} of={fields['name']} />
            </Fact>
          ))}
        </Facts>
        {seen.withheld === 0 ? null : <p>{v.say(words.withheld, { n: seen.withheld })}</p>}
      </>
    )}
  </section>
);

const Moves = ({ v, round }: { v: Visit; round: Round }) => {
  const at = (move: VisitMove): string => `${v.base}/visits/${round.id}/${move}`;
  if (round.over) return null;
  const decides = v.who.role === 'grid_leader' && round.state === 'submitted' && !round.mine;
  return (
    <>
      {decides ? (
        <>
          <Act action={at('approve')} label={v.say(words.approve)} hint={v.say(words.approveHint)} />
          <Act action={at('refuse')} label={v.say(words.refuse)} kind="default" />
        </>
      ) : (
        <Act action={at('end')} label={v.say(words.end)} kind="default" />
      )}
    </>
  );
};

const move =
  (step: VisitMove) =>
  async (visit: Visit): Promise<Answer> => {
    const moved = await visit.ask('moveVisit', { visit: visit.params['id'] ?? '', move: step });
    return moved.ok ? to(visit, `/visits/${moved.value.id}`) : moved;
  };

const both = ['grid_worker', 'grid_leader'] as const;

export const visitPages: readonly AnyPage[] = [
  { method: 'get', path: '/visits', for: both, handle: list },
  { method: 'get', path: '/visits/new', for: ['grid_worker'], handle: ask },
  { method: 'post', path: '/visits/new', for: ['grid_worker'], handle: plan },
  { method: 'get', path: '/visits/{id}', for: both, handle: show },
  { method: 'post', path: '/visits/{id}/approve', for: ['grid_leader'], handle: move('approve') },
  { method: 'post', path: '/visits/{id}/refuse', for: ['grid_leader'], handle: move('refuse') },
  { method: 'post', path: '/visits/{id}/end', for: both, handle: move('end') },
];
