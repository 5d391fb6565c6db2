import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import type { Assertion, Registration } from '../vault/sign-in/webauthn.ts';

/** Where an authenticator is asked, by whom, and for what. */
export interface Asked {
  challenge: string;
  origin: string;
  rp: string;
}

interface Options {
  alg?: 'ES256' | 'EdDSA';
  /** Whether it has looked at who holds it. */
  verified?: boolean;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A passkey as an authenticator makes and uses it: Node's own keys and signatures, none of the vault's code. */
export class Passkey {
  readonly id = base64url(randomBytes(16));
  counter = 0;
  verified: boolean;
  readonly #alg: 'ES256' | 'EdDSA';
  readonly #private: KeyObject;
  readonly #public: Record<string, string>;

  constructor({ alg = 'ES256', verified = true }: Options = {}) {
    this.#alg = alg;
    this.verified = verified;
    const pair =
      alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    this.#private = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    this.#public = pair.publicKey.export({ format: 'jwk' }) as Record<string, string>;
  }

  /** What `navigator.credentials.create` gives. */
  create(asked: Asked): Registration {
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const data = Buffer.concat([
      this.#data(asked.rp, 0x40),
      Buffer.alloc(16),
      length,
      id,
      encodeCBOR(this.#cose()),
    ]);
    const attestation = new Map<string, Uint8Array | string | Map<string, never>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, never>()],
      ['authData', new Uint8Array(data)],
    ]);
    return { clientData: client('webauthn.create', asked), attestation: base64url(encodeCBOR(attestation)) };
  }

  /** What `navigator.credentials.get` gives; the counter goes up with it. */
  get(asked: Asked): Assertion {
    this.counter += 1;
    const data = this.#data(asked.rp, 0);
    const clientData = client('webauthn.get', asked);
    const message = Buffer.concat([data, sha256(Buffer.from(clientData, 'base64url').toString())]);
    const signature = sign(this.#alg === 'ES256' ? 'sha256' : null, message, this.#private);
    return { id: this.id, clientData, authenticator: base64url(data), signature: base64url(signature) };
  }

  #data(rp: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rp), Buffer.from([flags | 0x01 | (this.verified ? 0x04 : 0)]), counter]);
  }

  #cose(): Map<number, number | Uint8Array> {
    const coordinate = (name: 'x' | 'y') =>
      new Uint8Array(Buffer.from(this.#public[name] ?? '', 'base64url'));
    return this.#alg === 'ES256'
      ? new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, coordinate('x')],
          [-3, coordinate('y')],
        ])
      : new Map<number, number | Uint8Array>([
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, coordinate('x')],
        ]);
  }
}

function client(type: string, { challenge, origin }: Asked): string {
  return base64url(Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })));
}
