import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../../tests/pictures.ts';
import { crc32 } from './png.ts';
import { takeIn } from './take.ts';
import { readZip } from './zip.ts';

const taken = async (file: Uint8Array, name?: string) => {
  const outcome = await takeIn(file, name);
  return outcome.ok ? outcome.media.split('.').at(-1) : outcome.code;
};
const cleaned = async (file: Uint8Array): Promise<Buffer> => {
  const outcome = await takeIn(file);
  if (!outcome.ok) throw new Error(outcome.code);
  return Buffer.from(outcome.bytes);
};

const w16 = (n: number): number[] => [n & 255, (n >> 8) & 255];
const w32 = (n: number): number[] => [...w16(n & 0xffff), ...w16(Math.floor(n / 65_536))];

interface Part {
  name: string;
  content: Buffer | string;
  /** As another program would lie about it. */
  says?: { size?: number; flags?: number; local?: string };
  plain?: true;
}

/** An archive as another program writes it: with times, a comment, extra fields. */
function zip(
  parts: readonly Part[],
  { before = '', between = '', after = '', comment = 'by Wang' } = {},
): Buffer {
  const locals: Buffer[] = [Buffer.from(before)];
  const central: Buffer[] = [];
  for (const { name, content, says = {}, plain } of parts) {
    const bytes = Buffer.from(content as string);
    const packed = plain === true ? bytes : deflateRawSync(bytes);
    const at = locals.reduce((sum, { length }) => sum + length, 0);
    const flags = says.flags ?? 0;
    const common = [...w16(20), ...w16(flags), ...w16(plain === true ? 0 : 8), 0x11, 0x22, 0x33, 0x5b];
    const sizes = [...w32(crc32(bytes)), ...w32(packed.length), ...w32(says.size ?? bytes.length)];
    const local = says.local ?? name;
    locals.push(
      Buffer.from([...Buffer.from('PK\x03\x04'), ...common, ...sizes, ...w16(local.length), 4, 0]),
      Buffer.from(local),
      Buffer.from('Wang'),
      packed,
      Buffer.from(between),
    );
    central.push(
      Buffer.from([
        ...Buffer.from('PK\x01\x02'),
        20,
        3,
        ...common,
        ...sizes,
        ...w16(name.length),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        ...w32(at),
      ]),
      Buffer.from(name),
    );
  }
  const body = Buffer.concat(locals);
  const directory = Buffer.concat(central);
  const end = [
    ...Buffer.from('PK\x05\x06'),
    0,
    0,
    0,
    0,
    ...w16(parts.length),
    ...w16(parts.length),
    ...w32(directory.length),
    ...w32(body.length),
    ...w16(comment.length),
  ];
  return Buffer.concat([body, directory, Buffer.from(end), Buffer.from(comment + after)]);
}

const types: Part = { name: '[Content_Types].xml', content: '<Types/>' };
const core: Part = {
  name: 'docProps/core.xml',
  content: '<cp:coreProperties><dc:creator>Wang Xiuying</dc:creator></cp:coreProperties>',
};
const docx = (...more: Part[]): Buffer =>
  zip([types, core, { name: 'word/document.xml', content: '<w:document>电梯</w:document>' }, ...more]);
const xlsx = (...more: Part[]): Buffer =>
  zip([types, { name: 'xl/workbook.xml', content: '<workbook/>' }, ...more]);

