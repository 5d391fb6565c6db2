import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * That `npm run check` can fail: every arrow of the design is broken once in a copy of the sources, and
 * the check has to name the file. What it does not name counts as well, so each folder also gets an
 * import it may have.
 */
const root = dirname(import.meta.dirname);

/** [file, statement it may not contain, the rule that says so]; the file's folder decides. */
const violations: readonly (readonly [file: string, source: string, rule: string])[] = [
  ...imports('policy/planted-a.ts', '../vault/crypto/lp.ts'),
  ...imports('policy/planted-b.ts', '@noble/hashes/sha2.js'),
  ...imports('policy/planted-c.ts', 'node:fs'),
  ...imports('policy/checks/planted.ts', '../../vault/outcome.ts'),
  ...imports('policy/checks/planted-a.ts', 'zod'),
  ...imports('migrations/vault/planted.ts', '../../policy/roles.ts'),
  ...imports('vault/crypto/planted-a.ts', '../log/tree.ts'),
  ...imports('vault/crypto/planted-b.ts', '../../policy/roles.ts'),
  ...imports('vault/crypto/planted-c.ts', 'canonicalize'),
  ...imports('vault/crypto/planted-d.ts', 'node:crypto'),
  ...imports('vault/log/planted-a.ts', '../crypto/lp.ts'),
  ...imports('vault/log/planted-b.ts', '../../policy/roles.ts'),
  ...imports('vault/log/planted-c.ts', 'kysely'),
  ...imports('vault/storage/planted-a.ts', '../http/routes.ts'),
  ...imports('vault/storage/planted-b.ts', '../community.ts'),
  ...imports('vault/storage/planted-c.ts', 'hono'),
  ...imports('vault/storage/planted-d.ts', '../../policy/roles.ts'),
  ...imports('vault/storage/planted-e.ts', '../crypto/seal-with.ts'),
  ...imports('vault/planted-a.ts', 'hono'),
  ...imports('vault/planted-b.ts', './http/routes.ts'),
  ...imports('vault/planted-c.ts', './worker.ts'),
  ...imports('vault/planted-d.ts', './community.ts'),
  ...imports('vault/planted-e.ts', './crypto/seal-with.ts'),
  ...imports('vault/planted-f.ts', 'kysely'),
  ...imports('vault/planted-g.ts', './keyring/worker.ts'),
  ...imports('vault/sign-in/planted-a.ts', '../http/route.ts'),
  ...imports('vault/sign-in/planted-b.ts', '../community.ts'),
  ...imports('vault/rights/planted-a.ts', 'hono'),
  ...imports('vault/rights/planted-b.ts', '../community.ts'),
  ['vault/http/planted-e.ts', "export { openRight } from '../rights/request.ts';", 'no-restricted-imports'],
  ...imports('vault/http/planted-a.ts', '../storage/open.ts'),
  ...imports('vault/http/planted-b.ts', '../crypto/lp.ts'),
  ...imports('vault/http/planted-c.ts', '../log/tree.ts'),
  ['vault/http/planted-d.ts', "export { read } from '../read.ts';", 'no-restricted-imports'],
  ...imports('vault/keyring/planted-a.ts', '../read.ts'),
  ...imports('vault/keyring/planted-b.ts', '../../policy/decide.ts'),
  ...imports('cli/planted-a.ts', '../vault/read.ts'),
  ...imports('cli/planted-b.ts', '../vault/storage/open.ts'),
  ...imports('cli/planted-c.ts', 'kysely'),
  ...imports('cli/planted-d.ts', 'node:sqlite'),
  ...imports('cli/planted-e.ts', '../policy/roles.ts'),
  ...imports('cli/planted-f.ts', '../vault/crypto/seal-with.ts'),
  ...imports('cli/planted-g.ts', '../migrations/vault/0001_core.ts'),
  ...imports('migrations/planted.ts', '../vault/crypto/lp.ts'),
  ...imports('demo/planted-a.ts', '../vault/crypto/lp.ts'),
  ...imports('demo/planted-b.ts', '../policy/roles.ts'),
  ...imports('demo/planted-c.ts', 'node:sqlite'),
  ...imports('vault/console/planted-a.ts', '../storage/open.ts'),
  ...imports('vault/console/planted-b.ts', '../log/tree.ts'),
  ['vault/console/planted-c.ts', "export { read } from '../read.ts';", 'no-restricted-imports'],
  ...imports('bot/planted-a.ts', '../vault/read.ts'),
  ...imports('bot/planted-b.ts', '../policy/roles.ts'),
  ...imports('bot/planted-c.ts', 'wechaty'),
  ...imports('bot/planted-d.ts', 'kysely'),
  ...imports('bot/planted-e.ts', 'node:sqlite'),
  ...imports('bot/forms/planted.ts', 'wechaty'),
  ...imports('bot/puppets/planted.ts', '../composer.ts'),
  ...imports('bot/store/planted.ts', 'wechaty-puppet'),
  ...imports('demo/chat/planted-a.ts', '../../vault/client.ts'),
  ...imports('demo/chat/planted-b.ts', '../../bot/composer.ts'),
  ...imports('tests/planted.ts', '../vault/crypto/seal-with.ts'),
  ...imports('bench/planted.ts', '../vault/crypto/seal-with.ts'),
  ...imports('vault/planted.test.ts', './crypto/seal-with.ts'),
  [
    'policy/planted-d.ts',
    "export type Tree = import('../vault/log/tree.ts').Tree;",
    'consistent-type-imports',
  ],
  ['policy/planted-e.ts', "export const late = () => import('../vault/read.ts');", 'no-restricted-imports'],
  ['policy/planted-cycle-a.ts', "export { b as a } from './planted-cycle-b.ts';", 'no-cycle'],
  ['policy/planted-cycle-b.ts', "export { a as b } from './planted-cycle-a.ts';", 'no-cycle'],
  ['policy/planted-clock-a.ts', 'export const now = (): number => Date.now();', 'no-clock-no-chance'],
  ['policy/planted-clock-b.ts', 'export const now = (): Date => new Date();', 'no-clock-no-chance'],
  ['vault/log/planted-clock.ts', 'export const now = (): string => Date();', 'no-clock-no-chance'],
  ['vault/planted-chance-a.ts', 'export const chance = (): number => Math.random();', 'no-clock-no-chance'],
  [
    'vault/storage/planted-chance.ts',
    'export const id = (): string => crypto.randomUUID();',
    'no-clock-no-chance',
  ],
  ...['policy', 'vault', 'bot', 'cli', 'demo', 'bench', 'tests'].map(
    (folder) =>
      [
        `${folder}/planted-promise.ts`,
        'const f = async () => 1;\nf();\nexport {};',
        'no-floating-promises',
      ] as const,
  ),
  ['tests/planted-promise.test.ts', 'const f = async () => 1;\nf();\nexport {};', 'no-floating-promises'],
  ['vault/planted-any.ts', 'export const x = (y: any): unknown => y;', 'no-explicit-any'],
  ['cli/planted-barrel.ts', "export * from './fault.ts';", 'no-barrel-file'],
];

