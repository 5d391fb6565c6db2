import { createHash } from 'node:crypto';

import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sampleLog } from '../../tests/sample-log.ts';
import {
  appendToEdge,
  completedLevels,
  consistencyProof,
  edgeOf,
  edgeRoot,
  emptyEdge,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeAddress,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

// The tree of the Certificate Transparency reference implementation: eight inputs, its root at each size, and
// the paths and proofs published with it.
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaf1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const leaves2to4 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const leaves4to8 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const leaf4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const leaves6to8 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const leaves4to6 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const [leaf0 = '', leaves0to2 = '', , leaves0to4 = ''] = roots;

const reference = sampleLog(inputs.length, (seq) => hexToBytes(inputs[seq] ?? ''));
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map(bytesToHex);

describe('the RFC 6962 tree', () => {
  it('has the published roots at every size', () => {
    expect(bytesToHex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    for (const [at, root] of roots.entries()) {
      expect(bytesToHex(rootOf(at + 1, reference.readHash))).toBe(root);
      expect(bytesToHex(reference.roots[at + 1] ?? new Uint8Array())).toBe(root);
    }
  });

  it('gives the published inclusion paths', () => {
    const paths: [index: number, size: number, path: string[]][] = [
      [0, 1, []],
      [0, 8, [leaf1, leaves2to4, leaves4to8]],
      [5, 8, [leaf4, leaves6to8, leaves0to4]],
      [2, 3, [leaves0to2]],
      [1, 5, [leaf0, leaves2to4, leaf4]],
    ];
    for (const [index, size, path] of paths) {
      expect(hex(inclusionProof(index, size, reference.readHash))).toEqual(path);
    }
  });

  it('gives the published consistency proofs', () => {
    const proofs: [from: number, to: number, proof: string[]][] = [
      [1, 1, []],
      [1, 8, [leaf1, leaves2to4, leaves4to8]],
      [6, 8, [leaves4to6, leaves6to8, leaves0to4]],
      [2, 5, [leaves2to4, leaf4]],
    ];
    for (const [from, to, proof] of proofs) {
      expect(hex(consistencyProof(from, to, reference.readHash))).toEqual(proof);
    }
  });
});

// RFC 6962 §2.1 to §2.1.2 word for word, over Node's hash: slow, recursive, and sharing nothing with the code
// under test.
const hashOf = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
};
const split = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);
const mth = (leaves: Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return hashOf();
  if (leaves.length === 1) return hashOf(Uint8Array.of(0), ...leaves);
  const k = split(leaves.length);
  return hashOf(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
};
const path = (m: number, leaves: Uint8Array[]): Uint8Array[] => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
};
const subproof = (m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] => {
  if (m === leaves.length) return whole ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
};

