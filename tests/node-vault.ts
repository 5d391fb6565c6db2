import { readdirSync, readFileSync } from 'node:fs';
import { cipher } from '../cli/cipher.ts';
import { recordTypes } from '../policy/fields.ts';
import { contactIndex } from '../vault/access/contact.ts';
import {
  answer,
  type AnswerOf,
  ask,
  type AtOnceName,
  type Call,
  type PipelineName,
  type RequestOf,
} from '../vault/answer.ts';
import { importKey, LogSecret, RootSecret } from '../vault/crypto/keys.ts';
import { receiptSigner } from '../vault/crypto/receipt-key.ts';
import { newToken } from '../vault/crypto/token.ts';
import { suppressionIndex } from '../vault/erasure/suppression.ts';
import { packageSigner } from '../vault/duties/openpgp.ts';
import { openKeys, type OpenRing, type RingKey, type Wanted } from '../vault/keyring/ring.ts';
import { askedIndexes } from '../vault/keys/index-turn.ts';
import { logKey } from '../vault/keys/log-secrets.ts';
import { noWalks, workStep } from '../vault/keys/work.ts';
import type { Found } from '../cli/finding.ts';
import { Snapshot } from '../cli/open.ts';
import { openRing as openRingFile } from '../cli/ring.ts';
import { verifyCommunity } from '../cli/verify-community.ts';
import { wrappingsOf } from '../vault/keyring/roots.ts';
import { noteSigner } from '../vault/log/note.ts';
import { offeredNotice } from '../vault/consent/notice.ts';
import { openRing, openStore } from '../vault/storage/open.ts';
import type { AskRing } from '../vault/waiting.ts';
import { type OfferedNotice, openVault, recordStart, transact, type Vault } from '../vault/vault.ts';
import { nodeSql } from './node-sql.ts';

const noticeFolder = new URL('../policy/notices/', import.meta.url);

/** The notice files as they are in the repository: for adults before those for minors, the Chinese first. */
export const notices = readdirSync(noticeFolder)
  .map((name) => offeredNotice(readFileSync(new URL(name, noticeFolder), 'utf8')))
  .sort((a, b) => a.audience.localeCompare(b.audience) || b.lang.localeCompare(a.lang));

export const noticeOf = (purpose: string, audience = 'adult', lang = 'zh-CN'): OfferedNotice => {
  const found = notices.find(
    (one) => one.purpose === purpose && one.audience === audience && one.lang === lang,
  );
  if (found === undefined) throw new Error(`no notice for ${purpose}`);
  return found;
};

export const phoneNotice = noticeOf('phone_contact');

/** The names of all indexes, as the Durable Object asks the ring for them. */
export const indexNames = [
  contactIndex,
  suppressionIndex,
  ...Object.entries(recordTypes).flatMap(([type, { fields }]) =>
    Object.entries(fields).flatMap(([name, spec]) => ('indexed' in spec ? [`${type}.${name}`] : [])),
  ),
];

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed: number): (n: number) => Uint8Array {
  let state = seed >>> 0;
  return (n) =>
    Uint8Array.from({ length: n }, () => {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return (mixed ^ (mixed >>> 14)) >>> 24;
    });
}

/** A whole vault in this process: the same pipelines over `node:sqlite`, and a clock that the test moves. */
export interface NodeVault {
  vault: Vault;
  sql: ReturnType<typeof nodeSql>;
  administrator: string;
  /** What the vault hears when it asks its key ring again. */
  askRing: AskRing;
  /** UTC milliseconds of the next request. */
  now: number;
  ask<Name extends AtOnceName>(
    token: string,
    name: Name,
    request: RequestOf<Name>,
    idempotencyKey?: string,
  ): AnswerOf<Name>;
  /** The same for those that have something to wait for. */
  wait<Name extends PipelineName>(
    token: string,
    name: Name,
    request: RequestOf<Name>,
  ): Promise<AnswerOf<Name>>;
  /** Does what the alarm does in steps, and asks the ring for what it takes. @param most steps; until nothing is left */
  steps(most?: number): void;
  /** What the ring gives out. */
  ring(): RingKey[];
  /** What `lindun verify` finds in it, with keys and without; of one that is in a file. */
  verified(vkey?: string): Found[];
}

