import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tokenFrom } from './credential.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-bot-'));
  file = join(dir, 'bot.token');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a token that is changed in its file is the next one that is used, and one that is gone for a moment changes nothing', () => {
  writeFileSync(file, 'lin_one\n');
  const token = tokenFrom(file);
  expect(token()).toBe('lin_one');
  writeFileSync(join(dir, 'next'), 'lin_two\n');
  renameSync(join(dir, 'next'), file);
  expect(token()).toBe('lin_two');
  rmSync(file);
  expect(token()).toBe('lin_two');
  writeFileSync(file, '');
  expect(token()).toBe('lin_two');
  writeFileSync(file, 'lin_three\n');
  expect(token()).toBe('lin_three');
});

test('without a file there is no bot', () => {
  expect(() => tokenFrom(file)).toThrow('ENOENT');
});