const largest = 70;
const log = sampleLog(largest);
const leaves = log.rows.map((row) => row.leaf);
const hashes = leaves.map(leafHash);
const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index}`);
  return value;
};

/**
 * Every proof that differs from a valid one by a bit, a hash too few, a hash too many or two hashes
 * exchanged.
 */
function* spoilt(proof: readonly Uint8Array[], bit: number): Generator<[what: string, proof: Uint8Array[]]> {
  for (const [place, hash] of proof.entries()) {
    const flipped = hash.slice();
    flipped[bit >> 3] = at([...hash], bit >> 3) ^ (1 << (bit & 7));
    yield [`bit ${bit} of hash ${place} flipped`, proof.with(place, flipped)];
    yield [`hash ${place} dropped`, proof.toSpliced(place, 1)];
    yield [`hash ${place} cut short`, proof.with(place, hash.subarray(1))];
    const next = proof[place + 1];
    if (next !== undefined) yield [`hash ${place} exchanged`, proof.with(place, next).with(place + 1, hash)];
  }
  yield ['a hash added in front', [emptyRoot, ...proof]];
  yield ['a hash added behind', [...proof, emptyRoot]];
}

describe('proofs at every size up to 70', () => {
  it('are those of RFC 6962, and each is accepted', () => {
    for (let size = 1; size <= largest; size += 1) {
      const root = at(log.roots, size);
      expect(root).toEqual(mth(leaves.slice(0, size)));
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, log.readHash);
        expect(proof).toEqual(path(index, leaves.slice(0, size)));
        expect(verifyInclusion(index, size, at(hashes, index), proof, root)).toBe(true);
      }
      for (let from = 1; from <= size; from += 1) {
        const proof = consistencyProof(from, size, log.readHash);
        expect(proof).toEqual(subproof(from, leaves.slice(0, size), true));
        expect(verifyConsistency(from, size, at(log.roots, from), root, proof)).toBe(true);
      }
    }
  });

  it('are refused when spoilt, or claimed for another leaf, place or root', () => {
    const accepted: string[] = [];
    for (let size = 1; size <= largest; size += 1) {
      const root = at(log.roots, size);
      for (let index = 0; index < size; index += 1) {
        const hash = at(hashes, index);
        const proof = inclusionProof(index, size, log.readHash);
        const claim = (what: string, ok: boolean): unknown =>
          ok && accepted.push(`${index} in ${size}: ${what}`);
        for (const [what, wrong] of spoilt(proof, (size * 31 + index * 7) % 256)) {
          claim(what, verifyInclusion(index, size, hash, wrong, root));
        }
        const other = (index + 1) % size;
        if (size > 1) claim('another index', verifyInclusion(other, size, hash, proof, root));
        if (size > 1) claim('another leaf', verifyInclusion(index, size, at(hashes, other), proof, root));
        claim('the root before', verifyInclusion(index, size, hash, proof, at(log.roots, size - 1)));
        claim('a size without it', verifyInclusion(index, index, hash, proof, root));
      }
    }
    expect(accepted).toEqual([]);
  });

  it('of consistency are refused when spoilt, or claimed for another root', () => {
    const accepted: string[] = [];
    for (let to = 1; to <= largest; to += 1) {
      const root = at(log.roots, to);
      for (let from = 1; from <= to; from += 1) {
        const old = at(log.roots, from);
        const proof = consistencyProof(from, to, log.readHash);
        const claim = (what: string, ok: boolean): unknown =>
          ok && accepted.push(`${from} to ${to}: ${what}`);
        for (const [what, wrong] of spoilt(proof, (to * 31 + from * 7) % 256)) {
          claim(what, verifyConsistency(from, to, old, root, wrong));
        }
        claim('another old root', verifyConsistency(from, to, at(log.roots, from - 1), root, proof));
        claim('another new root', verifyConsistency(from, to, old, at(log.roots, to - 1), proof));
        if (from < to) claim('backwards', verifyConsistency(to, from, root, old, proof));
        if (from < to) claim('as one size', verifyConsistency(to, to, old, root, proof));
      }
    }
    expect(accepted).toEqual([]);
  });

  // A root alone does not tell its size: leaf 0 has the same path shape in 5 leaves as in 8. So a wrong size
  // is refused exactly where its shape differs, and verifiers take the size from the signed checkpoint, with
  // the root.
  it("for another size are accepted only where the RFC's own recursion leads to the same root", () => {
    const root = (m: number, size: number, hash: Uint8Array, proof: Uint8Array[]): Uint8Array | undefined => {
      if (size === 1) return proof.length === 0 ? hash : undefined;
      const sibling = proof.at(-1);
      const k = split(size);
      const below = root(m < k ? m : m - k, m < k ? k : size - k, hash, proof.slice(0, -1));
      if (sibling === undefined || below === undefined) return undefined;
      return m < k ? hashOf(Uint8Array.of(1), below, sibling) : hashOf(Uint8Array.of(1), sibling, below);
    };
    let refused = 0;
    for (let size = 1; size <= 40; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, log.readHash);
        for (let claimed = index + 1; claimed <= 40; claimed += 1) {
          const expected = root(index, claimed, at(hashes, index), proof);
          const isRoot = expected !== undefined && bytesToHex(expected) === bytesToHex(at(log.roots, size));
          if (!isRoot) refused += 1;
          expect(verifyInclusion(index, claimed, at(hashes, index), proof, at(log.roots, size))).toBe(isRoot);
        }
      }
    }
    expect(refused).toBeGreaterThan(10_000);
  });

  it('treat the empty tree and sizes that are none as the RFC does', () => {
    const root = at(log.roots, 5);
    expect(consistencyProof(0, 5, log.readHash)).toEqual([]);
    expect(verifyConsistency(0, 5, emptyRoot, root, [])).toBe(true);
    expect(verifyConsistency(0, 5, root, root, [])).toBe(false);
    expect(verifyConsistency(0, 5, emptyRoot, root, [root])).toBe(false);
    expect(verifyConsistency(5, 5, root, root, [])).toBe(true);
    expect(verifyInclusion(0, 0, root, [], emptyRoot)).toBe(false);
    for (const wrong of [-1, 1.5, Number.NaN, 2 ** 53]) {
      expect(verifyInclusion(wrong, 8, root, [], root)).toBe(false);
      expect(verifyConsistency(wrong, 8, root, root, [])).toBe(false);
      expect(() => inclusionProof(wrong, 8, log.readHash)).toThrow(RangeError);
    }
    expect(() => inclusionProof(8, 8, log.readHash)).toThrow(RangeError);
    expect(() => consistencyProof(9, 8, log.readHash)).toThrow(RangeError);
  });
});

/**
 * A log of far more leaves than fit in memory: every leaf is the same, so a subtree's hash is told by its
 * level.
 */
const uniform = ((): ((level: number) => Uint8Array) => {
  const byLevel = [leafHash(new Uint8Array())];
  for (let level = 1; level < 53; level += 1) {
    const below = at(byLevel, level - 1);
    byLevel.push(hashOf(Uint8Array.of(1), below, below));
  }
  return (level) => at(byLevel, level);
})();

describe('properties of any size, also past 2^32', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 1, max: 5000 }),
    fc.maxSafeInteger().map((n) => Math.abs(n) + 1),
  );
  const safe = sizes.filter(Number.isSafeInteger);

  it('inclusion and consistency hold for every pair', () => {
    fc.assert(
      fc.property(safe, safe, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const root = rootOf(to, uniform);
        const hash = uniform(0);
        const proof = inclusionProof(from - 1, to, uniform);
        expect(verifyInclusion(from - 1, to, hash, proof, root)).toBe(true);
        expect(verifyInclusion(from - 1, to, hash, [...proof, hash], root)).toBe(false);
        const extension = consistencyProof(from, to, uniform);
        expect(verifyConsistency(from, to, rootOf(from, uniform), root, extension)).toBe(true);
        expect(verifyConsistency(from, to, rootOf(from, uniform), root, [...extension, hash])).toBe(false);
      }),
    );
  });

  it('an edge read from storage grows like the one that wrote it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: largest - 1 }), (size) => {
        const edge = edgeOf(size, log.readHash);
        const { edge: grown, nodes } = appendToEdge(edge, at(hashes, size));
        expect(nodes).toEqual(at(log.rows, size).nodes);
        expect(nodes.length).toBe(32 * completedLevels(size));
        expect(edgeRoot(grown)).toEqual(at(log.roots, size + 1));
      }),
    );
    expect(edgeOf(0, log.readHash)).toEqual(emptyEdge);
  });

  it('a node is in the row of its last leaf', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 ** 30 }), (level, index) => {
        const { seq, offset } = nodeAddress(level, index);
        expect(seq).toBe((index + 1) * 2 ** level - 1);
        expect(offset).toBeLessThan(32 * completedLevels(seq));
      }),
    );
  });
});
