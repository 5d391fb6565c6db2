/** @jsxImportSource hono/jsx */
import { date } from '../../policy/checks/date.ts';
import {
  delegationWords,
  guardianPapers,
  type GuardianPaper,
  isScope,
  type Scope,
  scopes,
  wrongDelegation,
} from '../../policy/people/relations.ts';
import { problems } from '../http/problem.ts';
import type { FieldError } from '../outcome.ts';
import { Checks, Choice, Line, said, ticked } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Fact, Facts, Note, Value, Wrong } from './parts.tsx';
import { exact } from './when.ts';
import { giveWords as words, guardianWords, relationWords } from './words-relations.ts';

/** For whom: oneself, or the resident whom a worker has before them. */
interface Whose {
  path: string;
  of: string | undefined;
  back: string;
}

const whoseOf = ({ params }: Visit): Whose => {
  const of = params['id'];
  return of === undefined
    ? { path: '/me/relations/give', of, back: '/me/relations' }
    : { path: `/residents/${of}/delegate`, of, back: '/residents' };
};

/** The form: whom, what for, until when. */
function form(visit: Visit, errors: readonly FieldError[] = []): Answer {
  const { path, of, back } = whoseOf(visit);
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(of === undefined ? words.lead : words.forOther)}</p>
      <form class="act" method="post" action={visit.base + path}>
        <input type="hidden" name="step" value="read" />
        <Line v={visit} errors={errors} name="name" label={words.name} />
        <Line v={visit} errors={errors} name="mobile" label={words.mobile} />
        <Checks v={visit} errors={errors} name="scope" label={words.scope} titles={scopes} />
        <Line v={visit} errors={errors} name="until" label={words.until} hint={words.untilHint} />
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(words.next)}
        </button>
      </form>
      <Back v={visit} to={back} words={words.back} />
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: path };
}

/** What was written, checked as far as it can be before anybody is asked. */
function readForm(visit: Visit) {
  const scope = ticked(visit, 'scope').filter(isScope);
  const today = exact(visit.now).slice(0, 10);
  const on = date(said(visit, 'until') ?? '', today);
  const errors: FieldError[] = [];
  if (!on.ok) errors.push({ field: 'until', code: on.code, zh: on.zh, en: on.en });
  const until = on.ok ? on.value : '';
  const wrong = on.ok ? wrongDelegation({ scope, until }, today) : null;
  if (wrong !== null) errors.push(wrong);
  return { name: said(visit, 'name') ?? '', mobile: said(visit, 'mobile') ?? '', scope, until, errors };
}

/** First what it means, in plain words; then the one button. */
async function give(visit: Visit): Promise<Answer> {
  const { of, path, back } = whoseOf(visit);
  const { name, mobile, scope, until, errors } = readForm(visit);
  if (errors.length > 0) return form(visit, errors);
  if (visit.form['step'] !== 'confirm') return check(visit, { name, mobile, scope, until });
  const asked = await visit.ask('giveDelegation', {
    delegate: { name, mobile },
    ...(of === undefined ? {} : { for: of }),
    scope,
    until,
  });
  if (asked.ok && of === undefined) return to(visit, `${back}?done=asked`);
  if (asked.ok) return recorded(visit, path);
  const wrong = (asked.problem.errors ?? []).map((error) => ({
    ...error,
    field: error.field === 'delegate' ? 'name' : error.field.replace(/^delegate\./, ''),
  }));
  return wrong.length > 0 ? form(visit, wrong) : asked;
}

