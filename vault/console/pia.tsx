/** @jsxImportSource hono/jsx */
import { type PiaOccasion, piaOccasions, piaQuestions } from '../../policy/duties/pia.ts';
import { isPurpose, purposeIds, purposes } from '../../policy/purposes.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Choice, Line, said } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Back, Act, Fact, Facts, When, Way, Ways, Wrong } from './parts.tsx';
import { dateOf } from './when.ts';
import { piaWords as words } from './words-duties.ts';

type Item = ValueOf<'listPias'>['items'][number];

const purposeTitles = Object.fromEntries(purposeIds.map((id) => [id, purposes[id].title]));

/** All assessments, and a form for the next. */
async function list(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.ask('listPias', undefined);
  if (!found.ok) return found;
  const filled = { v: visit, errors };
  const body = (
    <>
      <Wrong v={visit} errors={errors.map(atField)} />
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      {found.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <Ways>
        {found.value.items.map((item) => {
          const what = [piaOccasions[item.occasion], ...(item.purpose ? [purposes[item.purpose].title] : [])];
          const title = what.map((each) => visit.say(each)).join(' · ');
          // That there is one the head of the committee sees; what it says is for who keeps and who audits them.
          return visit.who.role === 'committee_head' ? (
            <li class="weui-cell">
              <span class="weui-cell__bd">
                {title}
                <span class="aside">{stateOf(visit, item)}</span>
              </span>
            </li>
          ) : (
            <Way href={`${visit.base}/pias/${item.id}`} hint={stateOf(visit, item)}>
              {title}
            </Way>
          );
        })}
      </Ways>
      {visit.who.role === 'privacy_officer' ? (
        <details open={errors.length > 0}>
          <summary>{visit.say(words.write)}</summary>
          <form method="post" action={`${visit.base}/pias`}>
            <Choice {...filled} name="occasion" label={words.occasion} titles={piaOccasions} />
            <Choice
              {...filled}
              name="purpose"
              label={words.purpose}
              titles={purposeTitles}
              none={words.noPurpose}
            />
            <Line {...filled} name="policy" label={words.policy} />
            <Questions {...filled} />
            <button class="weui-btn weui-btn_primary" type="submit">
              {visit.say(words.save)}
            </button>
          </form>
        </details>
      ) : null}
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title: visit.say(words.title), body, here: '/pias', ...status };
}

/** The parts that Art 56 asks for, in its order. */
const Questions = (props: {
  v: Visit;
  errors: readonly FieldError[];
  before?: Readonly<Record<string, string>>;
}) => (
  <>
    {Object.entries(piaQuestions).map(([name, { title, hint }]) => (
      <Area {...props} name={name} label={title} hint={hint} rows={4} />
    ))}
  </>
);

const atField = (error: FieldError) => ({ ...error, at: error.field.replace(/^fields\./, '') });

const stateOf = (v: Visit, { signedAt }: Item): string =>
  signedAt === null ? v.say(words.draft) : v.say(words.signed, { at: dateOf(signedAt, v.now, v.language) });

async function write(visit: Visit): Promise<Answer> {
  const { occasion = '' } = visit.form;
  if (!Object.hasOwn(piaOccasions, occasion)) return { problem: { code: 'invalid' } };
  const purpose = said(visit, 'purpose');
  const written = await visit.ask('writePia', {
    occasion: occasion as PiaOccasion,
    purpose: purpose !== undefined && isPurpose(purpose) ? purpose : undefined,
    policy: said(visit, 'policy'),
    fields: answersIn(visit),
  });
  if (written.ok) return to(visit, `/pias/${written.value.id}`);
  return written.problem.code === 'invalid' ? list(visit, written.problem.errors) : written;
}

const answersIn = ({ form }: Visit): Record<string, string> =>
  Object.fromEntries(Object.keys(piaQuestions).map((name) => [name, form[name] ?? '']));

/** One assessment: to be read, to be changed until it is signed, to be signed. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const found = await visit.ask('readPia', { id });
  if (!found.ok) return found;
  const { fields, version, signedAt, keptUntil, ...item } = found.value;
  const mayChange = signedAt === null && visit.who.role === 'privacy_officer';
  const title = visit.say(piaOccasions[item.occasion]);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map(atField)} />
      <h1>{title}</h1>
      <p class="lead">{stateOf(visit, found.value)}</p>
      <Facts>
        <Fact name={visit.say(words.id)}>
          <code>{id}</code>
        </Fact>
        {item.purpose === null ? null : (
          <Fact name={visit.say(words.purpose)}>{visit.say(purposes[item.purpose].title)}</Fact>
        )}
        <Fact name={visit.say(words.kept)}>
          <When v={visit} at={keptUntil} />
        </Fact>
      </Facts>
      {mayChange ? (
        <>
          <form method="post" action={`${visit.base}/pias/${id}`}>
            <input type="hidden" name="version" value={String(version)} />
            <Questions v={visit} errors={errors} before={fields} />
            <button class="weui-btn weui-btn_default" type="submit">
              {visit.say(words.save)}
            </button>
          </form>
          <Act
            action={`${visit.base}/pias/${id}/sign`}
            label={visit.say(words.sign)}
            hint={visit.say(words.signHint)}
          />
        </>
      ) : (
        Object.entries(piaQuestions).map(([name, question]) => (
          <section>
            <h2>{visit.say(question.title)}</h2>
            <p class="words">{fields[name] ?? ''}</p>
          </section>
        ))
      )}
      <Back v={visit} to="/pias" words={words.back} />
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title, body, here: `/pias/${id}`, ...status };
}

async function change(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const version = Number(visit.form['version']);
  const changed = await visit.ask('changePia', { id, version, fields: answersIn(visit) });
  if (changed.ok) return to(visit, `/pias/${id}`);
  return changed.problem.code === 'invalid' ? show(visit, changed.problem.errors) : changed;
}

async function sign(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const signed = await visit.ask('signPia', { id });
  return signed.ok ? to(visit, `/pias/${id}`) : signed;
}

const officer = ['privacy_officer'] as const;
const auditors = ['privacy_officer', 'outside_auditor'] as const;
const watchers = [...auditors, 'committee_head'] as const;

export const piaPages: readonly AnyPage[] = [
  { method: 'get', path: '/pias', for: watchers, handle: (visit) => list(visit) },
  { method: 'post', path: '/pias', for: officer, handle: write },
  { method: 'get', path: '/pias/{id}', for: auditors, handle: (visit) => show(visit) },
  { method: 'post', path: '/pias/{id}', for: officer, handle: change },
  { method: 'post', path: '/pias/{id}/sign', for: officer, handle: sign },
];
