import { randomInt } from 'node:crypto';
import type { VaultClient } from '../vault/client.ts';
import { insist, value } from './answer.ts';
import { lead, people } from './seed/cast.ts';
import { type Stage, workerOf } from './settle.ts';

/** Who can be signed in as by who tries this out. */
export const seats = [
  'officer',
  'worker',
  'neighbour',
  'dedicated',
  'leader',
  'head',
  'dispatcher',
  'mediator',
  'auditor',
  'resident',
] as const;
export type Seat = (typeof seats)[number];

/** How one signs in as somebody: the page, with the number in its fragment, and the PIN to type. */
export interface Credential {
  readonly address: string;
  readonly number: string;
  readonly pin: string;
}
export type SignIn = Readonly<Record<Seat, Credential>>;

/** Somebody who is signed in. */
export interface SignedIn {
  readonly token: string;
  readonly vault: VaultClient;
}

const doing = { zh: '登录', en: 'signing in' };
const enrolling = { zh: '设置口令', en: 'setting a PIN' };

/** Signs a member of staff in; the first time by the administrator's link, as it is done in life. */
export const staffAs = (stage: Stage, id: string): Promise<SignedIn> =>
  signedIn(stage, id, async () =>
    value(await insist(() => stage.admin.openLink({ for: id }), stage.stop), enrolling),
  );

/** Signs a resident in; the first time by the link that the worker of their grid shows them. */
export function residentAs(stage: Stage, id: string, grid: number): Promise<SignedIn> {
  return signedIn(stage, id, async () => {
    const { vault } = await staffAs(stage, workerOf(stage, grid));
    const invite = () => insist(() => vault.inviteToSignIn(id), stage.stop);
    const invited = await invite();
    if (invited.ok) return invited.value;
    // A start that was broken off between setting it and noting it down: nobody knows that PIN.
    value(await insist(() => stage.admin.endSignIn(id), stage.stop), enrolling);
    return value(await invite(), enrolling);
  });
}

async function signedIn(
  stage: Stage,
  id: string,
  invite: () => Promise<{ path: string }>,
): Promise<SignedIn> {
  const { admin, state, stop, save } = stage;
  const known = state.signIns[id];
  if (known !== undefined) {
    const { token } = value(await insist(() => admin.signIn(known.number, known.pin), stop), doing);
    return { token, vault: admin.as(token) };
  }
  const [, secret = ''] = (await invite()).path.split('#');
  const link = value(await insist(() => admin.enterLink(secret), stop), enrolling);
  const pin = freshPin();
  const enrolled = value(await insist(() => admin.as(link.token).setPin(pin), stop), enrolling);
  state.signIns[id] = { number: enrolled.number, pin };
  save();
  const { token } = enrolled.session ?? link;
  return { token, vault: admin.as(token) };
}

/** Six digits that nobody can guess, and that the vault does not find too easy. */
function freshPin(): string {
  for (;;) {
    const pin = String(randomInt(100_000, 1_000_000));
    if (new Set(pin).size > 3) return pin;
  }
}

/** The dedicated grid whose worker the screen names: the first block of the shopping area. */
const shopGrid = 20;

/**
 * Sees that everybody whom the screen names can sign in.
 * @param vault the console's address
 * @param resident the subject of the story's resident
 */
export async function seatsOf(
  stage: Stage,
  vault: string,
  community: string,
  resident: string,
): Promise<SignIn> {
  const grid = people.find(({ id }) => id === lead.worker)?.grid ?? 0;
  const staff = (who: string): string => stage.state.staff[who] ?? '';
  const ids: Readonly<Record<Seat, string>> = {
    officer: staff('officer'),
    worker: workerOf(stage, grid),
    neighbour: workerOf(stage, 5),
    dedicated: workerOf(stage, shopGrid),
    leader: staff('leader'),
    head: staff('head'),
    dispatcher: staff('dispatcher'),
    mediator: staff('mediator'),
    auditor: staff('auditor'),
    resident,
  };
  for (const seat of seats) if (seat !== 'resident') await staffAs(stage, ids[seat]);
  await residentAs(stage, ids.resident, people.find(({ id }) => id === lead.resident)?.grid ?? 0);
  const of = (seat: Seat): Credential => {
    const { number = '', pin = '' } = stage.state.signIns[ids[seat]] ?? {};
    return { address: `${vault}/c/${community}/sign-in#${number}`, number, pin };
  };
  return Object.fromEntries(seats.map((seat) => [seat, of(seat)])) as SignIn;
}
