/** @jsxImportSource hono/jsx */
import { decisionWords, logActionWords } from '../../policy/words.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import type { LogEntry, LogSearch } from '../audit.ts';
import { Decision } from './decision.tsx';
import type { AnyPage, Answer, Guest, Visit } from './page.ts';
import { Field, Note, When, Wrong } from './parts.tsx';
import { officerSentence } from './sentence.ts';
import { nextDay, startOf } from './when.ts';
import { logWords as words } from './words-log.ts';

const decisions = ['granted', 'refused', 'done'] as const;
const filters = ['decision', 'action', 'actor', 'subject', 'from', 'to'] as const;
type Filter = Readonly<Record<(typeof filters)[number], string>>;

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

/** The filter as the vault takes it, and what of it is not in its form. */
function searchOf({ decision, action, actor, subject, from, to }: Filter): {
  errors: FieldError[];
  search: Omit<LogSearch, 'limit'>;
} {
  const [start, end] = [startOf(from), startOf(to)];
  const errors: FieldError[] = [
    ...idErrors('actor', actor),
    ...idErrors('subject', subject),
    ...(from !== '' && start === undefined ? [{ field: 'from', code: 'wrong_form', ...words.badDate }] : []),
    ...(to !== '' && end === undefined ? [{ field: 'to', code: 'wrong_form', ...words.badDate }] : []),
  ];
  const search = {
    ...(isDecision(decision) ? { decision } : {}),
    ...(Object.hasOwn(logActionWords, action) ? { action } : {}),
    ...(actor === '' ? {} : { actor }),
    ...(subject === '' ? {} : { subject }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: nextDay(end) }),
  };
  return { errors, search };
}

const isDecision = (said: string): said is (typeof decisions)[number] =>
  (decisions as readonly string[]).includes(said);

const idErrors = (field: string, said: string): FieldError[] =>
  said === '' || /^[0-9a-z]{1,64}$/.test(said) ? [] : [{ field, code: 'wrong_form', ...words.badId }];

interface FormProps {
  v: Visit;
  filter: Filter;
  errors: readonly FieldError[];
}

const FilterForm = ({ v, filter, errors }: FormProps) => {
  const error = (name: string) => errors.find(({ field }) => field === name);
  const text = (name: 'actor' | 'subject', label: string) => (
    <Field v={v} name={name} label={label} error={error(name)}>
      {(attributes) => (
        <input {...attributes} class="weui-input" type="text" autocomplete="off" value={filter[name]} />
      )}
    </Field>
  );
  const day = (name: 'from' | 'to', label: string) => (
    <Field v={v} name={name} label={label} error={error(name)}>
      {(attributes) => <input {...attributes} class="weui-input" type="date" value={filter[name]} />}
    </Field>
  );
  const narrowed = Object.values(filter).some((said) => said !== '');
  return (
    <details class="filter" open={narrowed}>
      <summary>{v.say(words.filter)}</summary>
      <form method="get" action={`${v.base}/log`} class="grid-form">
        <Field v={v} name="decision" label={v.say(words.decision)}>
          {(attributes) => (
            <select {...attributes} class="weui-select">
              <option value="">{v.say(words.any)}</option>
              {decisions.map((one) => (
                <option value={one} selected={one === filter.decision}>
                  {v.say(decisionWords[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field v={v} name="action" label={v.say(words.action)}>
          {(attributes) => (
            <select {...attributes} class="weui-select">
              <option value="">{v.say(words.any)}</option>
              {Object.entries(logActionWords).map(([action, title]) => (
                <option value={action} selected={action === filter.action}>
                  {v.say(title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {text('actor', v.say(words.actor))}
        {text('subject', v.say(words.subject))}
        {day('from', v.say(words.from))}
        {day('to', v.say(words.to))}
        <p class="grid-form__end">
          <button class="weui-btn weui-btn_primary" type="submit">
            {v.say(words.apply)}
          </button>
          {narrowed ? <a href={`${v.base}/log`}>{v.say(words.clear)}</a> : null}
        </p>
      </form>
    </details>
  );
};

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
