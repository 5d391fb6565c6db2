/** @jsxImportSource hono/jsx */
import { fieldSpec } from '../../policy/fields.ts';
import { isPending, refusals, type RightRefusal, rightRefusals, rights } from '../../policy/rights/rights.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { Area, Choice } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Fact, Facts, Note, Value, Way, Ways, Wrong } from './parts.tsx';
import { Stands } from './rights.tsx';
import { short } from './sentence.ts';
import { versionIn } from './ticket.tsx';
import { requestWords as words, rightsWords } from './words-rights.ts';

type Item = ValueOf<'listRights'>['items'][number];

/** All requests with their clocks, overdue first: what the officer, and a worker for their grids, has to see done. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listRights', { mine: false });
  if (!found.ok) return found;
  const { items, remaining } = found.value;
  const pending = items.filter(({ state }) => isPending(state));
  const over = items.filter(({ state }) => !isPending(state));
  const overdue = pending.filter(({ left }) => left !== null && left < 0);
  const years = [...new Set(pending.flatMap(({ unknownYears }) => unknownYears))];
  const title = visit.say(words.title);
  const body = (
    <>
      {visit.query.get('done') === 'yes' ? (
        <Note kind="done">
          <p>{visit.say(words.decided)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.summary, { pending: pending.length, overdue: overdue.length })}</p>
      {years.length === 0 ? null : (
        <Note kind="info">
          <p>{visit.say(rightsWords.unknownYears, { years: years.join(', ') })}</p>
        </Note>
      )}
      <section>
        <h2>{visit.say(words.pending)}</h2>
        {pending.length === 0 ? (
          <p class="aside">{visit.say(words.none)}</p>
        ) : (
          <Items v={visit} items={pending} />
        )}
      </section>
      {over.length === 0 ? null : (
        <section>
          <h2>{visit.say(words.over)}</h2>
          <Items v={visit} items={over} />
          {remaining === 0 ? null : <p class="aside">{visit.say(words.more, { n: remaining })}</p>}
        </section>
      )}
    </>
  );
  return { title, body };
}

const Items = ({ v, items }: { v: Visit; items: readonly Item[] }) => (
  <Ways>
    {items.map((one) => (
      <Way
        href={`${v.base}/requests/${one.id}`}
        hint={
          <>
            {v.say(words.who, { id: short(one.subject) })}
            {one.grid === null ? '' : ` · ${v.say(words.grid, { grid: one.grid })}`} ·{' '}
            <Stands v={v} one={one} />
            {one.hand === null ? '' : ` · ${v.say(one.hand === 'mine' ? words.inHand : words.others)}`}
          </>
        }
      >
        {v.say(one.title)}
      </Way>
    ))}
  </Ways>
);

/** One request: to be taken in hand, and once it is, with its words and the two ways it can end. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const id = visit.params['asked'] ?? '';
  const all = await visit.ask('listRights', { mine: false });
  if (!all.ok) return all;
  const one = all.value.items.find((item) => item.id === id);
  if (one === undefined) return { problem: { code: 'not_found' } };
  const mine = one.hand === 'mine' && one.state === 'in_hand';
  const read = mine ? await visit.ask('readRight', { id }) : undefined;
  if (read?.ok === false) return read;
  const title = visit.say(one.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p class="stands">
        <Stands v={visit} one={one} />
      </p>
      <p class="aside">
        {visit.say(words.who, { id: short(one.subject) })} ·{' '}
        {visit.say(words.policy, { version: one.policy })}
      </p>
      {one.state === 'waiting' ? <p>{visit.say(words.waiting)}</p> : null}
      {one.state === 'open' ? (
        <Act
          action={`${visit.base}/requests/${id}/take`}
          label={visit.say(words.take)}
          hint={visit.say(words.takeHint)}
          values={{ version: one.version }}
        />
      ) : null}
      {read === undefined ? null : <InHand v={visit} one={one} fields={read.value.fields} errors={errors} />}
      <Back v={visit} to="/requests" words={words.back} />
    </>
  );
  return {
    title,
    body,
    here: `/requests/${id}`,
    status: errors.length === 0 ? 200 : problems.invalid.status,
  };
}

interface InHandProps {
  v: Visit;
  one: Item;
  fields: ValueOf<'readRight'>['fields'];
  errors: readonly FieldError[];
}

const InHand = ({ v, one, fields, errors }: InHandProps) => {
  const at = (step: string): string => `${v.base}/requests/${one.id}/${step}`;
  const values = { version: one.version };
  const field = one.about === null ? undefined : fieldSpec(one.about.type, one.about.field);
  return (
    <>
      <Facts>
        {field === undefined ? null : <Fact name={v.say(words.about)}>{v.say(field.title)}</Fact>}
        {(['words', 'proposed', 'evidence'] as const).map((name) => (
          <Fact name={v.say(name === 'words' ? words.theirWords : words[name])}>
            <Value v={v} of={fields[name]} empty={words.nothing} />
          </Fact>
        ))}
      </Facts>
      <section>
        <h2>{v.say(words.answerTitle)}</h2>
        <Act
          action={at('answer')}
          label={v.say(one.right === 'correct' ? words.correctDo : words.answerDo)}
          values={values}
        >
          <Area v={v} name="words" label={words.answerWords} errors={errors} />
        </Act>
      </section>
      <details>
        <summary>{v.say(words.refuseTitle)}</summary>
        <Act action={at('refuse')} label={v.say(words.refuseDo)} kind="warn" values={values}>
          <Choice v={v} name="reason" label={words.refuseReason} titles={refusals} errors={errors} />
          <Area v={v} name="words" label={words.answerWords} errors={errors} />
        </Act>
      </details>
    </>
  );
};

const step =
  (name: 'take' | 'answer' | 'refuse') =>
  async (visit: Visit): Promise<Answer> => {
    const id = visit.params['asked'] ?? '';
    const { words: said = '', reason = '' } = visit.form;
    const decided = await visit.ask('decideRight', {
      id,
      step: name,
      version: versionIn(visit.form) ?? 0,
      ...(said === '' ? {} : { words: said }),
      ...((rightRefusals as readonly string[]).includes(reason) && name === 'refuse'
        ? { reason: reason as RightRefusal }
        : {}),
    });
    if (decided.ok) return to(visit, name === 'take' ? `/requests/${id}` : '/requests?done=yes');
    return decided.problem.errors === undefined ? decided : show(visit, decided.problem.errors);
  };

const deciders = [...new Set(Object.values(rights).flatMap(({ decides }) => [...decides]))];

export const requestPages: readonly AnyPage[] = [
  { method: 'get', path: '/requests', for: deciders, handle: list },
  { method: 'get', path: '/requests/{asked}', for: deciders, handle: (visit) => show(visit) },
  { method: 'post', path: '/requests/{asked}/take', for: deciders, handle: step('take') },
  { method: 'post', path: '/requests/{asked}/answer', for: deciders, handle: step('answer') },
  { method: 'post', path: '/requests/{asked}/refuse', for: deciders, handle: step('refuse') },
];
