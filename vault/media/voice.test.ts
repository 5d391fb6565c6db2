import { describe, expect, test } from 'vitest';
import { amr } from '../../tests/attach.ts';
import { takeIn } from './take.ts';

const taken = async (file: Uint8Array, name?: string) => {
  const outcome = await takeIn(file, name);
  return outcome.ok ? outcome.media : outcome.code;
};
const cleaned = async (file: Uint8Array): Promise<Buffer> => {
  const outcome = await takeIn(file);
  if (!outcome.ok) throw new Error(outcome.code);
  return Buffer.from(outcome.bytes);
};

const le16 = (n: number): Buffer => Buffer.from([n & 255, n >> 8]);
const le32 = (n: number): Buffer => Buffer.concat([le16(n & 0xffff), le16(Math.floor(n / 65_536))]);
const be32 = (n: number): Buffer => Buffer.from(le32(n)).reverse();
/** What nobody is to know. */
const secret = 'Telephone of Wang, 36.6512N';

const silk = (...packets: number[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x02#!SILK_V3', 'latin1'),
    ...packets.flatMap((size) => [le16(size), Buffer.alloc(size, 7)]),
  ]);

/** Frames of 128 kbit/s at 44.1 kHz: 417 bytes each. */
const frames = (count = 5): Buffer =>
  Buffer.concat(
    Array.from({ length: count }, () =>
      Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(413)]),
    ),
  );
const id3 = (): Buffer => {
  const tag = Buffer.concat([Buffer.from('TPE1\0\0\0\x1c\0\0\0', 'latin1'), Buffer.from(secret)]);
  return Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0', 'latin1'), Buffer.from([tag.length]), tag]);
};
const id3v1 = (): Buffer => Buffer.concat([Buffer.from(`TAG${secret}`), Buffer.alloc(125 - secret.length)]);

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([be32(8 + body.length), Buffer.from(type, 'latin1'), body]);
};
const handler = (kind: string): Buffer =>
  box('hdlr', Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(12), Buffer.from(`${secret}\0`));
const m4a = (kind = 'soun', ...more: Buffer[]): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0')),
    box(
      'moov',
      box('mvhd', Buffer.alloc(4), be32(3_800_000_000), be32(3_800_000_001), Buffer.alloc(88)),
      box('trak', box('mdia', handler(kind))),
      box('udta', Buffer.from(secret)),
      ...more,
    ),
    box('mdat', Buffer.alloc(100, 9)),
  ]);

/** RFC 3533 §6 by its definition, bit by bit. */
function crc(bytes: Buffer): number {
  let register = 0;
  for (const byte of bytes) {
    register ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1)
      register = register & 0x80000000 ? (register << 1) ^ 0x04c11db7 : register << 1;
  }
  return register >>> 0;
}
function page(n: number, ...packets: Buffer[]): Buffer {
  const lacing = packets.flatMap(({ length }) => [
    ...Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const head = Buffer.concat([
    Buffer.from('OggS\0\0', 'latin1'),
    Buffer.alloc(8),
    le32(77),
    le32(n),
    Buffer.alloc(4),
  ]);
  const bytes = Buffer.concat([head, Buffer.from([lacing.length, ...lacing]), ...packets]);
  bytes.writeUInt32LE(crc(bytes), 22);
  return bytes;
}
const opus = (tags = `OpusTags\x04\0\0\0Wang\x01\0\0\0\x1b\0\0\0${secret}`): Buffer =>
  Buffer.concat([
    page(0, Buffer.from('OpusHead\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1')),
    page(1, Buffer.from(tags, 'latin1')),
    page(2, Buffer.alloc(300, 5), Buffer.alloc(20, 6)),
  ]);

const riff = (...chunks: [string, Buffer][]): Buffer => {
  const body = Buffer.concat(
    chunks.flatMap(([type, bytes]) => [
      Buffer.from(type),
      le32(bytes.length),
      bytes,
      Buffer.alloc(bytes.length % 2),
    ]),
  );
  return Buffer.concat([Buffer.from('RIFF'), le32(4 + body.length), Buffer.from('WAVE'), body]);
};
const format: [string, Buffer] = [
  'fmt ',
  Buffer.concat([le16(1), le16(1), le32(8_000), le32(16_000), le16(2), le16(16)]),
];
const wav = () =>
  riff(['LIST', Buffer.from(`INFOIART${secret}`)], format, ['data', Buffer.alloc(321, 3)], ['id3 ', id3()]);

const files: [string, Buffer, string][] = [
  ['AMR', amr(), 'audio/amr'],
  ['AMR-WB', Buffer.concat([Buffer.from('#!AMR-WB\n'), Buffer.from([0x44]), Buffer.alloc(60)]), 'audio/amr'],
  ['SILK, as WeChat has it', silk(20, 31, 0, 44), 'audio/silk'],
  ['SILK with an end', Buffer.concat([silk(20), Buffer.from([255, 255])]), 'audio/silk'],
  ['MP3', Buffer.concat([id3(), frames(), id3v1()]), 'audio/mpeg'],
  ['M4A', m4a(), 'audio/mp4'],
  ['Ogg Opus', opus(), 'audio/ogg'],
  ['WAVE', wav(), 'audio/wav'],
];

describe.each(files)('a voice message in %s', (_, file, media) => {
  test('is taken for what it is, and says nothing beside its sound', async () => {
    expect(await taken(file)).toBe(media);
    const once = await cleaned(file);
    expect(once.toString('latin1')).not.toContain('Wang');
    expect(await cleaned(once)).toEqual(once);
  });

  test('is called as any other sound, and not as a table or a photo', async () => {
    expect(await taken(file, '语音.amr')).toBe(media);
    expect(await taken(file, '语音.jpg')).toBe('named_otherwise');
    expect(await taken(file, '语音.xlsx')).toBe('named_otherwise');
  });

  test('that is cut off, or has something behind it, is no whole message', async () => {
    const cut = await taken(file.subarray(0, Math.ceil(file.length / 2) + 4));
    const more = await takeIn(
      Buffer.concat([
        file,
        Buffer.from('PK\x03\x04 and a whole archive behind the end of it, of some length'),
      ]),
    );
    // What follows an MP3's last frame, or a WAVE file's end, is not taken along.
    if (more.ok) expect(Buffer.from(more.bytes).toString('latin1')).not.toContain('archive');
    expect([cut, more.ok ? 'without' : more.code]).toEqual([
      expect.stringMatching(/voice_broken|audio\/mpeg/),
      expect.stringMatching(/voice_broken|without/),
    ]);
  });
});

test('an Ogg page whose checksum is wrong is refused, and comments over two pages go as well', async () => {
  const turned = opus();
  turned[turned.length - 1] = 9;
  expect(await taken(turned)).toBe('voice_broken');
  expect(await taken(opus('OpusTags'))).toBe('voice_broken');
  const long = `OpusTags\x04\0\0\0Wang\x01\0\0\0\xff\x02\0\0${secret.repeat(30)}`;
  expect((await cleaned(opus(long))).toString('latin1')).not.toContain('Wang');
});

test('a film is no voice message', async () => {
  expect(await taken(m4a('vide'))).toBe('video');
  expect(await taken(m4a('soun', box('trak', box('mdia', handler('vide')))))).toBe('video');
  expect(await taken(Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0, 0, 0, 0]))).toBe('video');
});

test('is at most five megabytes', async () => {
  expect(await taken(amr(163_000))).toBe('audio/amr');
  expect(await taken(amr(164_000))).toBe('voice_too_large');
});
