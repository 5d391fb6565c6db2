import { u16 } from '../picture.ts';
import { BitReader } from './bits.ts';
import { type Frame, frameIn, saysRgb, type Scan, scanIn, type Tables, takeTables } from './head.ts';
import { alone, scanReader } from './scan.ts';

/** What is known of a picture when its rows come. */
export interface Picture {
  readonly frame: Frame;
  /** By number, in the block's order. */
  readonly quantisation: readonly (Uint16Array | undefined)[];
  /** Its colours are red, green and blue. */
  readonly rgb: boolean;
}

/**
 * One row of units: of each component its blocks, row after row, each 64 coefficients in the block's order. It is written
 * over afterwards.
 */
export type OnRow = (row: number, coefficients: readonly Int16Array[], picture: Picture) => void;

/**
 * So many coefficients are held at once. A picture that comes from top to bottom needs one row; one that comes in several
 * scans (progressive) has to be held whole, at two bytes each: 48 MB, of the 128 MB a Worker has.
 */
const mostHeld = 24_000_000;

export type Decoded =
  { readonly ok: true } | { readonly ok: false; readonly why: 'broken' | 'too_large_to_show' };
const broken = { ok: false, why: 'broken' } as const;

/**
 * Reads a JPEG file's coefficients (ITU-T T.81: baseline, extended and progressive, Huffman coded, eight bits, one or three
 * components), a row of units at a time. Nothing is turned into pixels: a small picture, and one with parts of it made
 * unrecognisable, both come out of the coefficients.
 * @param file as `cleanJpeg` gives it: segments are in their bounds
 */
export function decodeJpeg(file: Uint8Array, onRow: OnRow): Decoded {
  const tables: Tables = { dc: [], ac: [], quantisation: [], restart: 0 };
  let frame: Frame | undefined;
  let rgb = false;
  let held: Int16Array[] | undefined;
  const scanned = new Set<number>();
  const known = new Known();
  const pictureOf = (of: Frame): Picture => ({ frame: of, quantisation: tables.quantisation, rgb });
  for (let at = 2; ;) {
    const marker = file[at + 1] ?? 0;
    if (file[at] !== 0xff) return broken;
    if (marker === 0xd9) break;
    const end = at + 2 + u16(file, at + 2);
    const segment = file.subarray(at + 2, end);
    at = end;
    if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) frame = frameIn(segment, marker);
    if (marker === 0xee) rgb = saysRgb(segment);
    if ([0xc4, 0xdb, 0xdd].includes(marker) && !takeTables(tables, marker, segment)) return broken;
    if (marker !== 0xda) continue;
    const scan = frame && scanIn(segment, frame);
    if (frame === undefined || scan === undefined || hasNoTable(frame, scan, tables)) return broken;
    if (!known.take(scan)) return broken;
    const bits = new BitReader(file, at);
    const whole = !frame.progressive && scan.of.length === frame.components.length;
    if (whole) {
      if (scanned.size > 0) return broken;
      const picture = pictureOf(frame);
      if (!rowByRow(bits, picture, scan, tables, onRow)) return broken;
    } else {
      if (heldBy(frame) > mostHeld) return { ok: false, why: 'too_large_to_show' };
      held ??= frame.components.map(({ across, down }) => new Int16Array(across * down * 64));
      if (!intoWhole(bits, frame, scan, tables, held)) return broken;
    }
    for (const { component } of scan.of) scanned.add(component);
    const next = nextMarker(file, bits.at);
    if (next === undefined) return broken;
    at = next;
  }
  if (frame === undefined || scanned.size !== frame.components.length) return broken;
  if (held !== undefined) giveRows(held, pictureOf(frame), onRow);
  return { ok: true };
}

/**
 * To how many bits each coefficient is known. A scan tells something for the first time, or one bit more of it (T.81 §G.1.1.1):
 * a file of a few kilobytes that told the same again and again would have all of a large picture gone through each time.
 */
class Known {
  readonly #low = new Map<number, number>();

