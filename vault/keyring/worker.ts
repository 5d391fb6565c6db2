import { DurableObject } from 'cloudflare:workers';
import { importKey, RootSecret } from '../crypto/keys.ts';
import { nobleAead } from '../crypto/noble.ts';
import { durableSql } from '../storage/durable.ts';
import { openRing } from '../storage/open.ts';
import type { RingKeyStore } from '../storage/keys.ts';
import { destroyEpoch, openKeys, type Ring } from './ring.ts';
import { hexToBytes } from '@noble/hashes/utils.js';

/** What the ring's Worker is given. No other Worker has the root secret. */
export interface KeyRingEnv {
  /** 64 hex digits. */
  ROOT_SECRET: string;
}

/** One community's key ring: random keys, wrapped by the root secret, in a database of their own. */
export class KeyRing extends DurableObject<KeyRingEnv> {
  #store!: RingKeyStore;

  constructor(state: DurableObjectState, env: KeyRingEnv) {
    super(state, env);
    void state.blockConcurrencyWhile(async () => {
      this.#store = await openRing(durableSql(state.storage));
    });
  }

  /** See {@link openKeys}. The answer leaves only when new keys are durable (the object's output gate). */
  open(wanted: { community: string; month: string; indexes: string[] }): Ring {
    const root = importKey(RootSecret, hexToBytes(this.env.ROOT_SECRET.trim()));
    return this.ctx.storage.transactionSync(() =>
      openKeys(
        this.#store,
        root,
        wanted,
        Date.now(),
        (n) => crypto.getRandomValues(new Uint8Array(n)),
        nobleAead,
      ),
    );
  }

  /** See {@link destroyEpoch}. Which month it is, the ring reads from its own clock. */
  destroy(epoch: string): boolean {
    // In China, as epochs are named there.
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    return this.ctx.storage.transactionSync(() => destroyEpoch(this.#store, epoch, month));
  }
}

export default {
  fetch: () => new Response(null, { status: 404 }),
} satisfies ExportedHandler<KeyRingEnv>;
