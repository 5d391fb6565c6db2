/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Choice, Line, said } from './inputs.tsx';
import { type AnyPage, type Answer, file, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Note, When, Wrong } from './parts.tsx';
import { handOverWords as words } from './words-duties.ts';

type Item = ValueOf<'listHandOvers'>['items'][number];

/** What was handed over and what may be, with a form for the next. Nobody's name is on it. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.ask('listHandOvers', undefined);
  if (!found.ok) return found;
  const register = await visit.ask('listRecipients', undefined);
  if (!register.ok) return register;
  const { fingerprint } = await visit.community.packageKey();
  const active = register.value.items.filter(({ state }) => state === 'active');
  const body = (
    <>
      {visit.query.get('done') === 'prepared' ? (
        <Note kind="done">
          <p>{visit.say(words.prepared)}</p>
        </Note>
      ) : null}
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      {found.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      {found.value.items.map((item) => (
        <HandOver v={visit} item={item} />
      ))}
      {visit.who.role === 'privacy_officer' ? (
        <Preparation v={visit} errors={errors} recipients={active} />
      ) : null}
      <section>
        <h2>{visit.say(words.key)}</h2>
        <p>{visit.say(words.keyWhat)}</p>
        <pre tabindex={0}>
          <code>{fingerprint}</code>
        </pre>
        <p>
          <a class="tap" href={`${visit.base}/hand-overs/key`}>
            {visit.say(words.keySave)}
          </a>
        </p>
      </section>
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title: visit.say(words.title), body, here: '/hand-overs', ...status };
}

const HandOver = ({ v, item }: { v: Visit; item: Item }) => (
  <section class="card">
    <h2>{item.recipientName}</h2>
    <p class="lead">{v.say(words[item.state])}</p>
    <p>
      <When v={v} at={item.at} /> {v.say(words.people, { n: item.people })}
      {item.leftOut === 0 ? '' : v.say(words.leftOut, { n: item.leftOut })} {item.document}
    </p>
    <Facts>
      {item.until === null || item.state === 'handed_over' ? null : (
        <Fact name={v.say(words.until)}>
          <When v={v} at={item.until} />
        </Fact>
      )}
      {item.sha256 === null ? null : (
        <Fact name={v.say(words.hash)}>
          <code class="hash">{item.sha256}</code>
        </Fact>
      )}
    </Facts>
    {item.mine && (item.state === 'approved' || item.state === 'opened') ? (
      <Act
        action={`${v.base}/hand-overs/${item.id}/make`}
        label={v.say(words.make)}
        hint={v.say(words.makeHint)}
      />
    ) : null}
  </section>
);

interface PreparationProps {
  v: Visit;
  errors: readonly FieldError[];
  recipients: readonly { id: string; name: string }[];
}

const Preparation = ({ v, errors, recipients }: PreparationProps) => {
  const filled = { v, errors };
  const titles = Object.fromEntries(recipients.map(({ id, name }) => [id, { zh: name, en: name }]));
  return (
    <details open={errors.length > 0}>
      <summary>{v.say(words.prepare)}</summary>
      {recipients.length === 0 ? (
        <p>{v.say(words.noRecipient)}</p>
      ) : (
        <form method="post" action={`${v.base}/hand-overs`}>
          <Choice {...filled} name="recipient" label={words.recipient} titles={titles} />
          <Area {...filled} name="residents" label={words.residents} hint={words.residentsHint} rows={5} />
          <Line {...filled} name="document" label={words.document} />
          <Area {...filled} name="words" label={words.why} />
          <button class="weui-btn weui-btn_primary" type="submit">
            {v.say(words.submit)}
          </button>
        </form>
      )}
    </details>
  );
};

async function prepare(visit: Visit): Promise<Answer> {
  const named = (visit.form['residents'] ?? '').split(/[\s,,、]+/).filter((one) => one !== '');
  const isId = (one: string): boolean => /^[0-9a-z]{26}$/.test(one);
  const prepared = await visit.ask('prepareHandOver', {
    recipient: said(visit, 'recipient') ?? '',
    residents: named.filter(isId),
    idNumbers: named.filter((one) => !isId(one)),
    document: said(visit, 'document'),
    words: said(visit, 'words'),
  });
  if (prepared.ok) return to(visit, '/hand-overs?done=prepared');
  if (prepared.problem.code !== 'invalid') return prepared;
  // On the page both stand in one field.
  const errors = prepared.problem.errors ?? [];
  return show(
    visit,
    errors.map((error) => (error.field === 'idNumbers' ? { ...error, field: 'residents' } : error)),
  );
}

/** The package itself, as a file. */
async function make(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const made = await visit.ask('makeHandOver', { id });
  return made.ok ? file(made.value.package, `hand-over-${id}.asc`) : made;
}

async function key(visit: Visit): Promise<Answer> {
  const { armored } = await visit.community.packageKey();
  return file(armored, `lindun-${visit.id}.asc`);
}

const watchers = ['privacy_officer', 'outside_auditor', 'committee_head'] as const;
const officer = ['privacy_officer'] as const;

export const handOverPages: readonly AnyPage[] = [
  { method: 'get', path: '/hand-overs', for: watchers, handle: (visit) => show(visit) },
  { method: 'post', path: '/hand-overs', for: officer, handle: prepare },
  { method: 'post', path: '/hand-overs/{id}/make', for: officer, handle: make },
  { method: 'get', path: '/hand-overs/key', for: watchers, handle: key },
];
