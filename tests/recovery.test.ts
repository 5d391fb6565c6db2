import { execFile, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { destroyOldCopies } from '../cli/copies.ts';
import { openedRoot } from '../cli/officers.ts';
import { startVault } from '../cli/workerd.ts';
import { rootId } from '../vault/crypto/wrap.ts';
import { gnuPG, type GnuPG, hasGnuPG } from './gnupg.ts';
import { type People, residentFields, settle } from './people.ts';
import { send, testVault, type TestVault } from './wire.ts';

/**
 * The recovery, as it is done: officers with a GnuPG of their own, copies in three places, and a machine that is gone. The
 * vault it starts from is running all the time.
 */
const root = dirname(import.meta.dirname);
const parent = fs.mkdtempSync(join(tmpdir(), 'lindun-recovery-'));
const at = (name: string): string => join(parent, name);
const [rings, data, sealed] = [at('rings'), at('backups'), at('root-for-officers.asc')];
const officers: GnuPG[] = [];
let vault: TestVault;
let people: People;

const lindun = (
  input: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'bin', 'lindun.mjs'), ...args],
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
const drill = (opened: string, ...more: string[]) =>
  lindun(
    opened,
    'keys',
    'drill',
    '--root',
    '-',
    '--ring',
    rings,
    '--data',
    data,
    '--dir',
    vault.dir,
    ...more,
  );
const custody = async (): Promise<{ what: string; count: number; root: string }[]> => {
  const read = await vault.send('POST', '/keys:read', { token: people.officer.token, body: {} });
  return (read.json as { items: { what: string; count: number; root: string }[] }).items;
};
const scratches = (): string[] => fs.readdirSync(tmpdir()).filter((name) => name.startsWith('lindun-drill-'));

beforeAll(async () => {
  vault = await testVault();
  people = await settle(vault, vault.vault.adminToken);
  if (!hasGnuPG) return;
  for (const name of ['wang', 'li']) {
    const gpg = gnuPG();
    officers.push(gpg);
    fs.writeFileSync(at(`${name}.asc`), gpg.newKey(`${name} <${name}@example.org>`));
  }
}, 120_000);
afterAll(async () => {
  await vault.close();
  for (const gpg of officers) gpg.close();
  fs.rmSync(parent, { recursive: true, force: true });
});

