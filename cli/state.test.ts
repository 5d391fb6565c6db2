import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from './fault.ts';
import { takeLock } from './lock.ts';
import { openState, type State } from './state.ts';

let parent: string;
let dir: string;
beforeEach(() => {
  parent = fs.mkdtempSync(join(tmpdir(), 'lindun state '));
  dir = join(parent, '.lindun');
});
afterEach(() => fs.rmSync(parent, { recursive: true, force: true }));

const rootOf = ({ root }: State): string => (root.kind === 'file' ? root.file : '');
const mode = (path: string): string => (fs.statSync(path).mode & 0o777).toString(8);
const code = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
  return 'none';
};

test('a first start makes folders for the owner alone and secrets that are whole', () => {
  const state = openState(dir);
  for (const folder of [state.dir, state.data, state.keys, state.log, state.run])
    expect(mode(folder)).toBe('700');
  const root = rootOf(state);
  for (const file of [root, state.logSecretFile]) {
    expect(mode(file)).toBe('600');
    expect(fs.readFileSync(file, 'latin1')).toMatch(/^[0-9a-f]{64}\n$/);
  }
  expect(mode(join(dir, 'admin.token'))).toBe('600');
  expect(state.adminToken).toMatch(/^lin_[\w-]{43}$/);
  expect(fs.readFileSync(root)).not.toEqual(fs.readFileSync(state.logSecretFile));
  state.lock.release();
});

test('a second start finds the same secrets', () => {
  const first = openState(dir);
  const root = fs.readFileSync(rootOf(first), 'latin1');
  first.lock.release();
  const second = openState(dir);
  expect(fs.readFileSync(rootOf(second), 'latin1')).toBe(root);
  expect(second.adminToken).toBe(first.adminToken);
  second.lock.release();
});

test('what a power cut left half written is made anew, and never taken for a secret', () => {
  fs.mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  fs.writeFileSync(join(dir, 'keys', 'root.secret.new'), 'abc');
  const state = openState(dir);
  expect(fs.readFileSync(rootOf(state), 'latin1')).toMatch(/^[0-9a-f]{64}\n$/);
  expect(fs.readdirSync(state.keys)).toEqual(['root.secret']);
  state.lock.release();
});

test('one process at a time, and the lock is free again after a release and after a refusal', () => {
  const state = openState(dir);
  expect(code(() => openState(dir))).toBe('locked');
  expect(code(() => openState(dir))).toBe('locked');
  state.lock.release();
  state.lock.release();
  fs.chmodSync(state.logSecretFile, 0o640);
  expect(code(() => openState(dir))).toBe('modes');
  const lock = takeLock(join(dir, 'lock'));
  expect(lock).toBeDefined();
  lock?.release();
});

test.each([
  ['the directory', '.', 0o755],
  ['the keys', 'keys', 0o750],
  ['the root secret', 'keys/root.secret', 0o644],
  ['the log secret', 'log/log.secret', 0o604],
  ["the administrator's token", 'admin.token', 0o660],
])('%s open to others is refused, not mended', (_, path, wrong) => {
  openState(dir).lock.release();
  fs.chmodSync(join(dir, path), wrong);
  expect(code(() => openState(dir))).toBe('modes');
  expect(mode(join(dir, path))).toBe(wrong.toString(8));
});

test('a secret behind a link is refused', () => {
  const state = openState(dir);
  state.lock.release();
  fs.renameSync(rootOf(state), join(parent, 'elsewhere'));
  fs.symlinkSync(join(parent, 'elsewhere'), rootOf(state));
  expect(code(() => openState(dir))).toBe('modes');
});

test.each([
  ['root secret', 'keys/root.secret', 'keys/lindun-keyring'],
  ['log secret', 'log/log.secret', 'data/lindun-community'],
])('a missing %s is not replaced where data depends on it', (_, secret, objects) => {
  openState(dir).lock.release();
  fs.rmSync(join(dir, secret));
  fs.mkdirSync(join(dir, objects), { mode: 0o700 });
  openState(dir).lock.release();
  fs.rmSync(join(dir, secret));
  fs.writeFileSync(join(dir, objects, `${'a'.repeat(64)}.sqlite`), '');
  expect(code(() => openState(dir))).toBe('secret');
  expect(fs.existsSync(join(dir, secret))).toBe(false);
});

test('a secret cut short is refused and kept', () => {
  const state = openState(dir);
  state.lock.release();
  fs.writeFileSync(rootOf(state), 'ab'.repeat(31));
  expect(code(() => openState(dir))).toBe('secret');
  expect(fs.readFileSync(rootOf(state), 'latin1')).toBe('ab'.repeat(31));
});
