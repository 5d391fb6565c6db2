import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodings, find } from '../../tests/byte-search.ts';
import { picture, startTrial, type Trial } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.end());

const filesWith = (text: string): string[] =>
  find(trial.dir, encodings(text, 0)).map(({ file, encoding }) => `${relative(trial.dir, file)} ${encoding}`);

test('nothing that was said, and no name or topic, lies in the files as it is', async () => {
  const planted = '我家门锁密码四九二七';
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: planted });
  await trial.say({ from: 'p-wang', room: null, text: planted, image: picture });
  for (const text of [planted, '旺财家', '养犬群']) expect(filesWith(text)).toEqual([]);
  const file = Buffer.from(picture, 'base64');
  const inFiles = readdirSync(trial.dir).filter((name) => name.startsWith('chat.sqlite'));
  expect(inFiles).toContain('chat.sqlite-wal');
  for (const name of inFiles) expect(readFileSync(join(trial.dir, name)).includes(file)).toBe(false);
  // The search itself finds what is there.
  writeFileSync(join(trial.dir, 'control-a'), `x${planted}`);
  writeFileSync(join(trial.dir, 'control-b'), Buffer.from(`x${planted}`, 'utf16le'));
  expect(filesWith(planted).sort()).toEqual(['control-a utf-8', 'control-b utf-16le']);
});

test('of a recalled picture no row is left', async () => {
  const files = (): unknown => {
    trial.chat.close();
    const database = new DatabaseSync(join(trial.dir, 'chat.sqlite'), { readOnly: true });
    const found = database.prepare('SELECT count(*) AS n FROM file').get();
    database.close();
    return found?.['n'];
  };
  const id = await trial.said({ from: 'p-wang', room: 'r-dogs', image: picture });
  expect(files()).toBe(1);
  await trial.open();
  await trial.ask('POST', `/messages/${id}/recall`, { from: 'p-wang' });
  expect(files()).toBe(0);
});

test('everything is there after the next opening, and with another key nothing is', async () => {
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: '早' });
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: '走了' });
  trial.chat.close();
  trial.now += 1;
  await trial.open();
  await trial.say({ from: 'p-li', room: 'r-dogs', text: '回来了' });
  expect((await trial.seen('p-wang')).map(({ seq, text }) => [seq, text])).toEqual([
    [1, '早'],
    [2, '走了'],
    [3, '回来了'],
  ]);
  trial.chat.close();
  const key = join(trial.dir, 'key', 'chat.key');
  const kept = readFileSync(key);
  writeFileSync(key, `${'ab'.repeat(32)}\n`);
  await expect(trial.open()).rejects.toThrow('does not open');
  writeFileSync(key, kept);
  await trial.open();
  expect(await trial.texts('p-wang')).toHaveLength(3);
});
