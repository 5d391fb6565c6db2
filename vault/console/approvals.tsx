/** @jsxImportSource hono/jsx */
import { makerRoles, secondRoles } from '../../policy/cases/approvals.ts';
import { fieldsOf } from '../../policy/fields.ts';
import type { FieldError, Problem } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { wordsIn } from '../http/language.ts';
import { Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, Value, When } from './parts.tsx';
import { roleOf } from './sentence.ts';
import { approvalWords as words } from './words-approvals.ts';

type Item = ValueOf<'listApprovals'>['items'][number];
type Looking = ValueOf<'listApprovals'>['looks'][number];

interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
}

/** What waits for the visitor's word, and what they proposed themselves. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listApprovals', undefined);
  if (!listed.ok) return listed;
  const { items, looks } = listed.value;
  const yours = items.filter(({ mine }) => !mine);
  const mine = items.filter((item) => item.mine);
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <Outcome v={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      {looks.map((look) => (
        <Look v={visit} look={look} />
      ))}
      {yours.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      {yours.length === 0 ? null : (
        <section>
          <h2>{visit.say(words.yours)}</h2>
          <ul class="cards">
            {yours.map((item) => (
              <Card v={visit} item={item} />
            ))}
          </ul>
        </section>
      )}
      {mine.length === 0 ? null : (
        <section>
          <h2>{visit.say(words.mine)}</h2>
          <ul class="cards">
            {mine.map((item) => (
              <Card v={visit} item={item} />
            ))}
          </ul>
        </section>
      )}
      {visit.who.role === 'privacy_officer' ? <Unmask v={visit} errors={came.errors ?? []} /> : null}
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/approvals' };
}

const told = {
  approved: words.approved,
  refused: words.refused,
  lapsed: words.lapsed,
  asked: words.asked,
} as const;

/** What the last step came to. */
const Outcome = ({ v }: { v: Visit }) => {
  const done = v.query.get('done') ?? '';
  if (!Object.hasOwn(told, done)) return null;
  return (
    <Note kind={done === 'lapsed' ? 'info' : 'done'}>
      <p>{v.say(told[done as keyof typeof told])}</p>
    </Note>
  );
};

const Card = ({ v, item }: { v: Visit; item: Item }) => {
  const about = wordsIn(v.language, item.about);
  const at = `${v.base}/approvals/${item.id}`;
  return (
    <li class="card">
      <h3>{about}</h3>
      <Facts>
        <Fact name={v.say(words.by)}>
          {v.say(roleOf(item.maker.role))}{' '}
          {item.maker.name === null ? null : <Value v={v} of={item.maker.name} />}
        </Fact>
        <Fact name={v.say(words.why)}>{item.words ?? v.say(words.noWords)}</Fact>
        <Fact name={v.say(words.since)}>
          <When v={v} at={item.at} />
        </Fact>
        <Fact name={v.say(words.until)}>
          <When v={v} at={item.until} />
        </Fact>
      </Facts>
      {item.mine ? null : (
        <>
          <Act action={`${at}/approve`} label={v.say(words.approveOf, { about })} hint={v.say(words.cost)}>
            <Said v={v} name={`approve-${item.id}`} />
          </Act>
          <Act action={`${at}/refuse`} label={v.say(words.refuseOf, { about })} kind="default">
            <Said v={v} name={`refuse-${item.id}`} />
          </Act>
        </>
      )}
    </li>
  );
};

/** A few words beside a decision. */
const Said = ({ v, name }: { v: Visit; name: string }) => (
  <Field v={v} name={name} label={v.say(words.yourWords)}>
    {(attributes) => (
      <input {...attributes} name="words" class="weui-input" type="text" autocomplete="off" maxlength={500} />
    )}
  </Field>
);

/** A look that was approved and has not been taken. */
const Look = ({ v, look }: { v: Visit; look: Looking }) => (
  <section class="card">
    <h2>{wordsIn(v.language, look.about)}</h2>
    <p>
      {v.say(words.until)} <When v={v} at={look.until} />
    </p>
    <Act
      action={`${v.base}/approvals/${look.id}/reporter`}
      label={v.say(words.look)}
      hint={v.say(words.cost)}
    />
  </section>
);

