/** @jsxImportSource hono/jsx */
import { type KeptType, isKept, isTheirs, keptTypes, recordTypes } from '../../policy/fields.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { ticketWorkers, type Role } from '../../policy/roles.ts';
import type { FieldError } from '../outcome.ts';
import { problems } from '../http/problem.ts';
import { Choice } from './inputs.tsx';
import { isCursor } from './cursor.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, More, Note, Way, Ways, Wrong } from './parts.tsx';
import { Fields } from './record.tsx';
import { fieldsIn, Inputs } from './record-form.tsx';
import { recordWords as words } from './words-record.ts';

/** For which purpose who keeps a type reads back what is there. */
export const readFor = {
  resident: 'record_keeping',
  household: 'record_keeping',
  dog: 'dog_care',
  vehicle: 'grid_overview',
  business: 'business_contact',
  errand: 'errand_service',
} as const satisfies Readonly<Record<KeptType, PurposeId>>;

/** Who works where no households are keeps the shops there, and nothing else. */
const keptBy = (role: Role): readonly KeptType[] => (role === 'grid_worker' ? keptTypes : ['business']);

function typeIn({ params, who }: Visit): KeptType | undefined {
  const type = params['type'] ?? '';
  return isKept(type) && keptBy(who.role).includes(type) ? type : undefined;
}

/** What can be made here, and the grid's businesses, each with the way to change it. */
async function index(visit: Visit): Promise<Answer> {
  const { who, query, base } = visit;
  const wanted = Number(query.get('grid'));
  const grid = who.grids.includes(wanted) ? wanted : who.grids[0];
  const title = visit.say(words.title);
  if (grid === undefined) return { title, body: <p>{visit.say(words.noGrid)}</p> };
  const cursor = query.get('after');
  const shops = await visit.ask('searchRecords', {
    type: 'business',
    purpose: 'business_contact',
    where: { grid },
    ...(isCursor(cursor) ? { cursor } : {}),
    limit: 20,
  });
  if (!shops.ok) return shops;
  const next = shops.value.cursor;
  const body = (
    <>
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      <Ways>
        {keptBy(who.role)
          .filter((type) => !isHeld(type))
          .map((type) => (
            <Way href={`${base}/records/${type}/new`}>
              {visit.say(words.makeOne, { type: visit.say(recordTypes[type].title) })}
            </Way>
          ))}
      </Ways>
      <section>
        <h2>
          {visit.say(words.shops)} · {visit.say(words.inGrid, { grid })}
        </h2>
        {shops.value.items.length === 0 ? <p class="aside">{visit.say(words.noShops)}</p> : null}
        {shops.value.items.map((shop) => (
          <>
            <Fields v={visit} of={shop} />
            <p>
              <a class="tap" href={`${base}/records/business/${shop.id}/change`}>
                {visit.say(words.change)}
              </a>
            </p>
          </>
        ))}
        <More
          v={visit}
          href={next === null ? undefined : `${base}/records?grid=${grid}&after=${next}`}
          remaining={shops.value.remaining}
        />
      </section>
    </>
  );
  return { title, body };
}

const notFound = { problem: { code: 'not_found' } } as const;

/** The form of a new record. `of` is whose it is: a resident of what they have, a household of who belongs to it. */
function blank(visit: Visit, errors: readonly FieldError[] = []): Answer {
  const type = typeIn(visit);
  if (type === undefined) return notFound;
  const of = ofIn(visit);
  const held = isHeld(type);
  if (held !== (visit.params['id'] !== undefined)) return notFound;
  const title = visit.say(words.makeOne, { type: visit.say(recordTypes[type].title) });
  const given = type === 'resident' && of !== undefined ? { household: of } : {};
  const body = (
    <>
      <Wrong
        v={visit}
        errors={errors.map((error) => ({ ...error, at: error.field.replace(/^fields\./, '') }))}
      />
      <h1>{title}</h1>
      <Act
        action={`${visit.base}${held ? `/residents/${of}` : '/records'}/${type}/new`}
        label={visit.say(words.save)}
        values={{ key: visit.request, ...(of === undefined ? {} : { of }) }}
      >
        {held ? null : <Grid v={visit} errors={errors} />}
        <Inputs v={visit} type={type} errors={errors} given={given} />
      </Act>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: '/records' };
}

/** What somebody has: it is theirs, and lies where they live. */
const isHeld = (type: KeptType): boolean => isTheirs(type) && type !== 'resident';

const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;
function ofIn({ form, query, params, path }: Visit): string | undefined {
  // What somebody has is made from their page.
  const of = (path.endsWith('/new') ? params['id'] : undefined) ?? form['of'] ?? query.get('of') ?? '';
  return idForm.test(of) ? of : undefined;
}

/** Which of one's grids it lies in; who has one is not asked. */
function Grid({ v, errors }: { v: Visit; errors: readonly FieldError[] }) {
  const { grids } = v.who;
  if (grids.length === 1) return <input type="hidden" name="grid" value={String(grids[0])} />;
  const titles = Object.fromEntries(
    grids.map((grid) => [String(grid), { zh: `第 ${grid} 网格`, en: `Grid ${grid}` }]),
  );
  return <Choice v={v} name="grid" label={words.grid} titles={titles} errors={errors} />;
}