function recorded(visit: Visit, here: string): Answer {
  const body = (
    <>
      <Note kind="done">
        <p>{visit.say(relationWords.done_recorded)}</p>
      </Note>
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  return { title: visit.say(words.title), body, here };
}

interface Written {
  name: string;
  mobile: string;
  scope: readonly Scope[];
  until: string;
}

function check(visit: Visit, { name, mobile, scope, until }: Written): Answer {
  const { path } = whoseOf(visit);
  const ticks = Object.fromEntries(scope.map((one) => [`scope.${one}`, 'yes']));
  const title = visit.say(words.check);
  const [year = '', month = '', day = ''] = until.split('-');
  const meant = delegationWords(scope, { zh: `${year}年${Number(month)}月${Number(day)}日`, en: until });
  const body = (
    <>
      <h1>{title}</h1>
      <Facts>
        <Fact name={visit.say(words.name)}>{name}</Fact>
        <Fact name={visit.say(words.mobile)}>{mobile}</Fact>
      </Facts>
      <p class="lead">{visit.say(meant)}</p>
      <Act
        action={visit.base + path}
        label={visit.say(words.confirm)}
        values={{ step: 'confirm', name, mobile, until, ...ticks }}
      />
      <Back v={visit} to={path} words={words.back} />
    </>
  );
  return { title, body, here: path };
}

/** A worker records a guardian: the child before them, masked, and which paper was seen. */
async function guardian(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const read = await visit.ask('readRecord', {
    type: 'resident',
    id,
    purpose: 'identity_binding',
    fields: ['name', 'address'],
  });
  if (!read.ok) return read;
  const path = `/residents/${id}/guardian`;
  const title = visit.say(guardianWords.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(guardianWords.lead)}</p>
      <Facts>
        <Fact name={visit.say(guardianWords.child)}>
          <Value v={visit} of={read.value.fields['name']} />
        </Fact>
      </Facts>
      <form class="act" method="post" action={visit.base + path}>
        <Line v={visit} errors={errors} name="name" label={guardianWords.name} />
        <Line v={visit} errors={errors} name="mobile" label={guardianWords.mobile} />
        <Choice v={visit} errors={errors} name="paper" label={guardianWords.paper} titles={guardianPapers} />
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(guardianWords.send)}
        </button>
        <p class="aside hint">{visit.say(guardianWords.hint)}</p>
      </form>
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  return { title, body, status: errors.length === 0 ? 200 : problems.invalid.status, here: path };
}

const isPaper = (said: string): said is GuardianPaper => Object.hasOwn(guardianPapers, said);

async function record(visit: Visit): Promise<Answer> {
  const child = visit.params['id'] ?? '';
  const paper = visit.form['paper'] ?? '';
  const name = said(visit, 'name') ?? '';
  const mobile = said(visit, 'mobile') ?? '';
  if (!isPaper(paper)) return { problem: { code: 'invalid' } };
  const asked = await visit.ask('recordGuardian', { child, guardian: { name, mobile }, paper });
  if (!asked.ok) {
    // What is wrong with the child stands above the form, as everything else beside its field.
    const wrong = (asked.problem.errors ?? []).map((error) => ({
      ...error,
      field: error.field.startsWith('guardian.') ? error.field.slice(9) : 'name',
    }));
    return wrong.length > 0 ? guardian(visit, wrong) : asked;
  }
  const body = (
    <>
      <Note kind="done">
        <p>{visit.say(guardianWords.sent)}</p>
      </Note>
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  return { title: visit.say(guardianWords.title), body, here: `/residents/${child}/guardian` };
}

const worker = ['grid_worker'] as const;

export const relationGivePages: readonly AnyPage[] = [
  { method: 'get', path: '/me/relations/give', for: ['resident'], handle: (visit: Visit) => form(visit) },
  { method: 'post', path: '/me/relations/give', for: ['resident'], handle: give },
  { method: 'get', path: '/residents/{id}/delegate', for: worker, handle: (visit: Visit) => form(visit) },
  { method: 'post', path: '/residents/{id}/delegate', for: worker, handle: give },
  { method: 'get', path: '/residents/{id}/guardian', for: worker, handle: (visit: Visit) => guardian(visit) },
  { method: 'post', path: '/residents/{id}/guardian', for: worker, handle: record },
];
