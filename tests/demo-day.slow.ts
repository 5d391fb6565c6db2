import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFacts } from '../demo/facts.ts';
import { pastOf } from '../demo/bring.ts';
import { encodings, find } from './byte-search.ts';
import { endAll, ended, everybodyIn, npmStart, repository, type Started, stateIn } from './npm-process.ts';

/** A day in the community, played as `npm run demo:day` plays it; and what of it then lies in `.lindun/`. */
const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'lindun-day-')));
const dir = join(folder, 'state');
let started: Started;
let said: string[];

beforeAll(async () => {
  started = npmStart(dir);
  await everybodyIn(started);
});
afterAll(async () => {
  await endAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

function day(args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn('npm', ['run', '--silent', 'demo:day', '--', ...args], {
    cwd: repository,
    env: { ...process.env, LINDUN_DIR: dir },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

/** What people have said in the chat, each with their own eyes. */
async function everythingSaid(): Promise<string[]> {
  const { chat, people } = readFacts(dir);
  const seen = people.map(async ({ id }) => {
    const messages = (await (await fetch(`${chat}/messages?as=${id}&after=0`)).json()) as {
      from: string;
      text: string | null;
    }[];
    return messages.flatMap(({ from, text }) => (from === 'bot' || text === null ? [] : [text]));
  });
  return (await Promise.all(seen)).flat();
}

test('a day passes: things are reported, worked on and rated, some take their consent back, all are answered', async () => {
  const { code, out } = await day(['--fast']);
  const [, reported, rated, unanswered] = /(\d+) reports, (\d+) rated, (\d+) unanswered/.exec(out) ?? [];
  expect(Number(reported)).toBeGreaterThan(5);
  expect(Number(rated)).toBeGreaterThan(0);
  expect([code, unanswered]).toEqual([0, '0']);
  said = await everythingSaid();
  expect(said.some((text) => text.startsWith('撤回同意'))).toBe(true);
});

test('nothing that anybody said, and nothing recorded of anybody, lies open in any file', async () => {
  await ended(started.child);
  const { community, tickets } = pastOf(stateIn(dir));
  const people = community.households.flatMap(({ members }) => members);
  // Shorter texts stand by chance in any large file.
  const long = (texts: readonly string[], least: number) => texts.filter((text) => text.length >= least);
  const recorded = [
    ...long(
      people.map(({ name }) => name),
      3,
    ),
    ...people.flatMap(({ mobile, idNumber }) => [mobile ?? idNumber, idNumber]),
    ...long(
      tickets.map(({ description }) => description),
      8,
    ),
  ];
  const texts = [...new Set([...recorded, ...long(said, 8)])];
  const patterns = texts.flatMap((text, index) => encodings(text, index));
  expect(texts.length).toBeGreaterThan(200);
  expect(find(dir, patterns)).toEqual([]);
  const planted = join(dir, 'demo', 'planted');
  fs.writeFileSync(planted, Buffer.from(long(said, 8).at(-1) ?? '', 'utf16le'));
  expect(find(dir, patterns).map(({ file }) => file)).toContain(planted);
});
