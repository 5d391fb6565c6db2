/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { articleWords } from '../../policy/articles.ts';
import { purposeWords, wayWords, ways } from '../../policy/words.ts';
import type { LogEntry } from '../audit/entries.ts';
import { Decision } from './decision.tsx';
import { EndSignIn } from './end-sign-in.tsx';
import { Altered, Told } from './log.tsx';
import { placeIn, queryOf } from './log-filter.tsx';
import { type AnyPage, type Answer, file, type Visit } from './page.ts';
import { Act, Note, When } from './parts.tsx';
import { actionWords, fieldsIn, reasonOf, roleOf } from './sentence.ts';
import { numberOf } from './state.tsx';
import { exact } from './when.ts';
import { entryWords as words } from './words-log.ts';

const seqIn = ({ params }: Visit): number => Number(params['seq']);

/** One entry. The log is asked for the newest one below the next, which is this one or none. */
async function show(visit: Visit): Promise<Answer> {
  const seq = seqIn(visit);
  const found = await visit.ask('searchLog', { cursor: String(seq + 1), limit: 1 });
  if (!found.ok) return found;
  const { tampered } = found.value;
  const entry = found.value.items.find((one) => one.seq === seq);
  const title = visit.say(words.title, { seq });
  const place = placeIn(visit.query);
  const back = `${visit.base}/log${queryOf(place)}`;
  if (entry === undefined && !tampered.includes(seq)) return notThere(visit, title, back);
  const { vkey } = await visit.community.published();
  const body = (
    <>
      <h1>{title}</h1>
      <Altered v={visit} tampered={tampered.filter((one) => one === seq)} />
      {entry === undefined ? null : (
        <>
          <p class="lead">
            <When v={visit} at={entry.time} /> <Told v={visit} entry={entry} place={place} />
          </p>
          <All v={visit} entry={entry} />
          <EndSignIn v={visit} entry={entry} />
        </>
      )}
      <Proof v={visit} seq={seq} vkey={vkey} what={visit.say(words.proofWhat)} />
      <Back v={visit} href={back} />
    </>
  );
  return { title, body };
}

const Back = ({ v, href }: { v: Visit; href: string }) => (
  <p>
    <a class="tap" href={href}>
      {v.say(words.back)}
    </a>
  </p>
);

function notThere(visit: Visit, title: string, back: string): Answer {
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.notThere)}</p>
      <Back v={visit} href={back} />
    </>
  );
  return { title, body, status: 404 };
}

/** To take away, and how to check it. */
export const Proof = ({ v, seq, vkey, what }: { v: Visit; seq: number; vkey: string; what: string }) => (
  <section>
    <h2>{v.say(words.proofTitle)}</h2>
    <p>{what}</p>
    <Act action={`${v.base}/log/${seq}/proof`} label={v.say(words.proof)} kind="default" />
    <h2>{v.say(words.keyTitle)}</h2>
    <p>{v.say(words.keyWhat)}</p>
    <pre tabindex={0}>
      <code>{vkey}</code>
    </pre>
  </section>
);

/** Everything an entry says: words first, and behind them what programs call it. */
const All = ({ v, entry }: { v: Visit; entry: LogEntry }) => {
  const { records } = entry;
  const refused = entry.decision === 'refused';
  const way = ways.find((one) => one === entry.via.split(':')[1]);
  const rows: readonly (readonly [name: string, words: Child, code?: string | null])[] = [
    [v.say(words.seq), String(entry.seq)],
    [v.say(words.time), exact(entry.time)],
    [v.say(words.decision), <Decision v={v} decision={entry.decision} />],
    [v.say(words.action), v.say(actionWords(entry.action)), entry.action],
    ...(entry.reason === null
      ? []
      : [[v.say(words.reason), v.say(reasonOf(entry.reason)), entry.reason] as const]),
    [v.say(words.role), v.say(roleOf(entry.role)), entry.role],
    [v.say(words.actor), <Follow v={v} by="actor" id={entry.actor} />],
    [v.say(words.via), way === undefined ? '' : v.say(wayWords[way]), entry.via],
    [
      v.say(words.subject),
      entry.subject === null ? v.say(words.nobody) : <Follow v={v} by="subject" id={entry.subject} />,
    ],
    ...optional(v.say(refused ? words.fieldsRefused : words.fields), fieldsIn(v, entry)),
    ...(entry.purpose === null
      ? []
      : [[v.say(words.purpose), v.say(purposeWords(entry.purpose)), entry.purpose] as const]),
    ...(entry.basis === null ? [] : [[v.say(words.basis), ...lawOf(v, entry.basis)] as const]),
    ...optional(v.say(words.rule), entry.rule),
    ...(entry.case === null
      ? []
      : [[v.say(words.ticket), entry.ticket === null ? '' : numberOf(entry.ticket), entry.case] as const]),
    ...optional(v.say(words.words), entry.words),
    ...optional(v.say(words.notice), entry.notice),
    ...records.map(
      ({ type, id, version }) => [v.say(words.records), '', `${type}/${id}@${version}`] as const,
    ),
    [v.say(words.request), <Follow v={v} by="ref" id={entry.request} />],
    [v.say(words.policy), '', entry.policy],
  ];
  return (
    <table class="all">
      <caption>{v.say(words.table)}</caption>
      <tbody>
        {rows.map(([name, said, code]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>
              {said}
              {code === undefined || code === null ? null : <code>{code}</code>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** In Chinese the law has a name of its own; in English it is called as the entry cites it. */
function lawOf(v: Visit, cited: string): readonly [said: string, code: string | null] {
  const said = v.say(articleWords(cited));
  return [said, said === cited ? null : cited];
}

const optional = (name: string, said: string | null): readonly (readonly [string, string])[] =>
  said === null || said === '' ? [] : [[name, said]];

/** An identifier, and everything else that is about it. */
const Follow = ({ v, by, id }: { v: Visit; by: 'actor' | 'subject' | 'ref'; id: string }) =>
  id === '' ? null : (
    <a href={`${v.base}/log?${by}=${encodeURIComponent(id)}`}>
      <code>{id}</code>
    </a>
  );

/** The proof as a file, for the officer and for who the entry is about. */
async function prove(visit: Visit): Promise<Answer> {
  const seq = seqIn(visit);
  const proven = await visit.ask('proveEntry', seq);
  if (proven.ok) return file(proven.value.proof, `lindun-${visit.id}-${seq}.tlog-proof`);
  if (proven.problem.code !== 'not_published_yet') return proven;
  const title = visit.say(words.proofTitle);
  const own = visit.who.role === 'resident';
  const back = visit.base + (own ? '/me/log' : `/log/${seq}`);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="info">
        <p>{visit.say(words.notYet)}</p>
      </Note>
      <Back v={visit} href={back} />
    </>
  );
  return { title, body, status: 409, here: back.slice(visit.base.length) };
}

export const entryPages: readonly AnyPage[] = [
  { method: 'get', path: '/log/{seq}', for: ['privacy_officer', 'outside_auditor'], handle: show },
  {
    method: 'post',
    path: '/log/{seq}/proof',
    for: ['privacy_officer', 'outside_auditor', 'resident'],
    handle: prove,
  },
];
