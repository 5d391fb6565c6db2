/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import type { LogEntry } from '../audit.ts';
import { Decision } from './decision.tsx';
import { type Filter, FilterForm, filters, searchOf } from './log-filter.tsx';
import type { AnyPage, Answer, Guest, Visit } from './page.ts';
import { Note, When, Wrong } from './parts.tsx';
import { officerSentence } from './sentence.ts';
import { logWords as words } from './words-log.ts';

/** What the officer reads of the log. A filter stands in the address: it holds identifiers and days, and no person's data. */
async function list(visit: Visit): Promise<Answer> {
  const { query } = visit;
  const filter = Object.fromEntries(filters.map((name) => [name, (query.get(name) ?? '').trim()])) as Filter;
  const { errors, search } = searchOf(filter);
  const cursor = query.get('before');
  const found =
    errors.length > 0
      ? undefined
      : await visit.ask('searchLog', {
          ...search,
          ...(cursor !== null && /^\d{1,15}$/.test(cursor) ? { cursor } : {}),
          limit: 25,
        });
  if (found !== undefined && !found.ok) return found;
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(words.lead)}</p>
      <FilterForm v={visit} filter={filter} errors={errors} />
      {found === undefined ? null : (
        <>
          <Altered v={visit} tampered={found.value.tampered} />
          <Entries v={visit} items={found.value.items} />
          <Older v={visit} filter={filter} cursor={found.value.cursor} />
        </>
      )}
    </>
  );
  return { title, body, status: errors.length === 0 ? 200 : problems.invalid.status };
}

const Entries = ({ v, items }: { v: Visit; items: readonly LogEntry[] }) =>
  items.length === 0 ? (
    <p>{v.say(words.none)}</p>
  ) : (
    <ol class="entries" reversed>
      {items.map((entry) => (
        <li>
          <span class="entries__when">
            <When v={v} at={entry.time} />
          </span>
          <span class="entries__what">
            <a href={`${v.base}/log/${entry.seq}`}>{officerSentence(v, entry)}</a>
          </span>
          <Decision v={v} decision={entry.decision} />
        </li>
      ))}
    </ol>
  );

export const Altered = ({ v, tampered }: { v: Guest; tampered: readonly number[] }) =>
  tampered.length === 0 ? null : (
    <Note kind="problem">
      <p>{v.say(words.tampered, { list: tampered.join(', ') })}</p>
    </Note>
  );

const Older = ({ v, filter, cursor }: { v: Visit; filter: Filter; cursor: string | null }) => {
  if (cursor === null) return null;
  const kept = Object.entries(filter).filter(([, said]) => said !== '');
  const query = new URLSearchParams([...kept, ['before', cursor]]);
  return (
    <p class="more">
      <a class="weui-btn weui-btn_default" href={`${v.base}/log?${String(query)}`}>
        {v.say(words.older)}
      </a>
    </p>
  );
};

export const logPages: readonly AnyPage[] = [
  { method: 'get', path: '/log', for: ['privacy_officer'], handle: list },
];
