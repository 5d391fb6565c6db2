import { execFile, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cipher } from '../cli/cipher.ts';
import { findCommunities } from '../cli/directory.ts';
import { startKeyService } from '../cli/key-service.ts';
import { reading } from '../cli/open.ts';
import { openRing } from '../cli/ring.ts';
import { wrappingsOf } from '../cli/roots.ts';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { startVault } from '../cli/workerd.ts';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { type People, residentFields, settle } from './people.ts';
import { testVault, type TestVault } from './wire.ts';

/** The keys of a community on workerd, cared for by the commands that docs/operations.md names. */
const root = dirname(import.meta.dirname);
let vault: TestVault;
let people: People;
/** A state directory at rest, to be copied. */
let rest: string;
const parent = fs.mkdtempSync(join(tmpdir(), 'lindun-care-'));
beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  rest = join(parent, 'rest');
  await vault.vault.stop();
  spawnSync('cp', ['-a', vault.dir, rest]);
  await vault.restart();
}, 60_000);
afterAll(async () => {
  await vault.close();
  fs.rmSync(parent, { recursive: true, force: true });
});

let copies = 0;
function copy(): string {
  const dir = join(parent, `copy-${(copies += 1)}`);
  spawnSync('cp', ['-a', rest, dir]);
  return dir;
}
const lindun = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'bin', 'lindun.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
const program = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'bin', 'lindun.mjs'), ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
const secretIn = (dir: string): RootSecret =>
  importKey(
    RootSecret,
    new Uint8Array(Buffer.from(fs.readFileSync(join(dir, 'keys/root.secret'), 'latin1').trim(), 'hex')),
  );
const rowsBy = (dir: string, secret: RootSecret) => {
  const { ring = '', community = '' } = findCommunities(dir).communities[0] ?? {};
  return reading(
    ring,
    (found) => openRing(found, wrappingsOf([secret], community), community, cipher()).rows,
  );
};
const rootFiles = (dir: string): string[] =>
  fs.readdirSync(join(dir, 'keys')).filter((name) => name.startsWith('root.secret'));
const actionsIn = async (): Promise<string[]> => {
  const wire = await vault.send('POST', '/log:search', {
    token: people.officer.token,
    body: { limit: 20 },
  });
  return (wire.json as { items: { action: string }[] }).items.map(({ action }) => action);
};

