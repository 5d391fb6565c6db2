import { orientationOf, orientationSegment } from '../jpeg.ts';
import { type Decoded, decodeJpeg, type Picture } from './decode.ts';
import { CoefficientWriter, jfif } from './write.ts';

/** A picture is laid out in so many cells across and down, as it is shown, however it was held. */
export const gridSize = 8;

/**
 * Makes parts of a JPEG picture unrecognisable. Each marked cell becomes one colour, the average of what was there: of
 * every block in it all frequencies but the lowest are thrown away, and that one is averaged over the cell. A mosaic of
 * more, smaller fields could be made into a face again by who has other pictures of it. What is not marked stays as it
 * was, coefficient for coefficient.
 * @param file as `cleanJpeg` gives it
 * @param cells numbers from 0 to 63, row after row, as the picture is shown
 */
export function blurred(
  file: Uint8Array,
  cells: readonly number[],
): { ok: true; bytes: Uint8Array<ArrayBuffer> } | Extract<Decoded, { ok: false }> {
  const held = orientationOf(file);
  const marked = new Set(cells.map((cell) => stored(cell, held)));
  const sums = new Map<number, { total: number[]; count: number[] }>();
  const averaged = decodeJpeg(file, (row, coefficients, picture) =>
    eachMarked(row, picture, marked, (cell, n, at) => {
      const sum = sums.get(cell) ?? { total: [], count: [] };
      sum.total[n] = (sum.total[n] ?? 0) + (coefficients[n]?.[at] ?? 0);
      sum.count[n] = (sum.count[n] ?? 0) + 1;
      sums.set(cell, sum);
    }),
  );
  if (!averaged.ok) return averaged;
  let writer: CoefficientWriter | undefined;
  const written = decodeJpeg(file, (row, coefficients, picture) => {
    writer ??= new CoefficientWriter(picture.frame, picture.quantisation, headOf(picture, held), file.length);
    eachMarked(row, picture, marked, (cell, n, at) => {
      const sum = sums.get(cell);
      const block = coefficients[n]?.subarray(at, at + 64);
      block?.fill(0);
      if (block !== undefined) block[0] = Math.round((sum?.total[n] ?? 0) / (sum?.count[n] ?? 1));
    });
    writer.row(coefficients);
  });
  if (!written.ok) return written;
  return writer === undefined ? { ok: false, why: 'broken' } : { ok: true, bytes: writer.done() };
}

/** JFIF says that colours are brightness and two differences; where they are not, Adobe's segment has said so. */
const headOf = ({ rgb, frame }: Picture, held: number): Uint8Array[] => [
  ...(rgb && frame.components.length === 3 ? [adobeRgb] : [jfif]),
  ...(held === 1 ? [] : [orientationSegment(held)]),
];
const adobeRgb = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

type OnBlock = (cell: number, component: number, at: number) => void;

/** Every block of a row of units that lies in a marked cell, be it with an edge: of a face nothing is left at its border. */
function eachMarked(row: number, { frame }: Picture, marked: ReadonlySet<number>, onBlock: OnBlock): void {
  const { unitsAcross, components } = frame;
  const rows = cellsOf(row * frame.v * 8, frame.v * 8, frame.height);
  for (let x = 0; x < unitsAcross; x += 1) {
    const columns = cellsOf(x * frame.h * 8, frame.h * 8, frame.width);
    const cell = firstMarked(rows, columns, marked);
    if (cell === undefined) continue;
    for (const [n, { h, v, across }] of components.entries())
      for (let by = 0; by < v; by += 1)
        for (let bx = 0; bx < h; bx += 1) onBlock(cell, n, (by * across + x * h + bx) * 64);
  }
}

function cellsOf(from: number, length: number, whole: number): readonly [number, number] {
  const cell = (at: number): number => Math.min(gridSize - 1, Math.floor((at * gridSize) / whole));
  return [cell(from), cell(Math.min(whole, from + length) - 1)];
}

function firstMarked(
  rows: readonly [number, number],
  columns: readonly [number, number],
  marked: ReadonlySet<number>,
): number | undefined {
  for (let y = rows[0]; y <= rows[1]; y += 1)
    for (let x = columns[0]; x <= columns[1]; x += 1)
      if (marked.has(y * gridSize + x)) return y * gridSize + x;
  return undefined;
}

/** Where a cell of the shown picture lies in the stored one (Exif 2.32 §4.6.4, Orientation). */
export function stored(cell: number, held: number): number {
  const last = gridSize - 1;
  const [x, y] = [cell % gridSize, Math.floor(cell / gridSize)];
  const at = (column: number, row: number): number => row * gridSize + column;
  switch (held) {
    case 2:
      return at(last - x, y);
    case 3:
      return at(last - x, last - y);
    case 4:
      return at(x, last - y);
    case 5:
      return at(y, x);
    case 6:
      return at(y, last - x);
    case 7:
      return at(last - y, last - x);
    case 8:
      return at(last - y, x);
    default:
      return cell;
  }
}
