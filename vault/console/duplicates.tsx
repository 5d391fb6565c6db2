/** @jsxImportSource hono/jsx */
import { recordTypes } from '../../policy/fields.ts';
import { comparedFor, likenessWords } from '../../policy/likeness.ts';
import { gridStaff } from '../../policy/rules/words.ts';
import { isCursor } from './cursor.ts';
import { Records } from './find-results.tsx';
import { listed } from './find.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { More, Note } from './parts.tsx';
import { kindsFor } from './residents.tsx';
import { findWords as words } from './words-find.ts';

/** Records of the worker's grids that look like one, by what; ten groups a page. */
async function list(visit: Visit): Promise<Answer> {
  const cursor = visit.query.get('after');
  const types = kindsFor(visit);
  const type = types.find((one) => one === visit.query.get('type')) ?? 'resident';
  // A leader sees the grid, and not what is kept as a hash.
  const purpose = (visit.who.role === 'grid_worker' ? comparedFor[type] : undefined) ?? 'grid_overview';
  const found = await visit.ask('findDuplicates', {
    type,
    purpose,
    fields: listed[type].fields,
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
      <nav aria-label={visit.say(words.kinds)} class="choices">
        {types.map((one) => (
          <a href={`${visit.base}/duplicates?type=${one}`} aria-current={one === type ? 'true' : undefined}>
            {visit.say(recordTypes[one].title)}
          </a>
        ))}
      </nav>
      {items.length === 0 ? <p>{visit.say(words.noDuplicates)}</p> : null}
      {items.map(({ by, records }) => {
        const said = visit.say(words.group, {
          n: records.length,
          by: by.map((one) => visit.say(likenessWords[one])).join(visit.language === 'en' ? ', ' : '、'),
        });
        return (
          <section>
            <h2>{said}</h2>
            <Records v={visit} type={type} items={records} caption={said} />
          </section>
        );
      })}
      {items.length === 0 ? null : <p class="aside">{visit.say(words.what)}</p>}
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/duplicates?type=${type}&after=${next}`}
        remaining={remaining}
      />
    </>
  );
  return { title, body, here: '/residents' };
}

export const duplicatePages: readonly AnyPage[] = [
  { method: 'get', path: '/duplicates', for: gridStaff, handle: list },
];
