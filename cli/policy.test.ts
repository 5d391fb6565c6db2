import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const lindun = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'cli', 'main.ts'), 'policy', ...args], { encoding: 'utf8' });
const document = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8');

test.each([
  [['matrix'], 'policy-matrix.md'],
  [['cedar'], 'policy.cedar'],
  [['cedar', '--schema'], 'policy.cedarschema'],
])('lindun policy %s prints what docs/%s says', (args, name) => {
  const { status, stdout } = lindun(...args);
  expect(status).toBe(0);
  expect(stdout).toBe(document(name));
});

test('the page needs nothing from elsewhere, and is the same in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lindun-page-'));
  try {
    const file = join(folder, 'policy.html');
    const { status, stdout } = lindun('matrix', '--html', '--page', file);
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(file, 'utf8'));
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(stdout).not.toMatch(/<script|<link|<img|https?:|url\(/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what it does not know it says in Chinese', () => {
  const { status, stderr } = lindun('matrix', '--pdf');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^错误:没有这个选项 --pdf/);
});
