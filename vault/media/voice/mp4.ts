import { u32 } from '../picture.ts';

/** Boxes that hold boxes (ISO/IEC 14496-12), on the way to a track's kind. */
const inside = new Set(['moov', 'trak', 'mdia', 'minf']);
/** What tells who, where, when and with what. */
const told = new Set(['udta', 'meta', 'uuid', 'skip', 'free', 'wide', 'iods', 'ID32']);
/** With the times at which it was made and changed. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * An MPEG-4 file with sound alone. Nothing is moved, because its tables count from its start: a box that tells something
 * becomes a free one full of zeros, and the times become zero.
 * @returns the file, `video` where it has a picture, undefined where it is broken
 */
export function cleanMp4(file: Uint8Array): Uint8Array | 'video' | undefined {
  const out = new Uint8Array(file);
  const seen = { tracks: 0, sound: 0, picture: 0, top: new Set<string>() };
  if (!boxes(out, 0, out.length, seen, 0)) return undefined;
  if (seen.picture > 0) return 'video';
  const whole = seen.top.has('moov') && (seen.top.has('mdat') || seen.top.has('moof'));
  return whole && seen.sound > 0 && seen.sound === seen.tracks ? out : undefined;
}

interface Seen {
  tracks: number;
  sound: number;
  picture: number;
  top: Set<string>;
}

const top = new Set([
  'ftyp',
  'moov',
  'mdat',
  'moof',
  'mfra',
  'sidx',
  'styp',
  'free',
  'skip',
  'wide',
  'uuid',
  'meta',
  'udta',
  'pdin',
]);

function boxes(out: Uint8Array, from: number, until: number, seen: Seen, depth: number): boolean {
  let at = from;
  while (at + 8 <= until) {
    const type = typeAt(out, at + 4);
    let [size, head] = [u32(out, at), 8];
    if (size === 1) [size, head] = [u32(out, at + 8) * 0x1_0000_0000 + u32(out, at + 12), 16];
    if (size === 0 && depth === 0) size = until - at;
    if (size < head || at + size > until || (depth === 0 && !top.has(type))) return false;
    if (depth === 0) seen.top.add(type);
    if (told.has(type)) {
      out.set([0x66, 0x72, 0x65, 0x65], at + 4);
      out.fill(0, at + head, at + size);
    } else if (inside.has(type)) {
      if (type === 'trak') seen.tracks += 1;
      if (depth > 6 || !boxes(out, at + head, at + size, seen, depth + 1)) return false;
    } else if (dated.has(type)) {
      // Creation and modification, of 32 or, in version 1, of 64 bits.
      out.fill(0, at + head + 4, at + head + (out[at + head] === 1 ? 20 : 12));
    } else if (type === 'hdlr' && depth > 0) {
      const kind = typeAt(out, at + head + 8);
      if (kind === 'soun') seen.sound += 1;
      if (kind === 'vide') seen.picture += 1;
      // A name in words follows: a program's, or a person's.
      if (kind === 'soun') out.fill(0, at + head + 24, at + size);
    }
    at += size;
  }
  return at === until;
}

const typeAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