/** Opens one. @param path a file, or in memory */
export async function openNodeVault(
  options: { seed?: number; path?: string; now?: number } = {},
): Promise<NodeVault> {
  const random = seededRandom(options.seed ?? 1);
  const now = options.now ?? Date.UTC(2026, 10, 23, 6);
  const ringPath = options.path === undefined ? undefined : `${options.path}.ring`;
  const ringStore = await openRing(nodeSql(ringPath));
  const roots = wrappingsOf([importKey(RootSecret, random(32))], 'hengda');
  const openedRing = (next: Wanted['next'] = []): OpenRing => {
    const wanted = { community: 'hengda', month: '2026-11', indexes: indexNames, next };
    const ring = openKeys(ringStore, roots, wanted, now, random, cipher());
    if (!ring.ok) throw new Error('the ring opens');
    return ring;
  };
  const ringOf = (next: Wanted['next'] = []): RingKey[] => openedRing(next).keys;
  const sql = nodeSql(options.path);
  const logSecret = random(32);
  const logSigner = noteSigner('lindun/hengda/1', logSecret);
  const administrator = newToken(random);
  const vault = openVault({
    community: 'hengda',
    store: await openStore(sql),
    ring: ringOf(),
    signer: logSigner,
    logKeys: { secrets: 1, key: (name) => logKey([importKey(LogSecret, logSecret)], 'hengda', name) },
    receipts: receiptSigner('hengda', new Uint8Array(32).fill(7)),
    notices,
    packages: packageSigner('hengda', new Uint8Array(32).fill(5)),
    archives: noteSigner('lindun/hengda/archives', new Uint8Array(32).fill(7)),
    recovery: 0,
    aead: cipher(),
    random,
    administrator: administrator.hash,
  });
  transact(vault, () => recordStart(vault, now, '00'.repeat(32)));
  const walks = noWalks();
  let requests = 0;
  const callOf = (token: string, idempotencyKey?: string): Call => {
    requests += 1;
    const key = idempotencyKey ?? `key-${requests}`;
    return { token, request: `request-${requests}`, via: 'api', idempotencyKey: key };
  };
  const opened: NodeVault = {
    vault,
    sql,
    administrator: administrator.token,
    askRing: () => Promise.resolve(openedRing()),
    now,
    ask(token, name, request, idempotencyKey) {
      const call = callOf(token, idempotencyKey);
      return answer(vault, call, name, request, opened.now) as AnswerOf<typeof name>;
    },
    async wait(token, name, request) {
      const asked = ask(vault, callOf(token), name, request, () => opened.now, opened.askRing);
      return (await asked) as AnswerOf<typeof name>;
    },
    steps(most = Infinity) {
      const next = askedIndexes(vault);
      if (next.length > 0) vault.keys.renew(ringOf(next));
      for (let n = 0; n < most; n += 1) if (!workStep(vault, walks, opened.now)) return;
    },
    ring: () => ringOf(),
    verified(vkey = logSigner.vkey) {
      if (options.path === undefined || ringPath === undefined)
        throw new Error('a vault in a file is verified');
      const [snapshot, ringSnapshot] = [new Snapshot(options.path), new Snapshot(ringPath)];
      const ring = openRingFile(ringSnapshot, [roots.current, ...roots.others], 'hengda', cipher());
      const signed = { origin: logSigner.name, vkey };
      const given = { community: 'hengda', ring, ringSnapshot, signed, outside: [] };
      const found = [...verifyCommunity(snapshot, given)];
      const bare = [...verifyCommunity(snapshot, { ...given, ring: undefined, ringSnapshot: undefined })];
      for (const each of [snapshot, ringSnapshot]) each.close();
      return [...found, ...bare];
    },
  };
  return opened;
}
