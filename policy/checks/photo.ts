import { base64Length, fromBase64, toBase64 } from './base64.ts';
import { cleanJpeg, isJpeg } from './jpeg.ts';
import { accepted, refused, type Check } from './outcome.ts';
import { cleanPng, isPng } from './png.ts';
import type { Cleaned } from './picture.ts';

/** The largest file, in bytes: with base64 and JSON around it, it fits into one request. */
export const mostPhotoBytes = 700 * 1024;

export type PhotoType = 'image/jpeg' | 'image/png';

/**
 * A photo: a JPEG or PNG file in base64 (RFC 4648 §4), told by what is in it and not by what somebody says it is. Its normal
 * form is the picture alone: where and when it was taken, and with what, is nobody's to know (`jpeg.ts`, `png.ts`).
 */
export const photo: Check = (raw) => {
  if (raw.length > base64Length(mostPhotoBytes)) return tooLarge;
  const file = fromBase64(raw);
  if (file === undefined) return notBase64;
  if (file.length > mostPhotoBytes) return tooLarge;
  const cleaned = isJpeg(file) ? cleanJpeg(file) : isPng(file) ? cleanPng(file) : undefined;
  if (cleaned === undefined) return wrongType;
  return cleaned.ok ? accepted(toBase64(cleaned.bytes)) : refusals[cleaned.why];
};

/** What a photo in its normal form is. */
export const photoType = (value: string): PhotoType =>
  isPng(fromBase64(value.slice(0, 12)) ?? new Uint8Array()) ? 'image/png' : 'image/jpeg';

const tooLarge = refused(
  'photo_too_large',
  '照片太大了,请压缩到 700 KB 以内再发',
  'the photo is too large: send one of at most 700 KiB',
);
const notBase64 = refused(
  'photo_not_base64',
  '照片没有传完整,请再发一次',
  'the photo has to be in base64 (RFC 4648 §4, with padding)',
);
const wrongType = refused(
  'photo_type',
  '只收 JPEG 或 PNG 照片,请换一张',
  'only JPEG and PNG photos are taken',
);
const refusals = {
  broken: refused(
    'photo_broken',
    '照片不完整或已损坏,请重新拍一张再发',
    'the photo is cut off or damaged: please take it again',
  ),
  unusual: refused(
    'photo_unusual',
    '这种图片打不开,请另存为普通的 JPEG 或 PNG 再发',
    'this kind of picture is not taken: save it as a plain JPEG or PNG',
  ),
  too_large_to_show: refused(
    'photo_too_many_pixels',
    '照片的尺寸太大了,请缩小后再发',
    'the photo has too many pixels: please make it smaller',
  ),
} as const satisfies Readonly<Record<Extract<Cleaned, { ok: false }>['why'], unknown>>;
