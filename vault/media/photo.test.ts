import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  cameraJpeg,
  chunk,
  jpegFile,
  pngFile,
  pngHeader,
  pngSignature,
  secrets,
  segment,
} from '../../tests/photos.ts';
import { pictureOf, pictures } from '../../tests/pictures.ts';
import { blurred, gridSize, stored } from './jpeg/blur.ts';
import { decodeJpeg } from './jpeg/decode.ts';
import { type Planes, Shrinking } from './jpeg/scale.ts';
import { longestOfSmall, mostSmallBytes, smallOf } from './jpeg/small.ts';
import { PixelWriter } from './jpeg/write.ts';
import { cleanJpeg, orientationOf, orientationSegment } from './jpeg.ts';
import { mostBytes } from './kinds.ts';
import { takeIn } from './take.ts';

const names = Object.keys(pictures) as (keyof typeof pictures)[];
/** As JFIF has them: red, green, blue and white, each in brightness and two colours. */
const fields = [
  [81, 99, 213],
  [107, 90, 73],
  [51, 206, 106],
  [235, 128, 128],
];

function pixels(file: Uint8Array, longest = 10_000): Planes {
  const shrinking = new Shrinking(longest);
  expect(decodeJpeg(file, shrinking.onRow)).toEqual({ ok: true });
  const planes = shrinking.done();
  if (planes === undefined) throw new Error('a picture has rows');
  return planes;
}

/** The colour in the middle of each of the four fields. */
function middles({ width, height, planes }: Planes): number[][] {
  return [0.25, 0.75].flatMap((y) =>
    [0.25, 0.75].map((x) =>
      planes.map((plane) => Math.round(plane[Math.floor(y * height) * width + Math.floor(x * width)] ?? -1)),
    ),
  );
}

const isNear = (found: number[][], wanted: number[][], by = 4) =>
  expect(
    found
      .flatMap((field, n) => field.map((value, c) => Math.abs(value - (wanted[n]?.[c] ?? 0))))
      .every((d) => d <= by),
  ).toBe(true);
const wantedOf = (name: string) => (name === 'gray' ? fields.map(([y = 0]) => [y]) : fields);

const taken = async (file: Uint8Array, name?: string) => {
  const outcome = await takeIn(file, name);
  return outcome.ok ? outcome : outcome.code;
};

