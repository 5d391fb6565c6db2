/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../../policy/bilingual.ts';
import type { FieldError } from '../outcome.ts';
import type { Visit } from './page.ts';
import { Field } from './parts.tsx';

/** What a form said, and what was wrong with it: the fields are drawn with both. */
export interface Filled {
  v: Visit;
  errors?: readonly FieldError[];
  /** What stands in it before anybody wrote something. */
  before?: Readonly<Record<string, string>>;
}

interface InputProps extends Filled {
  name: string;
  label: Bilingual;
  hint?: Bilingual | undefined;
}

const saidIn = ({ v, before }: Filled, name: string): string => v.form[name] ?? before?.[name] ?? '';

function fieldOf({ v, name, label, hint, errors = [] }: InputProps) {
  return {
    v,
    name,
    label: v.say(label),
    hint: hint === undefined ? undefined : v.say(hint),
    error: errors.find(({ field }) => field === name || field === `fields.${name}`),
  };
}

/** One line. */
export const Line = (props: InputProps) => (
  <Field {...fieldOf(props)}>
    {(attributes) => (
      <input {...attributes} class="weui-input" autocomplete="off" value={saidIn(props, props.name)} />
    )}
  </Field>
);

/** Several lines. */
export const Area = ({ rows = 3, ...props }: InputProps & { rows?: number }) => (
  <Field {...fieldOf(props)}>
    {(attributes) => (
      <textarea {...attributes} class="weui-textarea" rows={rows} spellcheck={false}>
        {saidIn(props, props.name)}
      </textarea>
    )}
  </Field>
);

/** One of several. */
export const Choice = ({
  titles,
  none,
  ...props
}: InputProps & { titles: Readonly<Record<string, Bilingual>>; none?: Bilingual }) => (
  <Field {...fieldOf(props)}>
    {(attributes) => (
      <select {...attributes} class="weui-select">
        {none === undefined ? null : <option value="">{props.v.say(none)}</option>}
        {Object.entries(titles).map(([value, title]) => (
          <option value={value} selected={value === saidIn(props, props.name)}>
            {props.v.say(title)}
          </option>
        ))}
      </select>
    )}
  </Field>
);

/** Any of several: each is a name of its own in the form, `field.mobile`. */
export const Checks = ({
  titles,
  name,
  label,
  v,
  errors = [],
}: InputProps & { titles: Readonly<Record<string, Bilingual>> }) => {
  const error = errors.find(({ field }) => field === name);
  return (
    <fieldset id={name} class={error === undefined ? 'field' : 'field field_wrong'}>
      <legend>
        <strong>{v.say(label)}</strong>
      </legend>
      {error === undefined ? null : <p class="wrong">{v.say(error)}</p>}
      {Object.entries(titles).map(([value, title]) => (
        <label class="tap">
          <input
            type="checkbox"
            name={`${name}.${value}`}
            value="yes"
            checked={v.form[`${name}.${value}`] === 'yes'}
          />{' '}
          {v.say(title)}
        </label>
      ))}
    </fieldset>
  );
};

/** What was ticked of {@link Checks}. */
export const ticked = ({ form }: Visit, name: string): string[] =>
  Object.keys(form).flatMap((key) =>
    key.startsWith(`${name}.`) && form[key] === 'yes' ? [key.slice(name.length + 1)] : [],
  );

/** What a form said of one thing, without the space around it; undefined where it said nothing. */
export function said({ form }: Visit, name: string): string | undefined {
  const value = (form[name] ?? '').trim();
  return value === '' ? undefined : value;
}
