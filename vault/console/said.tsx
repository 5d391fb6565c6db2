/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Line } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Fact, Facts, Note, Value, Wrong } from './parts.tsx';
import { residentWhere } from './find.tsx';
import { categoryOf } from './ticket-view.tsx';
import { rightsWords as words, statementWords } from './words-rights.ts';

/** What is said of oneself, and a place to answer it. */
async function list(visit: Visit, errors: readonly FieldError[] = [], at?: string): Promise<Answer> {
  const found = await visit.ask('listStatements', undefined);
  if (!found.ok) return found;
  const title = visit.say(words.said);
  const body = (
    <>
      {visit.query.get('done') === 'yes' ? (
        <Note kind="done">
          <p>{visit.say(words.replied)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p>{visit.say(words.saidLead)}</p>
      {found.value.items.length === 0 ? <p>{visit.say(words.saidNone)}</p> : null}
      {found.value.items.map(({ id, fields }) => (
        <section class="card">
          <h2>{categoryOf(visit, fields['category'])}</h2>
          <p>
            <Value v={visit} of={fields['said']} />
          </p>
          <p class="aside">{visit.say(words.saidOn, { day: textOf(fields['day']) })}</p>
          <Facts>
            <Fact name={visit.say(words.yourReply)}>
              <Value v={visit} of={fields['reply']} />
            </Fact>
          </Facts>
          <Act action={`${visit.base}/me/said/${id}`} label={visit.say(words.replyDo)} kind="default">
            <Area v={visit} name="reply" label={words.yourReply} errors={at === id ? errors : []} />
          </Act>
        </section>
      ))}
      <Back v={visit} to="/me/rights" words={words.back} />
    </>
  );
  return { title, body, here: '/me/said', status: errors.length === 0 ? 200 : problems.invalid.status };
}

const textOf = (shown: { level: string; value?: string } | undefined): string => shown?.value ?? '';

async function reply(visit: Visit): Promise<Answer> {
  const id = visit.params['statement'] ?? '';
  const done = await visit.ask('replyStatement', { id, reply: visit.form['reply'] ?? '' });
  if (done.ok) return to(visit, '/me/said?done=yes');
  return done.problem.errors === undefined ? done : list(visit, done.problem.errors, id);
}

/** The worker's side: what the neighbour was told and said, or the form to tell them. */
async function tell(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const ticket = visit.params['ticket'] ?? '';
  const found = await visit.ask('readStatement', { ticket });
  if (!found.ok) return found;
  const { statement } = found.value;
  const title = visit.say(statementWords.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(statementWords.lead)}</p>
      {statement === null ? (
        <Act action={`${visit.base}/tickets/${ticket}/said`} label={visit.say(statementWords.tell)}>
          <Line
            v={visit}
            name="accused"
            label={statementWords.whom}
            hint={statementWords.whomHint}
            errors={errors}
          />
          <Area v={visit} name="said" label={statementWords.said} errors={errors} />
        </Act>
      ) : (
        <Facts>
          <Fact name={visit.say(statementWords.told)}>
            <Value v={visit} of={statement.fields['said']} />
          </Fact>
          <Fact name={visit.say(statementWords.reply)}>
            <Value v={visit} of={statement.fields['reply']} empty={statementWords.noReply} />
          </Fact>
        </Facts>
      )}
      <Back v={visit} to={`/tickets/${ticket}`} words={statementWords.back} />
    </>
  );
  return {
    title,
    body,
    here: `/tickets/${ticket}/said`,
    status: errors.length === 0 ? 200 : problems.invalid.status,
  };
}

/** Finds whom it is about as a worker finds a resident, masked, and tells them. */
async function told(visit: Visit): Promise<Answer> {
  const ticket = visit.params['ticket'] ?? '';
  const { accused = '', said = '' } = visit.form;
  const where = residentWhere(accused, visit.now);
  const found = await visit.ask('searchRecords', {
    type: 'resident',
    purpose: 'grid_overview',
    where,
    limit: 2,
  });
  if (!found.ok) return found.problem.errors === undefined ? found : tell(visit, [notOne(0)]);
  const [one, second] = found.value.items;
  if (one === undefined || second !== undefined) return tell(visit, [notOne(found.value.items.length)]);
  const done = await visit.ask('writeStatement', { ticket, accused: one.id, said });
  if (done.ok) return to(visit, `/tickets/${ticket}/said`);
  return done.problem.errors === undefined ? done : tell(visit, done.problem.errors);
}

const notOne = (n: number): FieldError => ({
  field: 'accused',
  code: 'not_one',
  zh: statementWords.notOne.zh.replace('{n}', String(n)),
  en: statementWords.notOne.en.replace('{n}', String(n)),
});

const workers = ['grid_worker', 'dedicated_worker'] as const;

export const saidPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/said', for: ['resident'], handle: (visit: Visit) => list(visit) },
  { method: 'post', path: '/me/said/{statement}', for: ['resident'], handle: reply },
  { method: 'get', path: '/tickets/{ticket}/said', for: workers, handle: (visit: Visit) => tell(visit) },
  { method: 'post', path: '/tickets/{ticket}/said', for: workers, handle: told },
];
