/** @jsxImportSource hono/jsx */
import { gridStaff } from '../../policy/rules/words.ts';
import type { Child } from 'hono/jsx';
import { checks } from '../../policy/checks/check.ts';
import type { FieldError } from '../outcome.ts';
import type { ValueOf } from '../http/route.ts';
import { problems } from '../http/problem.ts';
import { isCursor } from './cursor.ts';
import type { AnyPage, Answer, Sheet, Visit } from './page.ts';
import { Field, More, Note, Value, Wrong } from './parts.tsx';
import { doorWords } from './words-consents.ts';
import { guardianWords } from './words-relations.ts';
import { emergencyWords } from './words-emergency.ts';
import { residentWords as words } from './words-residents.ts';
import { inviteWords } from './words-sign-in.ts';

type Found = ValueOf<'searchRecords'>;

const fields = ['name', 'mobile', 'address'] as const;
const asked = { type: 'resident', purpose: 'grid_overview', fields } as const;

/** The residents of one of the worker's grids, masked. Nothing of anybody is in an address: ids and a page alone. */
async function list(visit: Visit): Promise<Answer> {
  const { who, query } = visit;
  const wanted = Number(query.get('grid'));
  const grid = who.grids.includes(wanted) ? wanted : who.grids[0];
  if (grid === undefined) return sheet(visit, <p>{visit.say(words.noGrid)}</p>, visit.say(words.searchTitle));
  const cursor = query.get('after');
  const found = await visit.ask('searchRecords', {
    ...asked,
    where: { grid },
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!found.ok) return found;
  const { items, remaining, cursor: next } = found.value;
  const body = (
    <>
      <Search v={visit} />
      <Grids v={visit} grid={grid} />
      {items.length === 0 ? (
        <p>{visit.say(words.none)}</p>
      ) : (
        <People v={visit} items={items} caption={visit.say(words.title, { grid })} />
      )}
      <More
        v={visit}
        href={next === null ? undefined : `${visit.base}/residents?grid=${grid}&after=${next}`}
        remaining={remaining}
      />
    </>
  );
  return sheet(visit, body, visit.say(words.title, { grid }));
}

const sheet = (visit: Visit, body: Child, title: string): Sheet => ({
  title,
  body: (
    <>
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(words.recorded)}</p>
      </Note>
      {body}
    </>
  ),
});

/** Finds by the exact value. It comes by POST, because a searched number must not stand in an address. */
async function search(visit: Visit): Promise<Answer> {
  const value = (visit.form['value'] ?? '').trim();
  if (value === '') return searched(visit, { errors: [required] });
  const where = { field: fieldOf(value), value };
  const found = await visit.ask('searchRecords', { ...asked, where, limit: 50 });
  if (found.ok) return searched(visit, { found: found.value });
  const errors = (found.problem.errors ?? []).map((error) => ({ ...error, field: 'value' }));
  if (errors.length === 0) return found;
  return searched(visit, { errors });
}

/** What somebody wrote into the one box: a number, an address, or a name. */
export function fieldOf(said: string): 'mobile' | 'address' | 'name' {
  const value = said.slice(0, 100).normalize('NFKC');
  // A number written with hyphens has the form of an address too.
  if (checks.mobile(value, '').ok) return 'mobile';
  if (checks.address(value, '').ok) return 'address';
  const digits = value.replace(/\D/g, '').length;
  if (digits === 0) return 'name';
  return digits >= 7 ? 'mobile' : 'address';
}

const required: FieldError = { field: 'value', code: 'required', ...words.missing };

function searched(visit: Visit, { found, errors = [] }: { found?: Found; errors?: FieldError[] }): Sheet {
  const title = visit.say(words.searchTitle);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: 'value' }))} />
      <h1>{title}</h1>
      <Search v={visit} error={errors[0]} />
      {found === undefined ? null : (
        <section>
          <h2>{visit.say(words.found, { n: found.items.length })}</h2>
          {found.items.length === 0 ? (
            <p>{visit.say(words.notFound)}</p>
          ) : (
            <People
              v={visit}
              items={found.items}
              caption={visit.say(words.found, { n: found.items.length })}
            />
          )}
        </section>
      )}
      <p>
        <a class="tap" href={`${visit.base}/residents`}>
          {visit.say(words.all)}
        </a>
      </p>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: '/residents' };
}

const Search = ({ v, error }: { v: Visit; error?: FieldError | undefined }) => (
  <form class="search" method="post" action={`${v.base}/residents`} role="search">
    <Field v={v} name="value" label={v.say(words.searchFor)} hint={v.say(words.searchHint)} error={error}>
      {(attributes) => (
        <input
          {...attributes}
          class="weui-input"
          type="text"
          autocomplete="off"
          maxlength={100}
          value={v.form['value'] ?? ''}
        />
      )}
    </Field>
    <button class="weui-btn weui-btn_default" type="submit">
      {v.say(words.search)}
    </button>
  </form>
);

const Grids = ({ v, grid }: { v: Visit; grid: number }) =>
  v.who.grids.length < 2 ? null : (
    <nav aria-label={v.say(words.grids)} class="choices">
      {v.who.grids.map((one) => (
        <a href={`${v.base}/residents?grid=${one}`} aria-current={one === grid ? 'true' : undefined}>
          {v.say(words.grid, { grid: one })}
        </a>
      ))}
    </nav>
  );

const People = ({ v, items, caption }: { v: Visit; items: Found['items']; caption: string }) => (
  <table class="people">
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{v.say(words.name)}</th>
        <th scope="col">{v.say(words.mobile)}</th>
        <th scope="col">{v.say(words.address)}</th>
        {v.who.role === 'grid_worker' ? <th scope="col">{v.say(words.ways)}</th> : null}
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, fields: of }) => (
        <tr>
          <th scope="row">
            <Value v={v} of={of['name']} empty={words.noName} />
          </th>
          <td data-label={v.say(words.mobile)}>
            <Value v={v} of={of['mobile']} />
          </td>
          <td data-label={v.say(words.address)}>
            <Value v={v} of={of['address']} />
          </td>
          {v.who.role === 'grid_worker' ? (
            <td>
              <details>
                <summary>{v.say(words.ways)}</summary>
                <a class="tap" href={`${v.base}/residents/${id}/bind`}>
                  {v.say(words.bind)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/consents`}>
                  {v.say(doorWords.link)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/emergency`}>
                  {v.say(emergencyWords.title)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/sign-in`}>
                  {v.say(inviteWords.row)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/guardian`}>
                  {v.say(guardianWords.link)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/delegate`}>
                  {v.say(guardianWords.linkDelegate)}
                </a>
              </details>
            </td>
          ) : null}
        </tr>
      ))}
    </tbody>
  </table>
);

export const residentPages: readonly AnyPage[] = [
  { method: 'get', path: '/residents', for: gridStaff, handle: list },
  { method: 'post', path: '/residents', for: gridStaff, handle: search },
];
