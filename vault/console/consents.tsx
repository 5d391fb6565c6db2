/** @jsxImportSource hono/jsx */
import { articleWords } from '../../policy/articles.ts';
import { isPurpose, type PurposeId, restsOnConsent } from '../../policy/purposes.ts';
import { consentWords } from '../../policy/words.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { OfferedNotice } from '../vault.ts';
import { NoticeText } from './notice-text.tsx';
import { type AnyPage, type Answer, file, to, type Visit } from './page.ts';
import { Back, Act, Note, When } from './parts.tsx';
import { dateOf } from './when.ts';
import { byWhom, checkedWords, consentMoreWords as more, eventWords } from './words-consents.ts';
import { consentPageWords as words, withoutConsent } from './words-me.ts';

type Standing = ValueOf<'listConsents'>['items'][number];

const doneWords = {
  given: words.agreed,
  refused: words.refused,
  withdrawn: words.withdrawn,
  confirmed: more.confirmed,
  disputed: more.disputed,
} as const;
type Said = keyof typeof doneWords;
const isSaid = (event: string): event is Said => Object.hasOwn(doneWords, event);

/** Where somebody stands with each purpose: one tap takes a consent back; to give one, its text is read first. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listConsents', {});
  if (!found.ok) return found;
  const { items } = found.value;
  const asked = items.filter(({ state }) => state !== 'not_asked_for');
  const done = visit.query.get('done') ?? '';
  const of = asked.find(({ purpose }) => purpose === visit.query.get('of'));
  const body = (
    <>
      {isSaid(done) ? (
        <Note kind="done">
          <p>{visit.say(doneWords[done])}</p>
          {of === undefined || (done !== 'withdrawn' && done !== 'disputed') ? null : (
            <Ends v={visit} standing={of} />
          )}
        </Note>
      ) : null}
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      {asked.map((standing) => (
        <Consent v={visit} standing={standing} />
      ))}
      <details>
        <summary>{visit.say(words.notByConsent)}</summary>
        <p>{visit.say(words.notByConsentWhat)}</p>
        <ul>
          {items
            .filter(({ state }) => state === 'not_asked_for')
            .map(({ title, basis }) => (
              <li>
                {visit.say(title)} <span class="aside">{visit.say(articleWords(basis))}</span>
              </li>
            ))}
        </ul>
      </details>
    </>
  );
  return { title: visit.say(words.title), body };
}

const Consent = ({ v, standing }: { v: Visit; standing: Standing }) => {
  const { purpose, title, state } = standing;
  const at = `${v.base}/me/consents/${purpose}`;
  const stands = state === 'given' || state === 'provisional';
  return (
    <section class="card">
      <h2>{v.say(title)}</h2>
      <p class="lead">
        <Stands v={v} state={state} />
      </p>
      <Since v={v} standing={standing} />
      {state === 'provisional' ? <IsItSo v={v} at={at} /> : null}
      <Stops v={v} purpose={purpose} given={stands} />
      {state === 'given' ? (
        <>
          <Act action={at} label={v.say(words.withdraw)} kind="warn" values={{ event: 'withdrawn' }} />
          <p>
            <a class="tap" href={at}>
              {v.say(words.readAgain)}
            </a>
          </p>
        </>
      ) : (
        <p>
          <a class={state === 'provisional' ? 'tap' : 'weui-btn weui-btn_default'} href={at}>
            {v.say(state === 'provisional' ? words.readAgain : words.read)}
          </a>
        </p>
      )}
      <History v={v} standing={standing} />
    </section>
  );
};

const Stands = ({ v, state }: { v: Visit; state: Standing['state'] }) =>
  state === 'not_asked_for' ? null : (
    <span class="state">
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
        {state === 'given' ? (
          <path d="m2.5 10.5 5 5L17.5 5" fill="none" stroke="currentColor" stroke-width="2.8" />
        ) : state === 'provisional' ? (
          <path d="M10 4v7m0 3v2.5" fill="none" stroke="currentColor" stroke-width="2.8" />
        ) : (
          <path d="m4 4 12 12M16 4 4 16" fill="none" stroke="currentColor" stroke-width="2.8" />
        )}
      </svg>
      {v.say(consentWords[state])}
    </span>
  );

/** Since when, whose word it was, and how long it lasts. */
const Since = ({ v, standing: { state, since, until, by, ask } }: { v: Visit; standing: Standing }) => {
  const day = (at: number) => dateOf(at, v.now, v.language);
  const parts = [
    since === null ? [] : [v.say(more.since, { when: day(since) })],
    by === null ? [] : [v.say(more[by])],
    until === null || state === 'expired'
      ? []
      : [v.say(state === 'provisional' ? more.confirmBy : more.until, { when: day(until) })],
    ask?.may === true && ask.kind === 'renewal' && state === 'given' ? [v.say(more.renew)] : [],
    ask?.may === false && (state === 'refused' || state === 'withdrawn')
      ? [v.say(more.notAsked) + (ask.from === null ? '' : v.say(more.askFrom, { when: day(ask.from) }))]
      : [],
  ].flat();
  return parts.length === 0 ? null : <p class="aside">{parts.join(v.language === 'en' ? '; ' : ',')}</p>;
};

