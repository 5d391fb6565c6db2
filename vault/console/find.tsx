/** @jsxImportSource hono/jsx */
import type { RecordType } from '../../policy/fields.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { gridStaff } from '../../policy/rules/words.ts';
import { isTypedWay, readTyped, type Typed, type TypedWay, typedWays } from '../../policy/typed.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { Box } from './find-box.tsx';
import { type Found, Results } from './find-results.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Note, Wrong } from './parts.tsx';
import { calendarDay } from './when.ts';
import { findWords as words } from './words-find.ts';

/**
 * What somebody wrote into the one box is read, looked for, and shown with what it was read as. It comes by POST, because
 * what is searched for must not stand in an address. What it could be beside is offered and not tried: each try is a search.
 */
async function find(visit: Visit): Promise<Answer> {
  const said = (visit.form['value'] ?? '').trim();
  if (said === '') return page(visit, { errors: [required] });
  const as = visit.form['as'];
  const typed: Typed = isTypedWay(as)
    ? { kind: 'match', match: new Map([[as, said]]), also: [] }
    : readTyped(said, calendarDay(visit.now));
  switch (typed.kind) {
    case 'ticket':
      return visit.who.role === 'grid_worker'
        ? to(visit, `/tickets/${typed.ticket}`)
        : page(visit, { errors: [{ field: 'value', code: 'not_here', ...words.ticketsElsewhere }] });
    case 'building':
      return to(visit, `/residents?building=${typed.building}`);
    case 'unclear':
      return page(visit, { unclear: typed });
    case 'wrong':
      return page(visit, { errors: [{ field: 'value', ...typed.error }] });
    case 'match':
      return matched(visit, typed);
  }
}

const required: FieldError = { field: 'value', code: 'required', ...words.missing };

/** Who may search by what else than a resident's everyday fields: the policy refuses the others, and the box says it first. */
const workersOnly: ReadonlySet<TypedWay> = new Set([
  'resident.idNumber',
  'dog.chip',
  'business.name',
  'business.creditCode',
  'business.mobile',
]);
const isFor = ({ who }: Visit, way: TypedWay): boolean => who.role === 'grid_worker' || !workersOnly.has(way);

async function matched(visit: Visit, typed: Extract<Typed, { kind: 'match' }>): Promise<Answer> {
  const ways = [...typed.match.keys()];
  if (!ways.every((way) => isFor(visit, way)))
    return page(visit, { errors: [{ field: 'value', code: 'not_yours', ...words.notYours }] });
  const also = typed.also.filter((way) => isFor(visit, way));
  const found = await lookedFor(visit, typed.match);
  if (found.ok) return page(visit, { by: ways, found: found.value, also });
  const errors = (found.problem.errors ?? []).map((error) => ({ ...error, field: 'value' }));
  return errors.length === 0 ? found : page(visit, { errors });
}

/** An address alone is a household's, with who belongs to it; everything else is found as it is named. */
async function lookedFor(visit: Visit, match: ReadonlyMap<TypedWay, string>) {
  const address = match.get('resident.address');
  if (address !== undefined && match.size === 1) {
    const found = await visit.ask('findHousehold', { purpose: 'grid_overview', address });
    return found.ok ? { ok: true as const, value: { kind: 'door', ...found.value } satisfies Found } : found;
  }
  const { type, purpose, fields } = askedFor([...match.keys()]);
  const where = { match: Object.fromEntries([...match].map(([way, value]) => [way.split('.')[1], value])) };
  const found = await visit.ask('searchRecords', { type, purpose, where, fields, limit: 50 });
  if (!found.ok) return found;
  return { ok: true as const, value: { kind: 'records', type, ...found.value } satisfies Found };
}

interface Asked {
  type: RecordType;
  purpose: PurposeId;
  /** What is shown of each in a list. */
  fields: readonly string[];
}

/** What a list of a type shows, and what for. */
export const listed = {
  resident: { type: 'resident', purpose: 'grid_overview', fields: ['name', 'mobile', 'address'] },
  household: { type: 'household', purpose: 'grid_overview', fields: ['address', 'size'] },
  dog: { type: 'dog', purpose: 'dog_care', fields: ['name', 'breed', 'chip', 'vaccinatedUntil'] },
  vehicle: { type: 'vehicle', purpose: 'grid_overview', fields: ['plate', 'model', 'space'] },
  business: {
    type: 'business',
    purpose: 'business_contact',
    fields: ['name', 'trade', 'place', 'contact', 'mobile'],
  },
} as const satisfies Readonly<Record<string, Asked>>;

function askedFor(ways: readonly TypedWay[]): Asked {
  const [type = 'resident'] = (ways[0] ?? '').split('.');
  const asked = listed[type as keyof typeof listed];
  // Only whoever keeps the record may ask by a number that is kept as a hash.
  return ways.includes('resident.idNumber') ? { ...asked, purpose: 'record_keeping' } : asked;
}

/** Where a resident is looked for by what was typed elsewhere: by all of it, or as a name. */
export function residentWhere(said: string, now: number): { match: Record<string, string> } {
  const typed = readTyped(said, calendarDay(now));
  const match = typed.kind === 'match' ? [...typed.match] : [];
  const ofResident = match.length > 0 && match.every(([way]) => way.startsWith('resident.'));
  return {
    match: ofResident
      ? Object.fromEntries(match.map(([way, value]) => [way.slice('resident.'.length), value]))
      : { name: said.trim() },
  };
}

interface Shows {
  errors?: readonly FieldError[];
  by?: readonly TypedWay[];
  found?: Found;
  also?: readonly TypedWay[];
  unclear?: Extract<Typed, { kind: 'unclear' }>;
}

function page(visit: Visit, { errors = [], by, found, also = [], unclear }: Shows): Answer {
  const title = visit.say(words.title);
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: 'value' }))} />
      <h1>{title}</h1>
      <Box v={visit} error={errors[0]} />
      {by === undefined ? null : <p class="lead">{visit.say(words.by, { ways: waysSaid(visit, by) })}</p>}
      {found === undefined ? null : <Results v={visit} found={found} />}
      {unclear === undefined ? null : (
        <Note kind="info">
          <p>{visit.say(unclear.why)}</p>
        </Note>
      )}
      <Instead v={visit} ways={unclear?.ways ?? also} />
      <p>
        <a class="tap" href={`${visit.base}/residents`}>
          {visit.say(words.lists)}
        </a>
      </p>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: '/residents' };
}

const waysSaid = (v: Visit, ways: readonly TypedWay[]): string =>
  ways.map((way) => v.say(typedWays[way])).join(v.say(words.and));

/** What else it can be read as: a search of its own, and that is said before. */
const Instead = ({ v, ways }: { v: Visit; ways: readonly TypedWay[] }) =>
  ways.length === 0 ? null : (
    <section>
      <h2>{v.say(words.meant)}</h2>
      {ways.map((way) => (
        <Act
          action={`${v.base}/residents`}
          label={v.say(words.as, { way: v.say(typedWays[way]) })}
          kind="default"
          hint={v.say(words.costs)}
          values={{ value: v.form['value'] ?? '', as: way }}
        />
      ))}
    </section>
  );

export const findPages: readonly AnyPage[] = [
  { method: 'post', path: '/residents', for: gridStaff, handle: find },
];
