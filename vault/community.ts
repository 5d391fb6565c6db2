import { DurableObject } from 'cloudflare:workers';
import { recordTypes } from '../policy/fields.ts';
import { bucketIn, moveChunks } from './attachments/bucket.ts';
import { knowsToken } from './access/actor.ts';
import { contactIndex } from './access/contact.ts';
import { type AnswerOf, ask, type Call, type PipelineName, type RequestOf } from './answer.ts';
import type { Aead } from './crypto/aead.ts';
import { chooseAead } from './crypto/choose-aead.ts';
import { clockOf, type ClockEnv } from './clock.ts';
import { handOverSeed } from './crypto/hand-over-seed.ts';
import { archiveOrigin, archiveSeed } from './crypto/archive-seed.ts';
import { sodiumModule } from './crypto/sodium-module.ts';
import { receiptSeed, receiptSigner, spkiOf } from './crypto/receipt-key.ts';
import { packageKey, packageSigner } from './duties/openpgp.ts';
import type { OpenRing, Ring, RingState, Wanted } from './keyring/ring.ts';
import type { KeyRing } from './keyring/worker.ts';
import { firstRoot, noteRoot } from './keys/custody.ts';
import { newId } from './keys/keychain.ts';
import { doWhatIsDue } from './due.ts';
import { ledgerOf, replayLedger, unremembered } from './erasure/ledger.ts';
import { suppressionIndex } from './erasure/suppression.ts';
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
import { publicationInterval } from './log/checkpoint.ts';
import { noteSigner } from './log/note.ts';
import { notices } from './notices.ts';
import { publishCheckpoint, publishedCheckpoint, publishedTile } from './audit/publish.ts';
import { noteDestroyed, retireEpochs } from './keys/rotation.ts';
import { askedIndexes } from './keys/index-turn.ts';
import { logKey, logSecretsIn } from './keys/log-secrets.ts';
import { noWalks, workStep } from './keys/work.ts';
import { durableSql } from './storage/durable.ts';
import { openStore, type Store } from './storage/open.ts';
import { Together } from './together.ts';
import { today } from './validate.ts';
import { openVault, recordStart, transact, type Vault } from './vault.ts';

/** What the vault's Worker is given. */
export interface VaultEnv extends ClockEnv {
  COMMUNITY: DurableObjectNamespace<Community>;
  KEYRING: DurableObjectNamespace<KeyRing>;
  /** Community ids, comma-separated: no other object is ever made. */
  COMMUNITIES: string;
  /** 64 hex digits; every log's first signing key comes from it. */
  LOG_SECRET: string;
  /** Likewise, a line each: what the log's next keys come from, once the first secret may be known to others. */
  LOG_SECRET_NEXT?: string;
  /** SHA-256 of the administrator's token, in hex. */
  ADMIN_TOKEN_SHA256: string;
  /**
   * For how many days the platform can put the key ring's storage back to an earlier state, so that an erasure is not
   * promised too early; not there on a server of one's own.
   */
  RING_RECOVERY_DAYS?: string;
  /** An R2 bucket for attachments; without one they stay in the community's own database. */
  ATTACHMENTS?: R2Bucket;
  /** SHA-256 over the built program, in hex. */
  BUNDLE_SHA256: string;
}

