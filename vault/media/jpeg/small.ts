import { orientationOf, orientationSegment } from '../jpeg.ts';
import { type Decoded, decodeJpeg } from './decode.ts';
import { type Planes, Shrinking } from './scale.ts';
import { PixelWriter } from './write.ts';

/** The longer side of a small picture, in pixels: wide enough for a telephone, and to find a face in. */
export const longestOfSmall = 640;
/** A small picture is one chunk. */
export const mostSmallBytes = 65_535;

/**
 * Looks at a whole JPEG file, so that what is not a picture in all its parts is found, and makes a small one of it.
 * @param file as `cleanJpeg` gives it
 */
export function smallOf(file: Uint8Array): { ok: true; small: Uint8Array } | Extract<Decoded, { ok: false }> {
  const shrinking = new Shrinking(longestOfSmall);
  const decoded = decodeJpeg(file, shrinking.onRow);
  if (!decoded.ok) return decoded;
  const planes = shrinking.done();
  if (planes === undefined) return { ok: false, why: 'broken' };
  const held = orientationOf(file);
  const head = held === 1 ? [] : [orientationSegment(held)];
  for (const quality of [78, 65, 50, 35, 20, 10]) {
    const small = written(planes, quality, head);
    if (small.length <= mostSmallBytes) return { ok: true, small };
  }
  return { ok: false, why: 'broken' };
}

function written(
  { width, height, planes }: Planes,
  quality: number,
  head: readonly Uint8Array[],
): Uint8Array {
  const writer = new PixelWriter(width, height, planes.length === 3 ? 3 : 1, quality, head);
  for (let y = 0; y < height; y += 8) writer.eightRows(planes, y, Math.min(8, height - y));
  return writer.done();
}
