import { importKey, RootSecret, type RingWrappingKey } from '../crypto/keys.ts';
import { ringWrappingKey, rootId } from '../crypto/wrap.ts';

/** What one community's ring keys are wrapped with, and which root secret it was made from. */
export interface Wrapping {
  /** See {@link rootId}. */
  readonly root: string;
  readonly key: RingWrappingKey;
}

/** While a root is exchanged there are two. */
export interface Wrappings {
  /** Wraps whatever is new, and what another still wraps. */
  readonly current: Wrapping;
  /** Still open what was wrapped before. */
  readonly others: readonly Wrapping[];
}

/** Why there is no wrapping key at this moment. */
export type RootFault =
  | {
      /** The key service does not answer, or answers that it cannot now. */
      readonly error: 'keys_unavailable';
      /** Milliseconds until it is worth asking again. */
      readonly retryAfter: number;
    }
  | {
      /** The root secret is not there, has not its form, or the key service's answer is not from who holds the credential. */
      readonly error: 'root_refused';
    };

export type RootAnswer = { readonly ok: true; readonly wrappings: Wrappings } | ({ ok: false } & RootFault);

/**
 * Where the root secret is: a Worker secret, a file, or a key service. It is outside the community's object, its
 * database and its backups, and a ring gets from it what its own community needs and no more.
 */
export interface RootProvider {
  /** Asked anew at each opening of a ring, so that a new root is seen without a restart. */
  wrappings(community: string): Promise<RootAnswer>;
}

/** Of root secrets in hand: the first wraps, all open. @throws RangeError when there is none */
export function wrappingsOf(roots: readonly RootSecret[], community: string): Wrappings {
  const [current, ...others] = roots.map((root) => ({
    root: rootId(root),
    key: ringWrappingKey(root, community),
  }));
  if (current === undefined) throw new RangeError('at least one root secret');
  return { current, others };
}

/**
 * A root secret of its text: 64 hex digits, white space around them.
 * @returns undefined when it is not that; the text is in no error
 */
export function rootOf(text: string): RootSecret | undefined {
  const bytes = bytesOf(text);
  return bytes && importKey(RootSecret, bytes);
}

/** The 32 bytes of a secret's text, or undefined when it has not its form. */
export function bytesOf(text: string): Uint8Array | undefined {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

/** Texts of root secrets: the one in use, and, while the root is exchanged, the next. Null where there is none. */
export interface RootTexts {
  readonly now: string | null;
  readonly next: string | null;
}

/**
 * A provider over root secrets that can be read as text.
 *
 * The next wraps from the moment it is there. So nothing more is wrapped by the one in use once the exchange has begun,
 * and it can go when nothing is left that it wraps.
 */
export function textProvider(read: () => RootTexts | Promise<RootTexts>): RootProvider {
  return {
    async wrappings(community) {
      const { now, next } = await read();
      const roots = [next, now].filter((text) => text !== null).map(rootOf);
      const known = roots.filter((root) => root !== undefined);
      if (now === null || known.length < roots.length) return { ok: false, error: 'root_refused' };
      return { ok: true, wrappings: wrappingsOf(known, community) };
    },
  };
}
