/** @jsxImportSource hono/jsx */
import { emergencyKinds } from '../../policy/cases/emergency.ts';
import type { FieldError, Problem } from '../outcome.ts';
import { wordsIn } from '../http/language.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Said } from './emergency.tsx';
import { Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Fact, Facts, Field, Note, Value, When } from './parts.tsx';
import { roleOf } from './sentence.ts';
import { emergencyWords as words } from './words-emergency.ts';

type Item = ValueOf<'listEmergencies'>['items'][number];
interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
}

/** What the officer has to review, with its clock, and what she reviewed lately. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listEmergencies', undefined);
  if (!listed.ok) return listed;
  const open = listed.value.items.filter(({ verdict }) => verdict === 'unreviewed');
  const past = listed.value.items.filter(({ verdict }) => verdict !== 'unreviewed');
  const title = visit.say(words.reviews);
  const body = (
    <>
      <Happened v={visit} came={came} />
      {visit.query.get('done') === 'review' ? (
        <Note kind="done">
          <p>{visit.say(words.done)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.reviewsLead)}</p>
      <h2>{visit.say(words.toReview)}</h2>
      {open.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <ul class="cards">
        {open.map((item) => (
          <Card v={visit} item={item} came={came} />
        ))}
      </ul>
      {past.length === 0 ? null : <h2>{visit.say(words.reviewed)}</h2>}
      <ul class="cards">
        {past.map((item) => (
          <Card v={visit} item={item} came={came} />
        ))}
      </ul>
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/reviews' };
}

const Card = ({ v, item, came }: { v: Visit; item: Item; came: Came }) => (
  <li class="card">
    <h3>{wordsIn(v.language, emergencyKinds[item.kind])}</h3>
    <Facts>
      <Fact name={v.say(words.opener)}>
        {v.say(roleOf(item.opener.role))}{' '}
        {item.opener.name === null ? null : <Value v={v} of={item.opener.name} />}
      </Fact>
      <Fact name={v.say(words.at)}>
        <When v={v} at={item.at} /> · {v.say(words.people, { n: item.people })}
        {item.beyond === 0 ? null : <> · {v.say(words.beyond, { n: item.beyond })}</>}
      </Fact>
      {item.verdict === 'unreviewed' ? (
        <Fact name={v.say(words.due)}>
          <When v={v} at={item.due} /> {item.overdue ? <strong>{v.say(words.overdue)}</strong> : null}
        </Fact>
      ) : (
        <Fact name={v.say(words.reviewed)}>{v.say(words[item.verdict])}</Fact>
      )}
    </Facts>
    <Said v={v} item={item} />
    {item.pattern ? (
      <Note kind="problem">
        <p>{v.say(words.pattern)}</p>
      </Note>
    ) : null}
    <p>
      <a class="tap" href={`${v.base}/log?actor=${item.opener.id}`}>
        {v.say(words.log)}
      </a>
    </p>
    {item.verdict === 'unreviewed' ? <Verdict v={v} item={item} came={came} /> : null}
  </li>
);

const Verdict = ({ v, item, came }: { v: Visit; item: Item; came: Came }) => (
  <form class="act" method="post" action={`${v.base}/reviews/${item.id}`}>
    <Field
      v={v}
      name={`words-${item.id}`}
      label={v.say(words.yourWords)}
      error={v.params['view'] === item.id ? came.errors?.[0] : undefined}
    >
      {(attributes) => (
        <textarea {...attributes} name="words" class="weui-textarea" rows={2} maxlength={500} />
      )}
    </Field>
    <button class="weui-btn weui-btn_primary" type="submit" name="verdict" value="justified">
      {v.say(words.justified)}
    </button>
    <button class="weui-btn weui-btn_warn" type="submit" name="verdict" value="not_justified">
      {v.say(words.not_justified)}
    </button>
  </form>
);

async function review(visit: Visit): Promise<Answer> {
  const id = visit.params['view'] ?? '';
  const said = (visit.form['words'] ?? '').trim();
  const error = { field: `words-${id}`, code: 'required', ...words.wordsMissing };
  if (said === '') return show(visit, { problem: { code: 'invalid' }, errors: [error] });
  const verdict = visit.form['verdict'] === 'justified' ? 'justified' : 'not_justified';
  const reviewed = await visit.ask('reviewEmergency', { view: id, verdict, words: said });
  return reviewed.ok ? to(visit, '/reviews?done=review') : show(visit, reviewed);
}

const officer = ['privacy_officer'] as const;

export const reviewPages: readonly AnyPage[] = [
  { method: 'get', path: '/reviews', for: officer, handle: (visit) => show(visit) },
  { method: 'post', path: '/reviews/{view}', for: officer, handle: review },
];
