import type { Bucket } from './attachments/bucket.ts';
import type { CurrentNotice } from '../policy/consent/consent.ts';
import { ControlRows } from './control-rows.ts';
import type { WrittenRow } from './control.ts';
import type { Aead } from './crypto/aead.ts';
import type { Random } from './crypto/keys.ts';
import { Untold } from './erasure/untold.ts';
import { type Entry, Journal } from './journal.ts';
import { IndexStates } from './keys/indexes.ts';
import { KeyChain, newId } from './keys/keychain.ts';
import { type LogKeySource, LogSigner } from './keys/log-signer.ts';
import type { RingKey } from './keyring/ring.ts';
import type { ReceiptSigner } from './crypto/receipt-key.ts';
import type { NoteSigner } from './log/note.ts';
import type { Actor } from './access/actor.ts';
import type { PackageSigner } from './duties/openpgp.ts';
import { PolicyInForce } from './policies/in-force.ts';
import type { Store } from './storage/open.ts';

/** A notice in force, with its text: who reads it sees these words, and a consent names the hash of their bytes. */
export interface OfferedNotice extends CurrentNotice {
  readonly title: string;
  readonly body: string;
  /** How the controller is reached. */
  readonly contact: string;
  /** The whole file, whose UTF-8 bytes `sha256` is over. */
  readonly text: string;
}

/** One community's vault, as every pipeline gets it. */
export interface Vault {
  readonly community: string;
  readonly store: Store;
  readonly keys: KeyChain;
  readonly rows: ControlRows;
  /** Which generation each index is searched under. */
  readonly indexes: IndexStates;
  readonly policy: PolicyInForce;
  readonly journal: Journal;
  /** What the ring's ledger has to be told of. */
  readonly ledger: Untold;
  readonly signer: LogSigner;
  /** Signs consent receipts: a key of its own, for the log's signs nothing else. */
  readonly receipts: ReceiptSigner;
  /** With what packages for recipients are signed. */
  readonly packages: PackageSigner;
  /** Signs what people take away of their own data, and nothing else. */
  readonly archives: NoteSigner;
  /** For how many days the key ring's storage can be put back to an earlier state; 0 on a server of one's own. */
  readonly recovery: number;
  readonly notices: readonly OfferedNotice[];
  /** Where attachments may lie beside the database. */
  readonly bucket: Bucket | undefined;
  readonly aead: Aead;
  readonly random: Random;
  /** SHA-256 of the administrator's token, in hex. */
  readonly administrator: string;
}

/** One request inside its transaction. Nothing in it is waited for. */
export interface Unit {
  readonly vault: Vault;
  /** UTC milliseconds; the same for everything in this request. */
  readonly now: number;
  /** The request's id: `reference` of a refusal, and in the log. */
  readonly request: string;
  readonly via: string;
  readonly actor: Actor;
  /** Control rows written before the request's first entry, which takes them in. */
  readonly pending: WrittenRow[];
  /** Those for whom somebody acted as their delegate in this request: they are told. */
  readonly uses?: Set<string>;
}

/** What a vault is opened from. */
export interface VaultParts {
  community: string;
  store: Store;
  ring: readonly RingKey[];
  /** The log's first key, and what its next ones are made from. */
  signer: NoteSigner;
  logKeys?: LogKeySource;
  receipts: ReceiptSigner;
  packages: PackageSigner;
  archives: NoteSigner;
  recovery: number;
  bucket?: Bucket | undefined;
  notices: readonly OfferedNotice[];
  aead: Aead;
  random: Random;
  administrator: string;
}

/** Opens a community's vault over its database and the keys that the ring gave out. */
export function openVault(parts: VaultParts): Vault {
  const { community, store, aead, random } = parts;
  const keys = new KeyChain(community, parts.ring, aead);
  const rows = new ControlRows(store, community, keys.row);
  const indexes = new IndexStates(rows);
  keys.follow((name) => indexes.of(name).generation);
  const policy = new PolicyInForce(rows);
  const version = () => policy.current.version;
  const journal = new Journal({ community, policy: version, store, keys, rows, random, aead });
  return {
    community,
    store,
    keys,
    rows,
    indexes,
    policy,
    journal,
    ledger: new Untold(),
    signer: new LogSigner(parts.signer, parts.logKeys, { store: store.control, rows }),
    receipts: parts.receipts,
    packages: parts.packages,
    archives: parts.archives,
    recovery: parts.recovery,
    bucket: parts.bucket,
    notices: parts.notices,
    aead,
    random,
    administrator: parts.administrator,
  };
}

/** Appends an entry of this request. @returns its seq */
export function append(unit: Unit, entry: Omit<Entry, 'actor' | 'role' | 'via' | 'request'>): number {
  const rows = [...unit.pending.splice(0), ...(entry.rows ?? [])];
  const { actor, via, request } = unit;
  const subject = entry.subject?.subject;
  if (actor.role === 'delegate' && entry.decision !== 'refused' && subject !== undefined)
    unit.uses?.add(subject);
  return unit.vault.journal.append(
    { ...entry, rows, actor: actor.id, role: actor.role, via, request },
    unit.now,
  );
}

/** Appends an entry of nobody's: what the clock did. @returns its seq */
export function appendAsSystem(
  vault: Vault,
  entry: Omit<Entry, 'actor' | 'role' | 'via' | 'request'>,
  now: number,
): number {
  const request = newId(vault.random);
  return vault.journal.append({ ...entry, actor: 'system', role: 'system', via: 'system', request }, now);
}

/** Each start of the program is an entry, with the hash of what was started. @param more rows that it takes in */
export function recordStart(
  vault: Vault,
  now: number,
  bundle: string,
  more: readonly WrittenRow[] = [],
): void {
  // The community's first start also says which policy it begins with.
  const rows = [...vault.policy.begin(vault.journal.size, now), ...more];
  const digests = [{ kind: 'bundle' as const, sha256: bundle }];
  appendAsSystem(vault, { action: 'start', decision: 'done', rows, digests }, now);
}

/** Runs one request's work as one transaction: its writes and its log entries, or neither. */
export function transact<T>(vault: Vault, work: () => T): T {
  try {
    const done = vault.store.atomically(() => {
      const result = work();
      vault.journal.close();
      return result;
    });
    vault.ledger.keep();
    return done;
  } catch (error) {
    vault.journal.forget();
    vault.policy.forget();
    vault.ledger.forget();
    vault.indexes.forget();
    vault.signer.forget();
    throw error;
  }
}
