/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import { ComeInAgain } from './draw.tsx';
import { letIn } from './let-in.ts';
import type { AnyPage, Guest, Sheet } from './page.ts';
import { Note } from './parts.tsx';
import { enterWords } from './words-enter.ts';

/**
 * Reads the secret from the fragment, which no server and no log on the way sees, into the form, and takes it out of the
 * address bar when it is sent. Opening the page sends nothing: link scanners open links too.
 */
const script = `
const form = document.getElementById('enter');
const cut = document.getElementById('cut');
const read = () => {
  const secret = location.hash.slice(1);
  const whole = /^\\w{1,256}$/.test(secret);
  form.elements.secret.value = whole ? secret : '';
  form.hidden = !whole;
  cut.hidden = whole;
};
form.addEventListener('submit', () => history.replaceState(null, '', location.pathname));
addEventListener('hashchange', read);
read();
`;

function asking(guest: Guest): Sheet {
  const body = (
    <>
      <h1>{guest.say(enterWords.title)}</h1>
      <p>{guest.say(enterWords.what)}</p>
      <noscript>
        <Note kind="problem">
          <p>{guest.say(enterWords.noScript)}</p>
        </Note>
      </noscript>
      <form id="enter" class="act" method="post" action={`${guest.base}/enter`} hidden>
        <input type="hidden" name="secret" />
        <button class="weui-btn weui-btn_primary" type="submit">
          {guest.say(enterWords.go)}
        </button>
      </form>
      <div id="cut" hidden>
        <Note kind="problem">
          <p>{guest.say(enterWords.cut)}</p>
        </Note>
      </div>
      <p class="aside">{guest.say(enterWords.notYou)}</p>
      <script nonce={guest.nonce}>{raw(script)}</script>
    </>
  );
  return { title: guest.say(enterWords.title), body };
}

async function enter(guest: Guest): Promise<Sheet | Response> {
  const { community, request, form } = guest;
  const entered = await community.enter({ secret: (form['secret'] ?? '').slice(0, 300), request });
  if (!entered.ok) return tooOld(guest);
  return letIn(guest, entered.value);
}

function tooOld(guest: Guest): Sheet {
  const body = (
    <>
      <h1>{guest.say(enterWords.oldTitle)}</h1>
      <p>{guest.say(enterWords.old)}</p>
      <ComeInAgain v={guest} />
    </>
  );
  return { title: guest.say(enterWords.oldTitle), body, status: 403 };
}

function left(guest: Guest): Sheet {
  const body = (
    <>
      <h1>{guest.say(enterWords.leftTitle)}</h1>
      <p>{guest.say(enterWords.left)}</p>
      <ComeInAgain v={guest} />
    </>
  );
  return { title: guest.say(enterWords.leftTitle), body };
}

export const enterPages: readonly AnyPage[] = [
  { method: 'get', path: '/enter', for: 'anybody', handle: asking },
  { method: 'post', path: '/enter', for: 'anybody', handle: enter },
  { method: 'get', path: '/left', for: 'anybody', handle: left },
];
