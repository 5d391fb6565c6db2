import { DurableObject } from 'cloudflare:workers';
import { hexToBytes } from '@noble/hashes/utils.js';
import { recordTypes } from '../policy/fields.ts';
import { contactIndex, knowsToken } from './access/actor.ts';
import { type AnswerOf, ask, type Call, type PipelineName, type RequestOf } from './answer.ts';
import type { Aead } from './crypto/aead.ts';
import { chooseAead } from './crypto/choose-aead.ts';
import { importKey, LogSecret } from './crypto/keys.ts';
import { handOverSeed } from './crypto/hand-over-seed.ts';
import { archiveOrigin, archiveSeed } from './crypto/archive-seed.ts';
import { logSeed } from './crypto/log-seed.ts';
import { sodiumModule } from './crypto/sodium-module.ts';
import { receiptSeed, receiptSigner, spkiOf } from './crypto/receipt-key.ts';
import { packageKey, packageSigner } from './duties/openpgp.ts';
import type { KeyRing } from './keyring/worker.ts';
import { newId } from './keys/keychain.ts';
import { doWhatIsDue } from './due.ts';
import { enter, type Entered, type Session, sessionOf } from './access/links.ts';
import type { Outcome } from './outcome.ts';
import {
  atTheDoor,
  type ByPasskey,
  type ByPin,
  challengeAtTheDoor,
  enterByPasskey,
  enterByPin,
} from './sign-in/enter.ts';
import { logGeneration, logOrigin, publicationInterval } from './log/checkpoint.ts';
import { noteSigner } from './log/note.ts';
import { notices } from './notices.ts';
import { publishCheckpoint, publishedCheckpoint, publishedTile } from './audit/publish.ts';
import { noteDestroyed, retireEpochs, rewrapKeys } from './keys/rotation.ts';
import { durableSql } from './storage/durable.ts';
import { openStore, type Store } from './storage/open.ts';
import { today } from './validate.ts';
import { openVault, recordStart, transact, type Vault } from './vault.ts';

/** What the vault's Worker is given. */
export interface VaultEnv {
  COMMUNITY: DurableObjectNamespace<Community>;
  KEYRING: DurableObjectNamespace<KeyRing>;
  /** Community ids, comma-separated: no other object is ever made. */
  COMMUNITIES: string;
  /** 64 hex digits; every log's signing key comes from it. */
  LOG_SECRET: string;
  /** SHA-256 of the administrator's token, in hex. */
  ADMIN_TOKEN_SHA256: string;
  /**
   * For how many days the platform can put the key ring's storage back to an earlier state, so that an erasure is not
   * promised too early; not there on a server of one's own.
   */
  RING_RECOVERY_DAYS?: string;
  /** SHA-256 over the built program, in hex. */
  BUNDLE_SHA256: string;
}

/** The indexes that the ring has keys for. */
const indexes = [
  contactIndex,
  ...Object.entries(recordTypes).flatMap(([type, { fields }]) =>
    Object.entries(fields).flatMap(([name, spec]) => ('indexed' in spec ? [`${type}.${name}`] : [])),
  ),
];

/** One for all objects of this program: libsodium has a heap of its own. Chosen in a request, where randomness may be drawn. */
let aead: Aead | undefined;

const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));

/**
 * One community: tenant, transaction, key hierarchy and access log at once. Everything it decides it decides inside
 * one synchronous turn; what has to be waited for, the ring's keys, it has before.
 */
export class Community extends DurableObject<VaultEnv> {
  #vault!: Vault;
  #store!: Store;

