/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { html } from 'hono/html';
import { problems, type WireCode, type WireProblem } from '../http/problem.ts';
import { menus } from './menus.ts';
import { Note } from './parts.tsx';
import type { Answer, Guest, Sheet, Visit } from './page.ts';
import { shortReference } from './reference.ts';
import { exact } from './when.ts';
import { frameWords, menuWords, problemWords, type Trouble, troubleWords } from './words-frame.ts';

/** Draws what a page answered. */
export async function draw(visit: Guest | Visit, answer: Answer): Promise<Response> {
  if (answer instanceof Response) return answer;
  if ('problem' in answer) return problemPage(visit, answer.problem);
  return respond(visit, answer);
}

/** A problem as a page, with its own status. @param trouble its words, where the code alone does not give them */
export function problemPage(
  visit: Guest | Visit,
  problem: WireProblem,
  trouble?: Trouble,
): Promise<Response> {
  const of = trouble ?? troubleOf(problem.code);
  const { title, what } = problemWords[of];
  const minutes = Math.max(1, Math.ceil((problem.retryAfter ?? 60) / 60));
  const body = (
    <>
      <h1>{visit.say(title)}</h1>
      <p>{visit.say(what, { minutes })}</p>
      {of === 'expired' ? <ComeInAgain v={visit} /> : null}
      {of === 'expired' || of === 'nowhere' ? null : (
        <p>
          <a class="weui-btn weui-btn_default" href={visit.base}>
            {visit.say(troubleWords.home)}
          </a>
        </p>
      )}
      <p class="aside">
        {visit.say(troubleWords.reference)} <code>{shortReference(visit.request)}</code>
      </p>
    </>
  );
  const retry = problem.retryAfter === undefined ? {} : { 'Retry-After': String(problem.retryAfter) };
  return respond(visit, {
    title: visit.say(title),
    body,
    status: problems[problem.code].status,
    headers: retry,
  });
}

export function troubleOf(code: WireCode): Trouble {
  switch (code) {
    case 'unauthenticated':
      return 'expired';
    case 'denied':
    case 'too_many_requests':
    case 'tampered':
      return code;
    case 'not_found':
    case 'method_not_allowed':
      return 'not_found';
    case 'version_changed':
    case 'version_missing':
    case 'conflict':
    case 'not_published_yet':
      return 'changed';
    case 'invalid':
    case 'malformed_body':
    case 'media_type':
    case 'body_too_large':
    case 'idempotency_key_missing':
    case 'idempotency_key_reused':
      return 'invalid';
    case 'unavailable':
    case 'internal':
      return 'broken';
  }
}

export const ComeInAgain = ({ v }: { v: Guest }) => (
  <Note kind="info">
    <h2>{v.say(troubleWords.again)}</h2>
    <ul>
      <li>
        <a class="tap" href={`${v.base}/sign-in`}>
          {v.say(troubleWords.bySignIn)}
        </a>
      </li>
      <li>{v.say(troubleWords.byChat)}</li>
      <li>{v.say(troubleWords.byTicket)}</li>
      <li>{v.say(troubleWords.byDesk)}</li>
    </ul>
  </Note>
);

async function respond(visit: Guest | Visit, sheet: Sheet): Promise<Response> {
  const page = await html`<!doctype html>${(<Frame visit={visit} sheet={sheet} />)}`;
  return new Response(String(page), {
    status: sheet.status ?? 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      // What was shown is nowhere afterwards: in no cache, and not behind the back button.
      'Cache-Control': 'no-store',
      'Content-Language': visit.language,
      ...sheet.headers,
    },
  });
}

const Frame = ({ visit, sheet }: { visit: Guest | Visit; sheet: Sheet }) => (
  <html lang={visit.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>
        {sheet.title} · {visit.say(frameWords.product)}
      </title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href={visit.style} />
    </head>
    <body data-weui-mode={visit.large ? 'care' : undefined}>
      <a class="skip" href="#content">
        {visit.say(frameWords.skip)}
      </a>
      <header>
        <span class="product">{visit.say(frameWords.product)}</span>
        {'who' in visit ? <Menu visit={visit} /> : null}
      </header>
      <main id="content">{sheet.body}</main>
      <footer>
        <Reading visit={visit} back={backOf(visit, sheet)} />
        {'who' in visit && (visit.who.strong || visit.who.role === 'resident') ? (
          <a class="quiet" href={`${visit.base}/me/sign-in`}>
            {visit.say(frameWords.signIn)}
          </a>
        ) : null}
        {'who' in visit ? (
          <form method="post" action={`${visit.base}/leave`}>
            <button class="quiet" type="submit">
              {visit.say(frameWords.leave)}
            </button>
          </form>
        ) : null}
        <p class="print-only">
          {visit.say(frameWords.printed, {
            when: exact(visit.now).replace('T', ' ').slice(0, 19),
            request: visit.request,
          })}
        </p>
      </footer>
    </body>
  </html>
);

/** Nothing where the session is for one ticket: there is nowhere else to go. */
const Menu = ({ visit }: { visit: Visit }): Child => {
  const menu = visit.who.ticket === null && !visit.who.enrolling ? menus[visit.who.role] : undefined;
  // Where it is chosen among, the chat's own page offers no binding: it came through one.
  if (menu === undefined) return null;
  const { shown, more = [] } = menu;
  const here = [...shown, ...more].filter(([path]) => visit.path.startsWith(visit.base + path));
  const nearest = here.toSorted(([a], [b]) => b.length - a.length)[0];
  const further = more.length === 0 ? [] : ([['/more', 'more']] as const);
  const isHere = (path: string): boolean =>
    path === '/more'
      ? visit.path === visit.base + path || more.some((each) => each === nearest)
      : path === nearest?.[0];
  return (
    <nav aria-label={visit.say(frameWords.menu)}>
      <ul>
        {[...shown, ...further].map(([path, words]) => (
          <li>
            <a href={visit.base + path} aria-current={isHere(path) ? 'page' : undefined}>
              {visit.say(menuWords[words])}
              {words === 'alerts' ? <Waiting visit={visit} /> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** How many alerts wait, beside the way to them: on every page of the officer's, whatever she came for. */
const Waiting = ({ visit }: { visit: Visit }) => {
  const n = visit.who.alerts ?? 0;
  return n === 0 ? null : (
    <>
      {' '}
      <span class="weui-badge" aria-label={visit.say(frameWords.waiting, { n })}>
        {n}
      </span>
    </>
  );
};

/** A form's answer has no address of its own: what it belongs to has. */
function backOf({ base, path, posted }: Guest, { here }: Sheet): string {
  if (here !== undefined) return base + here;
  return posted ? base : path;
}

/** Language and type size: a form each, so that it needs neither script nor an address of its own. */
const Reading = ({ visit, back }: { visit: Guest; back: string }) => (
  <div class="reading" role="group" aria-label={visit.say(frameWords.reading)}>
    <form method="post" action={`${visit.base}/reading`}>
      <input type="hidden" name="language" value={visit.language === 'en' ? 'zh-CN' : 'en'} />
      <input type="hidden" name="back" value={back} />
      <button class="quiet" type="submit" lang={visit.language === 'en' ? 'zh-CN' : 'en'}>
        {visit.say(frameWords.otherLanguage)}
      </button>
    </form>
    <form method="post" action={`${visit.base}/reading`}>
      <input type="hidden" name="large" value={visit.large ? 'no' : 'yes'} />
      <input type="hidden" name="back" value={back} />
      <button class="quiet" type="submit">
        {visit.say(visit.large ? frameWords.normal : frameWords.larger)}
      </button>
    </form>
  </div>
);
