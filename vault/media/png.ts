import { broken, type Cleaned, joined, standsAt, u32, unusual } from './picture.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const isPng = (file: Uint8Array): boolean => standsAt(file, 0, signature);

/** What chunks beside the four critical ones stay, with how long they may be: how to show transparency and colour. */
const harmless: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['tRNS', [1, 256]],
  ['gAMA', [4, 4]],
  ['cHRM', [32, 32]],
  ['sRGB', [1, 1]],
]);

/**
 * A screenshot has 5 million pixels, a long one 20. It is worked on pixel by pixel, and a kilobyte can claim 50 million.
 */
const mostPixels = 25_000_000;

/** Programs write a few hundred at most; a file can be nothing but empty ones. */
const mostChunks = 1_000;

/** The bit depths of each colour type (PNG §11.2.1). */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * A PNG file (W3C PNG, third edition) with its critical chunks and what is needed to show them right. Text, time, Exif,
 * profiles, animation, whatever stands behind the end: gone. Every chunk's CRC is checked.
 */
export function cleanPng(file: Uint8Array): Cleaned {
  const kept = [file.subarray(0, signature.length)];
  const seen = new Set<string>();
  let last = '';
  for (let at = signature.length, chunks = 0; ; chunks += 1) {
    if (chunks > mostChunks) return unusual;
    if (at + 12 > file.length) return broken;
    const length = u32(file, at);
    const end = at + 12 + length;
    if (end > file.length) return broken;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const chunk = file.subarray(at, end);
    if (!/^[A-Za-z]{4}$/.test(type) || crc32(chunk.subarray(4, -4)) !== u32(file, end - 4)) return broken;
    if ((seen.size === 0) !== (type === 'IHDR')) return broken;
    const refused = misplaced(type, chunk, seen, last);
    if (refused !== undefined) return refused;
    if (stays(type, length, seen)) kept.push(chunk);
    seen.add(type);
    last = type;
    at = end;
    if (type === 'IEND') return { ok: true, bytes: joined(kept) };
  }
}

/** Why a file with this chunk at this place is not taken; of what is left out nothing is asked. */
function misplaced(
  type: string,
  chunk: Uint8Array,
  seen: ReadonlySet<string>,
  last: string,
): Cleaned | undefined {
  const length = chunk.length - 12;
  switch (type) {
    case 'IHDR':
      return seen.has(type) || length !== 13 ? broken : headed(chunk.subarray(8));
    case 'PLTE':
      return seen.has(type) || seen.has('IDAT') || length === 0 || length % 3 !== 0 || length > 768
        ? broken
        : undefined;
    case 'IDAT':
      return seen.has(type) && last !== type ? broken : undefined;
    case 'IEND':
      return seen.has('IDAT') && length === 0 ? undefined : broken;
    default:
      // A capital first letter says that nothing can be shown without it (§5.4).
      return /^[A-Z]/.test(type) ? unusual : undefined;
  }
}

function headed(header: Uint8Array): Cleaned | undefined {
  const [width, height] = [u32(header, 0), u32(header, 4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8);
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0 || interlace > 1) return broken;
  // Rows have to come in their order: nobody's telephone writes the other way.
  if (interlace === 1) return unusual;
  if (depths[colour]?.includes(depth) !== true) return broken;
  return width * height > mostPixels ? { ok: false, why: 'too_large_to_show' } : undefined;
}

function stays(type: string, length: number, seen: ReadonlySet<string>): boolean {
  if (['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type)) return true;
  const [least, most] = harmless.get(type) ?? [1, 0];
  return length >= least && length <= most && !seen.has(type) && !seen.has('IDAT');
}

/** ISO 3309, as PNG Annex D has it. */
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
