/** @jsxImportSource hono/jsx */
import type { FieldError, Problem } from '../outcome.ts';
import { troubleOf } from './draw.tsx';
import type { Visit } from './page.ts';
import { Note, Wrong } from './parts.tsx';
import { shortReference } from './reference.ts';
import { problemWords } from './words-frame.ts';
import { doneWords } from './words-ticket.ts';

/** What a step came to, said above the ticket; and what had been typed, so that nobody types it twice. */
export interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
  typed?: Readonly<Record<string, string>>;
}

/** What the last step came to. */
export const Happened = ({ v, came }: { v: Visit; came: Came }) => {
  const { problem, errors = [] } = came;
  const done = v.query.get('done') ?? '';
  if (errors.length > 0)
    return <Wrong v={v} errors={errors.map((error) => ({ ...error, at: error.field }))} />;
  if (problem !== undefined) {
    const { title, what } = problemWords[troubleOf(problem.code)];
    const minutes = Math.ceil((problem.retryAfter ?? 60) / 60);
    return (
      <Note kind="problem">
        <p>
          <strong>{v.say(title)}</strong>
        </p>
        <p>{v.say(what, { minutes })}</p>
        <p class="aside">
          <code>{shortReference(v.request)}</code>
        </p>
      </Note>
    );
  }
  return Object.hasOwn(doneWords, done) ? (
    <Note kind="done">
      <p>{v.say(doneWords[done as keyof typeof doneWords])}</p>
    </Note>
  ) : null;
};
