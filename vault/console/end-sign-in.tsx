/** @jsxImportSource hono/jsx */
import type { LogEntry } from '../audit/entries.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Act, Note } from './parts.tsx';
import { endSignInWords as words } from './words-sign-in.ts';

/**
 * The officer's hand in a loss. The worker who could not make a code for somebody left an entry, and that is where she finds
 * whom it is about; once the lost ones are gone the worker makes one.
 */
export const EndSignIn = ({ v, entry: { action, subject } }: { v: Visit; entry: LogEntry }) =>
  subject === null || !action.startsWith('sign_in.') ? null : (
    <section>
      <h2>{v.say(words.title)}</h2>
      <p>{v.say(words.what)}</p>
      <Act
        action={`${v.base}/sign-ins/${subject}/end`}
        label={v.say(words.go)}
        kind="warn"
        hint={v.say(words.told)}
      />
    </section>
  );

async function end(visit: Visit): Promise<Answer> {
  const of = visit.params['id'] ?? '';
  const ended = await visit.ask('endSignIn', { of });
  if (!ended.ok) return ended;
  const title = visit.say(words.done);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="done">
        <p>{visit.say(ended.value.ended ? words.doneWhat : words.none)}</p>
      </Note>
      <p>
        <a class="tap" href={`${visit.base}/log?subject=${of}`}>
          {visit.say(words.log)}
        </a>
      </p>
    </>
  );
  return { title, body, here: '/log' };
}

export const endSignInPages: readonly AnyPage[] = [
  { method: 'post', path: '/sign-ins/{id}/end', for: ['privacy_officer'], handle: end },
];
