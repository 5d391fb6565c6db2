/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../../policy/bilingual.ts';
import { decisionWords, logActionWords } from '../../policy/words.ts';
import type { LogSearch } from '../audit.ts';
import type { FieldError } from '../outcome.ts';
import type { Visit } from './page.ts';
import { Field } from './parts.tsx';
import { nextDay, startOf } from './when.ts';
import { logWords as words } from './words-log.ts';

const decisions = ['granted', 'refused', 'done'] as const;
export const filters = ['decision', 'action', 'actor', 'subject', 'from', 'to'] as const;
export type Filter = Readonly<Record<(typeof filters)[number], string>>;

/** The filter as the vault takes it, and what of it is not in its form. */
export function searchOf({ decision, action, actor, subject, from, to }: Filter): {
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

export const FilterForm = ({ v, filter, errors }: FormProps) => {
  const error = (name: string) => errors.find(({ field }) => field === name);
  const choice = (
    name: 'decision' | 'action',
    label: string,
    titles: Readonly<Record<string, Bilingual>>,
  ) => (
    <Field v={v} name={name} label={label}>
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
        {choice('decision', v.say(words.decision), decisionWords)}
        {choice('action', v.say(words.action), logActionWords)}
        {text('actor', v.say(words.actor))}
        {text('subject', v.say(words.subject))}
        {day('from', v.say(words.from))}
        {day('to', v.say(words.to))}
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
