/** @jsxImportSource hono/jsx */
import { titleOf } from '../../policy/checks/listed.ts';
import { reminders } from '../../policy/dogs/reminders.ts';
import { fieldsOf, type FieldSpec, type RecordType } from '../../policy/fields.ts';
import type { ValueOf } from '../http/route.ts';
import type { Visit } from './page.ts';
import { Fact, Facts, Note, Value } from './parts.tsx';
import { recordWords as words } from './words-record.ts';

export type Released = ValueOf<'searchRecords'>['items'][number];
type Shown = Released['fields'][string];
/** What is drawn of a record, of whatever type. */
type Shows = Pick<Released, 'fields' | 'reminders'> & { type: RecordType };

/** Every field of a record under its declared title: one that is added to policy/fields.ts is here. */
export const Fields = ({ v, of, only }: { v: Visit; of: Shows; only?: readonly string[] }) => (
  <>
    <Reminders v={v} of={of} />
    <Facts>
      {entriesOf(of.type, only).map(([name, spec]) => (
        <Fact name={v.say(spec.title)}>
          <Value v={v} of={told(v, spec, of.fields[name])} />
        </Fact>
      ))}
    </Facts>
  </>
);

/** @param only which of them, in this order; all of the type when left out */
function entriesOf(type: RecordType, only?: readonly string[]): [string, FieldSpec][] {
  const fields = fieldsOf(type);
  return only === undefined
    ? Object.entries(fields)
    : only.flatMap((name): [string, FieldSpec][] => (fields[name] ? [[name, fields[name]]] : []));
}

/** A value as people read it: of a closed list its title; of another record's id, which says nothing to anybody, that there is one. */
export function told(v: Visit, { check }: FieldSpec, shown: Shown | undefined): Shown | undefined {
  if (shown === undefined || shown.level === 'none' || shown.level === 'fact' || shown.value === '')
    return shown;
  if (check === 'recordId') return { level: 'fact', value: 'yes' };
  const title = titleOf(check, shown.value);
  return title === undefined ? shown : { ...shown, value: v.say(title) };
}

/** What a dog's record reminds of: our archive reminds, and registers nothing. */
const Reminders = ({ v, of: { reminders: found = [] } }: { v: Visit; of: Shows }) =>
  found.length === 0 ? null : (
    <Note kind="info">
      <ul>
        {found.map(({ code, by }) => (
          <li>
            {v.say(reminders[code])}
            {by === null ? null : <> {v.say(words.by, { by })}</>}
          </li>
        ))}
      </ul>
      <p class="aside">{v.say(words.onlyReminds)}</p>
    </Note>
  );
