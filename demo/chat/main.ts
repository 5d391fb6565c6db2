import { serve, type ServerType } from '@hono/node-server';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { type Chat, openChat } from './chat.ts';

/**
 * The chat stand-in, a process of its own: `LINDUN_CHAT_DIR` is where it keeps everything, `LINDUN_CHAT_PORT` where it
 * listens on localhost. It ends with 0 when it was told to, with 1 and one line when it cannot begin.
 */
const dir = process.env['LINDUN_CHAT_DIR'] ?? join('.lindun', 'chat');
const port = Number(process.env['LINDUN_CHAT_PORT'] ?? 8788);

function stop(zh: string, en: string): never {
  console.error(`${zh} / ${en}`);
  process.exit(1);
}

if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  stop('LINDUN_CHAT_PORT 不是端口号', 'LINDUN_CHAT_PORT is no port number');
}

const newId = (): string => randomBytes(16).toString('hex');
const chat = await openChat(dir, { now: () => Date.now(), newId }).catch(cannotOpen);
const token = tokenFrom(join(dir, 'bot.token'));
const app = createApp(chat, token);
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) => {
  console.log(`chat: http://localhost:${info.port}`);
});
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    stop(
      `端口 ${port} 已被占用,用 LINDUN_CHAT_PORT 换一个`,
      `port ${port} is taken: choose another with LINDUN_CHAT_PORT`,
    );
  }
  stop(`端口 ${port} 打不开 (${error.code})`, `port ${port} cannot be opened (${error.code})`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(server, chat));

function end(running: ServerType, opened: Chat): void {
  running.close(() => {
    opened.close();
    process.exit(0);
  });
  // Pages and the bot hold theirs open for as long as they can.
  if ('closeAllConnections' in running) running.closeAllConnections();
}

function cannotOpen(error: unknown): never {
  if ((error as { errcode?: number }).errcode === 5) {
    stop(`${dir} 正被另一个进程使用`, `${dir} is in use by another process`);
  }
  stop(
    `${dir} 打不开:${error instanceof Error ? error.message : ''}`,
    `${dir} cannot be opened; the key in ${join(dir, 'key')} may be another one's`,
  );
}

/** The bot's token, made at the first start, whole or not at all. */
function tokenFrom(file: string): string {
  if (!fs.existsSync(file)) {
    const half = `${file}.new`;
    fs.rmSync(half, { force: true });
    fs.writeFileSync(half, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    fs.renameSync(half, file);
  }
  return fs.readFileSync(file, 'latin1').trim();
}
