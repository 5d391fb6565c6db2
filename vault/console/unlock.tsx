/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import { isLinkPage, linkPages } from '../../policy/link-pages.ts';
import { type AnyPage, type Answer, type Sheet, to, type Visit } from './page.ts';
import { Note } from './parts.tsx';
import { letIn } from './let-in.ts';
import { PinField, type Wrong, wrongOf } from './sign-in.tsx';
import { signInWords, unlockWords as words } from './words-sign-in.ts';

/** A page from the chat, made a sign-in by the PIN, which neither the chat nor the bot ever sees. */
const show = (visit: Visit): Answer => (visit.who.strong ? to(visit, next(visit)) : draw(visit));

/** Where one wanted to go: a page of the closed list, else where one begins. */
function next({ query, form }: Visit): string {
  const named = form['next'] ?? query.get('next') ?? '';
  return linkPages[isLinkPage(named) ? named : 'me'];
}

function draw(visit: Visit, wrong?: Wrong): Sheet {
  const title = visit.say(words.title);
  const body = (
    <>
      <h1>{title}</h1>
      {wrong === undefined ? null : (
        <Note kind="problem">
          <p>{wrong === 'wrong' ? visit.say(words.wrong) : visit.say(signInWords.locked, wrong)}</p>
        </Note>
      )}
      <p>{visit.say(words.what)}</p>
      <form class="act" method="post" action={`${visit.base}/me/unlock`}>
        <input type="hidden" name="next" value={visit.form['next'] ?? visit.query.get('next') ?? ''} />
        <PinField
          v={visit}
          name="pin"
          label={visit.say(signInWords.pin)}
          hint={visit.say(words.bot)}
          use="current-password"
        />
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(words.go)}
        </button>
      </form>
      <p>
        <a class="tap" href={`${visit.base}/sign-in`}>
          {visit.say(signInWords.passkey)}
        </a>
      </p>
      <Note kind="info">
        <h2>{visit.say(words.none)}</h2>
        <p>{visit.say(signInWords.noneResident)}</p>
      </Note>
    </>
  );
  const status =
    wrong === undefined
      ? 200
      : wrong === 'wrong'
        ? problems.denied.status
        : problems.too_many_requests.status;
  return { title, body, status, here: '/me/unlock' };
}

async function unlock(visit: Visit): Promise<Answer> {
  const pin = visit.form['pin']?.trim() ?? '';
  if (!/^\d{6}$/.test(pin)) return draw(visit, 'wrong');
  const entered = await visit.ask('unlock', { pin });
  return entered.ok ? letIn(visit, entered.value, next(visit)) : draw(visit, wrongOf(entered));
}

export const unlockPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/unlock', for: ['resident'], handle: show },
  { method: 'post', path: '/me/unlock', for: ['resident'], handle: unlock },
];
