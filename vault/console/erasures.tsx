/** @jsxImportSource hono/jsx */
import { holdLaws } from '../../policy/erasure/holds.ts';
import { fieldSpec, isRecordType, recordTypes } from '../../policy/fields.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { type Came, Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Back, Fact, Facts, Field, Note, When } from './parts.tsx';
import { erasureWords as words } from './words-erasure.ts';

const here = '/erasures';
const statusOf = (came: Came): number =>
  came.problem === undefined ? 200 : problems[came.problem.code].status;

/** Three numbers, and where each is dealt with. */
async function hub(visit: Visit): Promise<Answer> {
  const held = await visit.ask('listHeldBack', undefined);
  const traces = await visit.ask('listTraces', undefined);
  const sweeps = await visit.ask('listSweeps', undefined);
  if (!held.ok) return held;
  if (!traces.ok) return traces;
  if (!sweeps.ok) return sweeps;
  const open = (items: readonly { state: string }[]): number =>
    items.filter(({ state }) => state === 'open').length;
  const due = Object.values(sweeps.value.next).reduce((all, n) => all + n, 0);
  const ways = [
    ['held-back', words.heldCount, open(held.value.items)],
    ['words', words.wordCount, open(traces.value.items)],
    ['sweeps', words.sweepCount, due],
  ] as const;
  const title = visit.say(words.title);
  const body = (
    <>
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      <Facts>
        {ways.map(([path, name, n]) => (
          <Fact name={visit.say(name)}>
            <a class="tap" href={`${visit.base}/erasures/${path}`}>
              {visit.say(words.n, { n })}
            </a>
          </Fact>
        ))}
      </Facts>
      <Back v={visit} to="/erasures/holds" words={words.holds} />
    </>
  );
  return { title, body, here };
}

async function heldBack(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listHeldBack', undefined);
  if (!listed.ok) return listed;
  const { items, suppressed } = listed.value;
  const title = visit.say(words.held);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.heldLead)}</p>
      {items.length === 0 ? <p>{visit.say(words.heldNone)}</p> : null}
      <ul class="cards">
        {items.map((item) => (
          <Held v={visit} item={item} />
        ))}
      </ul>
      <p class="aside">{visit.say(words.listed, { n: suppressed })}</p>
      <Back v={visit} to={here} words={words.back} />
    </>
  );
  return { title, body, here, status: statusOf(came) };
}

const Held = ({ v, item }: { v: Visit; item: ValueOf<'listHeldBack'>['items'][number] }) => {
  const { id, why, how, line, at, state } = item;
  const action = `${v.base}/erasures/held-back/${id}`;
  return (
    <li class="card">
      <Facts>
        <Fact name={v.say(words.why)}>{v.say(words[why])}</Fact>
        <Fact name={v.say(words.how)}>{v.say(words[how], { line: line ?? 0 })}</Fact>
        <Fact name={v.say(words.when)}>
          <When v={v} at={at} />
        </Fact>
        <Fact name={v.say(words.state)}>{v.say(words[state])}</Fact>
      </Facts>
      {state === 'open' && why === 'suppressed' ? (
        <Act action={action} label={v.say(words.release)} values={{ decision: 'release' }}>
          <Field v={v} name={`words-${id}`} label={v.say(words.releaseWords)}>
            {(attributes) => (
              <input {...attributes} name="words" class="weui-input" autocomplete="off" maxlength={500} />
            )}
          </Field>
        </Act>
      ) : null}
      {state === 'open' ? (
        <Act action={action} label={v.say(words.close)} values={{ decision: 'close' }} kind="default" />
      ) : null}
    </li>
  );
};

async function decideHeld(visit: Visit): Promise<Answer> {
  const said = (visit.form['words'] ?? '').trim();
  const decided = await visit.ask('decideHeldBack', {
    id: visit.params['id'] ?? '',
    decision: visit.form['decision'] === 'release' ? 'release' : 'close',
    ...(said === '' ? {} : { words: said }),
  });
  if (decided.ok) return to(visit, '/erasures/held-back');
  return heldBack(visit, { problem: decided.problem, errors: decided.problem.errors ?? [] });
}

