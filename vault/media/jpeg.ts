import { ascii, broken, type Cleaned, joined, standsAt, tooLarge, u16, unusual } from './picture.ts';

/** Marker codes of ITU-T T.81 Table B.1, behind their 0xFF. */
const soi = 0xd8;
const eoi = 0xd9;
const sos = 0xda;
const app0 = 0xe0;
const app1 = 0xe1;
const app14 = 0xee;
/** Baseline, extended and progressive, Huffman coded: what cameras make and every browser shows. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Tables without which the scans cannot be read: Huffman, quantisation, restart interval. */
const tables: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd]);
/** A file can ask for the whole picture to be drawn again and again; cameras do so about ten times. */
const mostScans = 100;
/** A camera writes a few dozen; a file can be nothing but segments of four bytes, and say the same thing in each. */
const mostSegments = 1_000;

const [jfif, exif, adobe] = [ascii('JFIF\0'), ascii('Exif\0\0'), ascii('Adobe')];

export const isJpeg = (file: Uint8Array): boolean => standsAt(file, 0, [0xff, soi, 0xff]);

/** What is gathered while a file is read from its first byte to its end. */
interface Reading {
  /** What stays, in its order. */
  readonly kept: Uint8Array[];
  jfif: Uint8Array | undefined;
  /** How the camera was held, 1 to 8 (Exif 2.32 §4.6.4); 1 is upright. */
  orientation: number;
  framed: boolean;
  scans: number;
}

/**
 * A JPEG file (ITU-T T.81, Annex B) with the picture and nothing else. Of all application segments and comments three
 * things stay: that it is JFIF (without its thumbnail), Adobe's colour transform, and how the camera was held, in an Exif
 * segment that is written anew with that one number. Where and when, what with, colour profiles, thumbnails, whatever stands behind
 * the picture's end: gone.
 */
export function cleanJpeg(file: Uint8Array): Cleaned {
  const reading: Reading = { kept: [], jfif: undefined, orientation: 1, framed: false, scans: 0 };
  for (let at = 2, segments = 0; ; segments += 1) {
    if (segments > mostSegments) return unusual;
    if (file[at] !== 0xff) return broken;
    while (file[at] === 0xff) at += 1;
    const marker = file[at];
    if (marker === undefined) return broken;
    if (marker === eoi) return reading.scans === 0 ? broken : { ok: true, bytes: written(reading) };
    const length = u16(file, at + 1);
    const end = at + 1 + length;
    // Also what has no length, such as a second start: none of it belongs between segments.
    if (length < 2 || end > file.length) return broken;
    const segment = file.subarray(at + 1, end);
    const refused = keep(reading, marker, segment);
    if (refused !== undefined) return refused;
    at = end;
    if (marker !== sos) continue;
    at = endOfScan(file, end);
    reading.kept.push(file.subarray(end, at));
  }
}

/** @param segment from its length on @returns why the file is not taken, where it is not */
function keep(reading: Reading, marker: number, segment: Uint8Array): Cleaned | undefined {
  const { kept } = reading;
  const whole = (): void => void kept.push(Uint8Array.of(0xff, marker), segment);
  if (frames.has(marker)) {
    const [precision, height, width, components = 0] = [
      segment[2],
      u16(segment, 3),
      u16(segment, 5),
      segment[7],
    ];
    if (reading.framed || segment.length !== 8 + 3 * components || width === 0) return broken;
    // No height yet means that it is told behind the first scan, which few programs can read.
    if (height === 0 || precision !== 8 || ![1, 3].includes(components)) return unusual;
    if (tooLarge(width, height)) return { ok: false, why: 'too_large_to_show' };
    reading.framed = true;
    whole();
  } else if (marker === sos) {
    if (!reading.framed || segment.length !== 6 + 2 * (segment[2] ?? 0)) return broken;
    reading.scans += 1;
    if (reading.scans > mostScans) return unusual;
    whole();
  } else if (tables.has(marker)) whole();
  else if (marker === app0 && standsAt(segment, 2, jfif) && segment.length >= 16)
    reading.jfif ??= segment.slice(0, 16);
  else if (marker === app1 && standsAt(segment, 2, exif))
    reading.orientation = orientationIn(segment.subarray(8));
  else if (marker === app14 && standsAt(segment, 2, adobe) && segment.length === 14) whole();
  else if ((marker < app0 || marker > 0xef) && marker !== 0xfe) return unusual;
  return undefined;
}

/** Where the coded data behind a scan's head ends: at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at)) {
    const next = file[at + 1];
    if (next !== 0 && (next === undefined || next < 0xd0 || next > 0xd7)) return at;
    at += 2;
  }
  return file.length;
}

/** The tag 0x0112 of a TIFF's first directory (TIFF 6.0 §2); 1 wherever anything about it is not as it should be. */
function orientationIn(tiff: Uint8Array): number {
  const little = standsAt(tiff, 0, ascii('II*\0'));
  if (!little && !standsAt(tiff, 0, ascii('MM\0*'))) return 1;
  const short = (at: number): number =>
    little ? u16(Uint8Array.of(tiff[at + 1] ?? 0, tiff[at] ?? 0), 0) : u16(tiff, at);
  // The offset's upper half would lead out of a segment.
  const [upper, lower] = little ? [short(6), short(4)] : [short(4), short(6)];
  if (upper !== 0) return 1;
  for (let n = 0; n < short(lower); n += 1) {
    const entry = lower + 2 + 12 * n;
    if (entry + 12 > tiff.length) return 1;
    if (short(entry) !== 0x0112) continue;
    const value = short(entry + 8);
    return short(entry + 2) === 3 && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function written({ kept, jfif: head, orientation }: Reading): Uint8Array {
  const start: Uint8Array[] = [Uint8Array.of(0xff, soi)];
  if (head !== undefined) {
    const plain = Uint8Array.from(head);
    // 16 bytes long, with a thumbnail of 0 by 0 (JFIF 1.02).
    plain.set([0, 16]);
    plain.set([0, 0], 14);
    start.push(Uint8Array.of(0xff, app0), plain);
  }
  if (orientation !== 1) start.push(orientationSegment(orientation));
  return joined([...start, ...kept, Uint8Array.of(0xff, eoi)]);
}

/** An Exif segment of one directory with one entry: tag 0x0112, SHORT, one value; no directory follows. */
export const orientationSegment = (orientation: number): Uint8Array =>
  // prettier-ignore
  Uint8Array.of(0xff, app1, 0, 34, ...exif, ...ascii('MM\0*'), 0, 0, 0, 8,
    0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0);

/** How the camera was held, of a file that {@link cleanJpeg} gave. */
export function orientationOf(file: Uint8Array): number {
  for (let at = 2; file[at] === 0xff; at += 2 + u16(file, at + 2)) {
    const marker = file[at + 1] ?? 0;
    if (marker === app1 && standsAt(file, at + 4, exif)) return orientationIn(file.subarray(at + 10));
    if (marker === sos || marker === eoi) return 1;
  }
  return 1;
}
