import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { log } from 'wechaty-puppet';
import { WechatyBuilder } from 'wechaty';
import { LindunPlugin } from '../bot/plugin.ts';
import { LocalPuppet } from '../bot/puppets/local.ts';
import { BotAndChat, until } from './bot-chat.ts';
import { type People, settle } from './people.ts';
import { type TestVault, testVault } from './wire.ts';

// Processes start, and the machine may have much else to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** The bot as it runs: `bot/main.ts` with the vault, Wechaty and the chat stand-in, each of them the real one. */
let vault: TestVault;
let them: People;
let folder: string;
let both: BotAndChat;
let env: Record<string, string>;
const program = 'bot/main.ts';

beforeAll(async () => {
  vault = await testVault();
  them = await settle(vault, vault.vault.adminToken);
  await them.bind('p-wang', them.resident.id);
  folder = mkdtempSync(join(tmpdir(), 'lindun-bot-main-'));
  writeFileSync(join(folder, 'bot.token'), them.bot.token);
});
afterAll(async () => {
  await vault.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  both = new BotAndChat();
  await both.startChat();
  await both.world(
    [
      { id: 'p-wang', name: '旺财家', role: 'resident', friend: true },
      { id: 'p-li', name: '阿李', role: 'resident', friend: true },
    ],
    [{ id: 'r-dogs', topic: '养犬群', members: ['p-wang', 'p-li'] }],
  );
  env = {
    LINDUN_VAULT: vault.vault.url,
    LINDUN_COMMUNITY: 'hengda',
    LINDUN_BOT_TOKEN_FILE: join(folder, 'bot.token'),
    LINDUN_BOT_REMIND: '200',
    WECHATY_PUPPET: 'local',
  };
});
afterEach(() => both.end());

const told = (room: string | null = null) => both.told('p-wang', room);
const heardOf = (count: number, what: string) => until(async () => (await told()).length >= count, what);

test('a report is numbered in the group, its author reminded once when it is taken; a vault that was away loses nothing', async () => {
  await both.startBot({ env, program });
  await both.say({ from: 'p-wang', room: 'r-dogs', text: '@楼管家 3号楼下有狗没拴绳,吓到孩子了' });
  await until(async () => (await told('r-dogs')).length === 1, 'a line in the group');
  const number = /\d{4,}/.exec((await told('r-dogs'))[0] ?? '')?.[0] ?? '';
  expect(number).not.toBe('');
  await heardOf(1, 'a question in private');

  const read = await vault.send('POST', `/tickets/${number}:read`, {
    token: them.worker.token,
    body: { purpose: 'handle_ticket' },
  });
  const taken = await vault.send('POST', `/tickets/${number}:move`, {
    token: them.worker.token,
    body: { action: 'take' },
    headers: { 'if-match': String(read.headers.get('etag')) },
  });
  expect(taken.status).toBe(200);
  const reminders = async () => (await told()).filter((text) => text.includes('接了')).length;
  await until(async () => (await reminders()) === 1, 'a reminder');

  await vault.vault.kill9();
  const before = (await told()).length;
  await both.say({ from: 'p-wang', room: null, text: `进度 ${number}` });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await told()).length).toBe(before);
  await both.killBot();
  await vault.restart();
  await both.startBot({ env: { ...env, LINDUN_VAULT: vault.vault.url }, program });
  await heardOf(before + 1, 'the answer that was missing');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await told()).length).toBe(before + 1);
  expect((await told()).at(-1)).toContain(number);
  expect(await reminders()).toBe(1);
  expect(both.printed).not.toMatch(/旺财|拴绳|p-wang|r-dogs/);
});

test('where something is not set it says what, once, and ends with 1; a token that the vault does not know ends it with 75', async () => {
  const ended = async (more: Record<string, string>) => {
    const at = both.endings.length;
    await both.startBot({ env: { ...env, ...more }, program }).catch(() => undefined);
    await until(() => Promise.resolve(both.endings.length > at), 'the end of the bot');
    return both.endings.at(-1);
  };
  expect(await ended({ LINDUN_COMMUNITY: '' })).toBe(1);
  expect(both.printed).toBe('bot: LINDUN_COMMUNITY 没有设置 / LINDUN_COMMUNITY is not set\n');
  expect(await ended({ LINDUN_BOT_TOKEN_FILE: join(folder, 'none') })).toBe(1);
  expect(await ended({ LINDUN_BOT_PACE: 'fast' })).toBe(1);
  expect(await ended({ LINDUN_BOT_LANGUAGE: 'fr' })).toBe(1);
  const service = { WECHATY_PUPPET: 'wechaty-puppet-service', WECHATY_PUPPET_SERVICE_TOKEN: 'x_y' };
  expect(await ended(service)).toBe(1);
  expect(both.printed).toContain('WECHATY_PUPPET_SERVICE_TLS_CA_CERT');
  const stale = join(folder, 'stale.token');
  writeFileSync(stale, 'x'.repeat(43));
  expect(await ended({ LINDUN_BOT_TOKEN_FILE: stale })).toBe(75);
  expect(both.printed).toContain('TokenRefused');
});

test('a second bot on the same folder does not start, and the first goes on', async () => {
  await both.startBot({ env, program });
  await expect(both.startBot({ env, program })).rejects.toThrow('it never said so');
  expect(both.endings).toEqual([75]);
  await both.say({ from: 'p-wang', room: null, text: '帮助' });
  await heardOf(1, 'an answer');
});

test('as a plugin it answers through a bot that somebody already runs, whose own ears stay open, and leaves when told', async () => {
  log.level('silent');
  const host = WechatyBuilder.build({ puppet: new LocalPuppet({ url: both.url, token: both.token }) });
  const own: string[] = [];
  host.on('message', (message) => void own.push(message.text()));
  const lines: string[] = [];
  const uninstall = host.use(
    LindunPlugin({
      vault: vault.vault.url,
      community: 'hengda',
      token: them.bot.token,
      dir: join(both.dir, 'plugin'),
      pace: 0,
      log: (line) => lines.push(line),
    }),
  );
  await host.start();
  try {
    await until(() => Promise.resolve(lines.includes('ready')), 'a plugin that is ready');
    await both.say({ from: 'p-wang', room: null, text: '帮助' });
    await heardOf(1, 'an answer');
    uninstall();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await both.say({ from: 'p-wang', room: null, text: '帮助' });
    await until(
      () => Promise.resolve(own.filter((text) => text === '帮助').length === 2),
      'the host’s own ears',
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await told()).length).toBe(1);
    // Reminders of the bot before it stay for that one.
    expect(lines.filter((line) => !line.startsWith('reminders for contacts'))).toEqual(['ready']);
  } finally {
    await host.stop();
  }
});
