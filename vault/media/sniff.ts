import { ascii, standsAt } from './picture.ts';

/** What a file's first bytes say it is, and nobody else. */
export type Sniffed =
  | 'jpeg'
  | 'png'
  | 'heic'
  | 'other picture'
  | 'amr'
  | 'silk'
  | 'mp3'
  | 'mp4'
  | 'ogg'
  | 'wav'
  | 'pdf'
  | 'zip'
  | 'old office'
  | 'video'
  | 'archive'
  | 'program'
  | 'text';

const signs: readonly (readonly [Sniffed, number, readonly number[]])[] = [
  ['jpeg', 0, [0xff, 0xd8, 0xff]],
  ['png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['other picture', 0, ascii('GIF8')],
  ['other picture', 0, ascii('BM')],
  ['other picture', 0, ascii('II*\0')],
  ['other picture', 0, ascii('MM\0*')],
  ['other picture', 8, ascii('WEBP')],
  ['amr', 0, ascii('#!AMR')],
  ['silk', 0, ascii('#!SILK_V3')],
  ['silk', 0, ascii('\x02#!SILK_V3')],
  ['mp3', 0, ascii('ID3')],
  ['ogg', 0, ascii('OggS')],
  ['wav', 8, ascii('WAVE')],
  ['pdf', 0, ascii('%PDF-')],
  ['zip', 0, ascii('PK\x03\x04')],
  ['archive', 0, ascii('PK')],
  ['old office', 0, [0xd0, 0xcf, 0x11, 0xe0]],
  ['archive', 0, ascii('Rar!')],
  ['archive', 0, ascii('7z\xbc\xaf')],
  ['archive', 0, [0x1f, 0x8b]],
  ['program', 0, ascii('MZ')],
  ['program', 0, ascii('\x7fELF')],
  ['video', 8, ascii('AVI ')],
  ['video', 0, [0x1a, 0x45, 0xdf, 0xa3]],
];

const heic = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif', 'avis']);

/** An MPEG audio frame's first two bytes: eleven bits set, a layer that is III (ISO/IEC 11172-3 §2.4.2.3). */
const isMpegFrame = (file: Uint8Array): boolean => file[0] === 0xff && ((file[1] ?? 0) & 0xe6) === 0xe2;

export function sniff(file: Uint8Array): Sniffed {
  if (standsAt(file, 4, ascii('ftyp'))) {
    const brand = String.fromCharCode(...file.subarray(8, 12));
    return heic.has(brand) ? 'heic' : 'mp4';
  }
  const found = signs.find(([, at, bytes]) => standsAt(file, at, bytes))?.[0];
  return found ?? (isMpegFrame(file) ? 'mp3' : 'text');
}
