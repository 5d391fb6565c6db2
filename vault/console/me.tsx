/** @jsxImportSource hono/jsx */
import { fieldsOf, type RecordType } from '../../policy/fields.ts';
import type { ValueOf } from '../http/route.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Fact, Facts, Note, Value, Way, Ways } from './parts.tsx';
import { rightsWords } from './words-rights.ts';
import { meWords as words } from './words-me.ts';
import { relationWords } from './words-relations.ts';
import { unlockWords } from './words-sign-in.ts';

type Released = ValueOf<'searchRecords'>['items'][number];

/** A resident's own record and dogs: clear on a page of their own, masked where they came from the chat. */
async function show(visit: Visit): Promise<Answer> {
  const own = async (type: RecordType) =>
    visit.ask('searchRecords', { type, purpose: 'own_record', where: { mine: true }, limit: 20 });
  const record = await own('resident');
  if (!record.ok) return record;
  const dogs = await own('dog');
  if (!dogs.ok) return dogs;
  const [mine] = record.value.items;
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      {visit.who.fromChat ? (
        <Note kind="info">
          <p>{visit.say(words.fromChat)}</p>
          <p>
            <a class="weui-btn weui-btn_default" href={`${visit.base}/me/unlock`}>
              {visit.say(unlockWords.title)}
            </a>
          </p>
        </Note>
      ) : null}
      <Further v={visit} />
      <section>
        <h2>{visit.say(words.record)}</h2>
        {mine === undefined ? <p>{visit.say(words.none)}</p> : <Fields v={visit} of={mine} />}
      </section>
      <section>
        <h2>{visit.say(words.dogs)}</h2>
        {dogs.value.items.length === 0 ? <p class="aside">{visit.say(words.noDogs)}</p> : null}
        {dogs.value.items.map((dog) => (
          <Fields v={visit} of={dog} />
        ))}
      </section>
      <p class="aside">{visit.say(words.recorded)}</p>
    </>
  );
  return { title: visit.say(words.title), body };
}

/** What else there is of one's own. */
const Further = ({ v: visit }: { v: Visit }) => (
  <Ways>
    <Way href={`${visit.base}/me/log`} hint={visit.say(words.whoLookedHint)}>
      {visit.say(words.whoLooked)}
    </Way>
    <Way href={`${visit.base}/me/consents`} hint={visit.say(words.consentsHint)}>
      {visit.say(words.consents)}
    </Way>
    <Way href={`${visit.base}/me/tickets`} hint={visit.say(words.ticketsHint)}>
      {visit.say(words.tickets)}
    </Way>
    <Way href={`${visit.base}/me/rights`} hint={visit.say(rightsWords.hint)}>
      {visit.say(rightsWords.title)}
    </Way>
    <Way href={`${visit.base}/me/recipients`} hint={visit.say(words.recipientsHint)}>
      {visit.say(words.recipients)}
    </Way>
    <Way href={`${visit.base}/me/relations`} hint={visit.say(relationWords.giveHint)}>
      {visit.say(relationWords.title)}
    </Way>
    {visit.who.fromChat ? null : (
      <Way href={`${visit.base}/me/bind`} hint={visit.say(words.bindHint)}>
        {visit.say(words.bind)}
      </Way>
    )}
  </Ways>
);

/** Every field of a record under its declared title: one that is added to policy/fields.ts is here. */
export const Fields = ({ v, of: { type, fields } }: { v: Visit; of: Released }) => (
  <Facts>
    {Object.entries(fieldsOf(type)).map(([name, { title, check }]) => {
      const shown = fields[name];
      // A household's id says nothing to anybody: that there is one does.
      const told = check === 'recordId' && shown?.level === 'clear' ? factOf(shown.value) : shown;
      return (
        <Fact name={v.say(title)}>
          <Value v={v} of={told} />
        </Fact>
      );
    })}
  </Facts>
);

const factOf = (value: string) => ({ level: 'fact', value: value === '' ? 'no' : 'yes' }) as const;

export const mePages: readonly AnyPage[] = [{ method: 'get', path: '/me', for: ['resident'], handle: show }];
