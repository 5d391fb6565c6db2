import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cipher } from '../cli/cipher.ts';
import { copyRings } from '../cli/copies.ts';
import { objectFile } from '../cli/open.ts';
import { mendRoot } from '../cli/root-files.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { openKeys } from '../vault/keyring/ring.ts';
import { wrappingsOf } from '../vault/keyring/roots.ts';
import { openRing } from '../vault/storage/open.ts';
import { nodeSql } from './node-sql.ts';

/** A state directory as the copy of its keys sees it: a ring, its root, and a file for the data. */
let parent: string;
let dir: string;
const rootFile = (): string => join(dir, 'keys', 'root.secret');
const secret = new Uint8Array(32).fill(1);
beforeEach(async () => {
  parent = fs.mkdtempSync(join(tmpdir(), 'lindun-copies-'));
  dir = join(parent, 'state');
  const file = (folder: string, key: string): string => join(dir, folder, key, objectFile(key, 'hengda'));
  const [data, ring] = [file('data', 'lindun-community'), file('keys', 'lindun-keyring')];
  for (const one of [data, ring, join(dir, 'run', 'restored')])
    fs.mkdirSync(dirname(one), { recursive: true, mode: 0o700 });
  fs.writeFileSync(data, '');
  fs.writeFileSync(join(dir, 'run', 'restored'), 'hengda');
  fs.writeFileSync(rootFile(), Buffer.from(secret).toString('hex'), { mode: 0o600 });
  const roots = wrappingsOf([importKey(RootSecret, secret)], 'hengda');
  const wanted = { community: 'hengda', month: '2026-11', indexes: ['resident.mobile'] };
  openKeys(await openRing(nodeSql(ring)), roots, wanted, 7, randomBytes, cipher());
});
afterEach(() => fs.rmSync(parent, { recursive: true, force: true }));

test('a copy that would not open does not take the place of the same day’s that does', async () => {
  const to = join(parent, 'copies');
  const [made] = await copyRings(dir, to, '2026-11-26');
  const before = fs.readFileSync(made?.file ?? '');
  expect(made?.keys).toBe(3);
  // Another root than wrapped the keys: none opens.
  fs.writeFileSync(rootFile(), '02'.repeat(32));
  await expect(copyRings(dir, to, '2026-11-26')).rejects.toMatchObject({ code: 'secret' });
  expect(fs.readdirSync(to)).toEqual(['ring-hengda-2026-11-26.sqlite']);
  expect(fs.readFileSync(made?.file ?? '').equals(before)).toBe(true);
});

test('an old root is overwritten where another stands in its place, and kept where none does', () => {
  const old = `${rootFile()}.old`;
  fs.renameSync(rootFile(), old);
  mendRoot(rootFile());
  expect(fs.existsSync(old)).toBe(true);
  fs.writeFileSync(rootFile(), '02'.repeat(32), { mode: 0o600 });
  mendRoot(rootFile());
  expect(fs.existsSync(old)).toBe(false);
});
