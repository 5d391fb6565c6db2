import { ascii, standsAt } from '../picture.ts';

/** The polynomial of RFC 3533 §6, not reflected. */
const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let n = 0; n < page.length; n += 1)
    crc = ((crc << 8) ^ (table[((crc >>> 24) ^ (n >= 22 && n < 26 ? 0 : (page[n] ?? 0))) & 0xff] ?? 0)) >>> 0;
  return crc;
}

const le32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)) +
  (bytes[at + 3] ?? 0) * 0x1000000;

/** What sound can be in it, by how its first packet begins; and what its second, the comments, begins with. */
const codecs = [
  { head: ascii('OpusHead'), comments: ascii('OpusTags'), framing: false },
  { head: ascii('\x01vorbis'), comments: ascii('\x03vorbis'), framing: true },
  { head: ascii('Speex   '), comments: [], framing: false },
] as const;

/**
 * An Ogg file (RFC 3533) of one stream of speech. Each page's checksum is right; the comments, in the second packet
 * (RFC 7845 §5.2), become none, in as many bytes.
 */
export function cleanOgg(file: Uint8Array): Uint8Array | undefined {
  const out = new Uint8Array(file);
  const serial = le32(out, 14);
  let packet = 0;
  let comments: CommentWriter | undefined;
  let at = 0;
  while (at < out.length) {
    const segments = out.subarray(at + 27, at + 27 + (out[at + 26] ?? 0));
    const from = at + 27 + segments.length;
    const until = from + segments.reduce((sum, size) => sum + size, 0);
    if (!standsAt(out, at, ascii('OggS')) || until > out.length || le32(out, at + 14) !== serial)
      return undefined;
    if (checksum(out.subarray(at, until)) !== le32(out, at + 22)) return undefined;
    if (at === 0) {
      const codec = codecs.find(({ head }) => standsAt(out, from, head));
      if (codec === undefined) return undefined;
      comments = new CommentWriter(codec);
    }
    let place = from;
    for (const size of segments) {
      if (packet === 1) comments?.write(out, place, size);
      place += size;
      if (size < 255) packet += 1;
    }
    new DataView(out.buffer).setUint32(at + 22, checksum(out.subarray(at, until)), true);
    at = until;
  }
  return packet > 2 && comments?.isRight !== false ? out : undefined;
}

/** Writes over a packet of comments, which may lie in several pages, with one that says nothing and has its length. */
class CommentWriter {
  readonly #codec: (typeof codecs)[number];
  readonly #empty: Uint8Array;
  #written = 0;
  isRight = true;

  constructor(codec: (typeof codecs)[number]) {
    this.#codec = codec;
    // No name of what made it, no comments; Vorbis ends with a bit that is set.
    this.#empty = Uint8Array.of(...codec.comments, 0, 0, 0, 0, 0, 0, 0, 0, ...(codec.framing ? [1] : []));
  }

  write(out: Uint8Array, at: number, size: number): void {
    if (this.#written === 0)
      this.isRight = standsAt(out, at, this.#codec.comments) && size >= this.#empty.length;
    for (let n = 0; n < size; n += 1) out[at + n] = this.#empty[this.#written + n] ?? 0;
    this.#written += size;
  }
}
