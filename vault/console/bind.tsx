/** @jsxImportSource hono/jsx */
import { ticketWorkers } from '../../policy/roles.ts';
import type { Child } from 'hono/jsx';
import type { ValueOf } from '../http/route.ts';
import type { Shown } from '../../policy/masks.ts';
import { problems } from '../http/problem.ts';
import type { AnyPage, Answer, Guest, Visit } from './page.ts';
import { Back, Act, Digits, Fact, Facts, Note, Value } from './parts.tsx';
import { Invitation } from './invite.tsx';
import { exact, spoken } from './when.ts';
import { inviteWords } from './words-sign-in.ts';
import { bindWords as words, residentWords } from './words-residents.ts';

type Binding = ValueOf<'openBinding'>;

/**
 * Whose chat is bound: a resident's, whom a worker has before them, or one's own. The three hands of a binding
 * (design: a code is made, said in the chat, confirmed by who made it) are three forms on one address.
 */
interface Whose {
  /** Below the community. */
  path: string;
  resident: string | undefined;
}

const whoseOf = ({ params }: Visit): Whose =>
  params['id'] === undefined
    ? { path: '/me/bind', resident: undefined }
    : { path: `/residents/${params['id']}/bind`, resident: params['id'] };

async function ask(visit: Visit): Promise<Answer> {
  const { path, resident } = whoseOf(visit);
  if (resident === undefined) return page(visit, visit.say(words.selfTitle), own(visit));
  const read = await visit.ask('readRecord', {
    type: 'resident',
    id: resident,
    purpose: 'identity_binding',
    fields: ['name', 'address'],
  });
  if (!read.ok) return read;
  const { name, address } = read.value.fields;
  const body = (
    <>
      <Whom v={visit} name={name} address={address} />
      <p>{visit.say(words.checked)}</p>
      <p>{visit.say(words.steps)}</p>
      <Act action={visit.base + path} label={visit.say(words.open)} values={{ step: 'open' }} />
      <BackFrom v={visit} whose={whoseOf(visit)} />
    </>
  );
  return page(visit, visit.say(words.title), body);
}

/** A page from the chat came through a binding: from there no other is made. */
const own = (visit: Visit): Child =>
  visit.who.fromChat ? <p>{visit.say(words.selfBound)}</p> : <OwnForm v={visit} />;

const OwnForm = ({ v: visit }: { v: Visit }) => (
  <>
    <p>{visit.say(visit.who.role === 'resident' ? words.selfResident : words.selfStaff)}</p>
    <p>{visit.say(words.selfSteps)}</p>
    <Act action={`${visit.base}/me/bind`} label={visit.say(words.selfOpen)} values={{ step: 'open' }} />
  </>
);

const Whom = ({ v, name, address }: { v: Guest; name: Shown | undefined; address: Shown | undefined }) => (
  <Facts>
    <Fact name={v.say(words.whom)}>
      <Value v={v} of={name} />
    </Fact>
    <Fact name={v.say(residentWords.address)}>
      <Value v={v} of={address} />
    </Fact>
  </Facts>
);

/** One of the three steps: a code, a look at what became of it, the confirmation. */
function take(visit: Visit): Promise<Answer> {
  switch (visit.form['step']) {
    case 'look':
      return look(visit);
    case 'confirm':
      return confirm(visit);
    default:
      return open(visit);
  }
}

async function open(visit: Visit): Promise<Answer> {
  const { resident } = whoseOf(visit);
  const made = await visit.ask('openBinding', resident === undefined ? {} : { resident });
  return made.ok ? waiting(visit, made.value, made.value.code ?? '') : made;
}

/** The code comes back in the form that asks: the vault gave it once and does not know it any more. */
async function look(visit: Visit): Promise<Answer> {
  const { form } = visit;
  const code = /^\d{6}$/.exec(form['code'] ?? '')?.[0] ?? '';
  const read = await visit.ask('readBinding', form['binding'] ?? '');
  if (!read.ok) return read.problem.code === 'denied' ? over(visit) : read;
  return read.value.state === 'answered' ? compare(visit, read.value) : waiting(visit, read.value, code);
}

