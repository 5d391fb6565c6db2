import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export interface Heard {
  seq: number;
  room: string | null;
  from: string;
  to: string | null;
  text: string;
  type: string;
}

interface StartOptions {
  keep?: boolean;
  env?: Record<string, string>;
  program?: string;
}

/** The chat stand-in and the echo bot, each a process of its own that can be killed, in a folder that goes away. */
export class BotAndChat {
  readonly dir = mkdtempSync(join(tmpdir(), 'lindun-bot-chat-'));
  readonly botDir = join(this.dir, 'bot');
  /** What the bot's processes printed. */
  printed = '';
  /** How they ended. */
  readonly endings: (number | string | null)[] = [];
  url = '';
  #chat: ChildProcess | undefined;
  #bot: ChildProcess | undefined;
  #isOver = false;

  get token(): string {
    return readFileSync(join(this.dir, 'chat', 'bot.token'), 'latin1').trim();
  }

  /** Where the stand-in is, for whoever speaks as the bot. */
  get chatEnv(): Record<string, string> {
    return { LINDUN_CHAT: this.url, LINDUN_CHAT_TOKEN_FILE: join(this.dir, 'chat', 'bot.token') };
  }

  async startChat(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    const env = { LINDUN_CHAT_PORT: port, LINDUN_CHAT_DIR: join(this.dir, 'chat') };
    this.#chat = this.#spawn('demo/chat/main.ts', env);
    this.url = await printedLine(this.#chat, /^chat: (http:\/\/localhost:\d+)$/);
  }

  /**
   * @param keep starts it again each time it ends, as a supervisor does
   * @param program the echo bot when left out
   */
  async startBot(options: StartOptions = {}): Promise<void> {
    const { keep = false, env = {}, program = 'tests/echo-bot.ts' } = options;
    const bot = this.#spawn(program, {
      ...this.chatEnv,
      LINDUN_BOT_DIR: this.botDir,
      LINDUN_BOT_PACE: '0',
      ...env,
    });
    this.#bot = bot;
    for (const stream of [bot.stdout, bot.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    }
    bot.on('exit', (code, signal) => {
      this.endings.push(code ?? signal);
      if (keep && !this.#isOver) void this.startBot(options).catch(() => undefined);
    });
    await printedLine(bot, /^bot: (ready)$/);
  }

  killChat(): Promise<unknown> {
    return killed(this.#chat, 'SIGKILL');
  }

  killBot(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<unknown> {
    return killed(this.#bot, signal);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.killBot();
    await this.killChat();
    rmSync(this.dir, { recursive: true, force: true });
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async world(people: readonly object[], rooms: readonly object[]): Promise<void> {
    const { ok } = await this.send('PUT', '/world', { people, rooms });
    if (!ok) throw new Error('no world');
  }

  /** Says it until it is acknowledged; the key has it there once. */
  async say(
    message: { from: string; room: string | null; key?: string } & Record<string, unknown>,
  ): Promise<void> {
    for (;;) {
      const sent = await this.send('POST', '/messages', message).catch(() => undefined);
      if (sent?.ok === true) return;
      if (sent !== undefined && sent.status < 500) throw new Error(`not sent: ${sent.status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async heard(as: string): Promise<Heard[]> {
    return (await (await this.send('GET', `/messages?as=${as}&after=0`)).json()) as Heard[];
  }

  /** What the bot said, as one sees it: in a room, or in private. */
  async told(as: string, room: string | null): Promise<string[]> {
    const heard = await this.heard(as);
    return heard.filter((one) => one.from === 'bot' && one.room === room).map(({ text }) => text);
  }

  #spawn(file: string, env: Record<string, string>): ChildProcess {
    return spawn(process.execPath, [join(root, file)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

/** @throws Error when the process ends without having printed such a line */
function printedLine(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const found = new RegExp(wanted, 'm').exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('exit', () => reject(new Error('it never said so')));
  });
}

async function killed(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<unknown> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
  const ended = once(child, 'exit');
  child.kill(signal);
  return ended;
}

/** Waits until it is so. @throws Error when it takes longer than anything should */
export async function until(isSo: () => Promise<boolean>, what: string, within = 90_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > end) throw new Error(`it never came to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
