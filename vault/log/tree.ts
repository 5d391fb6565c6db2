import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';

/** Bytes of a tree hash (SHA-256). */
export const hashBytes = 32;

/**
 * Reads the hash of a complete subtree: `level` 0 is leaf hashes, and node (level, index) spans the leaves
 * from `index · 2^level` on. It is only asked for subtrees that are complete at the size in question.
 */
export type ReadHash = (level: number, index: number) => Uint8Array;

/**
 * The roots of the complete subtrees that a tree of `size` leaves consists of, largest first: one a set bit
 * of size.
 */
export interface Edge {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

/** MTH of the empty list: SHA-256 of nothing (RFC 6962 §2.1). */
export const emptyRoot: Uint8Array = sha256(new Uint8Array());

export const emptyEdge: Edge = { size: 0, roots: [] };

/** SHA-256(0x00 ‖ leaf), RFC 6962 §2.1. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256.create().update(leafPrefix).update(leaf).digest();
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1: another prefix, so that no leaf can pass for a node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(nodePrefix).update(left).update(right).digest();
}

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

/**
 * Appends one leaf. `nodes` is what its row stores: the leaf's hash and, upwards, each ancestor that it
 * completes, 32 bytes each, as many as {@link completedLevels} says.
 */
export function appendToEdge(
  edge: Edge,
  hash: Uint8Array,
): { readonly edge: Edge; readonly nodes: Uint8Array } {
  const roots = [...edge.roots];
  const levels = completedLevels(edge.size);
  const nodes = new Uint8Array(hashBytes * levels);
  let node = hash;
  nodes.set(node);
  for (let level = 1; level < levels; level += 1) {
    const left = roots.pop();
    if (left === undefined) throw new RangeError('an edge has one root for each set bit of its size');
    node = nodeHash(left, node);
    nodes.set(node, hashBytes * level);
  }
  roots.push(node);
  return { edge: { size: edge.size + 1, roots }, nodes };
}

/** How many hashes row `seq` stores: one more than the trailing one bits of `seq`. */
export function completedLevels(seq: number): number {
  let levels = 1;
  for (let rest = seq; rest % 2 === 1; rest = (rest - 1) / 2) levels += 1;
  return levels;
}

/**
 * Where the hash of node (level, index) is stored: in the row of its last leaf, after the levels below it.
 */
export function nodeAddress(level: number, index: number): { readonly seq: number; readonly offset: number } {
  return { seq: (index + 1) * 2 ** level - 1, offset: hashBytes * level };
}

/** The tree's root: the edge's roots hashed together from the right (RFC 6962 §2.1). */
export function edgeRoot(edge: Edge): Uint8Array {
  return edge.roots.length === 0 ? emptyRoot : edge.roots.reduceRight((right, left) => nodeHash(left, right));
}

/** The edge of a tree of `size` leaves, read from stored nodes: at most 53 of them. */
export function edgeOf(size: number, readHash: ReadHash): Edge {
  checkCount(size);
  const roots = subtreesOf(size).map(({ level, index }) => readHash(level, index));
  return { size, roots };
}

/** SHA-256 of an edge's roots, joined largest first, in hex: what the log's stored head has of it. */
export function edgeDigest(edge: Edge): string {
  return bytesToHex(sha256(concatBytes(...edge.roots)));
}

/** The root of the tree of the first `size` leaves. */
export function rootOf(size: number, readHash: ReadHash): Uint8Array {
  return edgeRoot(edgeOf(size, readHash));
}

/** The complete subtrees of a tree of `size` leaves, largest (leftmost) first. */
export function subtreesOf(size: number): { readonly level: number; readonly index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  let start = 0;
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start < width) continue;
    subtrees.push({ level, index: start / width });
    start += width;
  }
  return subtrees;
}

/**
 * The inclusion proof of leaf `index` in the tree of `size` leaves, leaf's sibling first (RFC 9162 §2.1.3.1).
 *
 * @throws RangeError unless 0 ≤ index < size.
 */
