import { ascii, standsAt, u16 } from '../picture.ts';
import { type ReadTable, readTable } from './bits.ts';
import { zigzag } from './tables.ts';

/** One of a picture's colours, in its own raster. */
export interface Component {
  readonly id: number;
  /** How finely it is kept: so many blocks of each unit, across and down. */
  readonly h: number;
  readonly v: number;
  /** Which quantisation table. */
  readonly q: number;
  /** Blocks in a row and rows of blocks, filled up to whole units; and those that show something. */
  readonly across: number;
  readonly down: number;
  readonly shownAcross: number;
  readonly shownDown: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  /** A unit (MCU) is so many blocks wide and high; so many units make the picture. */
  readonly h: number;
  readonly v: number;
  readonly unitsAcross: number;
  readonly unitsDown: number;
}

/** What has been said before a scan. */
export interface Tables {
  readonly dc: (ReadTable | undefined)[];
  readonly ac: (ReadTable | undefined)[];
  /** In the block's order. */
  readonly quantisation: (Uint16Array | undefined)[];
  restart: number;
}

export interface Scan {
  /** Which of the frame's components, with their tables. */
  readonly of: readonly { readonly component: number; readonly dc: number; readonly ac: number }[];
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
}

/** @param segment from its length on @returns undefined where it cannot be */
export function frameIn(segment: Uint8Array, marker: number): Frame | undefined {
  const [height, width, count] = [u16(segment, 3), u16(segment, 5), segment[7] ?? 0];
  const said = Array.from({ length: count }, (_, n) => segment.subarray(8 + 3 * n, 11 + 3 * n));
  const fine = said.map((of) => ({ h: (of[1] ?? 0) >> 4, v: (of[1] ?? 0) & 15 }));
  if (fine.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4) || said.some((of) => (of[2] ?? 4) > 3))
    return undefined;
  // One colour alone has no units: its blocks follow each other (§A.2.2).
  if (count === 1) fine[0] = { h: 1, v: 1 };
  const h = Math.max(...fine.map((one) => one.h));
  const v = Math.max(...fine.map((one) => one.v));
  if (fine.reduce((sum, one) => sum + one.h * one.v, 0) > 10) return undefined;
  const unitsAcross = Math.ceil(width / (8 * h));
  const unitsDown = Math.ceil(height / (8 * v));
  const components = said.map((of, n) => {
    const own = fine[n] ?? { h: 1, v: 1 };
    return {
      id: of[0] ?? 0,
      ...own,
      q: of[2] ?? 0,
      across: unitsAcross * own.h,
      down: unitsDown * own.v,
      shownAcross: Math.ceil((width * own.h) / (8 * h)),
      shownDown: Math.ceil((height * own.v) / (8 * v)),
    };
  });
  return { width, height, progressive: marker === 0xc2, components, h, v, unitsAcross, unitsDown };
}

/** Takes in what a segment of tables says. @returns whether it can be */
export function takeTables(tables: Tables, marker: number, segment: Uint8Array): boolean {
  if (marker === 0xdd) {
    tables.restart = u16(segment, 2);
    return segment.length === 4;
  }
  for (let at = 2; at < segment.length;) {
    const [high, low] = [(segment[at] ?? 0) >> 4, (segment[at] ?? 0) & 15];
    if (high > 1 || low > 3) return false;
    const next = marker === 0xdb ? takeQuantisation(tables, segment, at) : takeHuffman(tables, segment, at);
    if (next === undefined || next > segment.length) return false;
    at = next;
  }
  return true;
}

function takeQuantisation(tables: Tables, segment: Uint8Array, at: number): number | undefined {
  const wide = (segment[at] ?? 0) >> 4 === 1;
  const table = new Uint16Array(64);
  const end = at + 1 + (wide ? 128 : 64);
  if (end > segment.length) return undefined;
  for (let n = 0; n < 64; n += 1) {
    const value = wide ? u16(segment, at + 1 + 2 * n) : (segment[at + 1 + n] ?? 0);
    if (value === 0) return undefined;
    table[zigzag[n] ?? 0] = value;
  }
  tables.quantisation[(segment[at] ?? 0) & 15] = table;
  return end;
}

function takeHuffman(tables: Tables, segment: Uint8Array, at: number): number | undefined {
  const counts = segment.slice(at + 1, at + 17);
  const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
  if (counts.length < 16 || end > segment.length) return undefined;
  const table = readTable({ counts, symbols: segment.slice(at + 17, end) });
  const into = (segment[at] ?? 0) >> 4 === 0 ? tables.dc : tables.ac;
  into[(segment[at] ?? 0) & 15] = table;
  return table && end;
}

/** @param segment from its length on */
export function scanIn(segment: Uint8Array, frame: Frame): Scan | undefined {
  const count = segment[2] ?? 0;
  const of = Array.from({ length: count }, (_, n) => {
    const tables = segment[4 + 2 * n] ?? 0;
    const component = frame.components.findIndex(({ id }) => id === segment[3 + 2 * n]);
    return { component, dc: tables >> 4, ac: tables & 15 };
  });
  const [from = 0, to = 0, approximation = 0] = segment.subarray(3 + 2 * count);
  const scan = { of, from, to, high: approximation >> 4, low: approximation & 15 };
  const known = count > 0 && of.every(({ component }) => component >= 0);
  if (!known || new Set(of.map(({ component }) => component)).size !== count) return undefined;
  if (of.some(({ dc, ac }) => dc > 3 || ac > 3)) return undefined;
  if (!frame.progressive) return from === 0 && to === 63 && approximation === 0 ? scan : undefined;
  const whole = from === 0 ? to === 0 : to >= from && to <= 63 && count === 1;
  return whole && scan.low <= 13 && (scan.high === 0 || scan.high === scan.low + 1) ? scan : undefined;
}

/** Whether a picture's colours are red, green and blue: Adobe's segment says so, or their names do. */
export const saysRgb = (segment: Uint8Array): boolean =>
  standsAt(segment, 2, ascii('Adobe')) && segment[13] === 0;
