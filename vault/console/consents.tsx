/** @jsxImportSource hono/jsx */
import { articleWords } from '../../policy/articles.ts';
import { isPurpose, type PurposeId, restsOnConsent } from '../../policy/purposes.ts';
import { consentWords } from '../../policy/words.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { OfferedNotice } from '../vault.ts';
import { NoticeText } from './notice-text.tsx';
import { type AnyPage, type Answer, file, to, type Visit } from './page.ts';
import { Act, Note } from './parts.tsx';
import { consentPageWords as words, withoutConsent } from './words-me.ts';

type Standing = ValueOf<'listConsents'>['items'][number];

const doneWords = { given: words.agreed, refused: words.refused, withdrawn: words.withdrawn } as const;

/** Where somebody stands with each purpose: one tap takes a consent back; to give one, its text is read first. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listConsents', {});
  if (!found.ok) return found;
  const { items } = found.value;
  const asked = items.filter(({ state }) => state !== 'not_asked_for');
  const done = visit.query.get('done') ?? '';
  const body = (
    <>
      {Object.hasOwn(doneWords, done) ? (
        <Note kind="done">
          <p>{visit.say(doneWords[done as keyof typeof doneWords])}</p>
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
  return (
    <section class="card">
      <h2>{v.say(title)}</h2>
      <p class="lead">
        <Stands v={v} state={state} />
      </p>
      <Stops v={v} purpose={purpose} given={state === 'given'} />
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
          <a class="weui-btn weui-btn_default" href={at}>
            {v.say(words.read)}
          </a>
        </p>
      )}
    </section>
  );
};

const Stands = ({ v, state }: { v: Visit; state: Standing['state'] }) =>
  state === 'not_asked_for' ? null : (
    <span class="state">
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
        {state === 'given' ? (
          <path d="m2.5 10.5 5 5L17.5 5" fill="none" stroke="currentColor" stroke-width="2.8" />
        ) : (
          <path d="m4 4 12 12M16 4 4 16" fill="none" stroke="currentColor" stroke-width="2.8" />
        )}
      </svg>
      {v.say(consentWords[state])}
    </span>
  );

const Stops = ({ v, purpose, given }: { v: Visit; purpose: PurposeId; given: boolean }) => {
  const stops = withoutConsent[purpose];
  return stops === undefined ? null : (
    <p>
      <strong>{v.say(given ? words.stops : words.without)}</strong> {v.say(stops)}
    </p>
  );
};

/** The notice in the reader's language, or the one there is. */
function noticeFor({ notices, language }: Visit, purpose: PurposeId): OfferedNotice | undefined {
  const offered = notices.filter((notice) => notice.purpose === purpose && notice.audience === 'adult');
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
  const notice = noticeFor(visit, purpose);
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
      <Answers v={visit} standing={standing} notice={notice} />
      <p>
        <a class="tap" href={`${visit.base}/me/consents`}>
          {visit.say(words.back)}
        </a>
      </p>
    </>
  );
  const status = trouble === undefined ? 200 : problems[trouble === 'changed' ? 'conflict' : 'denied'].status;
  return { title, body, status, here: `/me/consents/${purpose}` };
}

const Exactly = ({ v, notice: { id, version, sha256, purpose } }: { v: Visit; notice: OfferedNotice }) => (
  <p class="aside">
    {v.say(words.hash, { id, version })} <code class="hash">{sha256}</code>{' '}
    <a href={`${v.base}/me/consents/${purpose}/text`}>{v.say(words.file)}</a>
  </p>
);

interface AnswersProps {
  v: Visit;
  standing: Standing;
  notice: OfferedNotice | undefined;
}

const Answers = ({ v, standing: { purpose, state }, notice }: AnswersProps) => {
  const at = `${v.base}/me/consents/${purpose}`;
  if (state === 'given')
    return (
      <>
        <Stops v={v} purpose={purpose} given={state === 'given'} />
        <Act action={at} label={v.say(words.withdraw)} kind="warn" values={{ event: 'withdrawn' }} />
      </>
    );
  if (notice === undefined) return null;
  // The text that is on the screen is what is agreed to: its hash comes back with the answer.
  const shown = { notice: notice.sha256 };
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
  if (event !== 'given' && event !== 'refused' && event !== 'withdrawn')
    return { problem: { code: 'invalid' } };
  const shown = visit.notices.find((one) => one.purpose === purpose && one.sha256 === sha256);
  if (event !== 'withdrawn' && shown === undefined) return read(visit, 'changed');
  const said = await visit.ask('recordConsent', {
    purpose,
    event,
    ...(event === 'withdrawn' || shown === undefined ? {} : { notice: refOf(shown) }),
  });
  if (said.ok) return to(visit, `/me/consents?done=${event}`);
  return said.problem.code === 'denied' ? read(visit, 'elsewhere') : said;
}

const refOf = ({ id, version, sha256, lang }: OfferedNotice) => ({ id, version, sha256, lang });

/** The very bytes that the hash is of. */
function text(visit: Visit): Answer {
  const purpose = purposeIn(visit);
  const notice = purpose === undefined ? undefined : noticeFor(visit, purpose);
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
