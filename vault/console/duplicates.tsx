/** @jsxImportSource hono/jsx */
import { likenessWords } from '../../policy/likeness.ts';
import { gridStaff } from '../../policy/rules/words.ts';
import { isCursor } from './cursor.ts';
import { listed } from './find.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { More, Note } from './parts.tsx';
import { People } from './people.tsx';
import { findWords as words } from './words-find.ts';

/** Residents of the worker's grids that look like one, by what; ten groups a page. */
async function list(visit: Visit): Promise<Answer> {
  const cursor = visit.query.get('after');
  // A leader sees the grid, and not what is kept as a hash.
  const purpose = visit.who.role === 'grid_worker' ? 'record_keeping' : 'grid_overview';
  const found = await visit.ask('findDuplicates', {
    type: 'resident',
    purpose,
    fields: listed.resident.fields,
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 10,
  });
  if (!found.ok) return found;
  const { items, remaining, cursor: next } = found.value;
  const title = visit.say(words.duplicates);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(words.duplicatesLead)}</p>
      </Note>
      {items.length === 0 ? <p>{visit.say(words.noDuplicates)}</p> : null}
      {items.map(({ by, records }) => {
        const said = visit.say(words.group, {
          n: records.length,
          by: by.map((one) => visit.say(likenessWords[one])).join(visit.language === 'en' ? ', ' : '、'),
        });
        return (
          <section>
            <h2>{said}</h2>
            <People v={visit} items={records} caption={said} />
          </section>
        );
      })}
      {items.length === 0 ? null : <p class="aside">{visit.say(words.what)}</p>}
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/duplicates?after=${next}`}
        remaining={remaining}
      />
    </>
  );
  return { title, body, here: '/residents' };
}

export const duplicatePages: readonly AnyPage[] = [
  { method: 'get', path: '/duplicates', for: gridStaff, handle: list },
];
