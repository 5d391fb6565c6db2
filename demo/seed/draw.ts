/** Draws that are the same for the same seed: a made-up community must be the same on every machine. */
export interface Draw {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** True in `percent` of a hundred. */
  chance(percent: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** One of the list, each as often as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** `length` decimal digits. */
  digits(length: number): string;
  /** 26 characters of lower-case Crockford base32, the form of every id in the vault. */
  id(): string;
}

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Draws from xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it/), whose state is filled from the
 * seed by a Weyl sequence through MurmurHash3's finalizer. It is quick and repeatable and nothing else: what
 * must be secret is never drawn here.
 *
 * @param stream one seed's draws that do not depend on how much was drawn elsewhere; no two share a state
 */
export function drawFrom(seed: number, stream = 0): Draw {
  const next = xoshiro(seed, stream);
  // A remainder of 2^32 prefers small numbers by less than one in a million for the ranges used here.
  const below = (n: number): number => next() % n;
  return {
    between: (from, to) => from + below(to - from + 1),
    chance: (percent) => below(10_000) < percent * 100,
    pick: (list) => list[below(list.length)] ?? list[0],
    weighted: (list) => {
      let left = below(list.reduce((sum, [, weight]) => sum + weight, 0));
      const found = list.find(([, weight]) => (left -= weight) < 0);
      if (found === undefined) throw new RangeError('nothing to draw from');
      return found[0];
    },
    digits: (length) => Array.from({ length }, () => below(10)).join(''),
    id: () => Array.from({ length: 26 }, () => crockford.charAt(below(32))).join(''),
  };
}

const golden = 0x9e3779b9;

function xoshiro(seed: number, stream: number): () => number {
  // The finalizer is one to one, so another stream differs in each of the four words.
  const word = (at: number): number => mix(seed + at * golden) ^ mix(stream + (at + 4) * golden);
  let [a, b, c, d] = [word(1), word(2), word(3), word(4)];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
}

function mix(word: number): number {
  let z = word >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