async function wordsToSee(visit: Visit, came: Came = {}): Promise<Answer> {
  const listed = await visit.ask('listTraces', undefined);
  if (!listed.ok) return listed;
  const { items } = listed.value;
  const title = visit.say(words.words);
  const body = (
    <>
      <Happened v={visit} came={came} />
      {visit.query.get('done') === 'yes' ? (
        <Note kind="done">
          <p>{visit.say(words.doneWords)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.wordsLead)}</p>
      {items.length === 0 ? <p>{visit.say(words.wordsNone)}</p> : null}
      <ul class="cards">
        {items.map((item) => (
          <li class="card">
            <Facts>
              <Fact name={visit.say(words.how)}>{ticketOf(visit, item)}</Fact>
              <Fact name={visit.say(words.why)}>{visit.say(words[item.why])}</Fact>
              <Fact name={visit.say(words.state)}>
                {item.state === 'open'
                  ? `${visit.say(words.open)} · ${visit.say(words.places, { n: item.places })}`
                  : visit.say(words[item.state])}
              </Fact>
            </Facts>
            {item.state === 'open' ? (
              <Act
                action={`${visit.base}/erasures/words/${item.id}`}
                label={`${visit.say(words.openIt)} ${ticketOf(visit, item)}`}
                hint={visit.say(words.openHint)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <Back v={visit} to={here} words={words.back} />
    </>
  );
  return { title, body, here, status: statusOf(came) };
}

const ticketOf = (visit: Visit, { ticket }: ValueOf<'listTraces'>['items'][number]): string =>
  ticket === null ? '' : visit.say(words.ticket, { number: String(ticket.number).padStart(4, '0') });

/** The words, with what was found marked. */
async function openWords(visit: Visit, came: Came = {}): Promise<Answer> {
  const read = await visit.ask('readTrace', { id: visit.params['id'] ?? '' });
  if (!read.ok) return read;
  const { id, fields, version } = read.value;
  const action = `${visit.base}/erasures/words/${id}/decide`;
  const title = ticketOf(visit, read.value);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <h1>{title}</h1>
      <Facts>
        {Object.entries(fields).map(([name, { text, spans }]) => (
          <Fact name={visit.say(fieldSpec('ticket', name)?.title ?? words.what)}>
            {marked(text, spans).map(({ part, found }) => (found ? <mark>{part}</mark> : part))}
          </Fact>
        ))}
      </Facts>
      <Act action={action} label={visit.say(words.redact)} values={{ decision: 'redact', version }}>
        <Field v={visit} name="words" label={visit.say(words.redactWords)}>
          {(attributes) => <textarea {...attributes} class="weui-textarea" rows={3} spellcheck={false} />}
        </Field>
      </Act>
      <Act
        action={action}
        label={visit.say(words.keep)}
        values={{ decision: 'keep', version }}
        kind="default"
      />
      <Back v={visit} to="/erasures/words" words={words.words} />
    </>
  );
  return { title, body, here, status: statusOf(came) };
}

/** A text in pieces, those that were found told apart. */
function marked(
  text: string,
  spans: readonly (readonly [number, number])[],
): { part: string; found: boolean }[] {
  const pieces: { part: string; found: boolean }[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    pieces.push({ part: text.slice(at, from), found: false }, { part: text.slice(from, to), found: true });
    at = to;
  }
  return [...pieces, { part: text.slice(at), found: false }].filter(({ part }) => part !== '');
}

async function decideWords(visit: Visit): Promise<Answer> {
  const said = (visit.form['words'] ?? '').split('\n').map((line) => line.trim());
  const decided = await visit.ask('decideTrace', {
    id: visit.params['id'] ?? '',
    version: Number(visit.form['version']),
    decision: visit.form['decision'] === 'redact' ? 'redact' : 'keep',
    words: said.filter((line) => line !== ''),
  });
  if (decided.ok) return to(visit, '/erasures/words?done=yes');
  const came = { problem: decided.problem, errors: decided.problem.errors ?? [] };
  return decided.problem.code === 'denied' ? wordsToSee(visit, came) : openWords(visit, came);
}

async function sweeps(visit: Visit): Promise<Answer> {
  const listed = await visit.ask('listSweeps', undefined);
  if (!listed.ok) return listed;
  const { next, last } = listed.value;
  const title = visit.say(words.sweeps);
  const body = (
    <>
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.sweepsLead)}</p>
      <h2>{visit.say(words.next)}</h2>
      {Object.keys(next).length === 0 ? (
        <p>{visit.say(words.nothing)}</p>
      ) : (
        <Counts v={visit} caption={words.next} rows={Object.entries(next)} />
      )}
      <h2>{visit.say(words.last)}</h2>
      {last.length === 0 ? <p>{visit.say(words.noneYet)}</p> : null}
      {last.map(({ day, counts }) => (
        <Counts v={visit} caption={{ zh: day, en: day }} rows={Object.entries(counts)} />
      ))}
      <Back v={visit} to={here} words={words.back} />
    </>
  );
  return { title, body, here };
}

const Counts = ({
  v,
  caption,
  rows,
}: {
  v: Visit;
  caption: Bilingual;
  rows: readonly (readonly [string, number])[];
}) => (
  <table>
    <caption>{v.say(caption)}</caption>
    <thead>
      <tr>
        <th scope="col">{v.say(words.what)}</th>
        <th scope="col">{v.say(words.count)}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, n]) => (
        <tr>
          <th scope="row">{v.say(nameOf(name))}</th>
          <td data-label={v.say(words.count)}>{n}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** A type, or a field of one, as people call it. */
function nameOf(name: string): Bilingual {
  const [type = '', field] = name.split('.');
  if (!isRecordType(type)) return words.keptByLaw;
  const { title } = recordTypes[type];
  const of = field === undefined ? undefined : fieldSpec(type, field)?.title;
  return of === undefined ? title : { zh: `${title.zh} · ${of.zh}`, en: `${title.en}: ${of.en}` };
}

async function holds(visit: Visit): Promise<Answer> {
  const listed = await visit.ask('listHolds', undefined);
  if (!listed.ok) return listed;
  const title = visit.say(words.holds);
  const items = listed.value.items.filter(({ state }) => state === 'in_force');
  const body = (
    <>
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.holdsLead)}</p>
      {items.length === 0 ? <p>{visit.say(words.holdsNone)}</p> : null}
      <ul class="cards">
        {items.map(({ subject, law, types, until, erased }) => (
          <li class="card">
            <Facts>
              <Fact name={visit.say(words.law)}>{visit.say(holdLaws[law])}</Fact>
              <Fact name={visit.say(words.what)}>
                {types.map((type) => visit.say(nameOf(type))).join(' · ')}
                {erased ? ` · ${visit.say(words.ofErased)}` : null}
              </Fact>
              <Fact name={visit.say(words.until)}>
                <When v={visit} at={until} />
              </Fact>
            </Facts>
            <Act
              action={`${visit.base}/erasures/holds/${subject}/lift`}
              label={`${visit.say(words.lift)} …${subject.slice(-5)}`}
              kind="default"
            />
          </li>
        ))}
      </ul>
      <Back v={visit} to={here} words={words.back} />
    </>
  );
  return { title, body, here };
}

async function lift(visit: Visit): Promise<Answer> {
  const lifted = await visit.ask('liftHold', { subject: visit.params['id'] ?? '' });
  return lifted.ok ? to(visit, '/erasures/holds') : lifted;
}

const officer = ['privacy_officer'] as const;

export const erasurePages: readonly AnyPage[] = [
  { method: 'get', path: '/erasures', for: officer, handle: hub },
  { method: 'get', path: '/erasures/held-back', for: officer, handle: (visit) => heldBack(visit) },
  { method: 'post', path: '/erasures/held-back/{id}', for: officer, handle: decideHeld },
  { method: 'get', path: '/erasures/words', for: officer, handle: (visit) => wordsToSee(visit) },
  { method: 'post', path: '/erasures/words/{id}', for: officer, handle: (visit) => openWords(visit) },
  { method: 'post', path: '/erasures/words/{id}/decide', for: officer, handle: decideWords },
  { method: 'get', path: '/erasures/sweeps', for: officer, handle: sweeps },
  { method: 'get', path: '/erasures/holds', for: officer, handle: holds },
  { method: 'post', path: '/erasures/holds/{id}/lift', for: officer, handle: lift },
];