const allowed: readonly (readonly [file: string, source: string])[] = [
  may('policy/fine.ts', './checks/mobile.ts'),
  may('policy/checks/fine.ts', '../fields.ts'),
  may('migrations/vault/fine.ts', 'kysely'),
  may('vault/crypto/fine-a.ts', '@noble/hashes/sha2.js'),
  may('vault/crypto/fine-b.ts', './seal-with.ts'),
  may('vault/log/fine.ts', 'canonicalize'),
  may('vault/storage/fine-a.ts', 'kysely'),
  may('vault/storage/fine-b.ts', '../log/leaf.ts'),
  may('vault/fine-a.ts', './storage/open.ts'),
  may('vault/fine-b.ts', '../policy/roles.ts'),
  may('vault/sign-in/fine.ts', '../outcome.ts'),
  may('vault/http/fine-a.ts', 'hono'),
  may('vault/http/fine-b.ts', '../../policy/roles.ts'),
  ['vault/http/fine-c.ts', "import type { Read } from '../read.ts';\nexport type X = Read;"],
  may('vault/keyring/fine.ts', '../crypto/lp.ts'),
  may('cli/fine-a.ts', '../vault/client.ts'),
  may('cli/fine-b.ts', 'node:fs'),
  may('cli/fine-c.ts', '../policy/fields.ts'),
  may('cli/fine-d.ts', '../migrations/schema.ts'),
  may('demo/fine-a.ts', '../vault/client.ts'),
  may('demo/fine-b.ts', '../cli/workerd.ts'),
  ['vault/console/fine-a.ts', "import type { Read } from '../read.ts';\nexport type X = Read;"],
  may('vault/console/fine-b.ts', '../http/route.ts'),
  may('bot/fine-a.ts', '../vault/client.ts'),
  may('bot/fine-b.ts', 'yaml'),
  may('bot/forms/fine.ts', '../composer.ts'),
  may('bot/puppets/fine.ts', 'wechaty-puppet'),
  may('bot/store/fine.ts', 'kysely'),
  may('demo/chat/fine.ts', '../../bot/store/seal.ts'),
  may('tests/vectors/fine.ts', '../../vault/crypto/seal-with.ts'),
  may('policy/fine.test.ts', 'fast-check'),
  ['policy/fine-date.ts', 'export const day = (ms: number): number => new Date(ms).getUTCDate();'],
  ['cli/fine-clock.ts', 'export const now = (): number => Date.now();'],
];

