/** @jsxImportSource hono/jsx */
import { fieldsOf, isTheirs, theirTypes, type TheirType } from '../../policy/fields.ts';
import { type RightId, rightIds, rights, rightSpec, rightStateWords } from '../../policy/rights/rights.ts';
import { articleWords } from '../../policy/articles.ts';
import { sealedArchive } from '../http/archive-file.ts';
import { archivePage } from '../http/archive-page.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Choice, Line } from './inputs.tsx';
import { knownPage } from './known.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Fact, Facts, Field, Note, Value, Way, Ways, When, Wrong } from './parts.tsx';
import { holdLaws } from '../../policy/erasure/holds.ts';
import type { Erased } from '../rights/erase.ts';
import { Delete } from './rights-delete.tsx';
import { dateOf } from './when.ts';
import { rightsWords as words } from './words-rights.ts';

type View = ValueOf<'listRights'>['items'][number];

const doneWords = { received: words.received, done: words.doneNow, back: words.takenBack } as const;

/** The nine rights, each one tap away, and what was asked before. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listRights', { mine: true });
  if (!found.ok) return found;
  const title = visit.say(words.title);
  const done = visit.query.get('done') ?? '';
  const body = (
    <>
      {Object.hasOwn(doneWords, done) ? (
        <Note kind="done">
          <p>{visit.say(doneWords[done as keyof typeof doneWords])}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p>{visit.say(words.lead)}</p>
      <Ways>
        {rightIds.map((id) => (
          <Way href={`${visit.base}${placeOf(id)}`} hint={visit.say(rights[id].gives)}>
            {visit.say(rights[id].title)}
          </Way>
        ))}
        <Way href={`${visit.base}/me/said`} hint={visit.say(words.saidHint)}>
          {visit.say(words.said)}
        </Way>
      </Ways>
      <section>
        <h2>{visit.say(words.own)}</h2>
        {found.value.items.length === 0 ? <p class="aside">{visit.say(words.noneYet)}</p> : null}
        <Ways>
          {found.value.items.map((one) => (
            <Way href={`${visit.base}/me/rights/requests/${one.id}`} hint={<Stands v={visit} one={one} />}>
              {visit.say(one.title)}
            </Way>
          ))}
        </Ways>
      </section>
    </>
  );
  return { title, body };
}

/** Where a right is had: some are there already, on pages of their own. */
function placeOf(id: RightId): string {
  if (id === 'see') return '/me';
  return id === 'withdraw' ? '/me/consents' : `/me/rights/${id}`;
}

/** Where a request stands, in a line: its state, and as long as it is pending its clock. */
export const Stands = ({
  v,
  one,
}: {
  v: Visit;
  one: Pick<View, 'state' | 'opened' | 'due' | 'left' | 'decided'>;
}) => {
  const { state, left, due, opened, decided } = one;
  return (
    <>
      {v.say(rightStateWords[state])} · <When v={v} at={decided ?? opened} />
      {left === null ? null : (
        <>
          {' '}
          · {v.say(words.dueOn, { day: dateOf(due - 1, v.now, v.language) })},{' '}
          {left > 0 ? v.say(words.left, { n: left }) : <strong>{v.say(words.overdue, { n: -left })}</strong>}
        </>
      )}
    </>
  );
};

const rightIn = ({ params }: Visit): RightId | undefined => {
  const said = params['right'] ?? '';
  return rightSpec(said) === undefined ? undefined : (said as RightId);
};

