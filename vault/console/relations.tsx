/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { scopes } from '../../policy/people/relations.ts';
import { reasonWords } from '../../policy/words.ts';
import type { ValueOf } from '../http/route.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Note, Value, Way, Ways, When } from './parts.tsx';
import { relationWords as words } from './words-relations.ts';

type Relation = ValueOf<'listRelations'>['items'][number];

const at = '/me/relations';
const doneWords = {
  asked: words.done_asked,
  ended: words.done_ended,
  agreed: words.done_agreed,
} as const;

/** Who may act for one, and for whom one may act: each with its end, and the one button that ends it. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listRelations', undefined);
  if (!found.ok) return found;
  const { items } = found.value;
  const of = (side: Relation['side']) => items.filter((item) => item.side === side);
  const done = visit.query.get('done') ?? '';
  const title = visit.say(words.title);
  const body = (
    <>
      {Object.hasOwn(doneWords, done) ? (
        <Note kind="done">
          <p>{visit.say(doneWords[done as keyof typeof doneWords])}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p>{visit.say(words.lead)}</p>
      {visit.who.fromChat ? (
        <Note kind="info">
          <p>{visit.say(words.fromChat)}</p>
        </Note>
      ) : (
        <Ways>
          <Way href={`${visit.base}${at}/give`} hint={visit.say(words.giveHint)}>
            {visit.say(words.give)}
          </Way>
        </Ways>
      )}
      <Side v={visit} title={visit.say(words.given)} none={visit.say(words.noneGiven)} items={of('given')} />
      <Side v={visit} title={visit.say(words.held)} none={visit.say(words.noneHeld)} items={of('held')} />
    </>
  );
  return { title, body };
}

interface SideProps {
  v: Visit;
  title: string;
  none: string;
  items: readonly Relation[];
}

const Side = ({ v, title, none, items }: SideProps) => (
  <section>
    <h2>{title}</h2>
    {items.length === 0 ? <p class="aside">{none}</p> : null}
    {items.map((item) => (
      <One v={v} of={item} />
    ))}
  </section>
);

const One = ({ v, of }: { v: Visit; of: Relation }) => {
  const { other, name, kind, side, scope, state, waits, stands, why, until } = of;
  const as =
    side === 'given'
      ? kind === 'guardian'
        ? words.guardian
        : words.delegate
      : kind === 'guardian'
        ? words.child
        : words.parent;
  return (
    <section class="card">
      <h3>
        {name === null ? v.say(words.noName) : <Value v={v} of={name} />} · {v.say(as)}
      </h3>
      <p class="lead">
        {waits === 'me'
          ? v.say(words.waitsForMe)
          : stands
            ? v.say(words.stands)
            : why && v.say(reasonWords(why))}
        {until === null ? null : (
          <span class="aside">
            {' '}
            <Until v={v} until={until} />
          </span>
        )}
      </p>
      <ul>
        {scope.map((one) => (
          <li>{v.say(scopes[one])}</li>
        ))}
      </ul>
      {side === 'held' && stands ? (
        <p>
          <a class="weui-btn weui-btn_primary" href={`${v.base}/for/${other}`}>
            {v.say(words.open)}
          </a>
        </p>
      ) : null}
      {waits === 'me' ? (
        <Act action={`${v.base}${at}/agree`} label={v.say(words.agree)} values={{ other }} />
      ) : null}
      {/* A child under 14 does not end their guardian. */}
      {side === 'given' && kind === 'guardian' ? null : (
        <Act
          action={`${v.base}${at}/end`}
          kind="warn"
          label={v.say(state === 'waiting' ? words.turnDown : kind === 'guardian' ? words.giveUp : words.end)}
          values={{ other }}
        />
      )}
    </section>
  );
};

/** The last moment of a day is that day. */
const Until = ({ v, until }: { v: Visit; until: number }): Child => {
  const [before, after] = v.say(words.until, { until: '\u{e000}' }).split('\u{e000}');
  return (
    <>
      {before}
      <When v={v} at={until - 1} />
      {after}
    </>
  );
};

async function agree(visit: Visit): Promise<Answer> {
  const agreed = await visit.ask('confirmRelation', { other: visit.form['other'] ?? '' });
  return agreed.ok ? to(visit, `${at}?done=agreed`) : agreed;
}

async function end(visit: Visit): Promise<Answer> {
  const ended = await visit.ask('endRelation', { other: visit.form['other'] ?? '' });
  return ended.ok ? to(visit, `${at}?done=ended`) : ended;
}

const resident = ['resident'] as const;

export const relationPages: readonly AnyPage[] = [
  { method: 'get', path: at, for: resident, handle: list },
  { method: 'post', path: `${at}/agree`, for: resident, handle: agree },
  { method: 'post', path: `${at}/end`, for: resident, handle: end },
];