describe('lindun keys rotate-root', () => {
  test('beside a running vault: reads and writes go on, the old root opens nothing of the ring, the log says so', async () => {
    const old = secretIn(vault.dir);
    let writing = true;
    let written = 0;
    const writer = (async () => {
      for (; writing; written += 1) {
        const made = await vault.send('POST', '/records/resident', {
          token: people.worker.token,
          body: { purpose: 'record_keeping', grid: 3, fields: { name: '张三' } },
          headers: { 'idempotency-key': `root-${written}` },
        });
        if (made.status !== 201) throw new Error(made.text);
      }
    })();
    const said = await program('keys', 'rotate-root', '--dir', vault.dir);
    writing = false;
    await writer;
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toMatch(/\[1\/1\] 社区 hengda:\d+ 把密钥已由新的根密钥封存/);
    expect(written).toBeGreaterThan(0);
    const now = secretIn(vault.dir);
    expect(rootFiles(vault.dir)).toEqual(['root.secret']);
    expect(rowsBy(vault.dir, old).some(({ opens }) => opens)).toBe(false);
    expect(rowsBy(vault.dir, now).every(({ opens }) => opens)).toBe(true);
    expect(await actionsIn()).toContain('keys.rotate_root');
    expect(verifyDirectory({ dir: vault.dir })).toMatchObject({ ok: true });
    await vault.vault.kill9();
    await vault.restart();
    const read = await vault.send('POST', `/records/resident/${people.resident.id}:read`, {
      token: people.worker.token,
      body: { purpose: 'grid_overview', fields: ['name'] },
    });
    expect(read.status).toBe(200);
  }, 60_000);

  test('on a vault at rest does the same, once a call', () => {
    const dir = copy();
    const old = secretIn(dir);
    expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
    const first = secretIn(dir);
    expect(rowsBy(dir, old).some(({ opens }) => opens)).toBe(false);
    expect(rowsBy(dir, first).every(({ opens }) => opens)).toBe(true);
    expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
    expect(rowsBy(dir, first).some(({ opens }) => opens)).toBe(false);
    expect(verifyDirectory({ dir }).ok).toBe(true);
  }, 60_000);

  const next = `${'5a'.repeat(32)}\n`;
  test.each<[string, (keys: string) => void]>([
    [
      'with the next root written and nothing wrapped',
      (keys) => fs.writeFileSync(join(keys, 'root.secret.next'), next, { mode: 0o600 }),
    ],
    [
      'with half a next root',
      (keys) => fs.writeFileSync(join(keys, 'root.secret.next.new'), 'ab', { mode: 0o600 }),
    ],
    [
      'with the old root linked to be overwritten',
      (keys) => {
        fs.writeFileSync(join(keys, 'root.secret.next'), next, { mode: 0o600 });
        fs.linkSync(join(keys, 'root.secret'), join(keys, 'root.secret.old'));
      },
    ],
  ])(
    'ended %s goes on: the vault starts, and the command done again ends it',
    async (_, cut) => {
      const dir = copy();
      const old = secretIn(dir);
      cut(join(dir, 'keys'));
      const running = await startVault({ dir, port: 0, log: () => undefined });
      await running.stop();
      expect(verifyDirectory({ dir }).ok).toBe(true);
      expect(lindun('keys', '--dir', dir).status).toBe(0);
      expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
      expect(rootFiles(dir)).toEqual(['root.secret']);
      expect(rowsBy(dir, old).some(({ opens }) => opens)).toBe(false);
      expect(rowsBy(dir, secretIn(dir)).every(({ opens }) => opens)).toBe(true);
    },
    60_000,
  );

  test('ended after the next took its place, and before the old was destroyed, ends that at the next start', async () => {
    const dir = copy();
    const file = join(dir, 'keys/root.secret');
    const had = fs.readFileSync(file);
    expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
    fs.writeFileSync(`${file}.old`, had, { mode: 0o600 });
    await (await startVault({ dir, port: 0, log: () => undefined })).stop();
    expect(rootFiles(dir)).toEqual(['root.secret']);
  }, 60_000);

  test('does not destroy the old root while a ring that nobody serves is wrapped by it', async () => {
    const dir = copy();
    const both = await startVault({ dir, port: 0, communities: ['hengda', 'west'], log: () => undefined });
    await both.stop();
    const one = await startVault({ dir, port: 0, communities: ['hengda'], log: () => undefined });
    const said = await program('keys', 'rotate-root', '--dir', dir);
    expect(said.code).toBe(1);
    expect(rootFiles(dir).sort()).toEqual(['root.secret', 'root.secret.next']);
    await one.stop();
    expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
    expect(rootFiles(dir)).toEqual(['root.secret']);
    expect(verifyDirectory({ dir }).ok).toBe(true);
  }, 60_000);

  test('a next root that others may read is refused, in both languages', async () => {
    const dir = copy();
    fs.writeFileSync(join(dir, 'keys/root.secret.next'), next);
    fs.chmodSync(join(dir, 'keys/root.secret.next'), 0o644);
    const said = lindun('keys', 'rotate-root', '--dir', dir);
    expect(said.status).toBe(1);
    expect(said.stderr).toMatch(/他人不可读写.*\n.*closed to others/);
    await expect(startVault({ dir, port: 0, log: () => undefined })).rejects.toMatchObject({ code: 'modes' });
  }, 60_000);
});

