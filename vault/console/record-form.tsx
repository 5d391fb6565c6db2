/** @jsxImportSource hono/jsx */
import { listOf } from '../../policy/checks/listed.ts';
import { fieldsOf, type FieldSpec, type RecordType } from '../../policy/fields.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Choice, Line, said } from './inputs.tsx';
import type { Visit } from './page.ts';
import { Value } from './parts.tsx';
import { type Released, told } from './record.tsx';
import { recordWords as words } from './words-record.ts';

interface FormProps {
  v: Visit;
  type: RecordType;
  errors: readonly FieldError[];
  /** The record that is changed; without one a new one is made. */
  of?: Released | undefined;
  /** Fields that the way here has said already. */
  given?: Readonly<Record<string, string>>;
}

/** The inputs of a record: one for each field that policy/fields.ts declares, in its order. */
export const Inputs = ({ v, type, errors, of, given = {} }: FormProps) => (
  <>
    {Object.entries(fieldsOf(type)).map(([name, spec]) =>
      Object.hasOwn(given, name) ? (
        <input type="hidden" name={name} value={given[name]} />
      ) : (
        <>
          <Input v={v} name={name} spec={spec} errors={errors} changes={of !== undefined} />
          {of === undefined ? null : <Now v={v} name={name} spec={spec} of={of} />}
        </>
      ),
    )}
  </>
);

interface InputProps {
  v: Visit;
  name: string;
  spec: FieldSpec;
  errors: readonly FieldError[];
  changes: boolean;
}

function Input({ v, name, spec, errors, changes }: InputProps) {
  const list = listOf(spec.check);
  const label = spec.title;
  const asks = spec.check === 'recordId' ? words.householdHint : undefined;
  const hint = asks ?? (spec.required === true && !changes ? words.required : undefined);
  const props = { v, name, label, hint, errors };
  if (list !== undefined)
    return <Choice {...props} titles={list} none={changes ? words.keepAsIs : words.list} />;
  return spec.check === 'text' ? <Area {...props} /> : <Line {...props} />;
}

/** What stands there now, as far as who changes it may see, and a way to empty it. */
const Now = ({ v, name, spec, of }: { v: Visit; name: string; spec: FieldSpec; of: Released }) => (
  <p class="aside">
    {v.say(words.now)}: <Value v={v} of={told(v, spec, of.fields[name])} />{' '}
    {spec.required === true ? null : (
      <label class="tap">
        <input
          type="checkbox"
          name={`clear.${name}`}
          value="yes"
          checked={v.form[`clear.${name}`] === 'yes'}
        />{' '}
        {v.say(words.clear)}
      </label>
    )}
  </p>
);

/** What a form said of a record: the fields that were filled in, and those to be emptied. */
export async function fieldsIn(
  visit: Visit,
  type: RecordType,
): Promise<{ fields: Record<string, string>; errors: FieldError[] }> {
  const fields: Record<string, string> = {};
  const errors: FieldError[] = [];
  for (const [name, spec] of Object.entries(fieldsOf(type))) {
    const value = said(visit, name);
    if (visit.form[`clear.${name}`] === 'yes') fields[name] = '';
    else if (value === undefined) continue;
    else if (spec.check !== 'recordId' || idForm.test(value)) fields[name] = value;
    else {
      const found = await householdAt(visit, value);
      if (Array.isArray(found)) errors.push(...found.map((error) => ({ ...error, field: `fields.${name}` })));
      else fields[name] = found.id;
    }
  }
  return { fields, errors };
}

const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** Nobody knows a household's id: it is said by its address. */
async function householdAt(visit: Visit, address: string): Promise<{ id: string } | FieldError[]> {
  const found = await visit.ask('findHousehold', { purpose: 'grid_overview', address });
  if (!found.ok && found.problem.errors !== undefined) return found.problem.errors;
  const [only, ...others] = found.ok ? found.value.households : [];
  if (only !== undefined && others.length === 0) return { id: only.household.id };
  return [{ field: 'household', code: 'no_such_household', ...words.noHousehold }];
}