async function make(visit: Visit): Promise<Answer> {
  const type = typeIn(visit);
  if (type === undefined) return notFound;
  const of = ofIn(visit);
  const { fields, errors } = await fieldsIn(visit, type);
  if (errors.length > 0) return blank(visit, errors);
  const held = isHeld(type);
  if (held !== (visit.params['id'] !== undefined)) return notFound;
  const where = held ? { keeper: of } : { grid: Number(visit.form['grid'] ?? 0) };
  const record = { type, purpose: 'record_keeping', fields, ...where } as const;
  // Sent twice from one form, it is made once.
  const made = await visit.ask('createRecord', record, visit.form['key'] ?? visit.request);
  if (!made.ok) return made.problem.errors === undefined ? made : blank(visit, made.problem.errors);
  const { id, alike } = made.value;
  const done = alike.length === 0 ? 'saved' : `alike-${alike.length}-${type}`;
  return to(visit, `${placeOf(type, held ? (of ?? '') : id)}?done=${done}`);
}

/** Where one sees what was made or changed. */
export const placeOf = (type: KeptType, id: string): string =>
  type === 'household' ? `/households/${id}` : type === 'business' ? '/records' : `/residents/${id}`;

/** What was done by the page before, said once. */
export function Done({ v }: { v: Visit }) {
  const done = v.query.get('done') ?? '';
  const [, n, type = 'resident'] = /^alike-(\d)(?:-([a-z]+))?$/.exec(done) ?? [];
  if (done !== 'saved' && n === undefined) return null;
  return (
    <Note kind={n === undefined ? 'done' : 'info'}>
      <p>{n === undefined ? v.say(words.saved) : v.say(words.alike, { n })}</p>
      {n === undefined || v.who.role !== 'grid_worker' ? null : (
        <p>
          <a class="tap" href={`${v.base}/duplicates?type=${type}`}>
            {v.say(words.compare)}
          </a>
        </p>
      )}
    </Note>
  );
}

/** The form of a change: what stands there as far as it may be seen, and an empty input beside. */
async function change(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const type = typeIn(visit);
  const id = visit.params['id'] ?? '';
  if (type === undefined) return notFound;
  const read = await visit.ask('readRecord', { type, id, purpose: readFor[type] });
  if (!read.ok) return read;
  const of = ofIn(visit);
  const title = visit.say(words.changeOne, { type: visit.say(recordTypes[type].title) });
  const body = (
    <>
      <Wrong
        v={visit}
        errors={errors.map((error) => ({ ...error, at: error.field.replace(/^fields\./, '') }))}
      />
      <h1>{title}</h1>
      <Note kind="info">
        <p>
          {visit.say(words.onlyChanges)} {visit.say(words.recorded)}
        </p>
      </Note>
      <Act
        action={`${visit.base}/records/${type}/${id}/change`}
        label={visit.say(words.save)}
        values={{ version: read.value.version, ...(of === undefined ? {} : { of }) }}
      >
        <Inputs v={visit} type={type} errors={errors} of={read.value} />
      </Act>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title, body, status, here: '/records' };
}

async function keep(visit: Visit): Promise<Answer> {
  const type = typeIn(visit);
  const id = visit.params['id'] ?? '';
  if (type === undefined) return notFound;
  const { fields, errors } = await fieldsIn(visit, type);
  if (errors.length > 0) return change(visit, errors);
  if (Object.keys(fields).length === 0)
    return change(visit, [{ field: 'fields', code: 'required', ...words.nothingChanged }]);
  const version = Number(visit.form['version'] ?? 0);
  const kept = await visit.ask('updateRecord', { type, id, purpose: 'record_keeping', version, fields });
  if (!kept.ok) return kept.problem.errors === undefined ? kept : change(visit, kept.problem.errors);
  return to(visit, `${placeOf(type, ofIn(visit) ?? id)}?done=saved`);
}

const blankPage = (visit: Visit): Answer => blank(visit);
const changePage = (visit: Visit): Promise<Answer> => change(visit);

export const recordPages: readonly AnyPage[] = [
  { method: 'get', path: '/records', for: ticketWorkers, handle: index },
  { method: 'get', path: '/records/{type}/new', for: ticketWorkers, handle: blankPage },
  { method: 'post', path: '/records/{type}/new', for: ticketWorkers, handle: make },
  { method: 'get', path: '/residents/{id}/{type}/new', for: ['grid_worker'], handle: blankPage },
  { method: 'post', path: '/residents/{id}/{type}/new', for: ['grid_worker'], handle: make },
  { method: 'get', path: '/records/{type}/{id}/change', for: ticketWorkers, handle: changePage },
  { method: 'post', path: '/records/{type}/{id}/change', for: ticketWorkers, handle: keep },
];
