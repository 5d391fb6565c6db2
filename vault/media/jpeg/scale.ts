import type { OnRow, Picture } from './decode.ts';

/** A picture in brightness and two colours (JFIF's YCbCr), each 0 to 255, row after row. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  /** One, where there are no colours, or three. */
  readonly planes: readonly Float32Array[];
}

/** The size that fits into a square of `longest`, never larger than it was. */
export function fitted(width: number, height: number, longest: number): readonly [number, number] {
  const by = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * by)), Math.max(1, Math.round(height * by))];
}

/**
 * Makes a picture smaller while its rows come by: of each block only so many of the lowest frequencies are turned into
 * pixels as are needed (one for an eighth), and these are averaged. A photo of 12 million pixels never becomes pixels.
 */
export class Shrinking {
  readonly #longest: number;
  #made: Small | undefined;

  constructor(longest: number) {
    this.#longest = longest;
  }

  readonly onRow: OnRow = (row, coefficients, picture) => {
    this.#made ??= new Small(picture, this.#longest);
    this.#made.add(row, coefficients);
  };

  /** @returns undefined when no row came */
  done(): Planes | undefined {
    return this.#made?.done();
  }
}

class Small {
  readonly #picture: Picture;
  readonly #width: number;
  readonly #height: number;
  /** Pixels of each block, across and down: 1, 2, 4 or 8. */
  readonly #scale: number;
  readonly #basis: Float32Array;
  readonly #sums: Float32Array[];
  readonly #counts: Uint32Array;

  constructor(picture: Picture, longest: number) {
    const { width, height, components } = picture.frame;
    this.#picture = picture;
    [this.#width, this.#height] = fitted(width, height, longest);
    const wanted = (8 * Math.max(this.#width, this.#height)) / Math.max(width, height);
    this.#scale = wanted <= 1 ? 1 : wanted <= 2 ? 2 : wanted <= 4 ? 4 : 8;
    this.#basis = basisOf(this.#scale);
    this.#sums = components.map(() => new Float32Array(this.#width * this.#height));
    this.#counts = new Uint32Array(this.#width * this.#height);
  }

  add(row: number, coefficients: readonly Int16Array[]): void {
    const { frame, quantisation } = this.#picture;
    const scale = this.#scale;
    const rasters = frame.components.map(({ across, v, q }, n) =>
      pixels(coefficients[n] as Int16Array, quantisation[q] as Uint16Array, {
        across,
        v,
        scale,
        basis: this.#basis,
      }),
    );
    const [shownWidth, shownHeight] = [frame.width, frame.height].map((size) =>
      Math.ceil((size * scale) / 8),
    );
    const high = frame.v * scale;
    for (let y = 0; y < high; y += 1) {
      const from = row * high + y;
      if (from >= (shownHeight ?? 0)) break;
      const ty = Math.min(this.#height - 1, Math.floor((from * this.#height) / (shownHeight ?? 1)));
      for (let x = 0; x < (shownWidth ?? 0); x += 1) {
        const to = ty * this.#width + Math.floor((x * this.#width) / (shownWidth ?? 1));
        this.#counts[to] = (this.#counts[to] ?? 0) + 1;
        for (const [n, { h, v, across }] of frame.components.entries()) {
          const raster = rasters[n] as Float32Array;
          const place = Math.floor((y * v) / frame.v) * across * scale + Math.floor((x * h) / frame.h);
          const sums = this.#sums[n] as Float32Array;
          sums[to] = (sums[to] ?? 0) + (raster[place] ?? 0);
        }
      }
    }
  }

  done(): Planes {
    for (const sums of this.#sums)
      for (let n = 0; n < sums.length; n += 1) sums[n] = (sums[n] ?? 0) / Math.max(1, this.#counts[n] ?? 1);
    const planes = this.#picture.rgb && this.#sums.length === 3 ? toYcc(this.#sums) : this.#sums;
    return { width: this.#width, height: this.#height, planes };
  }
}

/** The inverse cosine transform of `scale` points, over coefficients made for eight (T.81 §A.3.3). */
function basisOf(scale: number): Float32Array {
  const basis = new Float32Array(scale * scale);
  for (let x = 0; x < scale; x += 1)
    for (let u = 0; u < scale; u += 1)
      basis[x * scale + u] =
        Math.sqrt((u === 0 ? 1 : 2) / scale) *
        Math.cos(((2 * x + 1) * u * Math.PI) / (2 * scale)) *
        Math.sqrt(scale / 8);
  return basis;
}

function pixels(
  coefficients: Int16Array,
  table: Uint16Array,
  { across, v, scale, basis }: { across: number; v: number; scale: number; basis: Float32Array },
): Float32Array {
  const out = new Float32Array(across * scale * v * scale);
  const half = new Float32Array(64);
  for (let block = 0; block < across * v; block += 1) {
    const at = block * 64;
    const to = Math.floor(block / across) * scale * across * scale + (block % across) * scale;
    for (let u = 0; u < scale; u += 1)
      for (let x = 0; x < scale; x += 1) {
        let sum = 0;
        for (let k = 0; k < scale; k += 1)
          sum += (coefficients[at + u * 8 + k] ?? 0) * (table[u * 8 + k] ?? 0) * (basis[x * scale + k] ?? 0);
        half[u * scale + x] = sum;
      }
    for (let y = 0; y < scale; y += 1)
      for (let x = 0; x < scale; x += 1) {
        let sum = 128;
        for (let u = 0; u < scale; u += 1) sum += (half[u * scale + x] ?? 0) * (basis[y * scale + u] ?? 0);
        out[to + y * across * scale + x] = sum < 0 ? 0 : sum > 255 ? 255 : sum;
      }
  }
  return out;
}

/** JFIF 1.02: from red, green and blue. */
export function toYcc([red, green, blue]: readonly Float32Array[]): Float32Array[] {
  const size = red?.length ?? 0;
  const [y, cb, cr] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  for (let n = 0; n < size; n += 1) {
    const [r, g, b] = [red?.[n] ?? 0, green?.[n] ?? 0, blue?.[n] ?? 0];
    y[n] = 0.299 * r + 0.587 * g + 0.114 * b;
    cb[n] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
    cr[n] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
  return [y, cb, cr];
}
