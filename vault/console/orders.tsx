/** @jsxImportSource hono/jsx */
import { approvals } from '../../policy/cases/approvals.ts';
import { fieldSpec } from '../../policy/fields.ts';
import { orderable, orderKinds } from '../../policy/cases/orders.ts';
import { gridRoles, type Role } from '../../policy/roles.ts';
import type { FieldError, Problem } from '../outcome.ts';
import { wordsIn } from '../http/language.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, When } from './parts.tsx';
import { orderWords as words } from './words-orders.ts';

type Order = ValueOf<'listOrders'>['items'][number];
export interface Came {
  problem?: Problem;
  errors?: readonly FieldError[];
}

const told = { proposed: words.proposed, ended: words.endedNow } as const;

/** All orders, the newest first, each with its report; and the forms of who may make or end one. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listOrders', undefined);
  if (!listed.ok) return listed;
  const done = visit.query.get('done') ?? '';
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      {Object.hasOwn(told, done) ? (
        <Note kind="done">
          <p>{visit.say(told[done as keyof typeof told])}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      {listed.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <ul class="cards">
        {listed.value.items.map((order) => (
          <Card v={visit} order={order} />
        ))}
      </ul>
      {isMaker(visit.who.role) ? <Propose v={visit} errors={came.errors ?? []} /> : null}
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/orders' };
}

const makers: readonly Role[] = approvals.emergency_order.makers;
const isMaker = (role: Role): boolean => makers.includes(role);

/** A field of an order by its title: `resident.mobile` is 手机号. */
export function titleOf(v: Visit, name: string): string {
  const [type = '', field = ''] = name.split('.');
  const spec = fieldSpec(type, field);
  return spec === undefined ? name : v.say(spec.title);
}

const Card = ({ v, order }: { v: Visit; order: Order }) => {
  const { read, collected, deleted } = order;
  const live = order.state === 'live';
  const works = (gridRoles as readonly string[]).includes(v.who.role) && order.mine;
  return (
    <li class="card">
      <h3>
        {wordsIn(v.language, orderKinds[order.kind])} {order.number} ·{' '}
        {v.say(live ? words.live : order.ended?.early === true ? words.early : words.ended)}
      </h3>
      <Facts>
        <Fact name={v.say(words.grids)}>{order.grids.join('、')}</Fact>
        <Fact name={v.say(words.fields)}>{order.fields.map((name) => titleOf(v, name)).join('、')}</Fact>
        <Fact name={v.say(words.until)}>
          <When v={v} at={order.ended?.at ?? order.until} />
        </Fact>
        <Fact name={v.say(words.report)}>
          {deleted === null
            ? v.say(words.soFar, { read, collected })
            : v.say(words.reported, { read, collected, deleted })}
        </Fact>
      </Facts>
      {live && works ? (
        <p>
          <a class="weui-btn weui-btn_primary" href={`${v.base}/orders/${order.id}`}>
            {v.say(words.work)}
          </a>
        </p>
      ) : null}
      {live && v.who.role === 'privacy_officer' ? (
        <Act
          action={`${v.base}/orders/${order.id}/end`}
          label={v.say(words.end)}
          kind="warn"
          hint={v.say(words.endHint)}
        >
          <Line v={v} name={`words-${order.id}`} as="words" label={v.say(words.why)} />
        </Act>
      ) : null}
    </li>
  );
};

interface LineProps {
  v: Visit;
  name: string;
  as?: string;
  label: string;
  hint?: string;
  errors?: readonly FieldError[];
  most?: number;
}

/** A field of one line. */
export const Line = ({ v, name, as = name, label, hint, errors = [], most = 500 }: LineProps) => (
  <Field v={v} name={name} label={label} hint={hint} error={errors.find(({ field }) => field === name)}>
    {(attributes) => (
      <input
        {...attributes}
        name={as}
        class="weui-input"
        type="text"
        autocomplete="off"
        maxlength={most}
        value={v.form[as] ?? ''}
      />
    )}
  </Field>
);

const Propose = ({ v, errors }: { v: Visit; errors: readonly FieldError[] }) => (
  <section>
    <h2>{v.say(words.proposeTitle)}</h2>
    <Act action={`${v.base}/orders`} label={v.say(words.propose)}>
      <Line
        v={v}
        name="number"
        label={v.say(words.number)}
        hint={v.say(words.numberHint)}
        errors={errors}
        most={60}
      />
      <Field v={v} name="kind" label={v.say(words.kind)}>
        {(attributes) => (
          <select {...attributes} class="weui-select">
            <option value="flood">{v.say(orderKinds.flood)}</option>
            <option value="epidemic" selected={v.form['kind'] === 'epidemic'}>
              {v.say(orderKinds.epidemic)}
            </option>
          </select>
        )}
      </Field>
      <Line
        v={v}
        name="grids"
        label={v.say(words.grids)}
        hint={v.say(words.gridsHint)}
        errors={errors}
        most={100}
      />
      <fieldset class="field">
        <legend>{v.say(words.fields)}</legend>
        <p class="aside">{v.say(words.fieldsHint)}</p>
        {orderable.map((name) => (
          <label class="tap">
            <input
              type="checkbox"
              name={`field-${name}`}
              value="yes"
              checked={v.form[`field-${name}`] === 'yes'}
            />{' '}
            {titleOf(v, name)}
          </label>
        ))}
      </fieldset>
      <Line v={v} name="days" label={v.say(words.days)} errors={errors} most={2} />
      <Line v={v} name="words" label={v.say(words.why)} errors={errors} />
    </Act>
  </section>
);

async function propose(visit: Visit): Promise<Answer> {
  const { form } = visit;
  const grids = (form['grids'] ?? '')
    .normalize('NFKC')
    .split(/[\s,、]+/)
    .filter((one) => /^\d{1,4}$/.test(one));
  const proposed = await visit.ask('proposeOrder', {
    number: form['number'] ?? '',
    kind: form['kind'] === 'epidemic' ? 'epidemic' : 'flood',
    grids: [...new Set(grids.map(Number))],
    fields: orderable.filter((name) => form[`field-${name}`] === 'yes'),
    days: Number((form['days'] ?? '').normalize('NFKC')),
    words: (form['words'] ?? '').slice(0, 500),
  });
  if (proposed.ok) return to(visit, '/orders?done=proposed');
  return show(visit, { problem: proposed.problem, errors: proposed.problem.errors ?? [] });
}

async function end(visit: Visit): Promise<Answer> {
  const order = visit.params['order'] ?? '';
  const said = (visit.form['words'] ?? '').trim();
  const error = { field: `words-${order}`, code: 'required', ...words.missing };
  if (said === '') return show(visit, { problem: { code: 'invalid' }, errors: [error] });
  const ended = await visit.ask('endOrder', { order, words: said });
  return ended.ok ? to(visit, '/orders?done=ended') : show(visit, ended);
}

const readers = [...gridRoles, 'dispatcher', 'committee_head', 'privacy_officer', 'administrator'] as const;

export const orderPages: readonly AnyPage[] = [
  { method: 'get', path: '/orders', for: readers, handle: (visit) => show(visit) },
  { method: 'post', path: '/orders', for: makers, handle: propose },
  { method: 'post', path: '/orders/{order}/end', for: ['privacy_officer'], handle: end },
];
