import { smallOf } from './jpeg/small.ts';
import { cleanJpeg } from './jpeg.ts';
import { type Kind, mediaTypes, type MediaType, mostBytes, refusals, type Taken, tooLarge } from './kinds.ts';
import { takeOffice } from './office.ts';
import { takePdf } from './pdf.ts';
import type { Cleaned } from './picture.ts';
import { cleanPng } from './png.ts';
import { pngAsJpeg } from './png-pixels.ts';
import { sniff, type Sniffed } from './sniff.ts';
import { takeText } from './text.ts';
import { cleanMp3 } from './voice/mp3.ts';
import { cleanMp4 } from './voice/mp4.ts';
import { cleanOgg } from './voice/ogg.ts';
import { cleanAmr, cleanSilk } from './voice/speech.ts';
import { cleanWav } from './voice/wav.ts';

const kindOf: Readonly<Record<Sniffed, Kind>> = {
  jpeg: 'photo',
  png: 'photo',
  heic: 'photo',
  'other picture': 'photo',
  amr: 'voice',
  silk: 'voice',
  mp3: 'voice',
  mp4: 'voice',
  ogg: 'voice',
  wav: 'voice',
  pdf: 'file',
  zip: 'file',
  'old office': 'file',
  video: 'file',
  archive: 'file',
  program: 'file',
  text: 'file',
};

/** What a file would be, by its first bytes: which limit it has. */
export const kindIn = (first: Uint8Array): Kind => kindOf[sniff(first)];

/**
 * Looks at what somebody sent, from its bytes alone, and takes what it says beside its content out of it (where it was taken,
 * by whom, with what). What is taken is one thing and nothing else: whole, within its limits, and what its name says.
 * @param name what it was called, where it had a name
 */
export async function takeIn(file: Uint8Array, name?: string): Promise<Taken> {
  if (file.length === 0) return refusals.empty;
  const what = sniff(file);
  const kind = kindOf[what];
  if (file.length > mostBytes[kind]) return tooLarge(kind);
  const taken = await takers[what](file);
  if (!taken.ok) return taken;
  if (name !== undefined && isNamedOtherwise(name, taken.media)) return refusals.named_otherwise;
  return taken.bytes.length > mostBytes[taken.kind] ? tooLarge(taken.kind) : taken;
}

type Taker = (file: Uint8Array) => Taken | Promise<Taken>;

const no =
  (refusal: Taken): Taker =>
  () =>
    refusal;
const voice =
  (media: MediaType, clean: (file: Uint8Array) => Uint8Array | 'video' | undefined): Taker =>
  (file) => {
    const bytes = clean(file);
    if (bytes === undefined) return refusals.voice_broken;
    return bytes === 'video' ? refusals.video : { ok: true, kind: 'voice', media, bytes };
  };

const takers: Readonly<Record<Sniffed, Taker>> = {
  jpeg: (file) => photo(cleanJpeg(file)),
  png: async (file) => {
    const cleaned = cleanPng(file);
    return photo(cleaned.ok ? await pngAsJpeg(cleaned.bytes) : cleaned);
  },
  heic: no(refusals.photo_heic),
  'other picture': no(refusals.photo_type),
  amr: voice('audio/amr', cleanAmr),
  silk: voice('audio/silk', cleanSilk),
  mp3: voice('audio/mpeg', cleanMp3),
  mp4: voice('audio/mp4', cleanMp4),
  ogg: voice('audio/ogg', cleanOgg),
  wav: voice('audio/wav', cleanWav),
  pdf: takePdf,
  zip: takeOffice,
  'old office': no(refusals.file_old),
  video: no(refusals.video),
  archive: no(refusals.file_nested),
  program: no(refusals.file_type),
  text: takeText,
};

/** A photo is a JPEG file that opens to its end, with a small one beside it. */
function photo(cleaned: Cleaned): Taken {
  if (!cleaned.ok) return notShown[cleaned.why];
  const small = smallOf(cleaned.bytes);
  if (!small.ok) return notShown[small.why];
  return { ok: true, kind: 'photo', media: 'image/jpeg', bytes: cleaned.bytes, small: small.small };
}

const notShown = {
  broken: refusals.photo_broken,
  unusual: refusals.photo_unusual,
  too_large_to_show: refusals.photo_too_many_pixels,
} as const;

/**
 * Whether a name says what it is not: a table that is called a photo. Among pictures, and among sounds, names are used
 * loosely by what makes them: WeChat calls SILK `.amr`.
 */
function isNamedOtherwise(name: string, media: MediaType): boolean {
  const ext = /\.([A-Za-z][A-Za-z0-9]{0,4})$/.exec(name)?.[1]?.toLowerCase();
  if (ext === undefined) return false;
  const types = Object.entries(mediaTypes);
  const { kind } = mediaTypes[media];
  const named = types.find(([, one]) => one.ext === ext || (one.also as readonly string[]).includes(ext));
  if (named === undefined) return true;
  return named[1].kind !== kind || (kind === 'file' && named[0] !== media);
}