function imports(file: string, from: string): [readonly [string, string, string]] {
  return [[...may(file, from), 'no-restricted-imports']];
}
function may(file: string, from: string): [string, string] {
  return [file, `import * as planted from '${from}';\nexport const use: unknown = planted;`];
}

let copy: string;
beforeAll(() => {
  copy = fs.mkdtempSync(join(tmpdir(), 'lindun-arrows-'));
  for (const file of sources()) {
    fs.mkdirSync(dirname(join(copy, file)), { recursive: true });
    fs.copyFileSync(join(root, file), join(copy, file));
  }
  fs.symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => fs.rmSync(copy, { recursive: true, force: true }));

function sources(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && fs.existsSync(join(root, file)));
}

function plant(files: readonly (readonly [string, string, ...string[]])[]): void {
  for (const [file, source] of files) {
    fs.mkdirSync(dirname(join(copy, file)), { recursive: true });
    fs.writeFileSync(join(copy, file), `${source}\n`);
  }
}
function remove(files: readonly (readonly [string, ...string[]])[]): void {
  for (const [file] of files) fs.rmSync(join(copy, file));
}

/** One step of the check as people run it, in the copy. */
function check(step: 'format' | 'lint'): { passed: boolean; said: string; found: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/check.mjs', step], {
    cwd: copy,
    encoding: 'utf8',
  });
  const said = stripVTControlCharacters(stdout + stderr); // with CI set, oxlint colours what it says
  // `  x rule-plugin(rule-name): message` and below it `,-[file:line:column]`.
  const found = [...said.matchAll(/^\s+[x×] [\w-]+\(([\w-]+)\)[^]*?[,╭][-─]\[([^\]:]+):/gm)];
  return {
    passed: status === 0,
    said: stdout + stderr,
    found: found.map(([, rule, file]) => `${file} ${rule}`),
  };
}

test('the sources as they are pass', () => {
  const { passed, said } = check('lint');
  expect(said).toContain('check lint: passed');
  expect(passed).toBe(true);
});

test('every source file lies where the linter looks', () => {
  const listed =
    /const sources = '([^']+)'/.exec(fs.readFileSync(join(root, 'bin/check.mjs'), 'utf8'))?.[1] ?? '';
  const places = listed.split(' ');
  const code = sources().filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));
  expect(code.length).toBeGreaterThan(20);
  expect(code.filter((file) => !places.includes(file.split('/')[0] ?? ''))).toEqual([]);
});

test('each planted violation is found where it was planted, and nothing allowed is', () => {
  plant(violations);
  plant(allowed);
  const { passed, said, found } = check('lint');
  remove(violations);
  remove(allowed);
  expect(passed).toBe(false);
  const missed = violations
    .map(([file, , rule]) => `${file} ${rule}`)
    .filter((wanted) => !found.includes(wanted));
  expect(missed).toEqual([]);
  expect(allowed.map(([file]) => file).filter((file) => said.includes(file))).toEqual([]);
});

test(
  'one violation alone is enough to fail, and so is one badly formatted line',
  { timeout: 240_000 },
  () => {
    const one = [['policy/planted.ts', 'export  const t = Date.now();']] as const;
    plant(one);
    for (const step of ['format', 'lint'] as const) {
      const { passed, said } = check(step);
      expect(said).toContain('policy/planted.ts');
      expect(said).toContain(`check ${step}: failed`);
      expect(passed).toBe(false);
    }
    remove(one);
  },
);