/** What a worker recorded at the door: their own word is one tap, either way. */
const IsItSo = ({ v, at }: { v: Visit; at: string }) => (
  <Note kind="info">
    <p>
      <strong>{v.say(more.isItSo)}</strong>
    </p>
    <p>{v.say(more.before)}</p>
    <Act action={at} label={v.say(more.yes)} values={{ event: 'confirmed' }} />
    <Act action={at} label={v.say(more.no)} kind="warn" values={{ event: 'disputed' }} />
  </Note>
);

const Stops = ({ v, purpose, given }: { v: Visit; purpose: PurposeId; given: boolean }) => {
  const stops = withoutConsent[purpose];
  return stops === undefined ? null : (
    <p>
      <strong>{v.say(given ? words.stops : words.without)}</strong> {v.say(stops)}
    </p>
  );
};

/** Who can no longer see what, and what goes on: as the policy has it, not as somebody remembers it. */
const Ends = ({ v, standing: { stops, goesOn } }: { v: Visit; standing: Standing }) => (
  <>
    <Lines v={v} title={v.say(more.whoSaw)} lines={stops} />
    <Lines v={v} title={v.say(more.goesOn)} lines={goesOn} />
  </>
);

const Lines = ({ v, title, lines }: { v: Visit; title: string; lines: Standing['stops'] }) =>
  lines.length === 0 ? null : (
    <details>
      <summary>{title}</summary>
      <ul>
        {lines.map((line) => (
          <li>{v.say(line)}</li>
        ))}
      </ul>
    </details>
  );