const Unmask = ({ v, errors }: { v: Visit; errors: readonly FieldError[] }) => (
  <section>
    <h2>{v.say(words.unmaskTitle)}</h2>
    <p>{v.say(words.unmaskWhat)}</p>
    <Act action={`${v.base}/approvals/unmask`} label={v.say(words.ask)} kind="default">
      <Field
        v={v}
        name="ticket"
        label={v.say(words.ticket)}
        hint={v.say(words.ticketHint)}
        error={errors.find(({ field }) => field === 'ticket')}
      >
        {(attributes) => (
          <input
            {...attributes}
            class="weui-input"
            type="text"
            maxlength={20}
            value={v.form['ticket'] ?? ''}
          />
        )}
      </Field>
      <Field
        v={v}
        name="words"
        label={v.say(words.why)}
        error={errors.find(({ field }) => field === 'words')}
      >
        {(attributes) => (
          <textarea {...attributes} class="weui-textarea" rows={3} maxlength={500}>
            {v.form['words'] ?? ''}
          </textarea>
        )}
      </Field>
    </Act>
  </section>
);

const decide =
  (decision: 'approve' | 'refuse') =>
  async (visit: Visit): Promise<Answer> => {
    const said = (visit.form['words'] ?? '').trim();
    const decided = await visit.ask('decideApproval', {
      approval: visit.params['approval'] ?? '',
      decision,
      ...(said === '' ? {} : { words: said }),
    });
    return decided.ok ? to(visit, `/approvals?done=${decided.value.state}`) : show(visit, decided);
  };

async function unmask(visit: Visit): Promise<Answer> {
  const ticket = (visit.form['ticket'] ?? '').trim().normalize('NFKC');
  const said = (visit.form['words'] ?? '').trim();
  const errors = [
    ...(/^(?:\d{4}-)?\d{1,9}$/.test(ticket) ? [] : [{ field: 'ticket', code: 'required', ...words.missing }]),
    ...(said === '' ? [{ field: 'words', code: 'required', ...words.missing }] : []),
  ];
  if (errors.length > 0) return show(visit, { problem: { code: 'invalid' }, errors });
  const asked = await visit.ask('proposeUnmasking', { ticket, words: said });
  return asked.ok ? to(visit, '/approvals?done=asked') : show(visit, asked);
}

/** The one look. It answers a form, so that neither going back nor a link shows it again. */
async function reporter(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readReporter', { approval: visit.params['approval'] ?? '' });
  if (!read.ok) return read;
  const title = visit.say(words.lookTitle);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(words.lookOnce)}</p>
      </Note>
      <Facts>
        {Object.entries(read.value.fields).map(([name, shown]) => {
          const spec = fieldsOf('resident')[name];
          return (
            <Fact name={spec === undefined ? name : visit.say(spec.title)}>
              <Value v={visit} of={shown} />
            </Fact>
          );
        })}
      </Facts>
      <p>
        <a class="weui-btn weui-btn_default" href={`${visit.base}/approvals`}>
          {visit.say(words.back)}
        </a>
      </p>
    </>
  );
  return { title, body, here: '/approvals' };
}

const everybody = [...new Set([...makerRoles, ...secondRoles])];
const officer = ['privacy_officer'] as const;

export const approvalPages: readonly AnyPage[] = [
  { method: 'get', path: '/approvals', for: everybody, handle: (visit) => show(visit) },
  { method: 'post', path: '/approvals/unmask', for: officer, handle: unmask },
  { method: 'post', path: '/approvals/{approval}/approve', for: secondRoles, handle: decide('approve') },
  { method: 'post', path: '/approvals/{approval}/refuse', for: secondRoles, handle: decide('refuse') },
  { method: 'post', path: '/approvals/{approval}/reporter', for: officer, handle: reporter },
];
