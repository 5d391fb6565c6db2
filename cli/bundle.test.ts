import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBundle, readBundle } from './bundle.ts';
import { Fault } from './fault.ts';
import { writeTinyBundle } from '../tests/tiny-bundle.ts';

const repository = dirname(import.meta.dirname);
let root: string;

/** A root of the repository's shape, with its own wrangler.toml files and Workers of a few lines. */
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'lindun-bundle-'));
  const tiny = writeTinyBundle(join(root, 'tiny'));
  fs.mkdirSync(join(root, 'vault', 'keyring'), { recursive: true });
  for (const folder of ['policy', 'migrations', 'cli']) fs.mkdirSync(join(root, folder));
  fs.writeFileSync(join(root, 'policy', 'words.md'), '# 你好\n');
  const worker = fs
    .readFileSync(join(tiny, 'vault', 'worker.js'), 'utf8')
    .replace('./words.md', '../policy/words.md');
  fs.writeFileSync(join(root, 'vault', 'worker.ts'), worker);
  fs.copyFileSync(join(tiny, 'keyring', 'worker.js'), join(root, 'vault', 'keyring', 'worker.ts'));
  for (const file of [
    'wrangler.toml',
    'vault/keyring/wrangler.toml',
    'cli/sodium.ts',
    'package.json',
    'package-lock.json',
  ]) {
    fs.copyFileSync(join(repository, file), join(root, file));
  }
  fs.copyFileSync(join(repository, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
  fs.symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

test('builds both Workers once, also for two at a time, and again only for another source', async () => {
  const [first, second] = await Promise.all([buildBundle(root), buildBundle(root)]);
  expect(second).toEqual(first);
  expect(fs.readdirSync(join(root, 'dist'))).toEqual([first.dir.split('/').at(-1)]);
  expect(first.workers.vault.compatibilityDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(first.workers.vault.modules.map(({ kind }) => kind)).toEqual(['esModule', 'text']);
  expect(first.workers.keyring.modules).toEqual([{ name: 'worker.js', kind: 'esModule' }]);
  expect(readBundle(first.dir)).toEqual(first);

  fs.writeFileSync(join(root, 'vault', 'worker.test.ts'), '// a test goes into no bundle\n');
  const built = (): number => fs.statSync(join(first.dir, 'bundle.json')).mtimeMs;
  const before = built();
  expect(await buildBundle(root)).toEqual(first);
  expect([built(), fs.readdirSync(join(root, 'dist')).length]).toEqual([before, 1]);

  fs.appendFileSync(join(root, 'policy', 'words.md'), '再见\n');
  const other = await buildBundle(root);
  expect([other.dir === first.dir, other.sha256 === first.sha256]).toEqual([false, false]);
});

test('a build that fails says what wrangler said and leaves nothing to be found', async () => {
  const kept = fs.readdirSync(join(root, 'dist'));
  fs.writeFileSync(join(root, 'policy', 'broken.ts'), 'export const = 1;\n');
  fs.appendFileSync(join(root, 'vault', 'worker.ts'), "import '../policy/broken.ts';\n");
  const outcome: unknown = await buildBundle(root).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Fault);
  expect((outcome as Fault).code).toBe('bundle');
  expect((outcome as Fault).message).toMatch(/policy\/broken\.ts/);
  expect(fs.readdirSync(join(root, 'dist'))).toEqual(kept);
});

test('the hash of a bundle covers every byte and every name', () => {
  const dir = writeTinyBundle(join(root, 'hashed'));
  const before = readBundle(dir).sha256;
  const words = join(dir, 'vault', 'words.md');
  fs.renameSync(words, join(dir, 'vault', 'worts.md'));
  const renamed = readBundle(dir).sha256;
  fs.renameSync(join(dir, 'vault', 'worts.md'), words);
  expect(readBundle(dir).sha256).toBe(before);
  fs.appendFileSync(words, ' ');
  expect(new Set([before, renamed, readBundle(dir).sha256]).size).toBe(3);
});