describe.skipIf(!hasGnuPG)('a root secret sealed for officers', () => {
  test('opens for each of them with gpg alone, and for nobody else; it is noted, and no clear root is written', async () => {
    const said = await lindun(
      '',
      'keys',
      'officers',
      '--dir',
      vault.dir,
      '--to',
      at('wang.asc'),
      at('li.asc'),
      '--out',
      sealed,
    );
    expect([said.code, said.stderr]).toEqual([0, '']);
    const secret = fs.readFileSync(join(vault.dir, 'keys/root.secret'), 'latin1').trim();
    const text = fs.readFileSync(sealed, 'utf8');
    expect(text).not.toContain(secret);
    expect(said.stdout).not.toContain(secret);
    for (const gpg of officers) {
      const { text: opened } = gpg.open(text);
      expect(opened).toContain(`secret: ${secret}`);
      expect(rootId(openedRoot(opened))).toBe(/root: ([0-9a-f]{16})/.exec(opened)?.[1]);
    }
    const stranger = gnuPG();
    stranger.newKey('zhao <zhao@example.org>');
    expect(stranger.open(text).text).toBe('');
    stranger.close();
    expect(await custody()).toContainEqual(expect.objectContaining({ what: 'officers', count: 2 }));
  }, 60_000);

  test.each<[string, () => string[], RegExp]>([
    ['for one officer alone', () => [at('wang.asc')], /至少要两位保管人/],
    ['for the same officer twice', () => [at('wang.asc'), at('wang.asc')], /至少要两位保管人/],
    [
      'for something that is no key',
      () => (fs.writeFileSync(at('none.asc'), 'x'), [at('wang.asc'), at('none.asc')]),
      /不是 OpenPGP 公钥/,
    ],
    [
      'for a secret key',
      () => (
        fs.writeFileSync(at('secret.asc'), '-----BEGIN PGP PRIVATE KEY BLOCK-----'),
        [at('wang.asc'), at('secret.asc')]
      ),
      /这是私钥/,
    ],
  ])('is refused %s', async (_, keys, words) => {
    const out = at('refused.asc');
    const said = await lindun('', 'keys', 'officers', '--dir', vault.dir, '--to', ...keys(), '--out', out);
    expect([said.code, said.stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(fs.existsSync(out)).toBe(false);
  });
});

describe.skipIf(!hasGnuPG)('the copies and the drill', () => {
  const opened = (): string => officers[1]?.open(fs.readFileSync(sealed, 'utf8')).text ?? '';

  test('the ring is copied beside a running vault, older copies of it are destroyed, and it is noted', async () => {
    fs.mkdirSync(rings, { mode: 0o700 });
    fs.writeFileSync(join(rings, 'ring-hengda-2026-01-01.sqlite'), 'old');
    fs.writeFileSync(join(rings, 'ring-west-2026-01-01.sqlite'), 'another community');
    const said = await lindun('', 'keys', 'copy', '--dir', vault.dir, '--out', rings);
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toMatch(/销毁旧副本 1 份/);
    const names = fs.readdirSync(rings).sort();
    expect(names).toEqual([expect.stringMatching(/^ring-hengda-20\d\d/), 'ring-west-2026-01-01.sqlite']);
    expect(fs.statSync(join(rings, names[0] ?? '')).mode & 0o077).toBe(0);
    expect(await custody()).toContainEqual(expect.objectContaining({ what: 'copy' }));
    fs.rmSync(join(rings, 'ring-west-2026-01-01.sqlite'));
  }, 60_000);

  test('the data is backed up without any key; what is older than it may be is destroyed', async () => {
    const said = await lindun('', 'backup', '--dir', vault.dir, '--out', data);
    expect([said.code, said.stderr]).toEqual([0, '']);
    const [name = ''] = fs.readdirSync(data);
    const bytes = fs.readFileSync(join(data, name));
    for (const text of [residentFields.name, '13800138000', residentFields.care])
      expect(bytes.includes(text)).toBe(false);
    fs.writeFileSync(join(data, 'data-hengda-2020-01-01.sqlite'), 'old');
    expect(destroyOldCopies(data, 'data', '2026-01-01')).toEqual(['data-hengda-2020-01-01.sqlite']);
    expect(fs.readdirSync(data)).toEqual([name]);
  }, 60_000);

  test('a drill opens everything, says what would be lost with each thing missing, leaves nothing, and is noted', async () => {
    const said = await drill(opened());
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toMatch(/打开了密钥环副本 \(20.*\)里 (\d+) 把密钥中的 \1 把/);
    expect(said.stdout).toMatch(/核对:没有发现问题/);
    expect(said.stdout).toMatch(/打不开 0 份;内容已丢弃/);
    expect(said.stdout).toMatch(/没有根密钥:.*居民 1 位/);
    expect(said.stdout).toMatch(/没有密钥环副本:.*根密钥推不出来/);
    expect(said.stdout).toMatch(/without the data's backup:/);
    expect(said.stdout).not.toContain(residentFields.name);
    expect(said.stdout).not.toMatch(/[0-9a-f]{64}/);
    expect(scratches()).toEqual([]);
    const noted = (await custody()).find(({ what }) => what === 'drill');
    expect(noted?.count).toBeGreaterThan(3);
    const log = await vault.send('POST', '/log:search', { token: people.officer.token, body: { limit: 20 } });
    const actions = (log.json as { items: { action: string }[] }).items.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['keys.drill', 'keys.copy', 'keys.officers']));
    const told = await lindun('', 'keys', 'custody', '--dir', vault.dir);
    expect(told.stdout).toMatch(/恢复演练:20\d\d/);
    expect(told.stdout).not.toMatch(/该做了/);
  }, 60_000);

  test.each<[string, () => Promise<{ code: number; stdout: string; stderr: string }>, RegExp]>([
    ['with another root', () => drill(`${'0a'.repeat(32)}\n`), /全都打不开:这不是它们的根密钥.*永远读不了/s],
    ['with no opened root', () => drill('-----BEGIN PGP MESSAGE-----'), /先用 gpg --decrypt 打开/],
    [
      'without the ring’s copy',
      () => lindun(opened(), 'keys', 'drill', '--root', '-', '--ring', at('nowhere'), '--data', data),
      /没有密钥环副本/,
    ],
    [
      'without the data',
      () => lindun(opened(), 'keys', 'drill', '--root', '-', '--ring', rings, '--data', rings),
      /没有数据备份/,
    ],
  ])(
    'a drill %s fails, says what that means, and is not noted',
    async (_, tried, words) => {
      const before = (await custody()).find(({ what }) => what === 'drill');
      const { code, stdout, stderr } = await tried();
      expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(words)]);
      expect((await custody()).find(({ what }) => what === 'drill')).toEqual(before);
      expect(scratches()).toEqual([]);
    },
    60_000,
  );

  test('a copy of the ring that is older than a month’s key names the residents who are lost with it', async () => {
    const old = at('old-rings');
    fs.cpSync(rings, old, { recursive: true });
    fs.chmodSync(old, 0o700);
    const [name = ''] = fs.readdirSync(old);
    spawnSync('sqlite3', [join(old, name), `DELETE FROM ring_key WHERE use = 'epoch'`]);
    const said = await lindun(
      opened(),
      'keys',
      'drill',
      '--root',
      '-',
      '--ring',
      old,
      '--data',
      data,
      '--json',
    );
    expect(said.code).toBe(1);
    const { communities } = JSON.parse(said.stdout) as { communities: { losses: { zh: string }[] }[] };
    expect(communities[0]?.losses[0]?.zh).toMatch(/的月度密钥不在密钥环里:\d+ 个主体\(其中居民 1 位\)/);
  }, 60_000);

  test('a community is restored on an empty machine, serves, and opens its records; nothing is written over', async () => {
    const into = at('restored');
    const log = join(vault.dir, 'log/log.secret');
    const parts = ['--root', '-', '--ring', rings, '--data', data, '--log-secret', log, '--into', into];
    const said = await lindun(opened(), 'restore', ...parts);
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect((await lindun(opened(), 'restore', ...parts)).stderr).toMatch(/不是空的/);
    expect((await lindun('', 'verify', '--dir', into)).code).toBe(0);
    const again = await startVault({ dir: into, port: 0, log: () => undefined });
    const read = await send(again.url, 'POST', `/records/resident/${people.resident.id}:read`, {
      token: people.worker.token,
      body: { purpose: 'grid_overview', fields: ['name'] },
    });
    expect(read.status).toBe(200);
    expect(read.text).toContain('王**');
    await again.stop();
    expect((await lindun('', 'verify', '--dir', into)).code).toBe(0);
  }, 60_000);

  test('a lost root is put back beside a running vault: only the one that opens the ring, and over none', async () => {
    const file = join(vault.dir, 'keys/root.secret');
    const had = fs.readFileSync(file);
    const put = (text: string) => lindun(text, 'keys', 'put-root', '--dir', vault.dir, '--root', '-');
    expect((await put(opened())).stderr).toMatch(/已经有了,没有改动/);
    fs.rmSync(file);
    let seen = '';
    for (const until = Date.now() + 20_000; !seen.includes('root_refused') && Date.now() < until;)
      seen = await (await fetch(`${vault.vault.url}/healthz`)).text();
    expect(JSON.parse(seen)).toMatchObject({ status: 'ok', keys: { hengda: 'root_refused' } });
    expect((await put(`${'0a'.repeat(32)}\n`)).stderr).toMatch(
      /打不开社区 hengda 的密钥环:它是另一个,没有放回/,
    );
    expect(fs.existsSync(file)).toBe(false);
    expect((await put(opened())).code).toBe(0);
    expect(fs.readFileSync(file)).toEqual(had);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  }, 60_000);

  test('after an exchange of the root the old sealed copy opens neither ring nor drill, and all of it is due again', async () => {
    const before = opened();
    expect((await lindun('', 'keys', 'rotate-root', '--dir', vault.dir)).code).toBe(0);
    const due = await lindun('', 'keys', 'custody', '--dir', vault.dir);
    expect(due.stdout.match(/该做了\(那是以前的根密钥\)/g)).toHaveLength(3);
    expect((await lindun('', 'keys', 'copy', '--dir', vault.dir, '--out', rings)).code).toBe(0);
    expect((await drill(before)).stdout).toMatch(/这不是它们的根密钥/);
    const keys = ['--to', at('wang.asc'), at('li.asc')];
    expect((await lindun('', 'keys', 'officers', '--dir', vault.dir, ...keys, '--out', sealed)).code).toBe(0);
    expect((await drill(opened())).code).toBe(0);
  }, 90_000);
});
