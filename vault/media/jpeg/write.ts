import { BitWriter, type WriteTable, writeTable } from './bits.ts';
import type { Frame } from './head.ts';
import { quantisation as tablesOf, standard, zigzag } from './tables.ts';

const [dcTables, acTables] = [standard.dc.map(writeTable), standard.ac.map(writeTable)];

/** How many bits a number takes (T.81 §F.1.2.1). */
const sizeOf = (value: number): number => 32 - Math.clz32(value < 0 ? -value : value);

/**
 * Writes coefficients as a baseline JPEG file, row of units by row of units, with the standard's own Huffman tables.
 * @param head what stands between the start and the tables, such as how the camera was held
 */
export class CoefficientWriter {
  readonly #frame: Frame;
  readonly #out: BitWriter;
  readonly #before: Int32Array;

  constructor(
    frame: Frame,
    quantisation: readonly (Uint16Array | undefined)[],
    head: readonly Uint8Array[] = [],
    expected = 65_536,
  ) {
    this.#frame = frame;
    this.#out = new BitWriter(expected);
    this.#before = new Int32Array(frame.components.length);
    this.#head(quantisation, head);
  }

  #head(quantisation: readonly (Uint16Array | undefined)[], head: readonly Uint8Array[]): void {
    const out = this.#out;
    const { width, height, components } = this.#frame;
    out.bytes([0xff, 0xd8]);
    for (const bytes of head) out.bytes(bytes);
    const used = [...new Set(components.map(({ q }) => q))];
    const isWide = used.some((q) => quantisation[q]?.some((n) => n > 255));
    for (const q of used) {
      const table = Array.from(zigzag, (place) => quantisation[q]?.[place] ?? 1);
      const wide = table.some((n) => n > 255);
      out.bytes([0xff, 0xdb, 0, wide ? 131 : 67, (wide ? 16 : 0) | q]);
      out.bytes(wide ? table.flatMap((n) => [n >> 8, n & 255]) : table);
    }
    const size = [height >> 8, height & 255, width >> 8, width & 255];
    // Tables of 16 bits are for the extended process (Table B.4).
    out.bytes([0xff, isWide ? 0xc1 : 0xc0, 0, 8 + 3 * components.length, 8, ...size, components.length]);
    for (const { id, h, v, q } of components) out.bytes([id, (h << 4) | v, q]);
    for (const [kind, specs] of [standard.dc, standard.ac].entries())
      for (const [n, { counts, symbols }] of specs.entries()) {
        const length = 19 + symbols.length;
        out.bytes([0xff, 0xc4, length >> 8, length & 255, (kind << 4) | n]);
        out.bytes(counts);
        out.bytes(symbols);
      }
    out.bytes([0xff, 0xda, 0, 6 + 2 * components.length, components.length]);
    for (const [n, { id }] of components.entries()) out.bytes([id, n === 0 ? 0 : 0x11]);
    out.bytes([0, 63, 0]);
  }

  row(coefficients: readonly Int16Array[]): void {
    const { components, unitsAcross } = this.#frame;
    for (let x = 0; x < unitsAcross; x += 1)
      for (const [n, { h, v, across }] of components.entries())
        for (let by = 0; by < v; by += 1)
          for (let bx = 0; bx < h; bx += 1)
            this.#block(coefficients[n] as Int16Array, (by * across + x * h + bx) * 64, n);
  }

  #block(coefficients: Int16Array, at: number, n: number): void {
    const out = this.#out;
    const [dc, ac] = [dcTables[n === 0 ? 0 : 1], acTables[n === 0 ? 0 : 1]] as [WriteTable, WriteTable];
    const value = coefficients[at] ?? 0;
    this.#number(dc, 0, clamped(value - (this.#before[n] ?? 0), 2047));
    this.#before[n] = value;
    let zeros = 0;
    for (let k = 1; k < 64; k += 1) {
      const coefficient = coefficients[at + (zigzag[k] ?? 0)] ?? 0;
      if (coefficient === 0) {
        zeros += 1;
        continue;
      }
      for (; zeros > 15; zeros -= 16) out.symbol(ac, 0xf0);
      this.#number(ac, zeros, clamped(coefficient, 1023));
      zeros = 0;
    }
    if (zeros > 0) out.symbol(ac, 0);
  }

  #number(table: WriteTable, zeros: number, value: number): void {
    const size = sizeOf(value);
    this.#out.symbol(table, (zeros << 4) | size);
    if (size > 0) this.#out.bits(value < 0 ? value + (1 << size) - 1 : value, size);
  }

  done(): Uint8Array<ArrayBuffer> {
    this.#out.align();
    this.#out.bytes([0xff, 0xd9]);
    return this.#out.done();
  }
}