const pdf = (inside = '', after = '\n'): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj<</Type/Catalog${inside}>>endobj\nxref\n0 1\ntrailer<<>>\nstartxref\n${50}\n%%EOF${after}`,
    'latin1',
  );

describe('a document', () => {
  test('is what its bytes say, and its name has to say so, too', async () => {
    expect(await taken(docx(), '申请.docx')).toBe('document');
    expect(await taken(xlsx(), '名单.XLSX')).toBe('sheet');
    expect(await taken(pdf(), '回执.pdf')).toBe('application/pdf');
    expect(await taken(Buffer.from('三号楼的情况\r\n'), '情况.txt')).toBe('text/plain');
    expect(await taken(docx(), '申请.pdf')).toBe('named_otherwise');
    expect(await taken(xlsx(), '照片.jpg')).toBe('named_otherwise');
    expect(await taken(pictureOf('baseline'), '申请.docx')).toBe('named_otherwise');
    expect(await taken(Buffer.from('<html><script>'), 'a.pdf')).toBe('named_otherwise');
  });

  test('keeps its content and loses who wrote it, when, and what stands between its parts', async () => {
    const file = docx();
    expect(file.toString('latin1')).toContain('Wang');
    const once = await cleaned(file);
    expect(once.toString('latin1')).not.toContain('Wang');
    const archive = readZip(once);
    if (!archive.ok) throw new Error(archive.why);
    expect(archive.entries.map(({ name }) => name)).toEqual([
      '[Content_Types].xml',
      'docProps/core.xml',
      'word/document.xml',
    ]);
    expect(Buffer.from(archive.entries[1]?.packed ?? []).toString()).not.toContain('creator');
    expect(Buffer.from(archive.entries[2]?.packed ?? [])).toEqual(
      deflateRawSync(Buffer.from('<w:document>电梯</w:document>')),
    );
    expect(await cleaned(once)).toEqual(once);
  });

  const ten = Buffer.alloc(30_000_000);
  test.each<[string, () => Buffer, string]>([
    ['a zip bomb', () => docx({ name: 'word/a.xml', content: ten }), 'file_bomb'],
    [
      'many parts that are one together',
      () => docx(...[1, 2, 3].map((n) => ({ name: `word/${n}.xml`, content: ten }))),
      'file_bomb',
    ],
    [
      'a part larger than it says',
      () => docx({ name: 'word/a.xml', content: ten, says: { size: 1_000 } }),
      'file_bomb',
    ],
    [
      'a part smaller than it says',
      () => docx({ name: 'word/a.xml', content: 'a', says: { size: 1_000 } }),
      'file_bomb',
    ],
    [
      'thousands of parts',
      () => docx(...Array.from({ length: 2_001 }, (_, n) => ({ name: `word/${n}.xml`, content: '' }))),
      'file_bomb',
    ],
    ['an archive inside', () => docx({ name: 'word/embeddings/a.zip', content: 'x' }), 'file_nested'],
    [
      'an archive inside under another name',
      () => docx({ name: 'word/media/image1.png', content: docx() }),
      'file_nested',
    ],
    [
      'a table inside',
      () =>
        docx({
          name: 'word/embeddings/oleObject1.bin',
          content: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
        }),
      'file_nested',
    ],
    ['macros', () => docx({ name: 'word/vbaProject.bin', content: 'x' }), 'file_active'],
    ['a program', () => docx({ name: 'word/media/image2.png', content: 'MZ\x90' }), 'file_active'],
    ['a way out of its folder', () => docx({ name: '../a.xml', content: 'x' }), 'file_broken'],
    ['one part twice', () => docx({ name: 'word/document.xml', content: 'x' }), 'file_broken'],
    [
      'another name in its list',
      () => docx({ name: 'word/a.xml', content: 'x', says: { local: 'word/b.xml' } }),
      'file_broken',
    ],
    ['a password', () => docx({ name: 'word/a.xml', content: 'x', says: { flags: 1 } }), 'file_locked'],
    [
      'something before its first part',
      () => zip([types, { name: 'word/document.xml', content: 'x' }], { before: 'GIF89a' }),
      'photo_type',
    ],
    [
      'something between its parts',
      () => zip([types, { name: 'word/document.xml', content: 'x' }], { between: 'a whole other file here' }),
      'document',
    ],
    [
      'much between its parts',
      () => zip([types, { name: 'word/document.xml', content: 'x' }], { between: 'x'.repeat(100) }),
      'file_broken',
    ],
    [
      'something behind its end',
      () => zip([types, { name: 'word/document.xml', content: 'x' }], { after: 'x'.repeat(400) }),
      'file_broken',
    ],
    ['no document', () => zip([{ name: 'a.txt', content: 'x' }]), 'file_type'],
    ['no list of what its parts are', () => zip([{ name: 'word/document.xml', content: 'x' }]), 'file_type'],
  ])('with %s is told so', async (_, file, expected) => {
    expect(await taken(file())).toBe(expected);
  });

  test('that was cut off anywhere is refused', async () => {
    const file = docx();
    for (let length = 4; length < file.length; length += 37)
      expect(await taken(file.subarray(0, length))).toMatch(/file_broken|file_nested/);
  });

  test.each<[string, Buffer, string]>([
    ['that runs a script', pdf('/OpenAction<</S/JavaScript/JS(app.alert)>>'), 'file_active'],
    [
      'that writes a letter of that as its number',
      pdf('/OpenAction<</S/J#61vaScript/#4a#53(x)>>'),
      'file_active',
    ],
    ['that starts a program', pdf('/AA<</S/Launch>>'), 'file_active'],
    ['that carries a file', pdf('/Names<</EmbeddedFiles 1 0 R>>'), 'file_active'],
    ['with a password', pdf('/Encrypt 5 0 R'), 'file_locked'],
    ['with a password, in other letters', pdf('/Encr#79pt 5 0 R'), 'file_locked'],
    ['with something behind its end', pdf('', 'x'.repeat(2_000)), 'file_broken'],
    ['without an end', Buffer.from('%PDF-1.7\n1 0 obj'), 'file_broken'],
  ])('a PDF %s is refused', async (_, file, expected) => {
    expect(await taken(file)).toBe(expected);
  });

  test('a PDF ends where it says that it does', async () => {
    expect((await cleaned(pdf('', '\n<script>alert(1)</script>'))).toString().endsWith('%%EOF')).toBe(true);
  });

  test('a text of Chinese Windows becomes UTF-8; one of control characters is no text', async () => {
    const gb = Buffer.from([0xc8, 0xfd, 0xba, 0xc5, 0xc2, 0xa5]);
    expect((await cleaned(gb)).toString()).toBe('三号楼');
    expect((await cleaned(Buffer.from('\ufeff三号楼'))).toString()).toBe('三号楼');
    for (const odd of ['a\0b', 'a\x1bc', 'a\x7fb']) expect(await taken(Buffer.from(odd))).toBe('file_type');
  });

  test.each<[string, number[], string]>([
    ['an old document', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'file_old'],
    ['an archive of another kind', [0x52, 0x61, 0x72, 0x21], 'file_nested'],
    ['a program', [0x4d, 0x5a, 0x90], 'file_type'],
    ['nothing', [], 'empty'],
  ])('%s is told what to do', async (_, bytes, expected) => {
    expect(await taken(Buffer.from(bytes))).toBe(expected);
  });
});
