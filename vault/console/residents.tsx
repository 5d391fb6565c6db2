/** @jsxImportSource hono/jsx */
import { dues, narrowedBy } from '../../policy/narrowing.ts';
import { recordTypes } from '../../policy/fields.ts';
import { gridStaff } from '../../policy/rules/words.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { isCursor } from './cursor.ts';
import { Box } from './find-box.tsx';
import { Records } from './find-results.tsx';
import { listed } from './find.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Field, More, Note, Way, Ways } from './parts.tsx';
import { findWords as words } from './words-find.ts';
import { residentWords } from './words-residents.ts';

type Listed = keyof typeof listed;

/** What a role has lists of. Whether it may see them, the policy says at each one. */
export const kindsFor = ({ who }: Visit): Listed[] =>
  who.role === 'grid_worker'
    ? ['resident', 'household', 'dog', 'vehicle', 'business']
    : ['resident', 'household', 'vehicle'];

/** Which list somebody wants: all of it stands in the address, and nothing of anybody. */
interface Wanted {
  grid: number;
  type: Listed;
  building: number | undefined;
  due: (typeof dues)[number] | undefined;
  errors: readonly FieldError[];
}

function wantedIn(visit: Visit): Wanted | undefined {
  const { who, query } = visit;
  const asked = Number(query.get('grid'));
  const grid = who.grids.includes(asked) ? asked : who.grids[0];
  if (grid === undefined) return undefined;
  const type = kindsFor(visit).find((kind) => kind === query.get('type')) ?? 'resident';
  const said = (query.get('building') ?? '').trim().normalize('NFKC');
  const number = /^[1-9]\d{0,2}$/.test(said) ? Number(said) : undefined;
  const narrowed = narrowedBy(type, 'building') !== undefined;
  const isDated = narrowedBy(type, 'due') !== undefined;
  return {
    grid,
    type,
    building: narrowed ? number : undefined,
    due: isDated ? dues.find((due) => due === query.get('due')) : undefined,
    errors: narrowed && said !== '' && number === undefined ? [wrongBuilding] : [],
  };
}

const wrongBuilding: FieldError = { field: 'building', code: 'wrong_form', ...words.wrongBuilding };

/** The box, and a list of one of the worker's grids, masked: everybody, a building, dogs whose vaccination runs out. */
async function list(visit: Visit): Promise<Answer> {
  const wanted = wantedIn(visit);
  if (wanted === undefined)
    return { title: visit.say(words.title), body: <p>{visit.say(residentWords.noGrid)}</p> };
  const { grid, type, building, due } = wanted;
  const cursor = visit.query.get('after');
  const found = await visit.ask('searchRecords', {
    ...listed[type],
    where: { grid, building, due },
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!found.ok) return found;
  const { items, remaining, cursor: next } = found.value;
  const title = titleOf(visit, wanted);
  const narrow = building !== undefined || due !== undefined;
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(residentWords.recorded)}</p>
      </Note>
      <Box v={visit} />
      <Choices v={visit} wanted={wanted} />
      {items.length === 0 ? (
        <p>{visit.say(narrow ? words.noneHere : emptyOf(type))}</p>
      ) : (
        <Records v={visit} type={type} items={items} caption={title} />
      )}
      <Further v={visit} wanted={wanted} next={next} remaining={remaining} narrow={narrow} />
      <Ways>
        <Way href={`${visit.base}/duplicates`}>{visit.say(words.duplicates)}</Way>
      </Ways>
    </>
  );
  const status = wanted.errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status };
}

const emptyOf = (type: Listed) => (type === 'resident' ? residentWords.none : words.nothingThere);

function titleOf(v: Visit, { grid, type, building, due }: Wanted): string {
  const of =
    type === 'resident'
      ? v.say(residentWords.title, { grid })
      : `${v.say(residentWords.grid, { grid })} · ${v.say(recordTypes[type].title)}`;
  const narrowed = building === undefined ? [] : [v.say(words.ofBuilding, { building })];
  const dated = due === undefined ? [] : [v.say(dueWords[due])];
  return [of, ...narrowed, ...dated].join(' · ');
}

