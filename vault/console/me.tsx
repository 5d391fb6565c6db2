/** @jsxImportSource hono/jsx */
import { heldTypes, recordTypes, type RecordType } from '../../policy/fields.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Note, Way, Ways } from './parts.tsx';
import { Fields, type Released } from './record.tsx';
import { rightsWords } from './words-rights.ts';
import { meWords as words } from './words-me.ts';
import { relationWords } from './words-relations.ts';
import { unlockWords } from './words-sign-in.ts';

/** A resident's own record, dogs, vehicles and errands: clear on a page of their own, masked where they came from the chat. */
async function show(visit: Visit): Promise<Answer> {
  const own = async (type: RecordType) =>
    visit.ask('searchRecords', { type, purpose: 'own_record', where: { mine: true }, limit: 20 });
  const record = await own('resident');
  if (!record.ok) return record;
  const held: { type: (typeof heldTypes)[number]; items: readonly Released[] }[] = [];
  for (const type of heldTypes) {
    const found = await own(type);
    if (!found.ok) return found;
    held.push({ type, items: found.value.items });
  }
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
      {held.map(({ type, items }) => (
        <section>
          <h2>{visit.say(recordTypes[type].title)}</h2>
          {items.length === 0 ? <p class="aside">{visit.say(words.noneHeld)}</p> : null}
          {items.map((one) => (
            <Fields v={visit} of={one} />
          ))}
        </section>
      ))}
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

export const mePages: readonly AnyPage[] = [{ method: 'get', path: '/me', for: ['resident'], handle: show }];
