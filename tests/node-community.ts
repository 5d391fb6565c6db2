import type { Outcome } from '../vault/outcome.ts';
import type { Appointment } from '../vault/setup.ts';
import { enter } from '../vault/access/links.ts';
import { knowsToken } from '../vault/access/actor.ts';
import { hasCredential, signInOf } from '../vault/sign-in/credentials.ts';
import { newSession } from '../vault/sign-in/session.ts';
import { enterByPin } from '../vault/sign-in/enter.ts';
import { transact } from '../vault/vault.ts';
import { type NodeVault, openNodeVault, phoneNotice } from './node-vault.ts';

/** A small community: two grids, a worker in each, an officer, the bot, and a resident of grid 3 with a dog. */
/** @param path a file for its database; in memory when left out */
export async function nodeCommunity(path?: string) {
  const vault = await openNodeVault(path === undefined ? {} : { path });
  const { administrator } = vault;
  const grids = [
    { id: 3, kind: 'basic' as const, buildings: [3, 4] },
    { id: 5, kind: 'basic' as const, buildings: [5] },
  ];
  value(vault.ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const service = (id: string) =>
    value(vault.ask(administrator, 'mintToken', { for: id, minutes: 60 })).token;
  const keys = new Keys(vault);
  const linkTo = (id: string) => () => value(vault.ask(administrator, 'openLink', { for: id })).path;
  const token = (id: string) => keys.token(id, linkTo(id));
  const freshToken = (id: string) => keys.fresh(id, linkTo(id));
  const staff = (role: Appointment['role'], grids: number[], name: string) => {
    const { id } = value(
      vault.ask(administrator, 'appoint', { role, grids, fields: role === 'bot' ? {} : { name } }),
    );
    return { id, token: role === 'bot' ? service(id) : token(id) };
  };
  const worker = staff('grid_worker', [3], '李建国');
  const otherWorker = staff('grid_worker', [5], '赵敏');
  const officer = staff('privacy_officer', [], '周正');
  const dispatcher = staff('dispatcher', [], '吴桐');
  const bot = staff('bot', [], '');
  const fields = {
    name: '王秀英',
    mobile: '138 0013 8000',
    address: '3号楼2单元501室',
    idNumber: '370112199003071230',
  };
  const resident = value(
    vault.ask(worker.token, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields }),
  ).id;
  value(
    vault.ask(worker.token, 'createRecord', {
      type: 'dog',
      purpose: 'record_keeping',
      keeper: resident,
      fields: { name: '旺财', breed: '柯基', chip: '156000012345678', vaccinatedUntil: '2027-03-15' },
    }),
  );
  const chat = (contact: string, context: 'private' | 'group' = 'private') =>
    value(vault.ask(bot.token, 'exchangeToken', { transport: 'wechat', contact, context })).token;
  /** The session of a page that somebody opened from their chat: weak. */
  const chatPage = (contact: string) => {
    const secret = value(vault.ask(chat(contact), 'openLink', {})).path.split('#')[1] ?? '';
    return value(transact(vault.vault, () => enter(vault.vault, { secret, request: 'page' }, vault.now)))
      .token;
  };
  const bind = (contact: string, subject: string) => {
    const made = value(vault.ask(worker.token, 'openBinding', { resident: subject }));
    value(vault.ask(chat(contact), 'answerBinding', { code: made.code ?? '' }));
    value(vault.ask(worker.token, 'confirmBinding', made.id));
  };
  /** A resident, or a member of staff, who has signed in: a token of theirs. */
  const page = (subject: string) => {
    const role = vault.vault.rows.get('role', subject)?.content.role;
    if (role !== undefined) return role === 'bot' ? service(subject) : token(subject);
    return keys.token(subject, () => {
      const { grid } = vault.vault.rows.get('subject', subject)?.content ?? { grid: null };
      const at = grid === 5 ? otherWorker : worker;
      return value(vault.ask(token(at.id), 'inviteToSignIn', { resident: subject })).path;
    });
  };
  const consent = (event: 'given' | 'withdrawn', by: string) =>
    value(vault.ask(by, 'recordConsent', { purpose: 'phone_contact', event, notice: phoneNotice }));
  return {
    ...vault,
    vault,
    staff,
    worker,
    otherWorker,
    officer,
    dispatcher,
    bot,
    resident,
    chat,
    chatPage,
    bind,
    page,
    token,
    freshToken,
    service,
    keys,
    consent,
  };
}

/** How people here sign in: an enrolment link and a PIN the first time, number and PIN from then on. */
export class Keys {
  readonly #vault: NodeVault;
  readonly numbers = new Map<string, string>();
  readonly #sessions = new Map<string, string>();
  static readonly pin = '280519';

  constructor(vault: NodeVault) {
    this.#vault = vault;
  }

  /** The token of the session they have, or of a new one. @param invite makes the link they were given */
  token(id: string, invite: () => string): string {
    const { vault, now } = this.#vault;
    const held = this.#sessions.get(id) ?? '';
    if (knowsToken(vault, held, now)) return held;
    // Tests jump over days and read the newest entry then: a session that only ran out is made anew without one.
    const token = this.#renewed(id) ?? this.fresh(id, invite);
    this.#sessions.set(id, token);
    return token;
  }

  #renewed(id: string): string | undefined {
    const { vault, now } = this.#vault;
    const known = this.#sessions.has(id) && hasCredential(signInOf(vault, id));
    return known ? newSession({ vault, now }, id)?.token : undefined;
  }

  /** Another session of theirs. */
  fresh(id: string, invite: () => string): string {
    const { vault, now } = this.#vault;
    const number = this.numbers.get(id);
    const request = { number: number ?? '', pin: Keys.pin, request: 'sign-in', via: 'api' } as const;
    // Whose role became another has to enrol again.
    const back = number === undefined ? undefined : transact(vault, () => enterByPin(vault, request, now));
    if (back?.ok === true) return back.value.token;
    const [, secret = ''] = invite().split('#');
    const link = value(transact(vault, () => enter(vault, { secret, request: 'enrolment' }, now)));
    const enrolled = value(this.#vault.ask(link.token, 'setPin', { pin: Keys.pin }));
    this.numbers.set(id, enrolled.number);
    return enrolled.session?.token ?? '';
  }
}

/** What an outcome gives; it has to have gone well. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.code} ${JSON.stringify(outcome.problem.errors ?? [])}`);
  return outcome.value;
}

/** How an outcome ended: `ok`, or the problem's code. */
export const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.code);

export type NodeCommunity = Awaited<ReturnType<typeof nodeCommunity>>;