describe('a JPEG as another program writes it', () => {
  test.each(names)('%s has its colours in its places, also an eighth as large', (name) => {
    isNear(middles(pixels(pictureOf(name))), wantedOf(name));
    const eighth = pixels(pictureOf(name), 12);
    expect([eighth.width, eighth.height]).toEqual([12, 8]);
    isNear(middles(eighth), wantedOf(name));
  });

  test.each(names)('%s comes with a small one that is a picture as well', (name) => {
    const small = smallOf(pictureOf(name));
    if (!small.ok) throw new Error(small.why);
    isNear(middles(pixels(small.small)), wantedOf(name), 8);
  });

  test.each(names)(
    '%s keeps every pixel outside of what is blurred, and of the inside one colour a cell',
    (name) => {
      const changed = blurred(pictureOf(name), [0, 1, 8, 9]);
      if (!changed.ok) throw new Error(changed.why);
      const [before, after] = [pixels(pictureOf(name)), pixels(changed.bytes)];
      const at = (of: Planes, x: number, y: number) => of.planes.map((plane) => plane[y * of.width + x]);
      // The cells reach to 24 and 16; blocks that they touch end at 32 and 16.
      for (const [x, y] of [
        [40, 5],
        [90, 60],
        [10, 40],
      ] as const)
        expect(at(after, x, y)).toEqual(at(before, x, y));
      for (const [x, y] of [
        [0, 0],
        [3, 2],
        [7, 7],
      ] as const)
        expect(at(after, x, y)).toEqual(at(after, 0, 0));
    },
  );

  test('that was blurred has nothing of the cells in it any more: it is what a picture of another inside becomes, too', () => {
    const noisy = (seed: number): Uint8Array => {
      const writer = new PixelWriter(128, 128, 1, 90);
      const plane = Float32Array.from({ length: 128 * 128 }, (_, n) =>
        n % 128 < 16 && n < 128 * 16 ? 128 + (((n * seed) % 7) - 3) * 12 : 200,
      );
      for (let y = 0; y < 128; y += 8) writer.eightRows([plane], y, 8);
      return writer.done();
    };
    const [one, other] = [noisy(3), noisy(5)].map((file) => {
      const changed = blurred(file, [0]);
      if (!changed.ok) throw new Error(changed.why);
      const planes = pixels(changed.bytes).planes[0] ?? new Float32Array();
      return new Set(Array.from({ length: 16 }, (_, n) => Math.round(planes[n * 128 + n] ?? 0)));
    });
    expect([one?.size, other?.size]).toEqual([1, 1]);
  });

  test('held in any way is blurred where one sees it', () => {
    const upright = (held: number): number[][] => {
      const file = cleanJpeg(
        Buffer.concat([
          pictureOf('baseline').subarray(0, 2),
          orientationSegment(held),
          pictureOf('baseline').subarray(2),
        ]),
      );
      if (!file.ok) throw new Error(file.why);
      expect(orientationOf(file.bytes)).toBe(held);
      const changed = blurred(file.bytes, [0]);
      if (!changed.ok) throw new Error(changed.why);
      expect(orientationOf(changed.bytes)).toBe(held);
      return middles(pixels(changed.bytes));
    };
    for (const held of [1, 2, 3, 4, 5, 6, 7, 8]) upright(held);
    // The upper left cell, as it is shown, of a picture whose first row is its right side (6): the lower left of the file.
    expect(stored(0, 6)).toBe(gridSize * (gridSize - 1));
    expect(stored(0, 3)).toBe(gridSize * gridSize - 1);
    expect(stored(0, 8)).toBe(gridSize - 1);
    for (const held of [1, 2, 3, 4, 5, 6, 7, 8])
      expect(new Set(Array.from({ length: 64 }, (_, cell) => stored(cell, held))).size).toBe(64);
  });

  test('with anything in its scan that is no picture is refused', async () => {
    const file = pictureOf('baseline');
    const scan = file.indexOf(Buffer.from([0xff, 0xda]));
    expect(await taken(file.subarray(0, file.length - 40))).toBe('photo_broken');
    const cut = Buffer.concat([file.subarray(0, file.length - 60), Buffer.from([0xff, 0xd9])]);
    expect(await taken(cut)).toBe('photo_broken');
    const filled = Buffer.concat([file.subarray(0, -2), Buffer.alloc(500, 0x41), file.subarray(-2)]);
    expect(await taken(filled)).toBe('photo_broken');
    expect(
      await taken(
        Buffer.concat([file.subarray(0, scan + 14), Buffer.alloc(900, 0xaa), Buffer.from([0xff, 0xd9])]),
      ),
    ).toBe('photo_broken');
  });
});

