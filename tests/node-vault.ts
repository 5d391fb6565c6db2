import { readdirSync, readFileSync } from 'node:fs';
import { cipher } from '../cli/cipher.ts';
import { recordTypes } from '../policy/fields.ts';
import { contactIndex } from '../vault/access/actor.ts';
import {
  answer,
  type AnswerOf,
  ask,
  type AtOnceName,
  type Call,
  type PipelineName,
  type RequestOf,
} from '../vault/answer.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { receiptSigner } from '../vault/crypto/receipt-key.ts';
import { newToken } from '../vault/crypto/token.ts';
import { suppressionIndex } from '../vault/erasure/suppression.ts';
import { packageSigner } from '../vault/duties/openpgp.ts';
import { openKeys } from '../vault/keyring/ring.ts';
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
}

/** Opens one. @param path a file, or in memory */
export async function openNodeVault(
  options: { seed?: number; path?: string; now?: number } = {},
): Promise<NodeVault> {
  const random = seededRandom(options.seed ?? 1);
  const now = options.now ?? Date.UTC(2026, 10, 23, 6);
  const ring = openKeys(
    await openRing(nodeSql()),
    wrappingsOf([importKey(RootSecret, random(32))], 'hengda'),
    { community: 'hengda', month: '2026-11', indexes: indexNames },
    now,
    random,
    cipher(),
  );
  if (!ring.ok) throw new Error('a new ring opens');
  const sql = nodeSql(options.path);
  const administrator = newToken(random);
  const vault = openVault({
    community: 'hengda',
    store: await openStore(sql),
    ring: ring.keys,
    signer: noteSigner('lindun/hengda/1', random(32)),
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
    askRing: () => Promise.resolve(ring),
    now,
    ask(token, name, request, idempotencyKey) {
      const call = callOf(token, idempotencyKey);
      return answer(vault, call, name, request, opened.now) as AnswerOf<typeof name>;
    },
    async wait(token, name, request) {
      const asked = ask(vault, callOf(token), name, request, () => opened.now, opened.askRing);
      return (await asked) as AnswerOf<typeof name>;
    },
  };
  return opened;
}
