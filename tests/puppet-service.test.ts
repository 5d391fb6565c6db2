import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BotAndChat, until } from './bot-chat.ts';

// Processes start, and the machine may have much else to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/**
 * The same transport over the wire that real puppet services speak: gRPC with TLS, on 127.0.0.1, under a CA of one's own.
 * The name in the token is the name that the certificate has to bear.
 */
const name = 'lindun-puppet';
let both: BotAndChat;
let server: ChildProcess | undefined;
let service: Record<string, string>;

beforeEach(async () => {
  both = new BotAndChat();
  await both.startChat();
  await both.world(
    [
      { id: 'p-wang', name: '旺财家', role: 'resident', friend: true },
      { id: 'p-li', name: '阿李', role: 'resident', friend: false },
    ],
    [{ id: 'r-dogs', topic: '养犬群', members: ['p-wang', 'p-li'] }],
  );
  await startServer();
});
afterEach(async () => {
  await stopServer();
  await both.end();
});

function authority(folder: string): void {
  mkdirSync(folder);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=test CA',
  );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${name}`);
  writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${name}\n`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
}

async function startServer(): Promise<void> {
  const folder = join(both.dir, 'tls');
  authority(folder);
  const endpoint = `127.0.0.1:${await freePort()}`;
  const token = `${name}_${randomUUID()}`;
  service = {
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_SERVICE_TOKEN: token,
    WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint,
    WECHATY_PUPPET_SERVICE_TLS_CA_CERT: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    HOME: join(both.dir, 'home'),
  };
  const more = {
    TOKEN: token,
    ENDPOINT: endpoint,
    CERT: join(folder, 'server.pem'),
    KEY: join(folder, 'server.key'),
  };
  server = spawn(process.execPath, [join(import.meta.dirname, 'puppet-server.ts')], {
    env: { ...process.env, ...both.chatEnv, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (server.stdout === null) throw new Error('no output');
  await once(server.stdout, 'data');
}

async function stopServer(): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

test('over gRPC and TLS it hears, answers, holds what is for strangers, accepts them, and leaves with 75 when the stream is gone', async () => {
  await both.startBot({ env: service });
  await both.say({ from: 'p-wang', room: null, text: '你好' });
  await both.say({ from: 'p-wang', room: 'r-dogs', text: '@楼管家 有狗' });
  await both.say({ from: 'p-wang', room: 'r-dogs', text: '闲聊' });
  await both.say({ from: 'p-li', room: 'r-dogs', text: '@楼管家没空格' });
  await both.say({
    from: 'p-wang',
    room: null,
    image: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]).toString('base64'),
  });
  await until(async () => (await both.told('p-wang', null)).length >= 3, 'three private answers');
  await until(async () => (await both.told('p-wang', 'r-dogs')).length >= 2, 'two answers in the group');
  expect(await both.told('p-wang', null)).toEqual(['你好#1', '私有狗', 'image 5#3']);
  expect(await both.told('p-wang', 'r-dogs')).toEqual(['有狗#2', '没空格#1']);
  expect(await both.told('p-li', null)).toEqual([]);
  await both.send('POST', '/friends', { from: 'p-li' });
  await until(async () => (await both.told('p-li', null)).length === 1, 'what was held');
  await stopServer();
  await until(() => Promise.resolve(both.endings.length === 1), 'the end of the bot');
  expect(both.endings).toEqual([75]);
  // Wechaty's client would keep names and rooms in plain text under the home folder.
  expect(existsSync(join(both.dir, 'home'))).toBe(false);
});

test('a service whose certificate is another CA’s is not spoken to', async () => {
  const other = join(both.dir, 'other');
  authority(other);
  const env = { ...service, WECHATY_PUPPET_SERVICE_TLS_CA_CERT: readFileSync(join(other, 'ca.pem'), 'utf8') };
  await expect(both.startBot({ env })).rejects.toThrow('it never said so');
  expect(both.endings).toEqual([75]);
});
