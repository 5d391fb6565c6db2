/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { people } from '../../policy/roles.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { hostOf } from './origin.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Digits, Fact, Facts, Note, When } from './parts.tsx';
import { makePasskey } from './passkey-script.ts';
import { letIn } from './let-in.ts';
import { PinField } from './sign-in.tsx';
import { frameWords } from './words-frame.ts';
import { mySignInWords as words } from './words-sign-in.ts';

type State = ValueOf<'readSignIn'>;
type Offer = ValueOf<'offerPasskey'>;
type Errors = Readonly<Partial<Record<'pin' | 'again', FieldError>>>;

/** How one signs in oneself. A page from the chat has to be unlocked first: the bot made that link. */
async function show(visit: Visit): Promise<Answer> {
  if (!visit.who.strong && !visit.who.enrolling) return to(visit, '/me/unlock');
  return draw(visit);
}

async function draw(visit: Visit, errors: Errors = {}, problem?: string): Promise<Answer> {
  const state = await visit.ask('readSignIn', undefined);
  if (!state.ok) return state;
  const offer = await visit.ask('offerPasskey', undefined);
  if (!offer.ok) return offer;
  const title = visit.say(visit.who.enrolling ? words.first : words.title);
  const body = (
    <>
      {problem === undefined ? null : (
        <Note kind="problem">
          <p>{problem}</p>
        </Note>
      )}
      <h1>{title}</h1>
      {visit.who.enrolling ? (
        <First v={visit} state={state.value} />
      ) : (
        <Number v={visit} state={state.value} />
      )}
      <Passkeys v={visit} state={state.value} offer={offer.value} />
      <Pin v={visit} state={state.value} errors={errors} />
      {visit.who.enrolling ? null : (
        <p>
          <a class="weui-btn weui-btn_primary" href={visit.base}>
            {visit.say(words.onward)}
          </a>
        </p>
      )}
      <script nonce={visit.nonce}>{raw(makePasskey)}</script>
    </>
  );
  const wrong = problem !== undefined || Object.keys(errors).length > 0;
  return { title, body, here: '/me/sign-in', ...(wrong ? { status: problems.invalid.status } : {}) };
}

const First = ({ v, state }: { v: Visit; state: State }) => (
  <>
    <p>{v.say(words.firstWhat)}</p>
    {state.pin || state.passkeys.length > 0 ? (
      <Note kind="info">
        <p>{v.say(words.replaces)}</p>
      </Note>
    ) : null}
  </>
);

const Number = ({ v, state }: { v: Visit; state: State }): Child =>
  state.number === null ? null : (
    <section>
      <h2>{v.say(words.number)}</h2>
      <Digits>{state.number}</Digits>
      <p class="aside">{v.say(words.keep)}</p>
    </section>
  );

const Passkeys = ({ v, state, offer }: { v: Visit; state: State; offer: Offer }) => (
  <section>
    <h2>{v.say(words.passkeys)}</h2>
    <p>{v.say(words.passkeyWhat)}</p>
    {v.who.enrolling ? null : <Known v={v} state={state} />}
    <form
      id="passkey"
      class="act"
      method="post"
      action={`${v.base}/me/sign-in/passkey`}
      data-challenge={offer.challenge}
      data-rp={hostOf(v.origin)}
      data-handle={offer.handle}
      data-exclude={offer.exclude.join(' ')}
      data-name={v.say(frameWords.product)}
      data-title={v.say(frameWords.product)}
      hidden
    >
      <input type="hidden" name="clientData" />
      <input type="hidden" name="attestation" />
      <button class="weui-btn weui-btn_primary" type="submit">
        {v.say(words.addPasskey)}
      </button>
      <p id="passkey-failed" class="wrong" role="alert" hidden>
        {v.say(words.addFailed)}
      </p>
    </form>
    <p id="passkey-none" class="aside">
      {v.say(words.noPasskeys)}
    </p>
  </section>
);

/** The passkeys there are, each with a way to end it. */
const Known = ({ v, state }: { v: Visit; state: State }) => (
  <>
    {state.passkeys.map(({ id, added, used }) => (
      <>
        <Facts>
          <Fact name={v.say(words.passkeys)}>
            <When v={v} at={added} />
            {' · '}
            {used === null ? v.say(words.never) : <When v={v} at={used} />}
          </Fact>
        </Facts>
        <Act
          action={`${v.base}/me/sign-in/drop`}
          label={v.say(words.drop)}
          kind="default"
          values={{ passkey: id }}
        />
      </>
    ))}
  </>
);

const Pin = ({ v, state, errors }: { v: Visit; state: State; errors: Errors }) => (
  <section>
    <h2>{v.say(words.pin)}</h2>
    {v.who.enrolling ? null : <p>{v.say(state.pin ? words.pinSet : words.pinNone)}</p>}
    <form class="act" method="post" action={`${v.base}/me/sign-in/pin`}>
      <PinField
        v={v}
        name="pin"
        label={v.say(words.pin)}
        hint={v.say(words.pinHint)}
        use="new-password"
        error={errors.pin}
      />
      <PinField v={v} name="again" label={v.say(words.again)} use="new-password" error={errors.again} />
      <button class="weui-btn weui-btn_default" type="submit">
        {v.say(state.pin && !v.who.enrolling ? words.changePin : words.setPin)}
      </button>
    </form>
  </section>
);

async function setPin(visit: Visit): Promise<Answer> {
  const { form } = visit;
  const [pin = '', again = ''] = [form['pin']?.trim(), form['again']?.trim()];
  if (pin !== again) return draw(visit, { again: { field: 'again', code: 'different', ...words.different } });
  const set = await visit.ask('setPin', { pin });
  if (set.ok) return enrolled(visit, set.value);
  const [error] = set.problem.errors ?? [];
  return error === undefined ? set : draw(visit, { pin: error });
}

async function addPasskey(visit: Visit): Promise<Answer> {
  const { form, origin } = visit;
  const { clientData = '', attestation = '' } = form;
  const added = await visit.ask('addPasskey', { clientData, attestation, origin, rp: hostOf(origin) });
  if (added.ok) return enrolled(visit, added.value);
  return added.problem.code === 'denied' ? draw(visit, {}, visit.say(words.addFailed)) : added;
}

/** An enrolment link's session became a sign-in: the page is drawn anew under it, with the number to keep. */
const enrolled = (visit: Visit, { session }: ValueOf<'setPin'>): Answer | Promise<Answer> =>
  session === null ? to(visit, '/me/sign-in') : letIn(visit, session, '/me/sign-in');

async function drop(visit: Visit): Promise<Answer> {
  const dropped = await visit.ask('dropCredential', { passkey: visit.form['passkey'] ?? '' });
  if (dropped.ok) return to(visit, '/me/sign-in');
  return dropped.problem.code === 'conflict' ? draw(visit, {}, visit.say(words.last)) : dropped;
}

const common = { for: people, enrolling: true } as const;

export const mySignInPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/sign-in', ...common, handle: show },
  { method: 'post', path: '/me/sign-in/pin', ...common, handle: setPin },
  { method: 'post', path: '/me/sign-in/passkey', ...common, handle: addPasskey },
  { method: 'post', path: '/me/sign-in/drop', for: people, handle: drop },
];
