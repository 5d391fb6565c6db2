import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { problemsOf } from './notices.ts';

const root = dirname(import.meta.dirname);
const lindun = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'cli', 'main.ts'), ...args], { encoding: 'utf8' });
const ours = readFileSync(join(root, 'policy', 'notices', 'care_visit.zh-CN.md'), 'utf8');

test('the notices of this program have nothing to mend', () => {
  const { status, stdout } = lindun('policy', 'notices');
  expect([status, stdout]).toEqual([0, expect.stringContaining('12 份告知书,都没有问题')]);
});

test('a stiff word is told with its file, its line and what to write, and fails the command', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lindun-notice-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'stiff.md');
  const text = ours.replace('不愿意也没关系', '请勿勉强');
  writeFileSync(file, text);
  const line = text.split('\n').findIndex((words) => words.includes('请勿')) + 1;
  const { status, stdout } = lindun('policy', 'notices', file);
  expect(status).toBe(1);
  expect(stdout).toContain(`${file}:${line}: “请勿” 写成“请不要”`);
  const { problems } = JSON.parse(lindun('policy', 'notices', '--json', file).stdout) as {
    problems: unknown;
  };
  expect(problems).toMatchObject([{ line, code: 'officialese', found: '请勿' }]);
});

test('a part that is missing is told before any wording', () => {
  expect(problemsOf('x.md', ours.replace('## 保存多久', ''))).toMatchObject([
    { code: 'part_missing', found: 'section retention' },
  ]);
  expect(problemsOf('x.md', ours.replace('audience: adult', 'audience: everybody'))).toMatchObject([
    { code: 'part_missing', found: 'audience' },
  ]);
});
