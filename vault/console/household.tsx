/** @jsxImportSource hono/jsx */
import { heldTypes, recordTypes } from '../../policy/fields.ts';
import { gridStaff } from '../../policy/rules/words.ts';
import type { ValueOf } from '../http/route.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Note, Value } from './parts.tsx';
import { Fields, type Released } from './record.tsx';
import { Done, readFor } from './records.tsx';
import { recordWords as words } from './words-record.ts';

type Household = ValueOf<'readHousehold'>;

/** A household and who belongs to it, by its own id or by that of anybody in it. */
async function household(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readHousehold', { of: visit.params['id'] ?? '' });
  if (!read.ok) return read;
  const { household: of, members, guardians } = read.value;
  const keeps = visit.who.role === 'grid_worker';
  const title = visit.say(words.household);
  const body = (
    <>
      <Done v={visit} />
      <h1>{title}</h1>
      <Recorded v={visit} />
      {of === null ? <p>{visit.say(words.noHouseholdYet)}</p> : <Fields v={visit} of={of} />}
      {of !== null && keeps ? (
        <p>
          <Link v={visit} to={`/records/household/${of.id}/change`} words={visit.say(words.change)} />{' '}
          <Link v={visit} to={`/records/resident/new?of=${of.id}`} words={visit.say(words.addMember)} />
        </p>
      ) : null}
      <h2>{visit.say(words.members)}</h2>
      {members.length === 0 ? <p class="aside">{visit.say(words.noMembers)}</p> : null}
      {members.map((member) => (
        <section>
          <Member v={visit} member={member} of={{ members, guardians }} />
          {keeps ? <Link v={visit} to={`/residents/${member.id}`} words={visit.say(words.open)} /> : null}
        </section>
      ))}
      <p>
        <Link v={visit} to="/residents" words={visit.say(words.back)} />
      </p>
    </>
  );
  return { title, body };
}

interface MemberProps {
  v: Visit;
  member: Released;
  of: Pick<Household, 'members' | 'guardians'>;
}

/** One of them, and whose guardian they are today. */
const Member = ({ v, member, of: { members, guardians } }: MemberProps) => {
  const children = guardians.filter(({ guardian }) => guardian === member.id);
  const names = children.flatMap(({ child }) => members.find(({ id }) => id === child)?.fields['name'] ?? []);
  const [before, after = ''] = v.say(words.guardianOf, { n: children.length, children: '|' }).split('|');
  return (
    <>
      <Fields v={v} of={member} only={['name', 'householdRole', 'mobile', 'address']} />
      {names.length === 0 ? null : (
        <p class="aside">
          {before}
          {names.map((name) => (
            <>
              <Value v={v} of={name} />{' '}
            </>
          ))}
          {after}
        </p>
      )}
    </>
  );
};

const Link = ({ v, to, words: said }: { v: Visit; to: string; words: string }) => (
  <a class="tap" href={`${v.base}${to}`}>
    {said}
  </a>
);

const Recorded = ({ v }: { v: Visit }) => (
  <Note kind="info">
    <p>{v.say(words.recorded)}</p>
  </Note>
);

/** A resident's record with what they have, as their worker keeps it. */
async function person(visit: Visit): Promise<Answer> {
  const id = visit.params['id'] ?? '';
  const read = await visit.ask('readRecord', { type: 'resident', id, purpose: readFor.resident });
  if (!read.ok) return read;
  const held: { type: (typeof heldTypes)[number]; items: readonly Released[] }[] = [];
  for (const type of heldTypes) {
    const asked = { type, purpose: readFor[type], where: { of: id }, limit: 20 } as const;
    const found = await visit.ask('searchRecords', asked);
    if (!found.ok) return found;
    held.push({ type, items: found.value.items });
  }
  const title = visit.say(words.person);
  const body = (
    <>
      <Done v={visit} />
      <h1>{title}</h1>
      <Recorded v={visit} />
      <Fields v={visit} of={read.value} />
      <p>
        <Link v={visit} to={`/records/resident/${id}/change`} words={visit.say(words.change)} />{' '}
        <Link v={visit} to={`/households/${id}`} words={visit.say(words.toHousehold)} />
      </p>
      {held.map(({ type, items }) => (
        <section>
          <h2>{visit.say(recordTypes[type].title)}</h2>
          {items.length === 0 ? <p class="aside">{visit.say(words.noneHeld)}</p> : null}
          {items.map((one) => (
            <>
              <Fields v={visit} of={one} />
              <Link
                v={visit}
                to={`/records/${type}/${one.id}/change?of=${id}`}
                words={visit.say(words.change)}
              />
            </>
          ))}
          <p>
            <Link
              v={visit}
              to={`/residents/${id}/${type}/new`}
              words={visit.say(words.add, { type: visit.say(recordTypes[type].title) })}
            />
          </p>
        </section>
      ))}
      <p>
        <Link v={visit} to="/residents" words={visit.say(words.back)} />
      </p>
    </>
  );
  return { title, body };
}

export const householdPages: readonly AnyPage[] = [
  { method: 'get', path: '/households/{id}', for: gridStaff, handle: household },
  { method: 'get', path: '/residents/{id}', for: ['grid_worker'], handle: person },
];
