/** @jsxImportSource hono/jsx */
import type { RecordType } from '../../policy/fields.ts';
import type { ValueOf } from '../http/route.ts';
import type { Visit } from './page.ts';
import { People } from './people.tsx';
import { Fields } from './record.tsx';
import { findWords as words } from './words-find.ts';

type Page = ValueOf<'searchRecords'>;
type Items = Page['items'];

/** What a search came to: records of one type, or a door with everybody behind it. */
export type Found =
  ({ kind: 'records'; type: RecordType } & Page) | ({ kind: 'door' } & ValueOf<'findHousehold'>);

export const Results = ({ v, found }: { v: Visit; found: Found }) => {
  if (found.kind === 'door') return <Door v={v} {...found} />;
  const { type, items, remaining } = found;
  const title = v.say(type === 'resident' ? words.foundPeople : words.found, { n: items.length });
  return (
    <section>
      <h2>{title}</h2>
      {items.length === 0 ? (
        <p>{v.say(words.none)}</p>
      ) : (
        <Records v={v} type={type} items={items} caption={title} />
      )}
      {remaining > 0 ? <p class="aside">{v.say(words.more, { n: remaining })}</p> : null}
    </section>
  );
};

const Door = ({ v, households, others }: { v: Visit } & ValueOf<'findHousehold'>) => {
  const n = households.reduce((sum, { members }) => sum + members.length, others.length);
  return (
    <>
      <h2>{v.say(words.foundPeople, { n })}</h2>
      {households.length === 0 && others.length === 0 ? <p>{v.say(words.none)}</p> : null}
      {households.map(({ household, members }) => (
        <section>
          <h3>{v.say(words.household)}</h3>
          <Cards v={v} type="household" items={[household]} />
          {members.length === 0 ? (
            <p>{v.say(words.noMembers)}</p>
          ) : (
            <People v={v} items={members} caption={v.say(words.members, { n: members.length })} />
          )}
        </section>
      ))}
      {others.length === 0 ? null : (
        <section>
          <h3>{v.say(words.others, { n: others.length })}</h3>
          <People v={v} items={others} caption={v.say(words.others, { n: others.length })} />
        </section>
      )}
    </>
  );
};

/** Records in a list: residents as a table with what can be done, others as cards. */
export const Records = ({
  v,
  type,
  items,
  caption,
}: {
  v: Visit;
  type: RecordType;
  items: Items;
  caption: string;
}) =>
  type === 'resident' ? (
    <People v={v} items={items} caption={caption} />
  ) : (
    <Cards v={v} type={type} items={items} />
  );

const Cards = ({ v, type, items }: { v: Visit; type: RecordType; items: Items }) => {
  return (
    <ul class="cards">
      {items.map(({ id, fields, reminders }) => (
        <li class="card">
          <Fields
            v={v}
            of={{ type, fields, ...(reminders === undefined ? {} : { reminders }) }}
            only={Object.keys(fields)}
          />
          {type === 'household' ? (
            <p>
              <a class="tap" href={`${v.base}/households/${id}`}>
                {v.say(words.whoBelongs)}
              </a>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
};
