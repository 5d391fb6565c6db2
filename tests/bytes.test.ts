import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodings, filesUnder, find } from './byte-search.ts';
import { cleanJpeg } from '../vault/media/jpeg.ts';
import { formOf } from './attach.ts';
import { cameraJpeg, secrets } from './photos.ts';
import { settle, type People } from './people.ts';
import { testVault, type TestVault } from './wire.ts';

/** What was written is nowhere on disk in clear. */
let vault: TestVault;
let people: People;

/** Written by this test, each at least three characters: shorter ones turn up in ciphertext by chance. */
const written: string[] = [];
/** The photo's bytes, behind their head. */
let picture: Buffer;

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  for (let n = 0; n < 40; n += 1) await writeResident(n);
  for (let n = 0; n < 20; n += 1) await writeTicket(n);
  await writePhoto();
});

afterAll(() => vault.close());

const surnames = Array.from('赵钱孙李周吴郑王冯陈');
const given = Array.from('梓涵浩宇欣怡子轩雨桐一诺思远佳琪俊杰若曦');

async function writeResident(n: number): Promise<void> {
  const name = `${surnames[n % 10]}${given[n % 20]}${given[(n * 7 + 3) % 20]}`;
  const mobile = `1${3 + (n % 7)}${String(123456789 + n * 7654321).slice(0, 9)}`;
  const idNumber = identityNumber(n);
  const care = `第${n}位需要每周上门看望,腿脚不便`;
  const id = await people.addResident({
    name,
    mobile,
    idNumber,
    address: `3-${(n % 4) + 1}-${1001 + n}`,
    care,
  });
  const contact = `wx-contact-number-${n}`;
  if (n < 10) await people.bind(contact, id);
  written.push(name, mobile, idNumber, care, `3-${(n % 4) + 1}-${1001 + n}`);
  if (n < 10) written.push(contact);
}

async function writeTicket(n: number): Promise<void> {
  const description = `第${n}号事:电梯第${n}次停在半空,老人受惊`;
  const place = `3号楼${n + 1}单元门口花坛边`;
  const token = await people.chat(`wx-contact-number-${n % 10}`);
  const report = { category: 'lift', description, place };
  const wire = await vault.send('POST', '/tickets', { token, body: report });
  expect(wire.status).toBe(201);
  written.push(description, place);
}

/** What a camera wrote beside the picture is nowhere, and neither is any stretch of the picture, as bytes or in base64. */
async function writePhoto(): Promise<void> {
  const token = await people.chat('wx-contact-number-1');
  const wire = await vault.send('POST', '/tickets/2/attachments', {
    token,
    body: formOf(cameraJpeg(), '旺财和王秀英.jpg'),
  });
  expect(wire.status).toBe(201);
  const cleaned = cleanJpeg(cameraJpeg());
  if (!cleaned.ok) throw new Error(cleaned.why);
  picture = Buffer.from(cleaned.bytes).subarray(60);
  written.push(...secrets, '旺财和王秀英');
  const base64 = Buffer.from(cleaned.bytes).toString('base64');
  for (let at = 80; at + 40 < base64.length; at += 40) written.push(base64.slice(at, at + 40));
}

/** A number that is right in form and belongs to nobody: sequence codes of a day that has not been given out. */
function identityNumber(n: number): string {
  const body = `37011219${70 + (n % 30)}0${(n % 9) + 1}1${n % 10}${String(100 + n)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

test('200 names, numbers, identifiers and texts are found in no file, while it runs and after a power cut', async () => {
  expect(new Set(written).size).toBeGreaterThanOrEqual(200);
  const bytes = { encoding: 'bytes', text: written.length, bytes: picture };
  const patterns = [...written.flatMap(encodings), bytes];

  plantControls();
  const controls = find(vault.dir, patterns);
  expect(controls.map(({ encoding }) => encoding).sort()).toEqual([
    'gb18030',
    'utf-16be',
    'utf-16le',
    'utf-8',
  ]);
  rmSync(join(vault.dir, 'data', 'control'), { recursive: true });

  expect(find(vault.dir, patterns)).toEqual([]);
  await vault.vault.kill9();
  const files = filesUnder(vault.dir);
  expect(files.some((file) => file.endsWith('-wal'))).toBe(true);
  expect(find(vault.dir, patterns)).toEqual([]);
  await vault.restart();
  await vault.vault.stop();
  expect(find(vault.dir, patterns)).toEqual([]);
});

function plantControls(): void {
  const folder = join(vault.dir, 'data', 'control');
  mkdirSync(folder);
  // A Chinese text: in ASCII three of the four encodings would be one or lie within another.
  const [utf8, utf16le, utf16be, gb] = encodings(written[3] ?? '', 3);
  for (const [name, pattern] of Object.entries({ utf8, utf16le, utf16be, gb })) {
    writeFileSync(
      join(folder, `${name}.sqlite-wal`),
      Buffer.concat([Buffer.alloc(1000, 7), pattern?.bytes ?? Buffer.alloc(0), Buffer.alloc(9)]),
    );
  }
}
