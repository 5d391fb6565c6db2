import { DurableObject } from 'cloudflare:workers';
import type { Aead } from '../crypto/aead.ts';
import { chooseAead } from '../crypto/choose-aead.ts';
import { sodiumModule } from '../crypto/sodium-module.ts';
import { clockOf, type ClockEnv } from '../clock.ts';
import { durableSql } from '../storage/durable.ts';
import type { RingKeyStore } from '../storage/keys.ts';
import { type ProviderEnv, providerOf } from './provider.ts';
import type { LedgerStore } from '../storage/ledger.ts';
import { openLedger, openRing } from '../storage/open.ts';
import type { LedgerRow } from '../storage/schema.ts';
import { destroyEpoch, openKeys, type Ring, type RingState, type Wanted } from './ring.ts';
import type { RootProvider } from './roots.ts';

/** What the ring's Worker is given: where the root secret is. No other Worker has any of it. */
export type KeyRingEnv = ProviderEnv & ClockEnv;

/** Chosen in a request, where randomness may be drawn. */
let aead: Aead | undefined;
const cipher = (): Aead => (aead ??= chooseAead(sodiumModule));

/** One community's key ring: random keys, wrapped by the root secret, in a database of their own. */
export class KeyRing extends DurableObject<KeyRingEnv> {
  #store!: RingKeyStore;
  readonly #roots: RootProvider;
  #seen: { state: RingState; until: number } = { state: 'open', until: 0 };
  /** Ends when the opening before this one has: two that wait for a key service must not both make keys. */
  #turn: Promise<unknown> = Promise.resolve();
  #ledger!: LedgerStore;

  constructor(state: DurableObjectState, env: KeyRingEnv) {
    super(state, env);
    this.#roots = providerOf(env, cipher);
    void state.blockConcurrencyWhile(async () => {
      const sql = durableSql(state.storage);
      this.#store = await openRing(sql);
      this.#ledger = openLedger(sql);
    });
  }

  /**
   * See {@link openKeys}. The answer leaves only when new keys are durable (the object's output gate). The root is had
   * before: nothing in the transaction waits.
   */
  open(wanted: Wanted): Promise<Ring> {
    const opened = this.#turn.then(async (): Promise<Ring> => {
      const answer = await this.#roots.wrappings(wanted.community);
      if (!answer.ok) return answer;
      const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));
      return this.ctx.storage.transactionSync(() =>
        openKeys(this.#store, answer.wrappings, wanted, clockOf(this.env)(), random, cipher()),
      );
    });
    this.#turn = opened.catch(() => undefined);
    return opened;
  }

  /** All that has to be done again to a community's database that was put back. */
  ledger(): LedgerRow[] {
    return this.#ledger.all();
  }

  /** Notes erasures and withdrawals. The answer leaves only when they are durable. */
  remember(rows: LedgerRow[]): void {
    this.ctx.storage.transactionSync(() => {
      for (const row of rows) this.#ledger.put(row);
    });
  }

  /**
   * Whether the root secret can be had at this moment: looked at as often as it is asked for, at most every five seconds.
   * Whether it opens the ring, an opening tells.
   */
  async state(community: string): Promise<RingState> {
    if (Date.now() < this.#seen.until) return this.#seen.state;
    const answer = await this.#roots.wrappings(community);
    this.#seen = { state: answer.ok ? 'open' : answer.error, until: Date.now() + 5_000 };
    return this.#seen.state;
  }

  /** See {@link destroyEpoch}. Which month it is, the ring reads from its own clock. */
  destroy(epoch: string): boolean {
    // In China, as epochs are named there.
    const month = new Date(clockOf(this.env)() + 8 * 3_600_000).toISOString().slice(0, 7);
    return this.ctx.storage.transactionSync(() => destroyEpoch(this.#store, epoch, month));
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
} satisfies ExportedHandler<KeyRingEnv>;
