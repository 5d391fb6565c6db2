import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crc32 } from '../vault/media/png.ts';
import { PixelWriter } from '../vault/media/jpeg/write.ts';
import { amr, formOf } from './attach.ts';
import { type People, settle } from './people.ts';
import { cameraJpeg, chunk, pngHeader, pngSignature } from './photos.ts';
import { tamper } from './tampered.ts';
import { base, testVault, type TestVault, type Wire } from './wire.ts';

/** Attachments as a stranger's program sends and fetches them, over HTTP, from a vault in workerd. */
let vault: TestVault;
let people: People;
let ticket: string;

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  const report = { category: 'dog', description: '3号楼下有狗没拴绳' };
  const made = await vault.send('POST', '/tickets', { token: await contact(), body: report });
  ticket = String((made.json as { id: string }).id);
});
afterAll(() => vault.close());

const contact = () => people.chat(people.resident.contact);
const attach = async (file: Uint8Array, name?: string): Promise<Wire> =>
  vault.send('POST', `/tickets/${ticket}/attachments`, { token: await contact(), body: formOf(file, name) });
const fetched = async (n: number): Promise<Wire> =>
  vault.send('POST', `/tickets/${ticket}/attachments/${n}:read`, {
    token: await contact(),
    body: { purpose: 'own_record' },
  });
const codeOf = ({ status, json }: Wire): [number, string | undefined] => [
  status,
  (json as { errors?: { code: string }[] } | null)?.errors?.[0]?.code,
];

/** A photo of six million pixels. */
function large(): Uint8Array {
  const [width, height] = [3_000, 2_000];
  const writer = new PixelWriter(width, height, 3, 88);
  let state = 1;
  const noise = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16;
  const planes = [0, 1, 2].map(() => new Float32Array(width * 8));
  for (let y = 0; y < height; y += 8) {
    for (const plane of planes) for (let n = 0; n < plane.length; n += 1) plane[n] = 128 + (noise() % 24);
    writer.eightRows(planes, 0, 8);
  }
  return writer.done();
}

function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\0'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}