describe('keys that turn inside the vault', () => {
  const ask = (...args: string[]) => program('keys', ...args, '--dir', vault.dir);

  test('an index gets another key and the chat assistant another credential, by a command each', async () => {
    expect((await ask('rotate-index', '--index', 'resident.mobile')).stdout).toMatch(
      /索引 resident.mobile 将换成新的密钥/,
    );
    expect((await ask('progress')).stdout).toMatch(/索引 resident.mobile:(第 2 代|正在换第 2 代)/);
    const file = join(parent, 'bot.token');
    const said = await ask('rotate-bot', '--bot', people.bot.id, '--out', file);
    expect([said.code, said.stderr]).toEqual([0, '']);
    const token = fs.readFileSync(file, 'utf8').trim();
    expect(said.stdout).not.toContain(token);
    const revoke = (of: string) =>
      vault.send('POST', '/tokens:revoke', { token: of, body: { token: of } }).then(({ status }) => status);
    expect(await revoke(people.bot.token)).toBe(401);
    expect(await revoke(token)).toBe(200);
  }, 60_000);

  test.each<[string, readonly string[], RegExp]>([
    ['an index that is none', ['rotate-index', '--index', 'resident.shoe'], /没有索引 resident.shoe/],
    [
      'a bot that is none',
      ['rotate-bot', '--bot', '0'.repeat(26), '--out', join(parent, 'x')],
      /保险库没有答应/,
    ],
    ['a new log secret beside a running vault', ['rotate-log', '--days', '0', '--new-secret'], /先停下它/],
    ['more days than there are', ['rotate-log', '--days', '900'], /0 到 366/],
  ])(
    '%s is refused, and nothing is written',
    async (_, args, words) => {
      const said = await ask(...args);
      expect([said.code, said.stderr]).toEqual([1, expect.stringMatching(words)]);
      expect(fs.existsSync(join(parent, 'x'))).toBe(false);
      expect(fs.readdirSync(join(vault.dir, 'log'))).toEqual(['log.secret']);
    },
    60_000,
  );
});

describe('a root secret elsewhere', () => {
  test('in a file apart from the state directory; the place is remembered, and one open to others refused', async () => {
    const dir = copy();
    const elsewhere = join(parent, 'elsewhere');
    fs.mkdirSync(elsewhere, { mode: 0o700 });
    const file = join(elsewhere, 'lindun.root');
    fs.renameSync(join(dir, 'keys/root.secret'), file);
    await (await startVault({ dir, port: 0, rootFile: file, log: () => undefined })).stop();
    await (await startVault({ dir, port: 0, log: () => undefined })).stop();
    expect(verifyDirectory({ dir }).ok).toBe(true);
    expect(lindun('keys', 'rotate-root', '--dir', dir).status).toBe(0);
    expect(lindun('keys', '--dir', dir).status).toBe(0);
    expect(rootFiles(dir)).toEqual([]);
    fs.chmodSync(file, 0o640);
    await expect(startVault({ dir, port: 0, log: () => undefined })).rejects.toMatchObject({ code: 'modes' });
  }, 60_000);

  test('in a key service: its next root wraps all, and then the service lets the old one go', async () => {
    const keys = join(parent, 'service');
    const service = await startKeyService({ dir: keys });
    const dir = join(parent, 'served');
    const credential = join(keys, 'vault.credential');
    const running = await startVault({
      dir,
      port: 0,
      keyService: service.url,
      keyServiceCredential: credential,
      log: () => undefined,
    });
    const old = importKey(
      RootSecret,
      new Uint8Array(Buffer.from(fs.readFileSync(join(keys, 'root.secret'), 'latin1').trim(), 'hex')),
    );
    expect((await program('key-service', 'new-root', '--dir', keys)).code).toBe(0);
    const said = await program('keys', 'rotate-root', '--dir', dir);
    expect([said.code, said.stderr]).toEqual([0, '']);
    const name = /finish-root --root ([0-9a-f]{16})/.exec(said.stdout)?.[1] ?? '';
    const wrong = await program('key-service', 'finish-root', '--dir', keys, '--root', '0'.repeat(16));
    expect(wrong.code).toBe(1);
    expect((await program('key-service', 'finish-root', '--dir', keys, '--root', name)).code).toBe(0);
    expect(fs.readdirSync(keys).sort()).toEqual(['root.secret', 'vault.credential']);
    expect(rowsBy(dir, old).some(({ opens }) => opens)).toBe(false);
    await running.stop();
    await (await startVault({ dir, port: 0, log: () => undefined })).stop();
    expect((await program('verify', '--dir', dir)).code).toBe(0);
    const listed = await program('keys', '--dir', dir, '--json');
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain(`"root":"${name}"`);
    await service.close();
    expect(await program('verify', '--dir', dir)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/没有回答/),
    });
  }, 90_000);
});

