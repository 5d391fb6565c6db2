import { deflateSync } from 'node:zlib';
import { crc32 } from '../vault/media/png.ts';

/**
 * Made-up photos as a camera leaves them: the picture, and around it what the vault takes out. The picture is a green
 * rectangle with a white one in it, 24 by 16, as Chromium writes it.
 */
const picture = Buffer.from(
  '/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6utq2eAvMm6pseZqKuk/9sA' +
    'QwEcHh4oIyhOKytOpG5dbqSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk/8AAEQgA' +
    'EAAYAwEiAAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAE/8QAGhAAAgIDAAAAAAAAAAAAAAAAERIABBQjQf/EABYBAQEB' +
    'AAAAAAAAAAAAAAAAAAMBBf/EABkRAQACAwAAAAAAAAAAAAAAAAAREyEjYv/aAAwDAQACEQMRAD8AppU8t9iKOEmLtPETY7Hg' +
    'AilcxH1uw6AIu3MtNaKekmHiGbrr6SxESBc=',
  'base64',
);

const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 0xff]);

/** A JPEG segment: its marker, its length, its content. */
export const segment = (marker: number, content: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(content as string, 'latin1');
  return Buffer.concat([Buffer.from([0xff, marker]), u16(bytes.length + 2), bytes]);
};

/** What nobody is to know: it must be in none of what is stored or shown. */
export const secrets = [
  '36.6512N',
  'Telephone of Wang',
  'profile of a camera',
  'a thumbnail',
  'behind the end',
];

/** Exif with an orientation and the place, in either order of bytes. */
export function exifSegment(orientation: number, order: 'MM' | 'II' = 'MM'): Buffer {
  const short = (n: number): Buffer => (order === 'MM' ? u16(n) : u16(n).reverse());
  const long = (n: number): Buffer =>
    order === 'MM' ? Buffer.concat([u16(0), u16(n)]) : Buffer.concat([short(n), u16(0)]);
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([short(tag), short(type), long(count), value, Buffer.alloc(4 - value.length)]);
  const tiff = [
    Buffer.from(order, 'latin1'),
    short(42),
    long(8),
    short(2),
    entry(0x010f, 2, 40, long(50)),
    entry(0x0112, 3, 1, short(orientation)),
    long(0),
    Buffer.from(`${secrets[0]} ${secrets[1]}`, 'latin1'),
  ];
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), ...tiff]));
}

const jfif = (thumbnail: string): Buffer =>
  segment(
    0xe0,
    Buffer.concat([
      Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01', 'latin1'),
      Buffer.from([thumbnail.length / 3, Math.sign(thumbnail.length)]),
      Buffer.from(thumbnail),
    ]),
  );

/** A JPEG file. @param parts what stands before the picture, and behind its end */
export const jpegFile = (before: readonly Buffer[], after = ''): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    picture,
    Buffer.from([0xff, 0xd9]),
    Buffer.from(after),
  ]);

/** As a telephone writes it: everything beside the picture, and turned by a quarter. */
export const cameraJpeg = (): Buffer =>
  jpegFile(
    [
      jfif('a thumbnail!'),
      exifSegment(6),
      segment(0xe2, 'ICC_PROFILE\0\x01\x01profile of a camera'),
      segment(0xfe, 'Telephone of Wang'),
    ],
    'behind the end',
  );

/** The same, and a plain one, in base64. */
export const jpeg = (): string => jpegFile([jfif('')]).toString('base64');
export const cameraPhoto = (): string => cameraJpeg().toString('base64');

const u32 = (n: number): Buffer => Buffer.concat([u16(Math.floor(n / 0x10000)), u16(n % 0x10000)]);

/** A PNG chunk with its CRC. */
export function chunk(type: string, content: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(content as string, 'latin1')]);
  return Buffer.concat([u32(bytes.length - 4), bytes, u32(crc32(bytes))]);
}

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
export const pngHeader = (width = 4, height = 4, depth = 8, colour = 2): Buffer =>
  chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([depth, colour, 0, 0, 0])]));
/** Four rows of four pixels, each row behind its filter's number. */
export const pngPixels = (): Buffer =>
  deflateSync(
    Buffer.concat(
      Array.from({ length: 4 }, (_, row) => Buffer.from([0, ...Array<number>(12).fill(40 * row)])),
    ),
  );

export const pngFile = (before: readonly Buffer[], after: readonly Buffer[] = []): Buffer =>
  Buffer.concat([pngSignature, pngHeader(), ...before, chunk('IDAT', pngPixels()), ...after, chunk('IEND')]);
