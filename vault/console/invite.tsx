/** @jsxImportSource hono/jsx */
import type { Link } from '../access/links.ts';
import type { AnyPage, Answer, Sheet, Visit } from './page.ts';
import { Back, Act, Fact, Facts, Note, Value } from './parts.tsx';
import { Qr } from './qr.tsx';
import { spoken } from './when.ts';
import { residentWords } from './words-residents.ts';
import { inviteWords as words } from './words-sign-in.ts';

/** For a worker with a resident before them: the way to a PIN of their own, on the worker's screen and never in a chat. */
async function ask(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readRecord', {
    type: 'resident',
    id: visit.params['id'] ?? '',
    purpose: 'identity_binding',
    fields: ['name', 'address'],
  });
  if (!read.ok) return read;
  const { name, address } = read.value.fields;
  return page(
    visit,
    <>
      <Facts>
        <Fact name={visit.say(words.whom)}>
          <Value v={visit} of={name} />
        </Fact>
        <Fact name={visit.say(residentWords.address)}>
          <Value v={visit} of={address} />
        </Fact>
      </Facts>
      <p>{visit.say(words.checked)}</p>
      <Act action={pathOf(visit)} label={visit.say(words.make)} hint={visit.say(words.noted)} />
    </>,
  );
}

async function make(visit: Visit): Promise<Answer> {
  const made = await visit.ask('inviteToSignIn', { resident: visit.params['id'] ?? '' });
  if (made.ok) return page(visit, <Invitation v={visit} link={made.value} />);
  if (made.problem.code !== 'denied') return made;
  const body = (
    <Note kind="problem">
      <p>{visit.say(words.refused)}</p>
    </Note>
  );
  return { ...page(visit, body, visit.say(words.refusedTitle)), status: 403 };
}

/** The code, for a camera and for fingers. */
export const Invitation = ({ v, link: { path, expires } }: { v: Visit; link: Link }) => (
  <>
    <p>{v.say(words.scan)}</p>
    <Qr text={v.origin + path} title={v.say(words.title)} />
    <p class="aside">{v.say(words.until, { until: spoken(expires, v.now, v.language) })}</p>
    <p class="aside">{v.say(words.address)}</p>
    <p class="address">
      <code>{v.origin + path}</code>
    </p>
  </>
);

const pathOf = ({ base, params }: Visit): string => `${base}/residents/${params['id'] ?? ''}/sign-in`;

const page = (visit: Visit, body: Sheet['body'], title = visit.say(words.title)): Sheet => ({
  title,
  here: `/residents/${visit.params['id'] ?? ''}/sign-in`,
  body: (
    <>
      <h1>{title}</h1>
      {body}
      <Back v={visit} to="/residents" words={words.back} />
    </>
  ),
});

export const invitePages: readonly AnyPage[] = [
  { method: 'get', path: '/residents/{id}/sign-in', for: ['grid_worker'], handle: ask },
  { method: 'post', path: '/residents/{id}/sign-in', for: ['grid_worker'], handle: make },
];