  /** @returns whether the scan tells something new, and nothing that has to be known before is not */
  take({ of, from, to, high, low }: Scan): boolean {
    for (const { component } of of)
      for (let k = from; k <= to; k += 1) {
        const name = component * 64 + k;
        if ((this.#low.get(name) ?? 0) !== high || (high === 0 && this.#low.has(name))) return false;
        this.#low.set(name, low);
      }
    return true;
  }
}

const hasNoTable = (frame: Frame, { of }: Scan, { quantisation }: Tables): boolean =>
  of.some(({ component }) => quantisation[frame.components[component]?.q ?? 0] === undefined);

const heldBy = ({ components }: Frame): number =>
  components.reduce((sum, { across, down }) => sum + across * down * 64, 0);

/** So much may stand between the last bit and the next marker: what a careless encoder leaves, and no second file. */
const mostLeftOver = 64;

function nextMarker(file: Uint8Array, from: number): number | undefined {
  for (let at = from; at < Math.min(file.length - 1, from + mostLeftOver); at += 1) {
    const next = file[at + 1] ?? 0;
    if (file[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return undefined;
}

/** The usual picture: all components in one scan, from top to bottom. */
function rowByRow(bits: BitReader, picture: Picture, scan: Scan, tables: Tables, onRow: OnRow): boolean {
  const { frame } = picture;
  const reader = scanReader(bits, frame, scan, tables);
  if (reader === undefined) return false;
  const row = frame.components.map(({ across, v }) => new Int16Array(across * v * 64));
  let restarts = 0;
  for (let y = 0; y < frame.unitsDown; y += 1) {
    for (const component of row) component.fill(0);
    for (let x = 0; x < frame.unitsAcross; x += 1) {
      const unit = y * frame.unitsAcross + x;
      if (tables.restart > 0 && unit > 0 && unit % tables.restart === 0) {
        if (!bits.restart(restarts++)) return false;
        reader.reset();
      }
      for (let n = 0; n < scan.of.length; n += 1) {
        const at = scan.of[n]?.component ?? 0;
        const { h, v, across } = frame.components[at] as Frame['components'][number];
        const into = row[at] as Int16Array;
        const read = reader.blocks[n] as (typeof reader.blocks)[number];
        for (let by = 0; by < v; by += 1)
          for (let bx = 0; bx < h; bx += 1) read(into, (by * across + x * h + bx) * 64);
      }
    }
    if (bits.isOver || bits.isBad) return false;
    onRow(y, row, picture);
  }
  return true;
}

/** One of several scans, into coefficients that are all held. */
function intoWhole(bits: BitReader, frame: Frame, scan: Scan, tables: Tables, held: Int16Array[]): boolean {
  const reader = scanReader(bits, frame, scan, tables);
  if (reader === undefined) return false;
  const [only] = scan.of;
  const one = frame.components[only?.component ?? 0] as Frame['components'][number];
  const single = scan.of.length === 1;
  const [across, down] = single ? alone(one) : [frame.unitsAcross, frame.unitsDown];
  let restarts = 0;
  for (let unit = 0; unit < across * down; unit += 1) {
    if (tables.restart > 0 && unit > 0 && unit % tables.restart === 0) {
      if (!bits.restart(restarts++)) return false;
      reader.reset();
    }
    const [x, y] = [unit % across, Math.floor(unit / across)];
    for (let n = 0; n < scan.of.length; n += 1) {
      const at = scan.of[n]?.component ?? 0;
      const component = frame.components[at] as Frame['components'][number];
      const into = held[at] as Int16Array;
      const read = reader.blocks[n] as (typeof reader.blocks)[number];
      const [h, v] = single ? [1, 1] : [component.h, component.v];
      for (let by = 0; by < v; by += 1)
        for (let bx = 0; bx < h; bx += 1) read(into, ((y * v + by) * component.across + x * h + bx) * 64);
    }
    if (bits.isBad || (bits.isOver && unit < across * down - 1)) return false;
  }
  return !bits.isOver;
}

function giveRows(held: readonly Int16Array[], picture: Picture, onRow: OnRow): void {
  const { frame } = picture;
  for (let y = 0; y < frame.unitsDown; y += 1) {
    const row = frame.components.map(({ across, v }, n) =>
      (held[n] as Int16Array).subarray(y * v * across * 64, (y + 1) * v * across * 64),
    );
    onRow(y, row, picture);
  }
}
