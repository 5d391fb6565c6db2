import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cameraJpeg,
  chunk,
  exifSegment,
  jpegFile,
  pngFile,
  pngHeader,
  pngPixels,
  pngSignature,
  secrets,
  segment,
} from '../../tests/photos.ts';
import { cleanJpeg, isJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';

const check = (file: Uint8Array) => (isJpeg(file) ? cleanJpeg(file) : cleanPng(file));
const cleaned = (file: Uint8Array): Buffer => {
  const outcome = check(file);
  if (!outcome.ok) throw new Error(outcome.why);
  return Buffer.from(outcome.bytes);
};
const code = (file: Uint8Array): string => {
  const outcome = check(file);
  return outcome.ok ? 'ok' : outcome.why;
};
/** A frame's head: 8 bits, so high and so wide, with so many components. */
const frame = (height: number, width: number, components = 3, precision = 8, marker = 0xc0): Buffer =>
  segment(
    marker,
    Buffer.from([
      precision,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      components,
      ...Array<number>(3 * components).fill(1),
    ]),
  );
const start = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);
const scanHead = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
const jpegOf = (...parts: Uint8Array[]): Buffer => Buffer.concat([start, ...parts, end]);

describe('a JPEG', () => {
  test('keeps the picture and how the camera was held, and nothing of where, when, who and with what', () => {
    const file = cameraJpeg();
    for (const secret of secrets) expect(file.toString('latin1')).toContain(secret);
    const kept = cleaned(file);
    for (const secret of secrets) expect(kept.toString('latin1')).not.toContain(secret);
    // From the tables on, byte for byte the camera's.
    const picture = file.subarray(file.indexOf(Buffer.from([0xff, 0xdb])), file.indexOf(end) + 2);
    const head = kept.length - picture.length;
    expect(kept.subarray(head)).toEqual(picture);
    // Start, JFIF without a thumbnail (20 bytes with its marker), and an Exif of one number.
    expect(head).toBe(2 + 18 + 36);
    expect(kept.subarray(20, 30).toString('latin1')).toBe('\xff\xe1\0\x22Exif\0\0');
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'held as %i is shown as it was, whichever way its bytes stand',
    (held) => {
      const [big, little] = (['MM', 'II'] as const).map((order) =>
        cleaned(jpegFile([exifSegment(held, order)])),
      );
      expect(big).toEqual(little);
      expect(big?.includes(Buffer.from('Exif'))).toBe(held !== 1);
      if (held !== 1) expect(big?.[2 + 10 + 8 + 2 + 9]).toBe(held);
    },
  );

  test.each([
    ['an orientation out of its range', exifSegment(9)],
    ['a directory behind its end', segment(0xe1, 'Exif\0\0MM\0*\0\0\xff\xff')],
    ['more entries than it has', segment(0xe1, 'Exif\0\0MM\0*\0\0\0\x08\xff\xff')],
    ['no directory', segment(0xe1, 'Exif\0\0')],
    ['XMP in its place', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')],
  ])('with %s counts as upright', (_, odd) => {
    expect(cleaned(jpegFile([odd]))).toEqual(cleaned(jpegFile([])));
  });

  test('keeps Adobe’s colour transform, without which it has other colours', () => {
    const adobe = segment(0xee, 'Adobe\0\x64\0\0\0\0\x01');
    expect(cleaned(jpegFile([adobe])).includes(adobe)).toBe(true);
    const longer = segment(0xee, 'Adobe\0\x64\0\0\0\0\x01 36.6512N');
    expect(cleaned(jpegFile([longer])).toString('latin1')).not.toContain('36.6512N');
  });

  test('may come in several scans, with restarts and stuffed bytes in them', () => {
    const coded = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd7, 0x78]);
    const file = jpegOf(frame(16, 16, 3, 8, 0xc2), scanHead, coded, scanHead, coded);
    expect(cleaned(file)).toEqual(file);
    const withComment = jpegOf(frame(16, 16), scanHead, coded, segment(0xfe, 'between'), scanHead, coded);
    expect(cleaned(withComment).toString('latin1')).not.toContain('between');
  });

  test('is its own normal form once it is cleaned', () => {
    for (const file of [cameraJpeg(), jpegFile([exifSegment(8)]), jpegFile([])]) {
      const once = cleaned(file);
      expect(cleaned(once)).toEqual(once);
    }
  });

  test('that is cut off anywhere is refused', () => {
    const file = jpegFile([exifSegment(6), segment(0xfe, 'comment')]);
    for (let length = 3; length < file.length; length += 1)
      expect([length, code(file.subarray(0, length))]).toEqual([length, 'broken']);
  });

  test.each([
    ['without a picture', jpegOf(segment(0xfe, 'nothing')), 'broken'],
    ['with a scan before its frame', jpegOf(scanHead, frame(16, 16)), 'broken'],
    ['with two frames', jpegOf(frame(16, 16), frame(16, 16), scanHead), 'broken'],
    ['of no width', jpegOf(frame(16, 0), scanHead), 'broken'],
    ['of a height to be told later', jpegOf(frame(0, 16), scanHead), 'unusual'],
    ['of twelve bits', jpegOf(frame(16, 16, 3, 12), scanHead), 'unusual'],
    ['of two components', jpegOf(frame(16, 16, 2), scanHead), 'unusual'],
    ['without loss', jpegOf(frame(16, 16, 3, 8, 0xc3), scanHead), 'unusual'],
    ['in arithmetic coding', jpegOf(frame(16, 16, 3, 8, 0xc9), scanHead), 'unusual'],
    ['drawn two hundred times', jpegOf(frame(16, 16), ...Array<Buffer>(200).fill(scanHead)), 'unusual'],
    [
      'with its restart interval told ten thousand times',
      jpegOf(frame(16, 16), ...Array<Buffer>(10_000).fill(segment(0xdd, '\0\x01')), scanHead),
      'unusual',
    ],
    ['of four thousand million pixels', jpegOf(frame(65_535, 65_535), scanHead), 'too_large_to_show'],
    ['with garbage between segments', jpegOf(frame(16, 16), Buffer.from('garbage'), scanHead), 'broken'],
    ['with a segment longer than the file', jpegOf(Buffer.from([0xff, 0xfe, 0xff, 0xff])), 'broken'],
  ])('%s is refused', (_, file, expected) => {
    expect(code(file)).toBe(expected);
  });
});