/** A progressive picture of one grey, with these scans of its frequencies (T.81 §B.2.3): high and low, four bits each. */
function progressive(...scans: readonly number[]): Buffer {
  const [size, blocks] = [800, 10_000];
  const table = (head: number, symbol: number) =>
    segment(0xc4, Buffer.from([head, 1, ...Array<number>(15).fill(0), symbol]));
  // Each block's first coefficient is one bit; of the others 16,384 blocks in a row have none, told in 15 bits.
  const scan = (from: number, to: number, bits: number, length: number) =>
    Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, from, to, bits])), Buffer.alloc(length)]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, Buffer.from([0, ...Array<number>(64).fill(1)])),
    segment(0xc2, Buffer.from([8, size >> 8, size & 255, size >> 8, size & 255, 1, 1, 0x11, 0])),
    table(0x00, 0),
    table(0x10, 0xe0),
    scan(0, 0, 0, blocks / 8),
    ...scans.map((bits) => scan(1, 63, bits, 2)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

describe('a progressive JPEG', () => {
  test('tells its coefficients bit by bit', async () => {
    expect(await taken(progressive(0x02, 0x21, 0x10))).toMatchObject({ media: 'image/jpeg' });
  });

  test.each<[string, number[]]>([
    ['the same bit again and again', [0x02, 0x21, 0x21]],
    ['a coefficient for the first time twice', [0x00, 0x00]],
    ['a bit before those above it', [0x02, 0x10]],
    ['a bit of what it never told', [0x10]],
  ])('that tells %s is refused: all of it would be gone through each time', async (_, scans) => {
    expect(await taken(progressive(...scans))).toBe('photo_broken');
  });
});

describe('a photo that is taken in', () => {
  test('has what a camera tells in neither of its two pictures', async () => {
    const outcome = await takeIn(cameraJpeg(), 'IMG_0001.JPG');
    if (!outcome.ok) throw new Error(outcome.code);
    for (const secret of secrets)
      for (const file of [outcome.bytes, outcome.small ?? new Uint8Array()])
        expect(Buffer.from(file).toString('latin1')).not.toContain(secret);
    expect(orientationOf(outcome.small ?? new Uint8Array())).toBe(6);
  });

  test('becomes small whatever it shows', async () => {
    const writer = new PixelWriter(1_600, 1_200, 3, 92);
    const planes = [0, 1, 2].map((c) =>
      Float32Array.from({ length: 1_600 * 1_200 }, (_, n) => ((n * 7919 * (c + 1)) >> 3) % 256),
    );
    for (let y = 0; y < 1_200; y += 8) writer.eightRows(planes, y, 8);
    const outcome = await takeIn(writer.done());
    if (!outcome.ok) throw new Error(outcome.code);
    expect(outcome.small?.length).toBeLessThanOrEqual(mostSmallBytes);
    const { width, height } = pixels(outcome.small ?? new Uint8Array());
    expect([width, height]).toEqual([longestOfSmall, 480]);
  });

  /** One pixel of each kind of PNG, twice as wide as high. */
  const png = (colour: number, depth: number, row: number[], more: Buffer[] = []): Buffer =>
    Buffer.concat([
      pngSignature,
      pngHeader(2, 1, depth, colour),
      ...more,
      chunk('IDAT', deflateSync(Buffer.from([0, ...row]))),
      chunk('IEND'),
    ]);
  test.each<[string, Buffer, number[]]>([
    ['gray', png(0, 8, [200, 200]), [200, 128, 128]],
    ['gray of one bit', png(0, 1, [0b1100_0000]), [255, 128, 128]],
    ['gray of sixteen bits', png(0, 16, [100, 1, 100, 2]), [100, 128, 128]],
    ['colours', png(2, 8, [200, 30, 30, 200, 30, 30]), [81, 99, 213]],
    ['a palette', png(3, 8, [1, 1], [chunk('PLTE', Buffer.from([0, 0, 0, 200, 30, 30]))]), [81, 99, 213]],
    ['what is half clear, over white', png(4, 8, [0, 128, 0, 128]), [127, 128, 128]],
    ['what is clear, as white', png(6, 8, [9, 9, 9, 0, 9, 9, 9, 0]), [255, 128, 128]],
  ])('as a PNG of %s becomes a JPEG of the same colour', async (_, file, colour) => {
    const outcome = await takeIn(file, 'screen.png');
    if (!outcome.ok) throw new Error(outcome.code);
    expect(outcome.media).toBe('image/jpeg');
    isNear([pixels(outcome.bytes).planes.map((plane) => plane[0] ?? 0)], [colour], 3);
  });

  test.each<[string, Uint8Array, string]>([
    [
      'whose PNG has fewer rows than it says',
      Buffer.concat([
        pngSignature,
        pngHeader(4, 9),
        chunk('IDAT', deflateSync(Buffer.alloc(13))),
        chunk('IEND'),
      ]),
      'photo_broken',
    ],
    [
      'whose PNG has more rows than it says',
      Buffer.concat([
        pngSignature,
        pngHeader(4, 1),
        chunk('IDAT', deflateSync(Buffer.alloc(13_000_000))),
        chunk('IEND'),
      ]),
      'photo_broken',
    ],
    [
      'of no zlib',
      Buffer.concat([pngSignature, pngHeader(4, 1), chunk('IDAT', 'nothing'), chunk('IEND')]),
      'photo_broken',
    ],
    ['of HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'photo_heic'],
    ['of WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), 'photo_type'],
    ['of GIF', Buffer.from('GIF89a'), 'photo_type'],
    [
      'a byte too large',
      Buffer.concat([jpegFile([]), Buffer.alloc(mostBytes.photo)]).subarray(0, mostBytes.photo + 1),
      'photo_too_large',
    ],
    ['of 20 MB', Buffer.concat([jpegFile([]), Buffer.alloc(20_000_000)]), 'photo_too_large'],
  ])('%s is told why not', async (_, file, expected) => {
    const outcome = await taken(file);
    expect(typeof outcome === 'string' ? outcome : 'ok').toBe(expected);
  });

  test('called a table, a program or a song is refused; called another picture it is not', async () => {
    for (const name of ['a.xlsx', 'a.exe', 'a.mp3', 'photo.jpg.pdf'])
      expect(await taken(pictureOf('baseline'), name)).toBe('named_otherwise');
    for (const name of ['a.png', 'A.JPEG', 'a', '3.5', undefined])
      expect(await taken(pngFile([]), name)).toMatchObject({ kind: 'photo' });
  });
});