const dueWords = { over: words.over, soon: words.soon, missing: words.missingDate } as const;

/** An address of this list, with something of it changed. */
function hrefOf({ base }: Visit, wanted: Wanted, more: Readonly<Record<string, string | undefined>>): string {
  const { grid, type, building, due } = wanted;
  const all = { grid, type: type === 'resident' ? undefined : type, building, due, ...more };
  const said = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return `${base}/residents?${said.join('&')}`;
}

const Choices = ({ v, wanted }: { v: Visit; wanted: Wanted }) => (
  <>
    {v.who.grids.length < 2 ? null : (
      <nav aria-label={v.say(residentWords.grids)} class="choices">
        {v.who.grids.map((grid) => (
          <a
            href={hrefOf(v, wanted, { grid: String(grid) })}
            aria-current={grid === wanted.grid ? 'true' : undefined}
          >
            {v.say(residentWords.grid, { grid })}
          </a>
        ))}
      </nav>
    )}
    <nav aria-label={v.say(words.kinds)} class="choices">
      {kindsFor(v).map((type) => (
        <a
          href={hrefOf(v, { ...wanted, type, building: undefined, due: undefined }, {})}
          aria-current={type === wanted.type ? 'true' : undefined}
        >
          {v.say(recordTypes[type].title)}
        </a>
      ))}
    </nav>
    {narrowedBy(wanted.type, 'building') === undefined ? null : <Buildings v={v} wanted={wanted} />}
    {narrowedBy(wanted.type, 'due') === undefined ? null : (
      <nav aria-label={v.say(words.dues)} class="choices">
        {dues.map((due) => (
          <a href={hrefOf(v, wanted, { due })} aria-current={due === wanted.due ? 'true' : undefined}>
            {v.say(dueWords[due])}
          </a>
        ))}
        <a href={hrefOf(v, wanted, { due: undefined })}>{v.say(words.whole)}</a>
      </nav>
    )}
  </>
);

/** A building's number is nobody's: it stands in the address, so that the page can be turned and come back to. */
const Buildings = ({ v, wanted }: { v: Visit; wanted: Wanted }) => (
  <form class="search" method="get" action={`${v.base}/residents`}>
    <input type="hidden" name="grid" value={String(wanted.grid)} />
    <input type="hidden" name="type" value={wanted.type} />
    <Field v={v} name="building" label={v.say(words.building)} error={wanted.errors[0]}>
      {(attributes) => (
        <input
          {...attributes}
          class="weui-input"
          type="text"
          inputmode="numeric"
          maxlength={3}
          value={wanted.building === undefined ? '' : String(wanted.building)}
        />
      )}
    </Field>
    <button class="weui-btn weui-btn_default" type="submit">
      {v.say(words.narrow)}
    </button>
    {wanted.building === undefined ? null : (
      <a class="tap" href={hrefOf(v, wanted, { building: undefined })}>
        {v.say(words.whole)}
      </a>
    )}
  </form>
);

/** What comes after: the next page, or of a narrowed list the rest of the grid that was not looked through. */
const Further = ({
  v,
  wanted,
  next,
  remaining,
  narrow,
}: {
  v: Visit;
  wanted: Wanted;
  next: string | null;
  remaining: number;
  narrow: boolean;
}) => {
  if (next === null) return null;
  const href = hrefOf(v, wanted, { after: next });
  if (!narrow) return <More v={v} href={href} remaining={remaining} />;
  return (
    <p class="more">
      <a class="weui-btn weui-btn_default" href={href}>
        {v.say(words.goOn)}
      </a>
      <span class="aside">{v.say(words.unread, { n: remaining })}</span>
    </p>
  );
};

export const residentPages: readonly AnyPage[] = [
  { method: 'get', path: '/residents', for: gridStaff, handle: list },
];
