/** What a file is, by its first bytes: nobody's word is taken for it, and it is served as nothing else. */

type Signature = readonly [type: string, at: number, bytes: readonly number[] | string];

const pictures: readonly Signature[] = [
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

const voices: readonly Signature[] = [
  ['audio/ogg', 0, 'OggS'],
  ['audio/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/mp4', 4, 'ftyp'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/amr', 0, '#!AMR'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/aac', 0, [0xff, 0xf1]],
  ['audio/aac', 0, [0xff, 0xf9]],
  // MPEG-1 and -2, layer III, with and without a checksum.
  ...[0xfb, 0xfa, 0xf3, 0xf2].map((second): Signature => ['audio/mpeg', 0, [0xff, second]]),
];

/** `image/jpeg` or `image/png`; undefined for anything else. */
export const pictureType = (bytes: Uint8Array): string | undefined => typeOf(bytes, pictures);

/** An `audio/…` that a phone records or a browser plays; undefined for anything else. */
export const voiceType = (bytes: Uint8Array): string | undefined => typeOf(bytes, voices);

function typeOf(bytes: Uint8Array, known: readonly Signature[]): string | undefined {
  return known.find(([, at, signature]) => {
    const wanted = typeof signature === 'string' ? Buffer.from(signature, 'latin1') : signature;
    return bytes.length > at + wanted.length && wanted.every((byte, i) => bytes[at + i] === byte);
  })?.[0];
}
