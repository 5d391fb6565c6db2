import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

import { canonical, parsePublicPart, type EntryFailure, type PublicPart } from './entry.ts';
import { failed, success, type Result } from './result.ts';

/** The first byte of a leaf: which layout follows. */
export const leafVersion = 0x01;

/** C2SP tlog-tiles gives an entry's length 16 bits, so a longer leaf could be logged but never published. */
export const maximumLeafBytes = 0xffff;

/**
 * Bytes of a commitment's salt: with 32 random ones, a low-entropy part (a role, a building) cannot be
 * guessed.
 */
export const saltBytes = 32;

export interface Leaf {
  readonly public: PublicPart;
  /** SHA-256 commitments, 32 bytes each. */
  readonly actorCommitment: Uint8Array;
  readonly subjectCommitment: Uint8Array;
}

export interface LeafFailure {
  readonly code: 'leaf_version' | 'leaf_length' | EntryFailure['code'];
  readonly field?: string;
}

/**
 * The bytes that are hashed into the tree: `0x01 ‖ u32 length ‖ public part ‖ actor commitment ‖ subject
 * commitment`.
 *
 * @throws RangeError if a commitment is not 32 bytes, or the leaf is over {@link maximumLeafBytes}: some 600
 * digests
 *   fit, and a batch is cut before that.
 */
export function encodeLeaf(
  part: PublicPart,
  actorCommitment: Uint8Array,
  subjectCommitment: Uint8Array,
): Uint8Array {
  return joinLeaf(canonical(part), actorCommitment, subjectCommitment);
}

/** See {@link encodeLeaf}. @param text of the public part, canonical */
export function joinLeaf(
  text: Uint8Array,
  actorCommitment: Uint8Array,
  subjectCommitment: Uint8Array,
): Uint8Array {
  if (actorCommitment.length !== 32 || subjectCommitment.length !== 32) {
    throw new RangeError('a commitment is 32 bytes');
  }
  const head = new Uint8Array(5);
  head[0] = leafVersion;
  new DataView(head.buffer).setUint32(1, text.length);
  const leaf = concatBytes(head, text, actorCommitment, subjectCommitment);
  if (leaf.length > maximumLeafBytes) throw new RangeError('a leaf is at most 65535 bytes');
  return leaf;
}

/** Reads a leaf back. Trailing or missing bytes, and a public part that is not canonical, are failures. */
export function decodeLeaf(leaf: Uint8Array): Result<Leaf, LeafFailure> {
  if (leaf[0] !== leafVersion) return failed({ code: 'leaf_version' });
  if (leaf.length < 5 + 64 || leaf.length > maximumLeafBytes) return failed({ code: 'leaf_length' });
  const length = new DataView(leaf.buffer, leaf.byteOffset, leaf.byteLength).getUint32(1);
  if (leaf.length !== 5 + length + 64) return failed({ code: 'leaf_length' });
  const part = parsePublicPart(leaf.subarray(5, 5 + length));
  if (!part.ok) return part;
  return success({
    public: part.value,
    actorCommitment: leaf.slice(5 + length, 5 + length + 32),
    subjectCommitment: leaf.slice(5 + length + 32),
  });
}

/**
 * The commitment to a sealed part: SHA-256(salt ‖ part), where `part` is {@link canonical} bytes.
 *
 * @throws RangeError if the salt is not 32 bytes: a shorter one would move the boundary between salt and
 * part.
 */
export function commit(salt: Uint8Array, part: Uint8Array): Uint8Array {
  if (salt.length !== saltBytes) throw new RangeError('a salt is 32 bytes');
  return sha256(concatBytes(salt, part));
}