describe('a lost key', () => {
  const spoil = (dir: string, sql: string) => {
    const { ring = '' } = findCommunities(dir).communities[0] ?? {};
    const done = spawnSync('sqlite3', [ring, sql]);
    if (done.status !== 0) throw new Error(String(done.stderr));
  };

  test('is said in words with what is lost: an epoch with how many residents, an index, the control rows, the log', () => {
    const dir = copy();
    expect(lindun('keys', '--dir', dir).stdout).not.toMatch(/丢失|lost/);
    spoil(dir, `UPDATE ring_key SET wrapped = zeroblob(73) WHERE use = 'epoch' OR name = 'resident.mobile'`);
    fs.rmSync(join(dir, 'log/log.secret'));
    const { status, stdout } = lindun('keys', '--dir', dir);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /丢失:\d{4}-\d\d 的月度密钥打不开:\d+ 个主体\(其中居民 1 位\)的档案、\d+ 人的访问记录内容读不了/,
    );
    expect(stdout).toMatch(/丢失:索引 resident.mobile 的密钥打不开/);
    expect(stdout).toMatch(/lost: the log secret is not here/);
    expect(stdout).not.toContain(residentFields.name);
    spoil(dir, `DELETE FROM ring_key WHERE use = 'epoch' OR use = 'row'`);
    const gone = lindun('keys', '--dir', dir).stdout;
    expect(gone).toMatch(/的月度密钥不在密钥环里/);
    expect(gone).toMatch(/岗位、同意、绑定和工单状态都无法核对/);
  });

  test('is also one whose root was given another name, in one row or in all; a row without a name is as it was', async () => {
    const dir = copy();
    spoil(dir, `UPDATE ring_key SET root = '0123456789abcdef' WHERE use = 'row'`);
    expect(verifyDirectory({ dir }).communities[0]?.findings).toMatchObject([
      { table: 'ring_key', kind: 'row', code: 'ring_unopened' },
      { table: 'ring_key', kind: 'row', code: 'ring_missing' },
    ]);
    await expect(startVault({ dir, port: 0, log: () => undefined })).rejects.toMatchObject({
      code: 'secret',
    });
    spoil(dir, `UPDATE ring_key SET root = ''`);
    expect(verifyDirectory({ dir }).ok).toBe(true);
    await (await startVault({ dir, port: 0, log: () => undefined })).stop();
    expect(rowsBy(dir, secretIn(dir)).map(({ row }) => row.root)).not.toContain('');
  }, 60_000);

  test('stops the start with the same words, and nothing is made in its place', async () => {
    const dir = copy();
    spoil(dir, `UPDATE ring_key SET wrapped = zeroblob(73) WHERE use = 'epoch'`);
    await expect(startVault({ dir, port: 0, log: () => undefined })).rejects.toMatchObject({
      code: 'secret',
      words: {
        zh: expect.stringMatching(/月度密钥打不开:\d+ 个主体\(其中居民 1 位\)/),
        en: expect.stringMatching(/does not open: the records of \d+ subjects \(1 of them residents\)/),
      },
    });
    fs.writeFileSync(join(dir, 'keys/root.secret'), `${'0a'.repeat(32)}\n`);
    await expect(startVault({ dir, port: 0, log: () => undefined })).rejects.toMatchObject({
      words: { zh: expect.stringMatching(/全都打不开:这不是它们的根密钥.*永远读不了/s) },
    });
  }, 60_000);
});
