import type { Bucket } from './attachments/bucket.ts';
import type { PackageSigner } from './duties/openpgp.ts';
import type { Ring } from './keyring/ring.ts';
import type { Outcome } from './outcome.ts';
import type { Unit, Vault } from './vault.ts';

/**
 * One transaction of a request that has something to wait for: who asks is looked up anew, the work is done, its entries
 * are appended, all in one synchronous turn.
 */
export type Turn = <T>(work: (unit: Unit) => Outcome<T>) => Outcome<T>;

/** How a vault asks its key ring, once more. */
export type AskRing = () => Promise<Ring>;

/** What is around a request that waits. */
export interface Around {
  /** UTC milliseconds, at this moment. */
  now: () => number;
  /** With what the community signs its packages. */
  packages: PackageSigner;
  /** Asks the key ring once more: it makes what is missing, and wraps by the newest root. */
  ring: AskRing;
  vault: Vault;
  /** Where attachments may lie beside the database; there is not always one. */
  bucket: Bucket | undefined;
}

/**
 * A request with something in it that has to be waited for: reading an OpenPGP key, sealing a package. Between deciding
 * and appending nothing is waited for, as everywhere (design §3): that is one turn. What a turn opened stays in the
 * object until it is sealed.
 */
export type Waiting<Request, Value> = (
  turn: Turn,
  request: Request,
  around: Around,
) => Promise<Outcome<Value>>;