export function inclusionProof(index: number, size: number, readHash: ReadHash): Uint8Array[] {
  checkCount(index);
  checkCount(size);
  if (index >= size) throw new RangeError('the index is not in the tree');
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const inLeft = index < middle;
    proof.push(inLeft ? rangeRoot(middle, to, readHash) : rangeRoot(from, middle, readHash));
    if (inLeft) to = middle;
    else from = middle;
  }
  return proof.reverse();
}

/**
 * The proof that the tree of `to` leaves extends the tree of `from` leaves (RFC 9162 §2.1.4.1). Empty if
 * `from` is 0 or `to`.
 *
 * @throws RangeError unless 0 ≤ from ≤ to.
 */
export function consistencyProof(from: number, to: number, readHash: ReadHash): Uint8Array[] {
  checkCount(from);
  checkCount(to);
  if (from > to) throw new RangeError('a tree does not extend a larger one');
  if (from === 0 || from === to) return [];
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = to;
  while (end !== from) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      proof.push(rangeRoot(middle, end, readHash));
      end = middle;
    } else {
      proof.push(rangeRoot(start, middle, readHash));
      start = middle;
    }
  }
  // A verifier knows the old root already when the walk never went right; otherwise it needs this subtree.
  if (start !== 0) proof.push(rangeRoot(start, end, readHash));
  return proof.reverse();
}

/**
 * RFC 9162 §2.1.3.2. True only if `hash` is leaf `index` under `root`; a proof too long or too short is
 * false.
 */
export function verifyInclusion(
  index: number,
  size: number,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([hash, root, ...proof])) return false;
  let first = index;
  let last = size - 1;
  let node = hash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      node = nodeHash(sibling, node);
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)];
    } else {
      node = nodeHash(node, sibling);
    }
    [first, last] = [half(first), half(last)];
  }
  return last === 0 && equalBytes(node, root);
}

/**
 * RFC 9162 §2.1.4.2. True only if the tree (`to`, `toRoot`) begins with the tree (`from`, `fromRoot`). Every
 * tree extends the empty one, with an empty proof; equal sizes need equal roots and an empty proof.
 */
export function verifyConsistency(
  from: number,
  to: number,
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(from) || !isCount(to) || from > to || !areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && equalBytes(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && equalBytes(fromRoot, emptyRoot);
  const path = from === 1 || splitOf(from) * 2 === from ? [fromRoot, ...proof] : proof;
  const seed = path[0];
  if (seed === undefined) return false;
  let first = from - 1;
  let last = to - 1;
  while (first % 2 === 1) [first, last] = [half(first), half(last)];
  let oldNode = seed;
  let newNode = seed;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      oldNode = nodeHash(sibling, oldNode);
      newNode = nodeHash(sibling, newNode);
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)];
    } else {
      newNode = nodeHash(newNode, sibling);
    }
    [first, last] = [half(first), half(last)];
  }
  return last === 0 && equalBytes(oldNode, fromRoot) && equalBytes(newNode, toRoot);
}

/** Whether two byte strings are the same. Tree hashes are public, so this need not take constant time. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/**
 * The root over leaves `from` to `to` (exclusive), a range that starts where a subtree of its size may start.
 */
function rangeRoot(from: number, to: number, readHash: ReadHash): Uint8Array {
  const roots = subtreesOf(to - from).map(({ level, index }) => readHash(level, from / 2 ** level + index));
  return edgeRoot({ size: to - from, roots });
}

/** The largest power of two smaller than `count`, for count > 1 (RFC 6962 §2.1). */
function splitOf(count: number): number {
  let width = 1;
  while (width * 2 < count) width *= 2;
  return width;
}

// Sizes may pass 2^32, where the bit operators of JavaScript wrap around; so halves are taken by arithmetic.
const half = (value: number): number => Math.floor(value / 2);

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const areHashes = (list: readonly Uint8Array[]): boolean => list.every((hash) => hash.length === hashBytes);

function checkCount(value: number): void {
  if (!isCount(value)) throw new RangeError('a tree size or leaf index is a whole number');
}
