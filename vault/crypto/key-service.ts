import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Aead } from './aead.ts';
import { RingWrappingKey, secretOf, type ServiceCredential } from './keys.ts';
import { nonceLength } from './layout.ts';
import { lp } from './lp.ts';
import { isSame } from './same.ts';
import { openWhole, sealWholeWith } from './seal-with.ts';

/**
 * What a key ring and its key service say to each other (docs/format.md, "Key service"). Both hold one credential, which
 * is never sent: the question carries a MAC, the answer is sealed, each under a key of its own made from it. So an answer
 * from somebody else, an older one, or one to another question does not open, whoever stands on the way.
 */

/** A ring asks for its community's wrapping keys. */
export interface KeyQuestion {
  readonly community: string;
  /** 32 hex digits, new for each question: an answer belongs to one. */
  readonly nonce: string;
  /** 64 hex digits. */
  readonly mac: string;
}

/** A wrapping key and the name of the root secret that it comes from (`rootId`). */
export interface NamedWrapping {
  readonly root: string;
  readonly key: RingWrappingKey;
}

/** @param nonce 16 random bytes */
export function askForKeys(credential: ServiceCredential, community: string, nonce: Uint8Array): KeyQuestion {
  const question = { community, nonce: bytesToHex(nonce) };
  return { ...question, mac: macOf(credential, question) };
}

/** Whether a question is from who holds the credential. */
export const isAsked = (credential: ServiceCredential, question: KeyQuestion): boolean =>
  isSame(macOf(credential, question), question.mac);

/** @param wrappings the one that wraps what is new first */
export function answerKeys(
  credential: ServiceCredential,
  question: KeyQuestion,
  wrappings: readonly NamedWrapping[],
  aead: Aead,
): Uint8Array<ArrayBuffer> {
  const listed = wrappings.map(({ root, key }) => ({ root, key: bytesToHex(secretOf(key)) }));
  const plaintext = utf8ToBytes(JSON.stringify(listed));
  const key = derived(credential, 'lindun key service answer');
  return sealWholeWith(randomBytes(nonceLength), plaintext, key, answerData(question), aead);
}

/** The wrapping keys, or undefined when the answer is not the service's to exactly this question. */
export function openKeysAnswer(
  credential: ServiceCredential,
  question: KeyQuestion,
  box: Uint8Array,
  aead: Aead,
): readonly NamedWrapping[] | undefined {
  const key = derived(credential, 'lindun key service answer');
  const plaintext = openWhole(box, key, answerData(question), aead);
  if (plaintext === undefined) return undefined;
  // Who sealed it holds the credential: what it says has this form.
  const listed = JSON.parse(new TextDecoder().decode(plaintext)) as { root: string; key: string }[];
  return listed.map(({ root, key: hex }) => ({ root, key: new RingWrappingKey(hexToBytes(hex)) }));
}

const macOf = (credential: ServiceCredential, { community, nonce }: Omit<KeyQuestion, 'mac'>): string =>
  bytesToHex(
    hmac(sha256, derived(credential, 'lindun key service question'), lp('lindun question', community, nonce)),
  );

const answerData = ({ community, nonce }: KeyQuestion): Uint8Array => lp('lindun answer', community, nonce);

const derived = (credential: ServiceCredential, label: string): Uint8Array =>
  hkdf(sha256, secretOf(credential), undefined, lp(label), 32);
