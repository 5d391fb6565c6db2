/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../../policy/bilingual.ts';
import { decisionWords, logActionWords } from '../../policy/words.ts';
import type { LogSearch } from '../audit/entries.ts';
import type { FieldError } from '../outcome.ts';
import type { Visit } from './page.ts';
import { Field } from './parts.tsx';
import { type Sought, soughtIn } from './reference.ts';
import { nextDay, startOf } from './when.ts';
import { logWords as words } from './words-log.ts';

const decisions = ['granted', 'refused', 'done'] as const;
const filters = ['ref', 'decision', 'action', 'actor', 'subject', 'from', 'to'] as const;
export type Filter = Readonly<Record<(typeof filters)[number], string>>;

/** Where in the log one is: what stands in the address. It holds identifiers and days, and no person's data. */
export interface Place {
  filter: Filter;
  /** Older than this entry; null at the newest. */
  before: string | null;
}

export function placeIn(query: URLSearchParams): Place {
  const filter = Object.fromEntries(filters.map((name) => [name, (query.get(name) ?? '').trim()])) as Filter;
  return { filter, before: cursorIn(query, 'before') };
}

/** @param name `before`, or `at`: the page on which a form was filled in */
export function cursorIn(query: URLSearchParams, name: 'before' | 'at'): string | null {
  const said = query.get(name);
  return said !== null && /^\d{1,15}$/.test(said) ? said : null;
}

/** The query that leads to a place again; empty for the newest of everything. */
export function queryOf({ filter, before }: Place): string {
  const kept = Object.entries(filter).filter(([, said]) => said !== '');
  const query = String(new URLSearchParams([...kept, ...(before === null ? [] : [['before', before]])]));
  return query === '' ? '' : `?${query}`;
}

export interface Searched {
  errors: FieldError[];
  search: Omit<LogSearch, 'limit'>;
  sought: Sought | undefined;
}

/** The filter as the vault takes it, and what of it is not in its form. */
export function searchOf({ ref, decision, action, actor, subject, from, to }: Filter): Searched {
  const [start, end] = [startOf(from), startOf(to)];
  const sought = ref === '' ? undefined : soughtIn(ref);
  const errors: FieldError[] = [
    ...(ref !== '' && sought === undefined ? [{ field: 'ref', code: 'wrong_form', ...words.badRef }] : []),
    ...idErrors('actor', actor),
    ...idErrors('subject', subject),
    ...(from !== '' && start === undefined ? [{ field: 'from', code: 'wrong_form', ...words.badDate }] : []),
    ...(to !== '' && end === undefined ? [{ field: 'to', code: 'wrong_form', ...words.badDate }] : []),
  ];
  const search = {
    ...(sought?.kind === 'ticket' ? { case: sought.ticket } : {}),
    ...(sought?.kind === 'request' ? { request: sought.request } : {}),
    ...(isDecision(decision) ? { decision } : {}),
    ...(Object.hasOwn(logActionWords, action) ? { action } : {}),
    ...(actor === '' || endingOf(actor) !== undefined ? {} : { actor }),
    ...(subject === '' || endingOf(subject) !== undefined ? {} : { subject }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: nextDay(end) }),
  };
  return { errors, search, sought };
}

const isDecision = (said: string): said is (typeof decisions)[number] =>
  (decisions as readonly string[]).includes(said);

/** An identifier's end as the list shows it: its last five characters. */
export const endingOf = (said: string): string | undefined => /^(?:…|\.{3})?([0-9a-z]{5})$/.exec(said)?.[1];

/** A whole identifier, its end, or one of the two who have a name instead. Nothing else could be in an entry. */
const idErrors = (field: string, said: string): FieldError[] =>
  said === '' || endingOf(said) !== undefined || /^(?:[0-9a-z]{26}|administrator|system)$/.test(said)
    ? []
    : [{ field, code: 'wrong_form', ...words.badId }];

interface FormProps {
  v: Visit;
  place: Place;
  errors: readonly FieldError[];
}

export const FilterForm = ({ v, place: { filter, before }, errors }: FormProps) => {
  const narrowed = Object.values(filter).some((said) => said !== '');
  const props = { v, filter, errors };
  return (
    <details class="filter" open={narrowed}>
      <summary>{v.say(words.filter)}</summary>
      <form method="get" action={`${v.base}/log`} class="grid-form">
        {before === null ? null : <input type="hidden" name="at" value={before} />}
        <div class="grid-form__row">
          <Text {...props} name="ref" label={words.ref} hint={words.refHint} />
        </div>
        <Choice {...props} name="decision" label={words.decision} titles={decisionWords} />
        <Choice {...props} name="action" label={words.action} titles={logActionWords} />
        <Text {...props} name="actor" label={words.actor} />
        <Text {...props} name="subject" label={words.subject} />
        <Text {...props} name="from" label={words.from} type="date" />
        <Text {...props} name="to" label={words.to} type="date" />
        <p class="grid-form__end">
          <button class="weui-btn weui-btn_primary" type="submit">
            {v.say(words.apply)}
          </button>
          {narrowed ? (
            <a class="tap" href={`${v.base}/log`}>
              {v.say(words.clear)}
            </a>
          ) : null}
        </p>
      </form>
    </details>
  );
};

interface OneProps {
  v: Visit;
  filter: Filter;
  errors: readonly FieldError[];
  name: keyof Filter;
  label: Bilingual;
}

const Choice = ({
  v,
  filter,
  name,
  label,
  titles,
}: OneProps & { titles: Readonly<Record<string, Bilingual>> }) => (
  <Field v={v} name={name} label={v.say(label)}>
    {(attributes) => (
      <select {...attributes} class="weui-select">
        <option value="">{v.say(words.any)}</option>
        {Object.entries(titles).map(([value, title]) => (
          <option value={value} selected={value === filter[name]}>
            {v.say(title)}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const Text = ({
  v,
  filter,
  errors,
  name,
  label,
  hint,
  type = 'text',
}: OneProps & { hint?: Bilingual; type?: 'text' | 'date' }) => (
  <Field
    v={v}
    name={name}
    label={v.say(label)}
    hint={hint === undefined ? undefined : v.say(hint)}
    error={errors.find(({ field }) => field === name)}
  >
    {(attributes) => (
      <input {...attributes} class="weui-input" type={type} autocomplete="off" value={filter[name]} />
    )}
  </Field>
);