describe('a PNG', () => {
  const told = [
    chunk('tEXt', 'Author\0Telephone of Wang'),
    chunk('iCCP', 'profile of a camera\0\0'),
    chunk('eXIf', 'MM\0*36.6512N'),
    chunk('tIME', '\x07\xea\x0b\x17\0\0\0'),
    chunk('acTL', '\0\0\0\x01\0\0\0\0'),
  ];
  const shown = [
    chunk('gAMA', '\0\0\xb1\x8f'),
    chunk('sRGB', '\0'),
    chunk('cHRM', '\0'.repeat(32)),
    chunk('tRNS', '\0\x01\0\x01\0\x01'),
  ];

  test('keeps what shows the picture, and no text, time, place, profile, animation, or what stands behind', () => {
    const after = [chunk('fdAT', 'a thumbnail'), chunk('zTXt', 'Telephone of Wang')];
    const file = Buffer.concat([pngFile([...told, ...shown], after), Buffer.from('behind the end')]);
    for (const secret of secrets) expect(file.toString('latin1')).toContain(secret);
    expect(cleaned(file)).toEqual(pngFile(shown));
    expect(cleaned(pngFile(shown))).toEqual(pngFile(shown));
  });

  test('keeps of a harmless chunk only what has the right length and place, and once', () => {
    const [gamma = Buffer.alloc(0)] = shown;
    expect(cleaned(pngFile([gamma, gamma, chunk('sRGB', '36.6512N')], [gamma]))).toEqual(pngFile([gamma]));
  });

  test('that is cut off, or has a bit turned, anywhere is refused', () => {
    const file = pngFile([chunk('tEXt', 'Author\0Wang')]);
    for (let at = 8; at < file.length; at += 1) {
      expect([at, code(file.subarray(0, at))]).toEqual([at, 'broken']);
      const turned = Buffer.from(file);
      turned[at] = (turned[at] ?? 0) ^ 4;
      expect(['broken', 'too_large_to_show']).toContain(code(turned));
    }
  });

  const data = chunk('IDAT', pngPixels());
  const png = (...chunks: Buffer[]): Buffer => Buffer.concat([pngSignature, ...chunks, chunk('IEND')]);
  test.each([
    ['without pixels', png(pngHeader()), 'broken'],
    ['without a header', png(data), 'broken'],
    ['with its header twice', png(pngHeader(), pngHeader(), data), 'broken'],
    ['with pixels in two places', png(pngHeader(), data, chunk('tEXt', 'x'), data), 'broken'],
    ['with its palette behind', png(pngHeader(4, 4, 8, 3), data, chunk('PLTE', '\0\0\0')), 'broken'],
    ['of no height', png(pngHeader(4, 0), data), 'broken'],
    ['of a colour type that is none', png(pngHeader(4, 4, 8, 5), data), 'broken'],
    ['of a depth its colours have not', png(pngHeader(4, 4, 4, 2), data), 'broken'],
    ['with a critical chunk nobody knows', png(pngHeader(), chunk('SECr', 'x'), data), 'unusual'],
    ['of more pixels than a screenshot has', png(pngHeader(8_000, 4_000), data), 'too_large_to_show'],
    ['of four thousand million pixels', png(pngHeader(65_535, 65_535), data), 'too_large_to_show'],
  ])('%s is refused', (_, file, expected) => {
    expect(code(file)).toBe(expected);
  });
});

test('a PNG of ten thousand empty pieces is refused', () => {
  expect(code(pngFile([], Array<Buffer>(10_000).fill(chunk('IDAT'))))).toBe('unusual');
  expect(code(pngFile([], Array<Buffer>(900).fill(chunk('IDAT'))))).toBe('ok');
});

test('whatever is sent is answered, and what is taken is its own normal form without what was told', () => {
  const files = [cameraJpeg(), pngFile([chunk('tEXt', 'Author\0Wang')])];
  const changed = fc
    .tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(1_200), fc.nat(255)), { maxLength: 4 }))
    .map(([file, changes]) => {
      const bytes = Buffer.from(file);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(changed, (file) => {
      const outcome = check(file);
      if (!outcome.ok) return;
      expect(check(outcome.bytes)).toEqual(outcome);
    }),
    { numRuns: 2_000 },
  );
});