/** One right: what it gives, and one button. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const right = rightIn(visit);
  if (right === undefined) return { problem: { code: 'not_found' } };
  const place = placeOf(right);
  if (place !== `/me/rights/${right}`) return to(visit, place);
  const spec = rights[right];
  const title = visit.say(spec.title);
  const barred = spec.strongly && !visit.who.strong;
  const form = barred ? null : await formOf(visit, right, errors);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(spec.gives)}</p>
      {barred ? (
        <Note kind="info">
          <p>{visit.say(words.strongOnly)}</p>
          <p>
            <a class="tap" href={`${visit.base}/me/unlock?next=rights`}>
              {visit.say(words.unlock)}
            </a>
          </p>
        </Note>
      ) : null}
      {form}
      <p class="aside">
        {visit.say(words.basis)}: {visit.say(articleWords(spec.article))}
      </p>
      <Back v={visit} to="/me/rights" words={words.back} />
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: `/me/rights/${right}` };
}

async function formOf(v: Visit, right: RightId, errors: readonly FieldError[]) {
  const action = `${v.base}/me/rights/${right}`;
  switch (right) {
    case 'know':
      return <Act action={action} label={v.say(words.knowDo)} />;
    case 'copy':
    case 'move':
      return (
        <Act action={action} label={v.say(words.download)}>
          <Secret v={v} name="passphrase" errors={errors} />
          <Secret v={v} name="again" errors={errors} />
        </Act>
      );
    case 'correct':
      return <Correct v={v} action={action} errors={errors} />;
    case 'restrict':
      return (
        <Act action={action} label={v.say(words.restrictDo)} hint={v.say(words.restrictWhat)} kind="warn" />
      );
    case 'delete':
      return <Delete v={v} action={action} errors={errors} />;
    default:
      return (
        <Act action={action} label={v.say(words.open)}>
          <Area v={v} name="words" label={words.ask} hint={words.askHint} errors={errors} />
        </Act>
      );
  }
}

const Secret = ({
  v,
  name,
  errors,
}: {
  v: Visit;
  name: 'passphrase' | 'again';
  errors: readonly FieldError[];
}) => (
  <Field
    v={v}
    name={name}
    label={v.say(name === 'passphrase' ? words.passphrase : words.again)}
    hint={name === 'passphrase' ? v.say(words.passphraseHint) : undefined}
    error={errors.find(({ field }) => field === name)}
  >
    {(attributes) => (
      <input {...attributes} class="weui-input" type="password" autocomplete="new-password" maxlength={200} />
    )}
  </Field>
);

/** The fields of one's own records, each as `type:id:field`. */
const Correct = async ({
  v,
  action,
  errors,
}: {
  v: Visit;
  action: string;
  errors: readonly FieldError[];
}) => {
  const own = await Promise.all(
    theirTypes.map((type) =>
      v.ask('searchRecords', { type, purpose: 'own_record', where: { mine: true }, limit: 20 }),
    ),
  );
  const titles = Object.fromEntries(
    own.flatMap((found) =>
      !found.ok
        ? []
        : found.value.items.flatMap(({ type, id }) =>
            Object.entries(fieldsOf(type))
              .filter(([, { check }]) => check !== 'recordId')
              .map(([name, { title }]) => [`${type}:${id}:${name}`, title] as const),
          ),
    ),
  );
  return (
    <Act action={action} label={v.say(words.open)}>
      <Choice v={v} name="about" label={words.whichField} titles={titles} errors={errors} />
      <Line v={v} name="proposed" label={words.proposed} hint={words.proposedHint} errors={errors} />
      <Area v={v} name="evidence" label={words.evidence} hint={words.evidenceHint} errors={errors} />
    </Act>
  );
};

async function act(visit: Visit): Promise<Answer> {
  const right = rightIn(visit);
  if (right === undefined) return { problem: { code: 'not_found' } };
  if (right === 'know') return know(visit);
  if (right === 'copy' || right === 'move') return take(visit, right);
  if (right === 'delete' && visit.form['sure'] !== 'yes')
    return show(visit, [{ field: 'sure', code: 'required', ...words.deleteNotSure }]);
  const { about = '', proposed = '', evidence = '', words: said = '' } = visit.form;
  const [type, id, field] = about.split(':');
  const isCorrect = right === 'correct' && isTheirs(type ?? '');
  const opened = await visit.ask('openRight', {
    right,
    ...(isCorrect && id !== undefined && field !== undefined
      ? { about: { type: type as TheirType, id, field }, proposed, evidence }
      : {}),
    ...(said === '' ? {} : { words: said }),
    ...(right === 'delete' && visit.form['suppress'] === 'yes' ? { suppress: true } : {}),
  });
  if (!opened.ok) return opened.problem.errors === undefined ? opened : show(visit, opened.problem.errors);
  const { erased, id: made, state } = opened.value;
  if (erased !== null) return gone(visit, erased);
  return to(
    visit,
    state === 'refused'
      ? `/me/rights/requests/${made}`
      : `/me/rights?done=${state === 'open' ? 'received' : 'done'}`,
  );
}

async function know(visit: Visit): Promise<Answer> {
  const found = await visit.ask('knowMine', undefined);
  return found.ok ? knownPage(visit, found.value) : found;
}

/** Gives the copy as a file. The passphrase goes no further than here. */
async function take(visit: Visit, right: 'copy' | 'move'): Promise<Answer> {
  const { passphrase = '', again = '' } = visit.form;
  if (passphrase.length < 8)
    return show(visit, [{ field: 'passphrase', code: 'too_short', ...words.tooShort }]);
  if (passphrase !== again) return show(visit, [{ field: 'again', code: 'not_same', ...words.notSame }]);
  const found = await visit.ask('takeArchive', { right });
  if (!found.ok) return found;
  const page = (signed: typeof found.value): string => archivePage(signed, visit.language);
  const { name, message } = await sealedArchive(found.value, { right, passphrase, page });
  return new Response(message, {
    headers: {
      'Content-Type': 'application/pgp-encrypted',
      'Content-Disposition': `attachment; filename="${name}.asc"`,
      'Cache-Control': 'no-store',
    },
  });
}