const clamped = (value: number, most: number): number =>
  value > most ? most : value < -most ? -most : value;

/** The frame of a picture that is written from pixels: no colour coarser than the others. */
export function plainFrame(width: number, height: number, colours: 1 | 3): Frame {
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)];
  const size = { across, down, shownAcross: across, shownDown: down };
  const components = Array.from({ length: colours }, (_, n) => ({
    id: n + 1,
    h: 1,
    v: 1,
    q: Math.min(n, 1),
    ...size,
  }));
  return { width, height, progressive: false, components, h: 1, v: 1, unitsAcross: across, unitsDown: down };
}

/** Writes pixels as a JPEG file, eight rows at a time. */
export class PixelWriter {
  readonly #frame: Frame;
  readonly #tables: readonly Uint16Array[];
  readonly #writer: CoefficientWriter;
  readonly #row: Int16Array[];

  constructor(
    width: number,
    height: number,
    colours: 1 | 3,
    quality: number,
    head: readonly Uint8Array[] = [],
  ) {
    this.#frame = plainFrame(width, height, colours);
    this.#tables = tablesOf(quality).map((table) => Uint16Array.from(table));
    this.#writer = new CoefficientWriter(this.#frame, this.#tables, [jfif, ...head]);
    this.#row = this.#frame.components.map(({ across }) => new Int16Array(across * 64));
  }

  /**
   * @param planes of each colour rows of `width` values from 0 to 255
   * @param from the first of the eight rows; below the last one that is repeated
   */
  eightRows(planes: readonly (Float32Array | Uint8Array)[], from: number, rows: number): void {
    const { width, components } = this.#frame;
    const block = new Float32Array(64);
    for (const [n, { across, q }] of components.entries()) {
      const plane = planes[n] as Float32Array;
      for (let bx = 0; bx < across; bx += 1) {
        for (let y = 0; y < 8; y += 1) {
          const line = (from + Math.min(y, rows - 1)) * width;
          for (let x = 0; x < 8; x += 1)
            block[y * 8 + x] = (plane[line + Math.min(width - 1, bx * 8 + x)] ?? 0) - 128;
        }
        transform(block, this.#tables[q] as Uint16Array, this.#row[n] as Int16Array, bx * 64);
      }
    }
    this.#writer.row(this.#row);
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#writer.done();
  }
}

/** The cosine transform's matrix (T.81 §A.3.3). */
const cosines = Float32Array.from(
  { length: 64 },
  (_, n) => Math.sqrt((n < 8 ? 1 : 2) / 8) * Math.cos(((2 * (n % 8) + 1) * Math.floor(n / 8) * Math.PI) / 16),
);

function transform(block: Float32Array, table: Uint16Array, into: Int16Array, at: number): void {
  const first = block[0] ?? 0;
  // One colour alone, as most of a screenshot is, and all of a large picture that a file of a few hundred bytes claims.
  if (block.every((value) => value === first)) {
    into.fill(0, at, at + 64);
    into[at] = Math.round((8 * first) / (table[0] ?? 1));
    return;
  }
  const half = new Float32Array(64);
  for (let y = 0; y < 8; y += 1)
    for (let u = 0; u < 8; u += 1) {
      let sum = 0;
      for (let x = 0; x < 8; x += 1) sum += (block[y * 8 + x] ?? 0) * (cosines[u * 8 + x] ?? 0);
      half[y * 8 + u] = sum;
    }
  for (let v = 0; v < 8; v += 1)
    for (let u = 0; u < 8; u += 1) {
      let sum = 0;
      for (let y = 0; y < 8; y += 1) sum += (half[y * 8 + u] ?? 0) * (cosines[v * 8 + y] ?? 0);
      into[at + v * 8 + u] = Math.round(sum / (table[v * 8 + u] ?? 1));
    }
}

/** JFIF 1.02, without units and without a thumbnail. */
export const jfif = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 0, 0, 1, 0, 1, 0, 0);
