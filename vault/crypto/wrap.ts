import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import type { Aead } from './aead.ts';
import {
  DataKey,
  EpochKey,
  IndexKey,
  LogPartKey,
  RingWrappingKey,
  RowKey,
  secretOf,
  type RootSecret,
} from './keys.ts';
import { nonceLength } from './layout.ts';
import { lp, u64 } from './lp.ts';
import { openWhole, sealWholeWith } from './seal-with.ts';

const keyOf = { data: DataKey, log: LogPartKey } as const;
const ringKeyOf = { epoch: EpochKey, index: IndexKey, row: RowKey } as const;

/** What a subject's or actor's key is for. */
export type KeyUse = keyof typeof keyOf;
export type KeyFor<U extends KeyUse> = InstanceType<(typeof keyOf)[U]>;

/** What a key of the ring is for. */
export type RingUse = keyof typeof ringKeyOf;
export type RingKeyFor<U extends RingUse> = InstanceType<(typeof ringKeyOf)[U]>;

/** What a wrapped key is bound to. */
export interface WrapContext<U extends KeyUse = KeyUse> {
  readonly community: string;
  /** A subject's id, or an actor's for a log key. */
  readonly owner: string;
  readonly use: U;
  readonly keyId: string;
  /** The name of the epoch key that wraps it, e.g. `2026-11`. */
  readonly epoch: string;
}

/** What a key of the ring is bound to. */
export interface RingContext<U extends RingUse = RingUse> {
  readonly community: string;
  readonly use: U;
  /** The epoch `2026-11`, the index `resident.mobile`, … */
  readonly name: string;
  readonly generation: number;
}

/**
 * Wraps a key under an epoch key: 73 bytes (docs/format.md, "Wrapped key").
 * @throws TypeError when the key is not of the kind its use asks for
 */
export function wrapKey<U extends KeyUse>(
  inner: KeyFor<U>,
  epochKey: EpochKey,
  context: WrapContext<U>,
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  if (!(inner instanceof keyOf[context.use])) throw new TypeError(`not a key for the use '${context.use}'`);
  return sealWholeWith(
    randomBytes(nonceLength),
    secretOf(inner),
    secretOf(epochKey),
    wrapData(context),
    aead,
  );
}

/** The key, or undefined when bytes, epoch key or any part of the context are others than at wrapping. */
export function unwrapKey<U extends KeyUse>(
  wrapped: Uint8Array,
  epochKey: EpochKey,
  context: WrapContext<U>,
  aead: Aead,
): KeyFor<U> | undefined {
  const bytes = openWhole(wrapped, secretOf(epochKey), wrapData(context), aead);
  return bytes?.length === 32 ? (new keyOf[context.use](bytes) as KeyFor<U>) : undefined;
}

/**
 * Wraps a key of the ring under its community's wrapping key: 73 bytes (docs/format.md, "Ring key").
 * @throws TypeError when the key is not of the kind its use asks for
 */
export function wrapRingKey<U extends RingUse>(
  inner: RingKeyFor<U>,
  wrapping: RingWrappingKey,
  context: RingContext<U>,
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  if (!(inner instanceof ringKeyOf[context.use]))
    throw new TypeError(`not a key for the use '${context.use}'`);
  return sealWholeWith(
    randomBytes(nonceLength),
    secretOf(inner),
    secretOf(wrapping),
    ringData(context),
    aead,
  );
}

/** The key, or undefined when bytes, wrapping key or any part of the context are others than at wrapping. */
export function unwrapRingKey<U extends RingUse>(
  wrapped: Uint8Array,
  wrapping: RingWrappingKey,
  context: RingContext<U>,
  aead: Aead,
): RingKeyFor<U> | undefined {
  const bytes = openWhole(wrapped, secretOf(wrapping), ringData(context), aead);
  return bytes?.length === 32 ? (new ringKeyOf[context.use](bytes) as RingKeyFor<U>) : undefined;
}

/** The associated data of a wrapped key. */
export function wrapData({ community, owner, use, keyId, epoch }: WrapContext): Uint8Array<ArrayBuffer> {
  return lp('lindun wrap', community, owner, use, keyId, epoch);
}

/** The associated data of a key of the ring. */
export function ringData({ community, use, name, generation }: RingContext): Uint8Array<ArrayBuffer> {
  return lp('lindun ring', community, use, name, u64(generation));
}

/** HKDF-SHA256 (RFC 5869) without salt: the root secret is uniform already. One key a community. */
export function ringWrappingKey(root: RootSecret, community: string): RingWrappingKey {
  const info = lp('lindun ring key', community);
  return new RingWrappingKey(hkdf(sha256, secretOf(root), undefined, info, 32));
}

/**
 * The name of a root secret: 16 hex digits that tell one from another and nothing about it. It stands beside each ring
 * key, on the officers' sealed copy and in the log, so that it can be said which root is meant.
 */
export function rootId(root: RootSecret): string {
  return bytesToHex(hkdf(sha256, secretOf(root), undefined, lp('lindun root id'), 8));
}
