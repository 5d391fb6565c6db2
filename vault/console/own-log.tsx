/** @jsxImportSource hono/jsx */
import type { OwnEntry } from '../audit/entries.ts';
import { Decision } from './decision.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Note, When } from './parts.tsx';
import { ownSentence } from './sentence.ts';
import { rightsWords } from './words-rights.ts';
import { ownLogWords as words } from './words-me.ts';

/** Who looked at one's own data, a sentence each; first only what others did. */
async function list(visit: Visit): Promise<Answer> {
  const { query, base } = visit;
  const all = query.get('all') === 'yes';
  const cursor = query.get('before');
  const found = await visit.ask('ownLog', {
    ...(all ? {} : { only: 'others' as const }),
    ...(cursor !== null && /^\d{1,15}$/.test(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!found.ok) return found;
  const { items, tampered, cursor: next } = found.value;
  const title = visit.say(words.title);
  const older = `${base}/me/log?${all ? 'all=yes&' : ''}before=${next}`;
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.what)}</p>
      <nav class="choices" aria-label={title}>
        <a href={`${base}/me/log`} aria-current={all ? undefined : 'true'}>
          {visit.say(words.others)}
        </a>
        <a href={`${base}/me/log?all=yes`} aria-current={all ? 'true' : undefined}>
          {visit.say(words.all)}
        </a>
      </nav>
      {tampered.length === 0 ? null : (
        <Note kind="problem">
          <p>{visit.say(words.altered, { list: tampered.join(', ') })}</p>
        </Note>
      )}
      {items.length === 0 ? <p>{visit.say(cursor === null ? words.none : words.noneOlder)}</p> : null}
      <Entries v={visit} items={items} />
      {next === null ? null : (
        <p class="more">
          <a class="weui-btn weui-btn_default" href={older}>
            {visit.say(words.older)}
          </a>
        </p>
      )}
    </>
  );
  return { title, body };
}

interface EntriesProps {
  v: Visit;
  items: readonly OwnEntry[];
  /** A proof is for whom it is about to keep. */
  withoutProof?: boolean;
}

export const Entries = ({ v, items, withoutProof = false }: EntriesProps) =>
  items.length === 0 ? null : (
    <ol class="own-entries">
      {items.map((entry) => (
        <li class="card">
          <p>
            <strong>
              <When v={v} at={entry.time} />
            </strong>{' '}
            <Decision v={v} decision={entry.decision} />
          </p>
          <p>{ownSentence(v, entry)}</p>
          {withoutProof ? null : (
            <form method="post" action={`${v.base}/me/log/${entry.seq}/why`}>
              <button class="quiet" type="submit">
                {v.say(rightsWords.why, { seq: entry.seq })}
              </button>
            </form>
          )}
          {withoutProof ? null : (
            <form method="post" action={`${v.base}/log/${entry.seq}/proof`}>
              <button class="quiet" type="submit">
                {v.say(words.keepOf, { seq: entry.seq })}
              </button>
            </form>
          )}
        </li>
      ))}
    </ol>
  );

export const ownLogPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/log', for: ['resident'], handle: list },
];