describe('what is sent', () => {
  test('comes back whole, a photo of six million pixels too, with a small one of it', async () => {
    const photo = large();
    expect(photo.length).toBeGreaterThan(2_000_000);
    const sent = await attach(photo, 'IMG_1.JPG');
    expect([sent.status, sent.headers.get('location')]).toEqual([
      201,
      `${base}/tickets/${ticket}/attachments/1`,
    ]);
    const whole = await fetched(1);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(whole.headers.get('cache-control')).toBe('no-store');
    expect(whole.bytes.equals(photo)).toBe(true);
    const small = await vault.send('POST', `/tickets/${ticket}/attachments/1:read`, {
      token: await contact(),
      body: { purpose: 'own_record', part: 'small' },
    });
    expect(small.bytes.length).toBeLessThan(65_536);
    expect(small.bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  test.each<[string, () => Uint8Array, string | undefined, number, string]>([
    [
      'a photo of 20 MB',
      () => Buffer.concat([cameraJpeg(), Buffer.alloc(20_000_000)]),
      'a.jpg',
      413,
      'photo_too_large',
    ],
    [
      'a file of 20 MB',
      () => Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(20_000_000)]),
      'a.pdf',
      413,
      'file_too_large',
    ],
    ['a voice message of 6 MB', () => amr(200_000), 'a.amr', 413, 'voice_too_large'],
    ['a zip bomb', () => zip('word/document.xml', Buffer.alloc(60_000_000)), 'a.docx', 422, 'file_bomb'],
    ['an archive that is no document', () => zip('a.txt', Buffer.from('a')), 'a.docx', 422, 'file_type'],
    [
      'a picture that is not one',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500)]),
      'a.jpg',
      422,
      'photo_broken',
    ],
    [
      'a page that is called a picture',
      () => Buffer.from('<svg onload="alert(1)"/>'),
      'a.jpg',
      422,
      'named_otherwise',
    ],
    ['a photo that is called a document', () => cameraJpeg(), 'a.docx', 422, 'named_otherwise'],
    [
      'a picture of four thousand million pixels',
      () => Buffer.concat([pngSignature, pngHeader(65_535, 65_535), chunk('IDAT'), chunk('IEND')]),
      'a.png',
      422,
      'photo_too_many_pixels',
    ],
    ['nothing', () => new Uint8Array(), 'a.jpg', 422, 'empty'],
  ])('as %s is refused in clear words, and nothing is stored', async (_, file, name, status, code) => {
    const refused = await attach(file(), name);
    expect(codeOf(refused)).toEqual([status, code]);
    const [error] = (refused.json as { errors: { field: string; detail: string }[] }).errors;
    expect(error?.field).toBe('file');
    expect(error?.detail).toMatch(/[\u4e00-\u9fff]/);
    expect((await vault.send('GET', '/healthz')).status).not.toBe(500);
  });

  test('in no form, in a form of two files, or by nobody is refused', async () => {
    const token = await contact();
    const at = `/tickets/${ticket}/attachments`;
    expect((await vault.send('POST', at, { token, body: {} })).status).toBe(415);
    const two = formOf(amr());
    two.append('file', new Blob([amr()]), 'b');
    expect(codeOf(await vault.send('POST', at, { token: await contact(), body: two }))).toEqual([
      400,
      'one_file',
    ]);
    expect((await vault.send('POST', at, { body: formOf(amr()) })).status).toBe(401);
  });

  test('of a polyglot only the picture is kept', async () => {
    const both = Buffer.concat([cameraJpeg(), zip('evil.html', Buffer.from('<script>'))]);
    expect((await attach(both, 'a.jpg')).status).toBe(201);
    const read = await fetched(2);
    expect(read.bytes.includes('PK\x03\x04')).toBe(false);
    expect(read.bytes.includes('36.6512N')).toBe(false);
  });
});

describe('chunks that somebody has exchanged on the disk', () => {
  const exchange = (sql: string) =>
    tamper(vault.dir, (database) => database.prepare(sql).run({ $of: ticketVoice(database) }));
  const ticketVoice = (database: DatabaseSync): string =>
    String(
      database.prepare('SELECT stream FROM attachment_chunk WHERE n = 3 ORDER BY rowid DESC').get()?.[
        'stream'
      ],
    );
  const box = (n: number) => `(SELECT box FROM attachment_chunk WHERE stream = $of AND n = ${n})`;

  test.each<[string, string, 'refused' | 'broken off']>([
    [
      'a chunk in the place of the next',
      `UPDATE attachment_chunk SET box = ${box(1)} WHERE stream = $of AND n = 2`,
      'broken off',
    ],
    [
      'the last in the place of the first',
      `UPDATE attachment_chunk SET box = ${box(3)} WHERE stream = $of AND n = 0`,
      'refused',
    ],
    ['the last one gone', 'DELETE FROM attachment_chunk WHERE stream = $of AND n = 3', 'broken off'],
    [
      'half of the last',
      `UPDATE attachment_chunk SET box = substr(box, 1, 131080) WHERE stream = $of AND n = 3`,
      'broken off',
    ],
  ])('%s: %s', async (_, sql, expected) => {
    const sent = await attach(amr(30_000), 'a.amr');
    const n = (sent.json as { attachments: unknown[] }).attachments.length;
    expect((await fetched(n)).bytes.equals(amr(30_000))).toBe(true);
    await vault.vault.stop();
    exchange(sql);
    await vault.restart();
    const read = await fetched(n).catch(() => 'broken off' as const);
    if (expected === 'broken off') expect(read).toBe('broken off');
    else expect(read).toMatchObject({ status: 500, json: { code: 'tampered' } });
  });
});
