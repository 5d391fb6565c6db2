import type { Bilingual } from '../../policy/bilingual.ts';

/** What can be attached. */
export const kinds = ['photo', 'voice', 'file'] as const;
export type Kind = (typeof kinds)[number];

/** The media types there are, with what a file of theirs is called. */
export const mediaTypes = {
  'image/jpeg': { kind: 'photo', ext: 'jpg', also: ['jpeg', 'png', 'jpe'] },
  'audio/amr': { kind: 'voice', ext: 'amr', also: [] },
  'audio/silk': { kind: 'voice', ext: 'silk', also: ['slk'] },
  'audio/mpeg': { kind: 'voice', ext: 'mp3', also: [] },
  'audio/mp4': { kind: 'voice', ext: 'm4a', also: ['mp4', 'aac', '3gp'] },
  'audio/ogg': { kind: 'voice', ext: 'ogg', also: ['opus', 'oga'] },
  'audio/wav': { kind: 'voice', ext: 'wav', also: [] },
  'application/pdf': { kind: 'file', ext: 'pdf', also: [] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    kind: 'file',
    ext: 'docx',
    also: [],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    kind: 'file',
    ext: 'xlsx',
    also: [],
  },
  'text/plain': { kind: 'file', ext: 'txt', also: ['text', 'csv', 'md', 'log'] },
} as const satisfies Readonly<Record<string, { kind: Kind; ext: string; also: readonly string[] }>>;
export type MediaType = keyof typeof mediaTypes;

const mebibyte = 1024 * 1024;
/** The largest of each kind, in bytes: what a telephone makes, a minute or two of speech, a form or a table. */
export const mostBytes = {
  photo: 10 * mebibyte,
  voice: 5 * mebibyte,
  file: 10 * mebibyte,
} as const satisfies Record<Kind, number>;
/** The largest of all. */
export const mostOfAll = 10 * mebibyte;

export const kindWords = {
  photo: { zh: '照片', en: 'photo' },
  voice: { zh: '语音', en: 'voice message' },
  file: { zh: '文件', en: 'file' },
} as const satisfies Readonly<Record<Kind, Bilingual>>;

/** What is done with what somebody sent: taken, without what it said of them beside its content, or not, and why. */
export type Taken =
  | {
      readonly ok: true;
      readonly kind: Kind;
      readonly media: MediaType;
      readonly bytes: Uint8Array;
      readonly small?: Uint8Array;
    }
  | ({ readonly ok: false } & Refusal);

export interface Refusal extends Bilingual {
  readonly code: string;
}

const refused = (code: string, zh: string, en: string) => ({ ok: false, code, zh, en }) as const;

export const refusals = {
  empty: refused('empty', '文件是空的,请换一个', 'the file is empty'),
  photo_too_large: refused(
    'photo_too_large',
    '照片最大 10 MB,请压缩一下(微信里不勾“原图”)再发',
    'a photo has at most 10 MB: please send a smaller one',
  ),
  voice_too_large: refused('voice_too_large', '语音最大 5 MB,请分几段发', 'a voice message has at most 5 MB'),
  file_too_large: refused('file_too_large', '文件最大 10 MB,请分开发', 'a file has at most 10 MB'),
  photo_broken: refused(
    'photo_broken',
    '照片不完整或已损坏,请重新拍一张再发',
    'the photo is cut off or damaged: please take it again',
  ),
  photo_unusual: refused(
    'photo_unusual',
    '这种图片打不开,请另存为普通的 JPEG 或 PNG 再发',
    'this kind of picture is not taken: save it as a plain JPEG or PNG',
  ),
  photo_too_many_pixels: refused(
    'photo_too_many_pixels',
    '照片的尺寸太大了,请缩小后再发',
    'the photo has too many pixels: please make it smaller',
  ),
  photo_heic: refused(
    'photo_heic',
    '这是 HEIC 格式,打不开。在微信里不勾“原图”再发;或者到手机“设置-相机-格式”选“兼容性最佳”',
    'this is a HEIC picture, which is not taken: send it as JPEG (in the camera’s settings choose the most compatible format)',
  ),
  photo_type: refused(
    'photo_type',
    '图片只收 JPEG 或 PNG,请换一张',
    'of pictures only JPEG and PNG are taken',
  ),
  voice_broken: refused(
    'voice_broken',
    '语音不完整,请重新录一段再发',
    'the voice message is cut off or damaged',
  ),
  video: refused(
    'video',
    '视频收不了,请发照片或语音',
    'videos are not taken: send a photo or a voice message',
  ),
  file_broken: refused(
    'file_broken',
    '文件打不开,可能没传完整,请再发一次',
    'the file cannot be opened: please send it again',
  ),
  file_locked: refused(
    'file_locked',
    '文件有密码,打不开。请去掉密码再发',
    'the file has a password: please take it off',
  ),
  file_bomb: refused(
    'file_bomb',
    '文件里压缩的内容太多,不能收',
    'what is packed into the file is too much: it is not taken',
  ),
  file_nested: refused(
    'file_nested',
    '文件里还有别的压缩文件或嵌入的文件,请单独发',
    'there are other archives or files inside: please send them by themselves',
  ),
  file_active: refused(
    'file_active',
    '文件里有宏或脚本,不能收。请另存为不带宏的再发',
    'there are macros or scripts in the file: save it without them',
  ),
  file_old: refused('file_old', '请另存为 docx 或 xlsx 再发', 'please save it as docx or xlsx'),
  file_type: refused(
    'file_type',
    '这种文件收不了。可以发 PDF、docx、xlsx、txt',
    'this kind of file is not taken: PDF, docx, xlsx and txt are',
  ),
  named_otherwise: refused(
    'named_otherwise',
    '文件名和内容不是一种文件,请核对后再发',
    'the file’s name says another kind than what is in it',
  ),
} as const satisfies Readonly<Record<string, Refusal & { ok: false }>>;

export const tooLarge = (kind: Kind): Taken => refusals[`${kind}_too_large`];
