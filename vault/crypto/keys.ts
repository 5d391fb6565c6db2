/**
 * Keys are opaque: their bytes are in a private field that neither printing, JSON nor structured cloning
 * reaches, and each kind is a type of its own, so that no key can be used where another belongs.
 */

let read: (key: SecretKey) => Uint8Array<ArrayBuffer>;

abstract class SecretKey {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  abstract readonly kind: string;

  constructor(bytes: Uint8Array) {
    if (bytes.length !== 32) throw new RangeError(`a key is 32 bytes, not ${bytes.length}`);
    this.#bytes = new Uint8Array(bytes);
  }

  static {
    read = (key) => key.#bytes;
  }

  toString(): string {
    return `[${this.kind}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Of one subject: seals its records. Destroying every copy of it is erasure. */
export class DataKey extends SecretKey {
  readonly kind = 'data key';
}

/** Of one subject or actor: seals its parts of the access log. */
export class LogPartKey extends SecretKey {
  readonly kind = 'log part key';
}

/** Of one community and month: wraps data keys and log part keys. */
export class EpochKey extends SecretKey {
  readonly kind = 'epoch key';
}

/** Of one community, indexed field and generation: keyed hashes for search by exact value. */
export class IndexKey extends SecretKey {
  readonly kind = 'index key';
}

/** Of one community and generation: MACs of control rows, and keyed hashes of codes. */
export class RowKey extends SecretKey {
  readonly kind = 'row key';
}

/** Known to the key ring alone: wraps the ring's keys. */
export class RootSecret extends SecretKey {
  readonly kind = 'root secret';
}

/** Of one community: wraps its ring's keys. Made from the root secret, which it does not give away. */
export class RingWrappingKey extends SecretKey {
  readonly kind = 'ring wrapping key';
}

/** Known to a key ring and its key service: nothing is said between the two without it. */
export class ServiceCredential extends SecretKey {
  readonly kind = 'service credential';
}

/** Known to the log's signer alone: every log's signing seed comes from it. */
export class LogSecret extends SecretKey {
  readonly kind = 'log secret';
}

/** A source of randomness: n bytes, cryptographically strong. */
export type Random = (n: number) => Uint8Array;

type KeyClass<K extends SecretKey> = new (bytes: Uint8Array) => K;

/** A new key of the given kind, e.g. `newKey(DataKey, random)`. */
export function newKey<K extends SecretKey>(kind: KeyClass<K>, random: Random): K {
  return new kind(random(32));
}

/**
 * A key from 32 bytes that came from a secret's file, a Worker secret, or the key ring. The bytes are
 * copied; wiping the original is the caller's part.
 * @throws RangeError when there are not 32 of them
 */
export function importKey<K extends SecretKey>(kind: KeyClass<K>, bytes: Uint8Array): K {
  return new kind(bytes);
}

/** The 32 bytes, copied: for the way from the key ring to a community and for secret files, nothing else. */
export function exportKey(key: SecretKey): Uint8Array<ArrayBuffer> {
  return new Uint8Array(read(key));
}

/** The 32 bytes themselves, for the files of this folder only; never written to, never kept. */
export function secretOf(key: SecretKey): Uint8Array<ArrayBuffer> {
  return read(key);
}
