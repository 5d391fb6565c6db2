/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import { problems } from '../http/problem.ts';
import type { Outcome } from '../outcome.ts';
import { letIn } from './let-in.ts';
import { hostOf } from './origin.ts';
import type { AnyPage, Answer, Guest, Sheet } from './page.ts';
import { Field, Note } from './parts.tsx';
import { getPasskey } from './passkey-script.ts';
import { signInWords as words } from './words-sign-in.ts';

/** What went wrong at the door, in words: never which of number and PIN it was. */
export type Wrong = 'wrong' | { minutes: number };

export function wrongOf<T>(outcome: Extract<Outcome<T>, { ok: false }>): Wrong {
  const { code, retryAfter = 60 } = outcome.problem;
  return code === 'too_many_requests' ? { minutes: Math.ceil(retryAfter / 60) } : 'wrong';
}

async function ask(guest: Guest, wrong?: Wrong): Promise<Sheet> {
  const challenge = await guest.community.challenge();
  const body = (
    <>
      <h1>{guest.say(words.title)}</h1>
      {wrong === undefined ? null : (
        <Note kind="problem">
          <p>{wrong === 'wrong' ? guest.say(words.wrong) : guest.say(words.locked, wrong)}</p>
        </Note>
      )}
      <Passkey v={guest} challenge={challenge} />
      <ByPin v={guest} />
      <Note kind="info">
        <h2>{guest.say(words.none)}</h2>
        <ul>
          <li>{guest.say(words.noneResident)}</li>
          <li>{guest.say(words.noneStaff)}</li>
        </ul>
      </Note>
      <script nonce={guest.nonce}>{raw(getPasskey)}</script>
    </>
  );
  const status =
    wrong === undefined
      ? 200
      : wrong === 'wrong'
        ? problems.denied.status
        : problems.too_many_requests.status;
  return { title: guest.say(words.title), body, status, here: '/sign-in' };
}

const Passkey = ({ v, challenge }: { v: Guest; challenge: string }) => (
  <form
    id="passkey"
    class="act"
    method="post"
    action={`${v.base}/sign-in/passkey`}
    data-challenge={challenge}
    data-rp={hostOf(v.origin)}
    hidden
  >
    {['id', 'clientData', 'authenticator', 'signature'].map((name) => (
      <input type="hidden" name={name} />
    ))}
    <button class="weui-btn weui-btn_primary" type="submit">
      {v.say(words.passkey)}
    </button>
    <p class="aside hint">{v.say(words.passkeyHint)}</p>
    <p id="passkey-failed" class="wrong" role="alert" hidden>
      {v.say(words.passkeyFailed)}
    </p>
  </form>
);

const ByPin = ({ v }: { v: Guest }) => (
  <form class="act" method="post" action={`${v.base}/sign-in`}>
    <h2>{v.say(words.orPin)}</h2>
    <Field v={v} name="number" label={v.say(words.number)} hint={v.say(words.numberHint)}>
      {(attributes) => (
        <input
          {...attributes}
          class="weui-input"
          type="text"
          inputmode="numeric"
          autocomplete="username"
          maxlength={9}
          value={/^\d{9}$/.exec(v.form['number'] ?? '')?.[0] ?? ''}
        />
      )}
    </Field>
    <PinField v={v} name="pin" label={v.say(words.pin)} hint={v.say(words.pinHint)} use="current-password" />
    <button class="weui-btn weui-btn_default" type="submit">
      {v.say(words.go)}
    </button>
  </form>
);

interface PinProps {
  v: Guest;
  name: string;
  label: string;
  hint?: string;
  use: 'current-password' | 'new-password';
  error?: Parameters<typeof Field>[0]['error'];
}

export const PinField = ({ v, name, label, hint, use, error }: PinProps) => (
  <Field v={v} name={name} label={label} hint={hint} error={error}>
    {(attributes) => (
      <input
        {...attributes}
        class="weui-input"
        type="password"
        inputmode="numeric"
        autocomplete={use}
        maxlength={6}
      />
    )}
  </Field>
);

async function byPin(guest: Guest): Promise<Answer> {
  const { community, form, request } = guest;
  const [number = '', pin = ''] = [form['number']?.trim(), form['pin']?.trim()];
  if (!/^\d{9}$/.test(number) || !/^\d{6}$/.test(pin)) return ask(guest, 'wrong');
  const entered = await community.enterByPin({ number, pin, request, via: 'console' });
  return entered.ok ? letIn(guest, entered.value) : ask(guest, wrongOf(entered));
}

async function byPasskey(guest: Guest): Promise<Answer> {
  const { community, form, request, origin } = guest;
  const entered = await community.enterByPasskey({
    id: form['id'] ?? '',
    clientData: form['clientData'] ?? '',
    authenticator: form['authenticator'] ?? '',
    signature: form['signature'] ?? '',
    origin,
    rp: hostOf(origin),
    request,
    via: 'console',
  });
  if (entered.ok) return letIn(guest, entered.value);
  return ask(guest, wrongOf(entered));
}

export const signInPages: readonly AnyPage[] = [
  { method: 'get', path: '/sign-in', for: 'anybody', handle: (guest) => ask(guest) },
  { method: 'post', path: '/sign-in', for: 'anybody', handle: byPin },
  { method: 'post', path: '/sign-in/passkey', for: 'anybody', most: 8_192, handle: byPasskey },
];