  constructor(state: DurableObjectState, env: VaultEnv) {
    super(state, env);
    void state.blockConcurrencyWhile(async () => {
      this.#store = await openStore(durableSql(state.storage));
      this.#vault = await this.#open();
      transact(this.#vault, () => recordStart(this.#vault, Date.now(), env.BUNDLE_SHA256));
      await this.#wake(await state.storage.getAlarm());
    });
  }

  /** One request of somebody with a token: see {@link ask}. */
  ask<Name extends PipelineName>(
    call: Call,
    name: Name,
    request: RequestOf<Name>,
  ): AnswerOf<Name> | Promise<AnswerOf<Name>> {
    return ask(this.#vault, call, name, request, Date.now) as AnswerOf<Name> | Promise<AnswerOf<Name>>;
  }

  /** The key that recipients verify packages with. Anybody may have it. */
  packageKey(): Promise<{ armored: string; fingerprint: string }> {
    return packageKey(this.#vault.packages, Date.now());
  }

  /** Whether this is a token at all: see {@link knowsToken}. */
  knows(token: string): boolean {
    return knowsToken(this.#vault, token, Date.now());
  }

  /** A link's secret for a session: see {@link enter}. */
  enter(request: { secret: string; request: string }): Outcome<Entered> {
    return transact(this.#vault, () => enter(this.#vault, request, Date.now()));
  }

  /** Number and PIN for a session: see {@link enterByPin}. */
  enterByPin(request: ByPin): Outcome<Entered> {
    const now = Date.now();
    return atTheDoor(this.#vault, request, now, () => enterByPin(this.#vault, request, now));
  }

  /** A passkey's answer for a session: see {@link enterByPasskey}. */
  enterByPasskey(request: ByPasskey): Outcome<Entered> {
    const now = Date.now();
    return atTheDoor(this.#vault, request, now, () => enterByPasskey(this.#vault, request, now));
  }

  /** What a passkey is to sign: see {@link challengeAtTheDoor}. */
  challenge(): string {
    return challengeAtTheDoor(this.#vault, Date.now());
  }

  /** Whose session a token is: see {@link sessionOf}. */
  session(token: string): Session | null {
    return sessionOf(this.#vault, token, Date.now()) ?? null;
  }

  /** The newest published checkpoint, and the key that verifies it. Anybody may have them. */
  published(): { checkpoint: string | null; vkey: string } {
    return { checkpoint: publishedCheckpoint(this.#vault), vkey: this.#vault.signer.vkey };
  }

  /** The key that verifies consent receipts. Anybody may have it. */
  receiptKey(): { name: string; publicKey: Uint8Array; spki: Uint8Array } {
    const { name, publicKey } = this.#vault.receipts;
    return { name, publicKey, spki: spkiOf(publicKey) };
  }

  /** A published tile of hashes, or null. Anybody may have it. */
  tile(path: string): Uint8Array | null {
    return publishedTile(this.#vault, path);
  }

  /** Whether the object is open and its database answers, and what it seals with. */
  health(): { entries: number; cipher: Aead['name'] } {
    return { entries: this.#vault.journal.size, cipher: this.#vault.aead.name };
  }

  override async alarm(): Promise<void> {
    try {
      const now = Date.now();
      if (this.#vault.keys.epoch !== monthOf(now)) this.#vault = await this.#open();
      transact(this.#vault, () => {
        doWhatIsDue(this.#vault, now);
        publishCheckpoint(this.#vault);
        this.#store.transient.sweep(now);
      });
      await this.#turnKeys(now);
    } finally {
      // workerd gives an alarm that fails up after a few tries: the next one is not to depend on this one.
      await this.ctx.storage.setAlarm(Date.now() + publicationInterval);
    }
  }

  /**
   * At the turn of the month: wraps every key anew, and when an older epoch's time is over has the ring destroy its key.
   * Ended half way, it goes on at the next alarm.
   */
  async #turnKeys(now: number): Promise<void> {
    while (transact(this.#vault, () => rewrapKeys(this.#vault, now)) > 0);
    const over = transact(this.#vault, () => retireEpochs(this.#vault, now));
    for (const epoch of over) {
      await this.env.KEYRING.getByName(this.#vault.community).destroy(epoch);
      transact(this.#vault, () => noteDestroyed(this.#vault, epoch, now));
    }
    if (over.length > 0) this.#vault = await this.#open();
  }

  async #open(): Promise<Vault> {
    const community = this.ctx.id.name;
    if (community === undefined) throw new Error('a community is reached by its name');
    const ring = await this.env.KEYRING.getByName(community).open({
      community,
      month: monthOf(Date.now()),
      indexes,
    });
    if (!ring.ok) throw new Error(ring.error);
    const secret = importKey(LogSecret, hexToBytes(this.env.LOG_SECRET.trim()));
    return openVault({
      community,
      store: this.#store,
      ring: ring.keys,
      signer: noteSigner(logOrigin(community, logGeneration), logSeed(secret, community, logGeneration)),
      receipts: receiptSigner(community, receiptSeed(secret, community)),
      packages: packageSigner(community, handOverSeed(secret, community, packageGeneration)),
      archives: noteSigner(archiveOrigin(community), archiveSeed(secret, community)),
      recovery: Number(this.env.RING_RECOVERY_DAYS ?? 0),
      notices,
      aead: (aead ??= chooseAead(sodiumModule)),
      random,
      administrator: this.env.ADMIN_TOKEN_SHA256,
    });
  }

  /**
   * Sees at a start that an alarm is coming, and soon: one that somebody moved years ahead would end publication without
   * a word. One that is due stays, or a vault that is often restarted would never publish. It is set anew all the same, a
   * millisecond earlier, because workerd keeps alarms in a second file and passes on a change only.
   */
  #wake(due: number | null): Promise<void> {
    const latest = Date.now() + publicationInterval;
    return this.ctx.storage.setAlarm(due === null ? latest : Math.min(due - 1, latest));
  }
}

/** A new generation is a new key for packages: when the secret it comes from may be known to others. */
const packageGeneration = 1;

/** `YYYY-MM` in China: the name of the epoch whose key wraps what is new. */
function monthOf(now: number): string {
  return today(now).slice(0, 7);
}

/** A new request id. */
export const newRequestId = (): string => newId(random);
