import type { BitReader, ReadTable } from './bits.ts';
import type { Component, Frame, Scan, Tables } from './head.ts';
import { zigzag } from './tables.ts';

/** Reads one block of one component. @param n which one, in `Blocks` @returns whether it can be */
export type ReadBlock = (coefficients: Int16Array, at: number) => void;

/** How the blocks of a scan are read, by component; made once a scan. */
export interface ScanReader {
  readonly blocks: readonly ReadBlock[];
  /** At the start, and after each restart. */
  reset(): void;
}

/** @returns undefined where a table is missing */
export function scanReader(
  bits: BitReader,
  frame: Frame,
  scan: Scan,
  { dc, ac }: Tables,
): ScanReader | undefined {
  const before = new Int32Array(scan.of.length);
  const run = { left: 0 };
  const blocks: ReadBlock[] = [];
  for (const [n, of] of scan.of.entries()) {
    const needsDc = scan.from === 0 && scan.high === 0;
    const needsAc = scan.to > 0;
    const [direct, alternating] = [dc[of.dc], ac[of.ac]];
    if ((needsDc && direct === undefined) || (needsAc && alternating === undefined)) return undefined;
    blocks.push(blockReader(bits, frame, scan, { direct, alternating, before, n, run }));
  }
  return {
    blocks,
    reset: () => {
      before.fill(0);
      run.left = 0;
    },
  };
}

interface Own {
  direct: ReadTable | undefined;
  alternating: ReadTable | undefined;
  before: Int32Array;
  n: number;
  run: { left: number };
}

function blockReader(bits: BitReader, frame: Frame, scan: Scan, own: Own): ReadBlock {
  const { direct, alternating, before, n, run } = own;
  const { low } = scan;
  if (!frame.progressive)
    return (into, at) => sequential(bits, direct as ReadTable, alternating as ReadTable, before, n, into, at);
  if (scan.from === 0) {
    if (scan.high > 0)
      return (into, at) => {
        if (bits.take(1) === 1) into[at] = (into[at] ?? 0) | (1 << low);
      };
    return (into, at) => {
      before[n] = (before[n] ?? 0) + bits.signed(Math.min(15, bits.symbol(direct as ReadTable)));
      into[at] = (before[n] ?? 0) << low;
    };
  }
  return scan.high === 0
    ? (into, at) => first(bits, alternating as ReadTable, scan, run, into, at)
    : (into, at) => refine(bits, alternating as ReadTable, scan, run, into, at);
}

/** §F.2.2: the whole block at once. */
function sequential(
  bits: BitReader,
  direct: ReadTable,
  alternating: ReadTable,
  before: Int32Array,
  n: number,
  into: Int16Array,
  at: number,
): void {
  const value = (before[n] ?? 0) + bits.signed(Math.min(15, bits.symbol(direct)));
  before[n] = value;
  into[at] = value;
  for (let k = 1; k < 64; k += 1) {
    const symbol = bits.symbol(alternating);
    const size = symbol & 15;
    if (size === 0) {
      if (symbol !== 0xf0) return;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    const coefficient = bits.signed(size);
    if (k > 63) {
      bits.isBad = true;
      return;
    }
    into[at + (zigzag[k] ?? 0)] = coefficient;
  }
}

/** §G.1.2.2: a band of the block for the first time. */
function first(
  bits: BitReader,
  table: ReadTable,
  { from, to, low }: Scan,
  run: { left: number },
  into: Int16Array,
  at: number,
): void {
  if (run.left > 0) {
    run.left -= 1;
    return;
  }
  for (let k = from; k <= to; k += 1) {
    const symbol = bits.symbol(table);
    const [zeros, size] = [symbol >> 4, symbol & 15];
    if (size === 0 && zeros < 15) {
      run.left = (1 << zeros) - 1 + bits.take(zeros);
      return;
    }
    k += zeros;
    if (size === 0) continue;
    const coefficient = bits.signed(size);
    if (k > to) {
      bits.isBad = true;
      return;
    }
    into[at + (zigzag[k] ?? 0)] = coefficient << low;
  }
}

/** §G.1.2.3: one more bit of what is known already, and what is new at this precision. */
function refine(
  bits: BitReader,
  table: ReadTable,
  { from, to, low }: Scan,
  run: { left: number },
  into: Int16Array,
  at: number,
): void {
  const bit = 1 << low;
  const more = (place: number): boolean => {
    const value = into[place] ?? 0;
    if (value === 0) return false;
    if (bits.take(1) === 1 && (value & bit) === 0) into[place] = value + (value > 0 ? bit : -bit);
    return true;
  };
  let k = from;
  if (run.left === 0) {
    for (; k <= to; k += 1) {
      const symbol = bits.symbol(table);
      let zeros = symbol >> 4;
      const size = symbol & 15;
      let fresh = 0;
      if (size === 0 && zeros < 15) {
        run.left = (1 << zeros) + bits.take(zeros);
        break;
      }
      if (size !== 0) fresh = bits.take(1) === 1 ? bit : -bit;
      for (; k <= to; k += 1) {
        const place = at + (zigzag[k] ?? 0);
        if (more(place)) continue;
        if (zeros === 0) {
          if (fresh !== 0) into[place] = fresh;
          break;
        }
        zeros -= 1;
      }
    }
  }
  if (run.left === 0) return;
  for (; k <= to; k += 1) more(at + (zigzag[k] ?? 0));
  run.left -= 1;
}

/** How many blocks a scan of this component alone has: those that show something (§A.2.2). */
export const alone = ({ shownAcross, shownDown }: Component): readonly [number, number] => [
  shownAcross,
  shownDown,
];
