import { inflated } from './inflate.ts';
import { PixelWriter } from './jpeg/write.ts';
import { toYcc } from './jpeg/scale.ts';
import { broken, type Cleaned, u32 } from './picture.ts';

/** Screenshots are mostly letters: less than this shows around them. */
const quality = 90;

interface Header {
  width: number;
  height: number;
  depth: number;
  colour: number;
}

/**
 * A PNG file as a JPEG: a photo is of one kind in the vault, so that it is made small, and made unrecognisable, in one way.
 * Rows are taken as they are inflated; what is transparent becomes white.
 * @param file as `cleanPng` gives it
 */
export async function pngAsJpeg(file: Uint8Array): Promise<Cleaned> {
  const chunks = chunksOf(file);
  const head = chunks.find(({ type }) => type === 'IHDR')?.content ?? new Uint8Array(13);
  const header = { width: u32(head, 0), height: u32(head, 4), depth: head[8] ?? 8, colour: head[9] ?? 0 };
  const only = (type: string): Uint8Array[] =>
    chunks.filter((chunk) => chunk.type === type).map(({ content }) => content);
  const rows = new Rows(header, only('PLTE')[0], only('tRNS')[0]);
  const whole = await inflated('deflate', only('IDAT'), rows.bytes, (piece) => rows.take(piece));
  const bytes = whole ? rows.done() : undefined;
  return bytes === undefined ? broken : { ok: true, bytes };
}

function chunksOf(file: Uint8Array): { type: string; content: Uint8Array }[] {
  const chunks = [];
  for (let at = 8; at + 12 <= file.length; at += 12 + u32(file, at)) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ type, content: file.subarray(at + 8, at + 8 + u32(file, at)) });
  }
  return chunks;
}

const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Takes in bytes, takes the filters off (PNG §9), and gives every eight rows to the writer. */
class Rows {
  readonly #header: Header;
  readonly #palette: Uint8Array | undefined;
  readonly #clear: Uint8Array | undefined;
  readonly #line: Uint8Array;
  #before: Uint8Array;
  #filled = 0;
  #row = 0;
  readonly #step: number;
  readonly #writer: PixelWriter;
  readonly #eight: Float32Array[];

  constructor(header: Header, palette: Uint8Array | undefined, clear: Uint8Array | undefined) {
    const { width, height, depth, colour } = header;
    const bits = (samplesOf[colour] ?? 1) * depth;
    this.#header = header;
    this.#palette = palette;
    this.#clear = clear;
    this.#step = Math.max(1, bits >> 3);
    this.#line = new Uint8Array(1 + Math.ceil((width * bits) / 8));
    this.#before = new Uint8Array(this.#line.length);
    this.#writer = new PixelWriter(width, height, 3, quality);
    this.#eight = [0, 1, 2].map(() => new Float32Array(8 * width));
  }

  /** What the picture's rows are together. */
  get bytes(): number {
    return this.#line.length * this.#header.height;
  }

  take(piece: Uint8Array): boolean {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + this.#line.length - this.#filled);
      this.#line.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#line.length) return true;
      if (!this.#unfilter()) return false;
      this.#give();
      this.#filled = 0;
    }
    return true;
  }

  #unfilter(): boolean {
    const [line, before, step] = [this.#line, this.#before, this.#step];
    const filter = line[0] ?? 0;
    if (filter > 4) return false;
    for (let n = 1; n < line.length; n += 1) {
      const left = n > step ? (line[n - step] ?? 0) : 0;
      const above = before[n] ?? 0;
      const corner = n > step ? (before[n - step] ?? 0) : 0;
      const guess =
        filter === 1 ? left
        : filter === 2 ? above
        : filter === 3 ? (left + above) >> 1
        : filter === 4 ? paeth(left, above, corner)
        : 0; // prettier-ignore
      line[n] = (line[n] ?? 0) + guess;
    }
    before.set(line);
    return true;
  }

  #give(): void {
    const { width, height } = this.#header;
    const at = (this.#row % 8) * width;
    for (let x = 0; x < width; x += 1) this.#pixel(x, at + x);
    this.#row += 1;
    if (this.#row % 8 !== 0 && this.#row !== height) return;
    this.#writer.eightRows(toYcc(this.#eight), 0, ((this.#row - 1) % 8) + 1);
  }

  /** Each sample as 0 to 255, over white where it is clear. */
  #pixel(x: number, to: number): void {
    const { colour } = this.#header;
    const [red, green, blue] = this.#eight;
    if (red === undefined || green === undefined || blue === undefined) return;
    const samples = samplesOf[colour] ?? 1;
    let [r, g, b, clear] = [0, 0, 0, 255];
    if (colour === 3) {
      const index = this.#sample(x, false);
      [r, g, b] = [0, 1, 2].map((n) => this.#palette?.[3 * index + n] ?? 0) as [number, number, number];
      clear = this.#clear?.[index] ?? 255;
    } else {
      r = this.#sample(x * samples, true);
      [g, b] =
        samples < 3 ? [r, r] : [this.#sample(x * samples + 1, true), this.#sample(x * samples + 2, true)];
      if (colour >= 4) clear = this.#sample(x * samples + samples - 1, true);
    }
    const over = (value: number): number => 255 + ((value - 255) * clear) / 255;
    [red[to], green[to], blue[to]] = [over(r), over(g), over(b)];
  }

  #sample(n: number, scaled: boolean): number {
    const { depth } = this.#header;
    if (depth === 8) return this.#line[1 + n] ?? 0;
    if (depth === 16) return this.#line[1 + 2 * n] ?? 0;
    const bit = n * depth;
    const most = (1 << depth) - 1;
    const value = ((this.#line[1 + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
    return scaled ? (value * 255) / most : value;
  }

  done(): Uint8Array | undefined {
    return this.#row === this.#header.height && this.#filled === 0 ? this.#writer.done() : undefined;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((one) => Math.abs(guess - one)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