/** The indexes that the ring has keys for. */
const indexes = [
  contactIndex,
  suppressionIndex,
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
  readonly #now: () => number;
  readonly #walks = noWalks();
  readonly #together = new Together((turn) => setTimeout(turn, 0));
  #vault!: Vault;
  #store!: Store;
  /** When the next checkpoint is published, by the machine's clock. */
  #publication = 0;
  /** Whether the next alarm was set for what is left to do, before the time of publication. */
  #isSoon = false;
  /** What the last asking of the ring came to. */
  #ringState: RingState = 'open';

  constructor(state: DurableObjectState, env: VaultEnv) {
    super(state, env);
    this.#now = clockOf(env);
    void state.blockConcurrencyWhile(async () => {
      this.#store = await openStore(durableSql(state.storage));
      const ring = await this.#ring();
      this.#vault = this.#open(ring);
      transact(this.#vault, () => {
        const now = this.#now();
        recordStart(this.#vault, now, env.BUNDLE_SHA256, firstRoot(this.#vault, ring, now));
        noteRoot(this.#vault, ring, now);
      });
      await this.#replay();
      await this.#wake(await state.storage.getAlarm());
    });
  }

  /** One request of somebody with a token: see {@link ask}. */
  ask<Name extends PipelineName>(call: Call, name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
    return this.#together.run(() => {
      const ring = (): Promise<Ring> => this.#askRing();
      const answered = ask(this.#vault, call, name, request, this.#now, ring) as
        AnswerOf<Name> | Promise<AnswerOf<Name>>;
      // What the alarm does in steps is begun now, and not in ten minutes.
      if (name === 'rotateIndex') {
        this.#isSoon = true;
        void this.ctx.storage.setAlarm(Date.now());
      }
      return this.#vault.ledger.isEmpty ? answered : this.#remembered(answered);
    });
  }

  /** The key that recipients verify packages with. Anybody may have it. */
  packageKey(): Promise<{ armored: string; fingerprint: string }> {
    return packageKey(this.#vault.packages, this.#now());
  }

  /** Whether this is a token at all: see {@link knowsToken}. */
  knows(token: string): boolean {
    return knowsToken(this.#vault, token, this.#now());
  }

  /** A link's secret for a session: see {@link enter}. */
  enter(request: { secret: string; request: string }): Outcome<Entered> {
    return transact(this.#vault, () => enter(this.#vault, request, this.#now()));
  }

  /** Number and PIN for a session: see {@link enterByPin}. */
  enterByPin(request: ByPin): Outcome<Entered> {
    const now = this.#now();
    return atTheDoor(this.#vault, request, now, () => enterByPin(this.#vault, request, now));
  }

  /** A passkey's answer for a session: see {@link enterByPasskey}. */
  enterByPasskey(request: ByPasskey): Outcome<Entered> {
    const now = this.#now();
    return atTheDoor(this.#vault, request, now, () => enterByPasskey(this.#vault, request, now));
  }

  /** What a passkey is to sign: see {@link challengeAtTheDoor}. */
  challenge(): string {
    return challengeAtTheDoor(this.#vault, this.#now());
  }

  /** Whose session a token is: see {@link sessionOf}. */
  session(token: string): Session | null {
    return sessionOf(this.#vault, token, this.#now()) ?? null;
  }

  /** The newest published checkpoint, and the key that verifies it. Anybody may have them. */
  published(): { checkpoint: string | null; vkey: string; vkeys: string[] } {
    const { vkey, vkeys } = this.#vault.signer;
    return { checkpoint: publishedCheckpoint(this.#vault), vkey, vkeys };
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

  /**
   * Whether the object is open and its database answers, what it seals with, and whether its keys could be had anew: while
   * they cannot, the vault goes on with those it has in memory, and would not come up again.
   */
  async health(): Promise<{ entries: number; cipher: Aead['name']; keys: RingState }> {
    const { community } = this.#vault;
    const root = await this.env.KEYRING.getByName(community)
      .state(community)
      .catch((): RingState => 'keys_unavailable');
    const keys = root === 'open' ? this.#ringState : root;
    return { entries: this.#vault.journal.size, cipher: this.#vault.aead.name, keys };
  }

  /**
   * Every ten minutes: what is due, a checkpoint, and what takes longer, in short steps. Where more is left than is done
   * at one go, an alarm comes for it soon, and publishes nothing.
   */
  override async alarm(): Promise<void> {
    let isMore = false;
    const isTime = !this.#isSoon || Date.now() >= this.#publication;
    this.#isSoon = false;
    try {
      // Asked each time: it wraps by a new root, makes a new month's key, and tells whether it can be reached at all.
      const ring = isTime ? await this.#ringIfItOpens() : undefined;
      if (ring !== undefined && this.#vault.keys.epoch !== monthOf(this.#now()))
        this.#vault.keys.renew(ring.keys);
      if (isTime) {
        this.#publication = Date.now() + publicationInterval;
        transact(this.#vault, () => {
          if (ring !== undefined) noteRoot(this.#vault, ring, this.#now());
          doWhatIsDue(this.#vault, this.#now());
          publishCheckpoint(this.#vault);
          this.#store.transient.sweep(this.#now());
        });
      }
      await this.#remember();
      const asked = askedIndexes(this.#vault);
      const withNext = asked.length > 0 ? await this.#ringIfItOpens(asked) : undefined;
      if (withNext !== undefined) this.#vault.keys.renew(withNext.keys);
      isMore = await this.#work();
      if (this.#vault.bucket !== undefined) await moveChunks(this.#vault, this.#vault.bucket);
    } finally {
      // workerd gives an alarm that fails up after a few tries: the next one is not to depend on this one.
      // Somebody may have asked for something meanwhile.
      this.#isSoon ||= isMore;
      await this.ctx.storage.setAlarm(this.#isSoon ? Date.now() + restBetween : this.#publication);
    }
  }

  /** @returns whether there is more than is done at one go */
  async #work(): Promise<boolean> {
    for (const until = Date.now() + atOneGo; Date.now() < until; await pause()) {
      if (!workStep(this.#vault, this.#walks, this.#now())) {
        await this.#retireEpochs(this.#now());
        return false;
      }
    }
    return true;
  }

  /** When an older epoch's time is over, has the ring destroy its key. Ended half way, it goes on at the next alarm. */
  async #retireEpochs(now: number): Promise<void> {
    const over = transact(this.#vault, () => retireEpochs(this.#vault, now));
    for (const epoch of over) {
      await this.env.KEYRING.getByName(this.#vault.community).destroy(epoch);
      transact(this.#vault, () => noteDestroyed(this.#vault, epoch, now));
    }
    const ring = over.length > 0 ? await this.#ringIfItOpens() : undefined;
    if (ring !== undefined) this.#vault.keys.renew(ring.keys);
  }

  /**
   * What was erased or withdrawn is done again before the first request, where this database was put back to before it;
   * and what the ring does not know of yet, because the power failed between, it is told.
   */
  async #replay(): Promise<void> {
    const ring = this.env.KEYRING.getByName(this.#vault.community);
    const ledger = await ring.ledger();
    replayLedger(this.#vault, ledger, this.#now());
    this.#vault.ledger.take();
    const untold = unremembered(ledgerOf(this.#vault), ledger);
    if (untold.length > 0) await ring.remember(untold);
  }

  /** An erasure is answered when the ring has it, too. Where the ring does not answer, the next alarm tells it. */
  async #remembered<T>(answered: T | Promise<T>): Promise<T> {
    await this.#remember().catch(() => undefined);
    return answered;
  }

  async #remember(): Promise<void> {
    const rows = this.#vault.ledger.take();
    if (rows.length === 0) return;
    try {
      await this.env.KEYRING.getByName(this.#vault.community).remember(rows);
    } catch (error) {
      this.#vault.ledger.putBack(rows);
      throw error;
    }
  }

  /**
   * What the ring has for this community at this moment; it makes what is missing.
   * @param next indexes that are to get another key
   */
  async #askRing(next: Wanted['next'] = []): Promise<Ring> {
    const community = this.#community();
    const wanted = { community, month: monthOf(this.#now()), indexes, next };
    const ring = await this.env.KEYRING.getByName(community).open(wanted);
    this.#ringState = ring.ok ? 'open' : ring.error;
    return ring;
  }

  /** @throws Error that says why there are no keys, in the form that `http/ring-fault.ts` reads */
  async #ring(): Promise<OpenRing> {
    const ring = await this.#askRing();
    if (ring.ok) return ring;
    const wait = ring.error === 'keys_unavailable' ? ` ${Math.ceil(ring.retryAfter / 1_000)}` : '';
    throw new Error(`${ring.error}${wait}`);
  }

  /** Where the ring gives no keys now, the vault goes on with those it has; {@link health} says so. */
  async #ringIfItOpens(next: Wanted['next'] = []): Promise<OpenRing | undefined> {
    const ring = await this.#askRing(next).catch(() => undefined);
    return ring?.ok === true ? ring : undefined;
  }

  #community(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error('a community is reached by its name');
    return name;
  }

  #open(ring: OpenRing): Vault {
    const community = this.#community();
    const secrets = logSecretsIn(`${this.env.LOG_SECRET}\n${this.env.LOG_SECRET_NEXT ?? ''}`);
    const [secret] = secrets;
    const signer = logKey(secrets, community, { generation: 1, secret: 1 });
    if (secret === undefined || signer === undefined) throw new Error('there is no log secret');
    return openVault({
      community,
      store: this.#store,
      ring: ring.keys,
      signer,
      logKeys: { secrets: secrets.length, key: (name) => logKey(secrets, community, name) },
      receipts: receiptSigner(community, receiptSeed(secret, community)),
      packages: packageSigner(community, handOverSeed(secret, community, packageGeneration)),
      archives: noteSigner(archiveOrigin(community), archiveSeed(secret, community)),
      recovery: Number(this.env.RING_RECOVERY_DAYS ?? 0),
      notices,
      bucket: this.env.ATTACHMENTS && bucketIn(this.env.ATTACHMENTS, community),
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
    this.#publication = due === null ? latest : Math.min(due - 1, latest);
    return this.ctx.storage.setAlarm(this.#publication);
  }
}

/** How long a turn of steps may take, and the rest after it where there is more, in milliseconds. */
const atOneGo = 20_000;
const restBetween = 1_000;

/** Between two steps, so that whoever waits comes first: the steps take a part of the time, never most of it. */
const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20));

/** A new generation is a new key for packages: when the secret it comes from may be known to others. */
const packageGeneration = 1;

/** `YYYY-MM` in China: the name of the epoch whose key wraps what is new. */
function monthOf(now: number): string {
  return today(now).slice(0, 7);
}

/** A new request id. */
export const newRequestId = (): string => newId(random);
