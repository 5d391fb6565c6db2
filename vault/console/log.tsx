/** @jsxImportSource hono/jsx */
import { problems } from '../http/problem.ts';
import type { LogEntry } from '../audit/entries.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Decision } from './decision.tsx';
import {
  cursorIn,
  endingOf,
  FilterForm,
  type Place,
  placeIn,
  queryOf,
  type Searched,
  searchOf,
} from './log-filter.tsx';
import { type AnyPage, type Answer, type Guest, to, type Visit } from './page.ts';
import { Note, When, Wrong } from './parts.tsx';
import { shortReference, type Sought } from './reference.ts';
import { officerParts } from './sentence.ts';
import { numberOf } from './state.tsx';
import { logWords as words } from './words-log.ts';

/** What one page shows, and where an identifier's end is looked for. */
const onePage = 25;

async function list(visit: Visit): Promise<Answer> {
  const place = placeIn(visit.query);
  const searched = searchOf(place.filter);
  const { errors, search, sought } = searched;
  if (errors.length > 0) return sheet(visit, place, { errors });
  if (sought?.kind === 'entry') return to(visit, `/log/${sought.seq}`);
  if (endingOf(place.filter.actor) !== undefined || endingOf(place.filter.subject) !== undefined)
    return complete(visit, place, searched);
  const cursor = place.before === null ? {} : { cursor: place.before };
  const found = await visit.ask('searchLog', { ...search, ...cursor, limit: onePage });
  return found.ok ? sheet(visit, place, { sought, found: found.value }) : found;
}

/** Of identifiers that were typed by their end: whom of the page they were typed on they mean. Then asks again by the whole. */
async function complete(visit: Visit, place: Place, { search }: Searched): Promise<Answer> {
  const at = cursorIn(visit.query, 'at');
  const seen = await visit.ask('searchLog', {
    ...search,
    ...(at === null ? {} : { cursor: at }),
    limit: onePage,
  });
  if (!seen.ok) return seen;
  const errors: FieldError[] = [];
  const filter = { ...place.filter };
  for (const field of ['actor', 'subject'] as const) {
    const ending = endingOf(filter[field]);
    if (ending === undefined) continue;
    const ids = new Set(seen.value.items.flatMap((entry) => [entry.actor, entry.subject ?? '']));
    const [one, another] = [...ids].filter((id) => id.endsWith(ending));
    if (one !== undefined && another === undefined) filter[field] = one;
    else
      errors.push({ field, code: 'ambiguous', ...(one === undefined ? words.noEnding : words.manyEndings) });
  }
  return errors.length > 0
    ? sheet(visit, place, { errors })
    : to(visit, `/log${queryOf({ filter, before: null })}`);
}

interface Listed {
  errors?: readonly FieldError[];
  sought?: Sought | undefined;
  found?: ValueOf<'searchLog'>;
}

function sheet(visit: Visit, place: Place, { errors = [], sought, found }: Listed): Answer {
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{title}</h1>
      <p>{visit.say(words.lead)}</p>
      <FilterForm v={visit} place={place} errors={errors} />
      {found === undefined ? null : (
        <>
          <Altered v={visit} tampered={found.tampered} />
          <OrEntry v={visit} sought={sought} />
          {found.items.length === 0 ? (
            <Nothing v={visit} sought={sought} goesOn={found.cursor !== null} />
          ) : (
            <Entries v={visit} items={found.items} place={place} />
          )}
          <Onwards v={visit} place={place} cursor={found.cursor} empty={found.items.length === 0} />
        </>
      )}
    </>
  );
  return { title, body, status: errors.length === 0 ? 200 : problems.invalid.status };
}

/** A number that may be a ticket's or an entry's: the ticket's entries stand below, and here is the other. */
const OrEntry = ({ v, sought }: { v: Visit; sought: Sought | undefined }) =>
  sought?.kind !== 'ticket' || sought.orEntry === undefined ? null : (
    <p>
      {v.say(words.asTicket, { ticket: numberOf(sought.orEntry) })}{' '}
      <a href={`${v.base}/log/${sought.orEntry}`}>{v.say(words.orEntry, { seq: sought.orEntry })}</a>
    </p>
  );

const Nothing = ({ v, sought, goesOn }: { v: Visit; sought: Sought | undefined; goesOn: boolean }) => {
  if (goesOn) return <p>{v.say(words.notHere)}</p>;
  if (sought?.kind === 'ticket')
    return <p>{v.say(words.noneOfTicket, { ticket: sought.ticket.padStart(4, '0') })}</p>;
  if (sought?.kind === 'request')
    return <p>{v.say(words.noneOfRequest, { ref: shortReference(sought.request) })}</p>;
  return <p>{v.say(words.none)}</p>;
};

const Entries = ({ v, items, place }: { v: Visit; items: readonly LogEntry[]; place: Place }) => (
  <ol class="entries" reversed>
    {items.map((entry) => (
      <li>
        <a class="entries__when" href={`${v.base}/log/${entry.seq}${queryOf(place)}`}>
          <When v={v} at={entry.time} />
          <span class="unseen"> {v.say(words.entry, { seq: entry.seq })}</span>
        </a>
        <span class="entries__what">
          <Told v={v} entry={entry} place={place} />
        </span>
        <Decision v={v} decision={entry.decision} />
      </li>
    ))}
  </ol>
);

/** An entry in a sentence, whose identifiers lead to everything else that is of or about them. */
export const Told = ({ v, entry, place }: { v: Visit; entry: LogEntry; place: Place }) => (
  <>
    {officerParts(v, entry).map((part) =>
      typeof part === 'string' ? (
        part
      ) : (
        <a
          href={`${v.base}/log${queryOf({ filter: { ...place.filter, [part.by]: part.id }, before: null })}`}
        >
          {part.short}
        </a>
      ),
    )}
  </>
);

export const Altered = ({ v, tampered }: { v: Guest; tampered: readonly number[] }) =>
  tampered.length === 0 ? null : (
    <Note kind="problem">
      <p>{v.say(words.tampered, { list: tampered.join(', ') })}</p>
    </Note>
  );

interface OnwardsProps {
  v: Visit;
  place: Place;
  cursor: string | null;
  empty: boolean;
}

/** On to what is older, as far as there is any, and back to the newest. */
const Onwards = ({ v, place, cursor, empty }: OnwardsProps) =>
  cursor === null && place.before === null ? null : (
    <p class="more">
      {cursor === null ? null : (
        <a class="weui-btn weui-btn_default" href={`${v.base}/log${queryOf({ ...place, before: cursor })}`}>
          {v.say(empty ? words.goOn : words.older)}
        </a>
      )}
      {place.before === null ? null : (
        <a class="tap" href={`${v.base}/log${queryOf({ ...place, before: null })}`}>
          {v.say(words.newest)}
        </a>
      )}
    </p>
  );

export const logPages: readonly AnyPage[] = [
  { method: 'get', path: '/log', for: ['privacy_officer', 'outside_auditor'], handle: list },
];