const History = ({ v, standing: { history } }: { v: Visit; standing: Standing }) =>
  history.length === 0 ? null : (
    <details>
      <summary>{v.say(more.history)}</summary>
      <ul>
        {history.map(({ id, event, at, by, checked, notice }) => (
          <li>
            <When v={v} at={at} /> {v.say(eventWords[event])}, {v.say(byWhom[by])}
            {checked === null ? '' : ` (${v.say(checkedWords[checked])})`}{' '}
            <span class="aside">{v.say(more.noticeOf, { version: notice.version })}</span>{' '}
            <a class="tap" href={`${v.base}/me/consents/receipts/${id}`}>
              {v.say(more.receipt)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );

/** The notice for whom it is asked of, in the reader's language, or the one there is. */
export function noticeFor(
  { notices, language }: Visit,
  { purpose, audience }: Pick<Standing, 'purpose' | 'audience'>,
): OfferedNotice | undefined {
  const offered = notices.filter((one) => one.purpose === purpose && one.audience === audience);
  return offered.find(({ lang }) => lang === language) ?? offered[0];
}

const purposeIn = ({ params }: Visit): PurposeId | undefined => {
  const said = params['purpose'] ?? '';
  return isPurpose(said) && restsOnConsent(said) ? said : undefined;
};

/** The whole text, its hash, and the two answers. */
async function read(visit: Visit, trouble?: 'elsewhere' | 'changed'): Promise<Answer> {
  const purpose = purposeIn(visit);
  if (purpose === undefined) return { problem: { code: 'not_found' } };
  const found = await visit.ask('listConsents', {});
  if (!found.ok) return found;
  const standing = found.value.items.find((item) => item.purpose === purpose);
  if (standing === undefined) return { problem: { code: 'not_found' } };
  const notice = noticeFor(visit, standing);
  const title = notice?.title ?? visit.say(standing.title);
  const body = (
    <>
      {trouble === undefined ? null : (
        <Note kind="problem">
          <p>{visit.say(words[trouble])}</p>
        </Note>
      )}
      <h1>{title}</h1>
      <p class="lead">
        {visit.say(words.given)}: <Stands v={visit} state={standing.state} />
      </p>
      {notice === undefined ? (
        <p>{visit.say(words.noNotice)}</p>
      ) : (
        <>
          <NoticeText body={notice.body} language={notice.lang} />
          <Exactly v={visit} notice={notice} />
        </>
      )}
      {purpose === 'provide_by_consent' ? (
        <p>
          <a class="tap" href={`${visit.base}/me/recipients`}>
            {visit.say(more.recipients)}
          </a>
        </p>
      ) : null}
      <Answers v={visit} standing={standing} notice={notice} />
      <Ends v={visit} standing={standing} />
      <Back v={visit} to="/me/consents" words={words.back} />
    </>
  );
  const status = trouble === undefined ? 200 : problems[trouble === 'changed' ? 'conflict' : 'denied'].status;
  return { title, body, status, here: `/me/consents/${purpose}` };
}

const Exactly = ({ v, notice: { id, version, sha256, purpose } }: { v: Visit; notice: OfferedNotice }) => (
  <p class="aside">
    {v.say(words.hash, { id, version })} <code class="hash">{sha256}</code>{' '}
    <a href={`${v.base}/me/consents/${purpose}/text?sha256=${sha256}`}>{v.say(words.file)}</a>
  </p>
);

interface AnswersProps {
  v: Visit;
  standing: Standing;
  notice: OfferedNotice | undefined;
}

const Answers = ({ v, standing: { purpose, state, ask, by }, notice }: AnswersProps) => {
  const at = `${v.base}/me/consents/${purpose}`;
  // The text that is on the screen is what is agreed to: its hash comes back with the answer.
  const shown = notice === undefined ? undefined : { notice: notice.sha256 };
  if (state === 'given')
    return (
      <>
        <Stops v={v} purpose={purpose} given />
        {shown !== undefined && ask?.may === true && ask.kind === 'renewal' ? (
          <Act action={at} label={v.say(more.again)} values={{ event: 'given', ...shown }} />
        ) : null}
        <Act action={at} label={v.say(words.withdraw)} kind="warn" values={{ event: 'withdrawn' }} />
        {by === 'door' ? (
          <Act action={at} label={v.say(more.notMine)} kind="default" values={{ event: 'disputed' }} />
        ) : null}
      </>
    );
  if (state === 'provisional') return <IsItSo v={v} at={at} />;
  if (shown === undefined) return null;
  return (
    <>
      <Act action={at} label={v.say(words.give)} values={{ event: 'given', ...shown }} />
      {state === 'refused' || state === 'withdrawn' ? null : (
        <Act action={at} label={v.say(words.refuse)} kind="default" values={{ event: 'refused', ...shown }} />
      )}
    </>
  );
};

async function answer(visit: Visit): Promise<Answer> {
  const purpose = purposeIn(visit);
  if (purpose === undefined) return { problem: { code: 'not_found' } };
  const { event, notice: sha256 } = visit.form;
  if (event === undefined || !isSaid(event)) return { problem: { code: 'invalid' } };
  const shown = visit.notices.find((one) => one.purpose === purpose && one.sha256 === sha256);
  const isAnswer = event === 'given' || event === 'refused';
  if (isAnswer && shown === undefined) return read(visit, 'changed');
  const said = await visit.ask('recordConsent', {
    purpose,
    event,
    ...(isAnswer && shown !== undefined ? { notice: refOf(shown) } : {}),
  });
  if (said.ok) return to(visit, `/me/consents?done=${event}&of=${purpose}`);
  return said.problem.code === 'denied' ? read(visit, 'elsewhere') : said;
}

export const refOf = ({ id, version, sha256, lang }: OfferedNotice) => ({ id, version, sha256, lang });

/** The very bytes that the hash is of. */
function text(visit: Visit): Answer {
  const purpose = purposeIn(visit);
  if (purpose === undefined) return { problem: { code: 'not_found' } };
  const wanted = visit.query.get('sha256');
  const notice =
    visit.notices.find((one) => one.purpose === purpose && one.sha256 === wanted) ??
    noticeFor(visit, { purpose, audience: 'adult' });
  if (notice === undefined) return { problem: { code: 'not_found' } };
  return file(notice.text, `${notice.id}.${notice.lang}.md`);
}

const resident = ['resident'] as const;

export const consentPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/consents', for: resident, handle: list },
  { method: 'get', path: '/me/consents/{purpose}', for: resident, handle: (visit) => read(visit) },
  { method: 'post', path: '/me/consents/{purpose}', for: resident, handle: answer },
  { method: 'get', path: '/me/consents/{purpose}/text', for: resident, handle: text },
];
