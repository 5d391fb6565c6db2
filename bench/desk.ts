import { recordTypes } from '../policy/fields.ts';
import { contactIndex } from '../vault/access/contact.ts';
import { enter } from '../vault/access/links.ts';
import { answer, type AnswerOf, type AtOnceName, type RequestOf } from '../vault/answer.ts';
import { offeredNotice } from '../vault/consent/notice.ts';
import type { Aead } from '../vault/crypto/aead.ts';
import { receiptSigner } from '../vault/crypto/receipt-key.ts';
import { newToken } from '../vault/crypto/token.ts';
import { suppressionIndex } from '../vault/erasure/suppression.ts';
import { packageSigner } from '../vault/duties/openpgp.ts';
import type { RingKey } from '../vault/keyring/ring.ts';
import { noteSigner } from '../vault/log/note.ts';
import { openStore } from '../vault/storage/open.ts';
import { openVault, recordStart, transact, type Vault } from '../vault/vault.ts';
import { gridCount } from './data.ts';
import type { Room } from './sql.ts';
import { declareWide } from './wide.ts';

/** All of the bench happens in this month, and at this time. */
export const month = '2026-11';
export const now = Date.UTC(2026, 10, 23, 6);
const community = 'hengda';

const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));

/** What opening a vault takes that differs between runtimes. */
export interface DeskParts {
  readonly room: Room;
  readonly aead: Aead;
  /** The text of policy/notices/phone_contact.zh-CN.md: a Worker has no files. */
  readonly notice: string;
}

/** An open vault and those who may ask, over the product's own pipelines. */
export interface Desk {
  readonly vault: Vault;
  readonly room: Room;
  readonly administrator: string;
  /** The token of the grid's worker. */
  readonly workerOf: (grid: number) => string;
  readonly ask: <Name extends AtOnceName>(
    token: string,
    name: Name,
    request: RequestOf<Name>,
  ) => AnswerOf<Name>;
  /** The same community with one more epoch, which new keys are wrapped by: what the ring gives at the turn of a month. */
  withEpoch(name: string): Vault;
}

/** The product as it stands, over its own schema; nothing of it is replaced but the key ring and the clock. */
export async function openDesk({ room, aead, notice }: DeskParts): Promise<Desk> {
  declareWide();
  const ring = ringKeys();
  const administrator = newToken(random);
  const parts = {
    community,
    store: await openStore(room),
    receipts: receiptSigner(community, new Uint8Array(32).fill(7)),
    signer: noteSigner(`lindun/${community}/1`, random(32)),
    packages: packageSigner(community, new Uint8Array(32).fill(5)),
    archives: noteSigner(`lindun/${community}/archives`, random(32)),
    recovery: 0,
    notices: [offeredNotice(notice)],
    aead,
    random,
    administrator: administrator.hash,
  };
  const vault = openVault({ ...parts, ring });
  transact(vault, () => recordStart(vault, now, '00'.repeat(32)));
  let requests = 0;
  const ask: Desk['ask'] = (token, name, request) => {
    requests += 1;
    const id = `request-${requests}`;
    const call = { token, request: id, via: 'api', idempotencyKey: id };
    return answer(vault, call, name, request, now) as AnswerOf<typeof name>;
  };
  const workers = appointed(vault, ask, administrator.token);
  return {
    vault,
    room,
    administrator: administrator.token,
    workerOf: (grid) => workers.get(grid) ?? '',
    ask,
    withEpoch(name) {
      ring.push(ringKey('epoch', name));
      return openVault({ ...parts, ring });
    },
  };
}

/** A ring's keys without the ring: its own database is asked at a start, and not while anything here is timed. */
function ringKeys(): RingKey[] {
  const indexes = [
    contactIndex,
    suppressionIndex,
    ...Object.entries(recordTypes).flatMap(([type, { fields }]) =>
      Object.entries(fields).flatMap(([name, spec]) => ('indexed' in spec ? [`${type}.${name}`] : [])),
    ),
  ];
  return [
    ringKey('row', 'control'),
    ringKey('epoch', month),
    ...indexes.map((name) => ringKey('index', name)),
  ];
}

const ringKey = (use: RingKey['use'], name: string): RingKey => ({
  use,
  name,
  generation: 1,
  key: random(32),
  created: now,
});

/** Sets the community up, appoints a worker for each of its grids, and signs them in. @returns their tokens, by grid */
function appointed(vault: Vault, ask: Desk['ask'], administrator: string): Map<number, string> {
  const ids = Array.from({ length: gridCount }, (_, at) => at + 1);
  const grids = ids.map((id) => ({ id, kind: 'basic' as const, buildings: [id] }));
  demand(ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const token = (grid: number): string => {
    const fields = { name: '李建国' };
    const { id } = demand(ask(administrator, 'appoint', { role: 'grid_worker', grids: [grid], fields }));
    const link = demand(ask(administrator, 'openLink', { for: id }));
    const [, secret = ''] = link.path.split('#');
    const entered = demand(transact(vault, () => enter(vault, { secret, request: 'enrolment' }, now)));
    return demand(ask(entered.token, 'setPin', { pin: '280519' })).session?.token ?? '';
  };
  return new Map(ids.map((grid) => [grid, token(grid)]));
}

/** @throws Error with the code of a refusal */
export function demand<T>(outcome: { ok: true; value: T } | { ok: false; problem: { code: string } }): T {
  if (!outcome.ok) throw new Error(`the vault answered ${outcome.problem.code}`);
  return outcome.value;
}
