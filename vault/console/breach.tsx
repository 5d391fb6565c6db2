/** @jsxImportSource hono/jsx */
import {
  breachClocks,
  type BreachStep,
  breachSteps,
  breachStepWords,
} from '../../policy/duties/breach-clocks.ts';
import { fieldSpec, fieldsOf } from '../../policy/fields.ts';
import { roles } from '../../policy/roles.ts';
import { roleWords } from '../../policy/words.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Choice, Line, said } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Note, When, Way, Ways, Wrong } from './parts.tsx';
import { roleOf, short } from './sentence.ts';
import { momentOf, spoken } from './when.ts';
import { breachWords as words } from './words-duties.ts';

type Read = ValueOf<'readBreach'>;
type Due = Read['dues'][number];

const parts = Object.entries(fieldsOf('breach'));
const roleTitles = Object.fromEntries(roles.map((role) => [role, roleWords[role]]));
const atField = (error: FieldError) => ({ ...error, at: error.field.replace(/^fields\./, '') });

/** All breaches, and a form for one. */
async function list(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.ask('listBreaches', undefined);
  if (!found.ok) return found;
  const body = (
    <>
      <Wrong v={visit} errors={errors.map(atField)} />
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      {found.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <Ways>
        {found.value.items.map(({ id, found: at, dues, closed }) => (
          <Way
            href={`${visit.base}/breaches/${id}`}
            hint={
              closed
                ? visit.say(breachStepWords.closed)
                : dues.some(({ late }) => late)
                  ? visit.say(words.late)
                  : undefined
            }
          >
            {spoken(at, visit.now, visit.language)}
          </Way>
        ))}
      </Ways>
      {visit.who.role === 'privacy_officer' ? <Opening v={visit} errors={errors} /> : null}
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title: visit.say(words.title), body, here: '/breaches', ...status };
}

const Opening = (filled: { v: Visit; errors: readonly FieldError[] }) => (
  <details open={filled.errors.length > 0}>
    <summary>{filled.v.say(words.open)}</summary>
    <form method="post" action={`${filled.v.base}/breaches`}>
      <Line {...filled} name="found" label={words.found} hint={words.timeHint} />
      <Line {...filled} name="from" label={words.from} hint={words.timeHint} />
      <Line {...filled} name="to" label={words.to} hint={words.timeHint} />
      <Line {...filled} name="actor" label={words.actor} />
      <Choice {...filled} name="role" label={words.role} titles={roleTitles} none={words.anybody} />
      <Line {...filled} name="via" label={words.via} />
      <Known {...filled} />
      <button class="weui-btn weui-btn_primary" type="submit">
        {filled.v.say(words.save)}
      </button>
    </form>
  </details>
);

/** What is known of it, part by part. */
const Known = (props: {
  v: Visit;
  errors: readonly FieldError[];
  before?: Readonly<Record<string, string>>;
}) => (
  <>
    {parts.map(([name, { title }]) => (
      <Area {...props} name={name} label={title} />
    ))}
  </>
);

const wordsIn = ({ form }: Visit): Record<string, string> =>
  Object.fromEntries(parts.map(([name]) => [name, form[name] ?? '']));

async function open(visit: Visit): Promise<Answer> {
  const times = ['found', 'from', 'to'].map((name) => [name, momentOf(visit.form[name] ?? '')] as const);
  const [found, from, to_] = times.map(([, at]) => at ?? 0);
  const errors = times
    .filter(([, at]) => at === undefined)
    .map(([field]) => ({ field, code: 'wrong_form', ...words.badTime }));
  if (errors.length > 0) return list(visit, errors);
  const opened = await visit.ask('openBreach', {
    found: found ?? 0,
    from: from ?? 0,
    to: to_ ?? 0,
    actor: said(visit, 'actor'),
    role: said(visit, 'role'),
    via: said(visit, 'via'),
    fields: wordsIn(visit),
  });
  if (opened.ok) return to(visit, `/breaches/${opened.value.id}`);
  return opened.problem.code === 'invalid' ? list(visit, opened.problem.errors) : opened;
}

/** One breach: how its clocks stand, whom it may touch, what is written, what is to be told. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const read = await visit.ask('readBreach', { id });
  if (!read.ok) return read;
  const of = read.value;
  const mayChange = visit.who.role === 'privacy_officer' && !of.closed;
  const title = `${visit.say(words.one)} ${spoken(of.found, visit.now, visit.language)}`;
  const body = (
    <>
      <Wrong v={visit} errors={errors.map(atField)} />
      <h1>{title}</h1>
      <p class="lead">
        {of.people === 0
          ? visit.say(words.nobody)
          : visit.say(words.touched, { n: of.people, s: of.sensitive })}
      </p>
      <p class="aside">
        <Suspected v={visit} of={of} /> {visit.say(words.limit)}
      </p>
      <Doubts v={visit} of={of} />
      <Clocks v={visit} dues={of.dues} />
      {mayChange ? <Steps v={visit} id={id} of={of} /> : null}
      <Drafts v={visit} of={of} />
      <section>
        <h2>{visit.say(words.words)}</h2>
        {mayChange ? (
          <form method="post" action={`${visit.base}/breaches/${id}`}>
            <input type="hidden" name="version" value={String(of.version)} />
            <Known v={visit} errors={errors} before={of.fields} />
            <button class="weui-btn weui-btn_default" type="submit">
              {visit.say(words.save)}
            </button>
          </form>
        ) : (
          parts.map(([name, { title: part }]) => (
            <p>
              <strong>{visit.say(part)}</strong> <span class="words">{of.fields[name] ?? ''}</span>
            </p>
          ))
        )}
      </section>
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title, body, here: `/breaches/${id}`, ...status };
}

const Suspected = ({ v, of }: { v: Visit; of: Read }) => (
  <>
    <When v={v} at={of.from} /> – <When v={v} at={of.to} />
    {[of.actor === null ? '' : short(of.actor), of.role === null ? '' : v.say(roleOf(of.role)), of.via ?? '']
      .filter((part) => part !== '')
      .map((part) => ` · ${part}`)}
    {'. '}
  </>
);

/** Where the figures may be too small. */
const Doubts = ({ v, of }: { v: Visit; of: Read }) => (
  <>
    {of.complete ? null : (
      <Note kind="problem">
        <p>{v.say(words.incomplete)}</p>
      </Note>
    )}
    {of.tampered.length === 0 ? null : (
      <Note kind="problem">
        <p>{v.say(words.tampered, { n: of.tampered.length })}</p>
      </Note>
    )}
  </>
);

const Clocks = ({ v, dues }: { v: Visit; dues: readonly Due[] }) => (
  <section>
    <h2>{v.say(words.clocks)}</h2>
    <ul>
      {dues.map((due) => (
        <li>
          <strong>{v.say(breachStepWords[due.step])}</strong> {standOf(v, due)}
        </li>
      ))}
    </ul>
    <details>
      <summary>{v.say(words.sources)}</summary>
      <ul>
        {breachClocks.map(({ words: what, source }) => (
          <li>
            {v.say(what)} <span class="aside">{v.say(source)}</span>
          </li>
        ))}
      </ul>
    </details>
  </section>
);

function standOf(v: Visit, { due, done, late }: Due): string {
  const at = (time: number): string => spoken(time, v.now, v.language);
  if (due === null) return v.say(words.notYet);
  const stands = done === null ? v.say(words.due, { at: at(due) }) : v.say(words.done, { at: at(done) });
  return late ? `${stands} · ${v.say(words.late)}` : stands;
}

const Steps = ({ v, id, of }: { v: Visit; id: string; of: Read }) => {
  const open = breachSteps.filter((step) => !of.taken.includes(step));
  const titles = Object.fromEntries(open.map((step) => [step, breachStepWords[step]]));
  return (
    <form method="post" action={`${v.base}/breaches/${id}/step`}>
      <Choice v={v} name="step" label={words.step} titles={titles} hint={words.tellHint} />
      <button class="weui-btn weui-btn_primary" type="submit">
        {v.say(words.take)}
      </button>
    </form>
  );
};

/** The drafts of Art 57: to each group of people, and to the authority. */
const Drafts = ({ v, of }: { v: Visit; of: Read }) => (
  <>
    {of.groups.map(({ subjects, fields, notice }) => (
      <section>
        <h2>{v.say(words.group, { n: subjects.length, fields: titlesOf(v, fields) })}</h2>
        <h3>{v.say(words.notice)}</h3>
        <pre tabindex={0}>{v.say(notice)}</pre>
        <details>
          <summary>{v.say(words.who)}</summary>
          <p>
            {subjects.map((subject) => (
              <>
                <a href={`${v.base}/log?subject=${subject}`}>{short(subject)}</a>{' '}
              </>
            ))}
          </p>
        </details>
      </section>
    ))}
    <section>
      <h2>{v.say(words.authority)}</h2>
      <pre tabindex={0}>{v.say(of.authority)}</pre>
    </section>
  </>
);

function titlesOf(v: Visit, fields: readonly string[]): string {
  const titles = fields.map((name) => {
    const [type = '', field = ''] = name.split('.');
    const title = fieldSpec(type, field)?.title;
    return title === undefined ? name : v.say(title);
  });
  return [...new Set(titles)].join(v.language === 'en' ? ', ' : '、');
}

async function change(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const version = Number(visit.form['version']);
  const changed = await visit.ask('changeBreach', { id, version, fields: wordsIn(visit) });
  if (changed.ok) return to(visit, `/breaches/${id}`);
  return changed.problem.code === 'invalid' ? show(visit, changed.problem.errors) : changed;
}

async function take(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const { step = '' } = visit.form;
  if (!(breachSteps as readonly string[]).includes(step)) return { problem: { code: 'invalid' } };
  const taken = await visit.ask('stepBreach', { id, step: step as BreachStep });
  if (taken.ok) return to(visit, `/breaches/${id}`);
  return taken.problem.code === 'invalid' ? show(visit, taken.problem.errors) : taken;
}

const officer = ['privacy_officer'] as const;
const auditors = ['privacy_officer', 'outside_auditor'] as const;

export const breachPages: readonly AnyPage[] = [
  { method: 'get', path: '/breaches', for: auditors, handle: (visit) => list(visit) },
  { method: 'post', path: '/breaches', for: officer, handle: open },
  { method: 'get', path: '/breaches/{id}', for: auditors, handle: (visit) => show(visit) },
  { method: 'post', path: '/breaches/{id}', for: officer, handle: change },
  { method: 'post', path: '/breaches/{id}/step', for: officer, handle: take },
];