async function confirm(visit: Visit): Promise<Answer> {
  const { resident } = whoseOf(visit);
  const bound = await visit.ask('confirmBinding', visit.form['binding'] ?? '');
  if (bound.ok) {
    // While they are here: who has no PIN yet sets one on their own phone. Who has one is left alone.
    const invited = resident === undefined ? undefined : await visit.ask('inviteToSignIn', { resident });
    const body = (
      <>
        <Note kind="done">
          <p>{visit.say(words.boundWhat)}</p>
        </Note>
        {invited?.ok === true ? (
          <section>
            <h2>{visit.say(inviteWords.title)}</h2>
            <p>{visit.say(inviteWords.after)}</p>
            <Invitation v={visit} link={invited.value} />
          </section>
        ) : null}
        <BackFrom v={visit} whose={whoseOf(visit)} />
      </>
    );
    return page(visit, visit.say(words.bound), body);
  }
  if (bound.problem.code === 'denied') return over(visit);
  if (bound.problem.code !== 'conflict') return bound;
  const body = (
    <>
      <Note kind="problem">
        <p>{visit.say(words.conflict)}</p>
      </Note>
      <BackFrom v={visit} whose={whoseOf(visit)} />
    </>
  );
  return { ...page(visit, visit.say(words.title), body), status: problems.conflict.status };
}

function waiting(visit: Visit, { id, expires }: Binding, code: string): Answer {
  const { path } = whoseOf(visit);
  const body = (
    <>
      {code === '' ? null : <Digits>{code}</Digits>}
      <p class="lead">
        {visit.say(words.say, { code })}{' '}
        <time class="aside" datetime={exact(expires)}>
          {visit.say(words.until, { until: spoken(expires, visit.now, visit.language) })}
        </time>
      </p>
      <p role="status">{visit.say(words.waiting)}</p>
      <Act
        action={visit.base + path}
        label={visit.say(words.refresh)}
        values={{ step: 'look', binding: id, code }}
      />
    </>
  );
  return page(visit, visit.say(words.codeTitle), body);
}

function compare(visit: Visit, { id, check }: Binding): Answer {
  const { path } = whoseOf(visit);
  const body = (
    <>
      <Digits>{check ?? ''}</Digits>
      <p>{visit.say(words.compare)}</p>
      <Act
        action={visit.base + path}
        label={visit.say(words.confirm)}
        values={{ step: 'confirm', binding: id }}
      />
      <Act
        action={visit.base + path}
        label={visit.say(words.again)}
        kind="default"
        values={{ step: 'open' }}
      />
    </>
  );
  return page(visit, visit.say(words.answered), body);
}

function over(visit: Visit): Answer {
  const { path } = whoseOf(visit);
  const body = (
    <>
      <p>{visit.say(words.overWhat)}</p>
      <p>
        <a class="weui-btn weui-btn_primary" href={visit.base + path}>
          {visit.say(words.title)}
        </a>
      </p>
    </>
  );
  return page(visit, visit.say(words.over), body);
}

const BackFrom = ({ v, whose }: { v: Guest; whose: Whose }) =>
  whose.resident === undefined ? (
    <Back v={v} to="" words={words.home} />
  ) : (
    <Back v={v} to="/residents" words={words.back} />
  );

const page = (visit: Visit, title: string, body: Child) => ({
  title,
  here: whoseOf(visit).path,
  body: (
    <>
      <h1>{title}</h1>
      {body}
    </>
  ),
});

export const bindingPages: readonly AnyPage[] = [
  { method: 'get', path: '/residents/{id}/bind', for: ['grid_worker'], handle: ask },
  { method: 'post', path: '/residents/{id}/bind', for: ['grid_worker'], handle: take },
  { method: 'get', path: '/me/bind', for: [...ticketWorkers, 'resident'], handle: ask },
  { method: 'post', path: '/me/bind', for: [...ticketWorkers, 'resident'], handle: take },
];
