import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

let dir: string;
const running = new Set<ChildProcess>();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-chat-'));
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(dir, { recursive: true, force: true });
});

function spawned(port = '0'): ChildProcess {
  const env = { ...process.env, LINDUN_CHAT_PORT: port, LINDUN_CHAT_DIR: dir };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

async function started(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawned();
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) {
    const url = /^chat: (http:\/\/localhost:\d+)$/.exec(line)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error('it never listened');
}

async function failed(port: string): Promise<{ code: number; said: string }> {
  const child = spawned(port);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const send = async (url: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const token = readFileSync(join(dir, 'bot.token'), 'latin1').trim();
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
};

const world = {
  people: [{ id: 'p-wang', name: '旺财家', role: 'resident', friend: true }],
  rooms: [{ id: 'r-dogs', topic: '养犬群', members: ['p-wang'] }],
};

type Said = { id: string; seq: number; text: string };

test('what was acknowledged survives kill -9 at any moment, and no number is given twice', async () => {
  const acknowledged = new Map<string, string>();
  let highest = 0;
  let { child, url } = await started();
  await send(url, 'PUT', '/world', world);
  for (const killAt of [3, 11, 19]) {
    // In the midst of others that are under way.
    let answers = 0;
    const ended = once(child, 'exit');
    const said = Array.from({ length: 30 }, async (_, n) => {
      const text = `第${killAt}轮第${n}句`;
      const body = { from: 'p-wang', room: 'r-dogs', text };
      const { id, seq } = (await send(url, 'POST', '/messages', body)) as Said;
      acknowledged.set(id, text);
      expect(seq).toBeGreaterThan(highest);
      answers += 1;
      if (answers === killAt) child.kill('SIGKILL');
    });
    const outcomes = await Promise.allSettled(said);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(killAt);
    expect(await ended).toEqual([null, 'SIGKILL']);

    ({ child, url } = await started());
    const kept = (await send(url, 'GET', '/messages?as=p-wang')) as Said[];
    const seqs = kept.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    const byId = new Map(kept.map(({ id, text }) => [id, text]));
    for (const [id, text] of acknowledged) expect(byId.get(id)).toBe(text);
    highest = seqs.at(-1) ?? 0;
  }
});

test('the token and the key are read by their owner alone, and stay what they are', async () => {
  const first = await started();
  const modes = ['bot.token', 'key/chat.key', 'chat.sqlite'].map(
    (name) => statSync(join(dir, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o700);
  const token = readFileSync(join(dir, 'bot.token'), 'latin1');
  const stopped = once(first.child, 'exit');
  // A page and a bot that are waiting do not hold it up.
  await send(first.url, 'PUT', '/world', world);
  const waiting = send(first.url, 'GET', '/bot/events?after=0&wait=60000').catch(() => 'gone');
  const listening = await fetch(`${first.url}/events?as=p-wang`);
  first.child.kill('SIGINT');
  expect(await stopped).toEqual([0, null]);
  await waiting;
  await listening.body?.cancel().catch(() => undefined);
  await started();
  expect(readFileSync(join(dir, 'bot.token'), 'latin1')).toBe(token);
});

test('a taken port, a folder in use and a wrong port are told in one line, with exit code 1', async () => {
  const { url } = await started();
  expect(await failed('0')).toEqual({
    code: 1,
    said: expect.stringMatching(/^.*正被另一个进程使用 \/ .* in use/),
  });
  const other = mkdtempSync(join(tmpdir(), 'lindun-chat-'));
  const first = dir;
  dir = other;
  expect(await failed(new URL(url).port)).toEqual({
    code: 1,
    said: expect.stringMatching(/^端口 \d+ 已被占用.*\n$/),
  });
  expect(await failed('many')).toEqual({ code: 1, said: expect.stringContaining('LINDUN_CHAT_PORT') });
  rmSync(other, { recursive: true, force: true });
  dir = first;
});