/** The two dates. The session ended with the data: what is said is said here. */
function gone(visit: Visit, { at, until, suppressed, kept }: Erased): Answer {
  const day = (time: number): string => dateOf(time, visit.now, visit.language);
  const title = visit.say(words.erasedTitle);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="done">
        <p>{visit.say(words.erasedNow, { at: day(at) })}</p>
        <p>{visit.say(words.erasedThen, { until: day(until) })}</p>
        {suppressed === null ? null : <p>{visit.say(words.erasedSuppressed, { until: day(suppressed) })}</p>}
        {kept === null ? null : (
          <p>{visit.say(words.erasedKept, { law: visit.say(holdLaws[kept.law]), until: day(kept.until) })}</p>
        )}
      </Note>
    </>
  );
  return { title, body };
}

/** One request of one's own: where it stands, and what was answered. */
async function request(visit: Visit): Promise<Answer> {
  const id = visit.params['asked'] ?? '';
  const all = await visit.ask('listRights', { mine: true });
  if (!all.ok) return all;
  const one = all.value.items.find((item) => item.id === id);
  if (one === undefined) return { problem: { code: 'not_found' } };
  // Its words are shown on one's own page alone; where it stands in the chat's too.
  const read = visit.who.fromChat ? undefined : await visit.ask('readRight', { id });
  const fields = read?.ok === true ? read.value.fields : {};
  const title = visit.say(one.title);
  const lifts = one.right === 'restrict' && one.state === 'answered';
  const body = (
    <>
      <h1>{title}</h1>
      <p class="stands">
        <Stands v={visit} one={one} />
      </p>
      {one.unknownYears.length > 0 && one.left !== null ? (
        <p class="aside">{visit.say(words.unknownYears, { years: one.unknownYears.join(', ') })}</p>
      ) : null}
      {one.refused === null ? null : (
        <Note kind="info">
          <p>{visit.say(one.refused.words)}</p>
          <p>{visit.say(one.refused.after)}</p>
        </Note>
      )}
      {visit.who.fromChat ? <p class="aside">{visit.say(words.onPage)}</p> : null}
      {Object.keys(fields).length === 0 ? null : (
        <Facts>
          <Fact name={visit.say(words.yourWords)}>
            <Value v={visit} of={fields['words']} />
          </Fact>
          <Fact name={visit.say(words.answer)}>
            <Value v={visit} of={fields['answer']} empty={words.noAnswerYet} />
          </Fact>
        </Facts>
      )}
      {one.left !== null || lifts ? (
        <Act
          action={`${visit.base}/me/rights/requests/${id}`}
          label={visit.say(lifts ? words.lift : words.takeBack)}
          kind="default"
        />
      ) : null}
      <Back v={visit} to="/me/rights" words={words.back} />
    </>
  );
  return { title, body };
}

async function withdraw(visit: Visit): Promise<Answer> {
  const done = await visit.ask('withdrawRight', visit.params['asked'] ?? '');
  return done.ok ? to(visit, '/me/rights?done=back') : done;
}

/** Why an entry of one's own log says what it says. */
async function why(visit: Visit): Promise<Answer> {
  const found = await visit.ask('explainEntry', { seq: Number(visit.params['seq']) });
  if (!found.ok) return found;
  const title = visit.say(words.whyTitle);
  const body = (
    <>
      <h1>{title}</h1>
      {found.value.paragraphs.map((paragraph) => (
        <p>{visit.say(paragraph)}</p>
      ))}
      <p>
        <a class="weui-btn weui-btn_default" href={`${visit.base}/me/rights/explain`}>
          {visit.say(rights.explain.title)}
        </a>
      </p>
      <Back v={visit} to="/me/log" words={words.backToLog} />
    </>
  );
  return { title, body, here: '/me/log' };
}

const resident = ['resident'] as const;

export const rightsPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/rights', for: resident, handle: list },
  { method: 'get', path: '/me/rights/{right}', for: resident, handle: (visit) => show(visit) },
  { method: 'post', path: '/me/rights/{right}', for: resident, handle: act },
  { method: 'get', path: '/me/rights/requests/{asked}', for: resident, handle: request },
  { method: 'post', path: '/me/rights/requests/{asked}', for: resident, handle: withdraw },
  { method: 'post', path: '/me/log/{seq}/why', for: resident, handle: why },
];
