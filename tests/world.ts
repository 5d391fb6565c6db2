import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { dogFields, type People, residentFields, settle } from './people.ts';
import { testVault, type TestVault } from './wire.ts';

/** A message as the chat stand-in tells it to one person. */
export interface Heard {
  seq: number;
  id: string;
  room: string | null;
  from: string;
  to: string | null;
  text: string;
}

export type Part = 'vault' | 'chat' | 'bot';

/** Who is in the chat. Nicknames, never recorded names. */
export const cast = {
  /** A resident of grid 3, bound, with a dog. */
  owner: 'p-owner',
  /** A resident of grid 3, bound, without one. */
  neighbour: 'p-neighbour',
  /** A friend of the bot's, bound to nobody. */
  unbound: 'p-unbound',
  /** In the group, and no friend of the bot's. */
  stranger: 'p-stranger',
  /** The worker of grid 3, whose chat is bound. */
  worker: 'p-worker',
} as const;
export type Person = (typeof cast)[keyof typeof cast];

export const dogs = 'r-dogs';

const root = dirname(import.meta.dirname);
/** How long something may take on a machine under load, in milliseconds; nothing waits for it when it is there. */
const patience = 30_000;

/**
 * Everything as it runs for people, each part a process of its own: the vault on workerd, the chat stand-in, and the
 * bot on real Wechaty between them.
 */
export interface World {
  vault: TestVault;
  people: People;
  /** Where everything is kept. */
  dir: string;
  chat: string;
  say(from: Person, room: string | null, text: string | undefined, more?: object): Promise<string>;
  /** What a person can see, from behind `after`. */
  heard(person: Person, after?: number): Promise<Heard[]>;
  /** Waits until the bot says something like this to a person, behind `after`. */
  hear(person: Person, like: RegExp, where?: { room?: string | null; after?: number }): Promise<Heard>;
  /** Ends a part as a power cut would. */
  kill(part: Part): Promise<void>;
  start(part: Part): Promise<void>;
  close(): Promise<void>;
}

/** A small community with its chat. The residents' contacts are not bound yet: {@link bindAll} does that. */
export async function openWorld(): Promise<World> {
  const vault = await testVault();
  const people = await settle(vault, vault.vault.adminToken);
  const chatDir = join(vault.dir, 'chat');
  const tokenFile = join(vault.dir, 'bot.token');
  writeFileSync(tokenFile, people.bot.token, { mode: 0o600 });
  const running = new Map<Exclude<Part, 'vault'>, Child>();
  let chat = '';
  let chatPort = '0';

  const startChat = async () => {
    const child = new Child(['demo/chat/main.ts'], { LINDUN_CHAT_PORT: chatPort, LINDUN_CHAT_DIR: chatDir });
    running.set('chat', child);
    chat = (await child.line(/^chat: (http:\S+)$/))[1] ?? '';
    chatPort = new URL(chat).port;
  };
  const startBot = async () => {
    const child = new Child(['bot/main.ts'], {
      LINDUN_VAULT: vault.vault.url,
      LINDUN_CONSOLE: vault.vault.url,
      LINDUN_COMMUNITY: 'hengda',
      LINDUN_BOT_TOKEN_FILE: tokenFile,
      LINDUN_BOT_DIR: join(vault.dir, 'bot'),
      LINDUN_BOT_PACE: '0.01',
      WECHATY_PUPPET: 'local',
      LINDUN_CHAT: chat,
      LINDUN_CHAT_TOKEN_FILE: join(chatDir, 'bot.token'),
    });
    running.set('bot', child);
    await child.line(/^bot: ready$/);
  };
  const request = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${chat}${path}`, init);
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path.split('?')[0]}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  await startChat();
  await request('/world', {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${readFileSync(join(chatDir, 'bot.token'), 'utf8').trim()}`,
    },
    body: JSON.stringify(populace),
  });
  await startBot();

  const world: World = {
    vault,
    people,
    dir: vault.dir,
    chat,
    async say(from, room, text, more = {}) {
      const body = JSON.stringify({ from, room, text, ...more });
      const headers = { 'content-type': 'application/json' };
      return ((await request('/messages', { method: 'POST', headers, body })) as { id: string }).id;
    },
    heard: async (person, after = 0) => (await request(`/messages?as=${person}&after=${after}`)) as Heard[],
    async hear(person, like, { room = null, after = 0 } = {}) {
      for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(50)) {
        const found = (await world.heard(person, after)).find(
          (heard) => heard.from === 'bot' && heard.room === room && like.test(heard.text),
        );
        if (found !== undefined) return found;
      }
      throw new Error(`${person} never heard ${String(like)}`);
    },
    async kill(part) {
      if (part === 'vault') await vault.vault.kill9();
      else await running.get(part)?.end('SIGKILL');
    },
    async start(part) {
      if (part === 'vault') await vault.restart();
      else await (part === 'chat' ? startChat() : startBot());
    },
    async close() {
      await running.get('bot')?.end('SIGTERM');
      await running.get('chat')?.end('SIGTERM');
      await vault.close();
    },
  };
  return world;
}

const populace = {
  people: [
    { id: cast.owner, name: '旺财妈', role: 'resident', friend: true },
    { id: cast.neighbour, name: '三号楼老赵', role: 'resident', friend: true },
    { id: cast.unbound, name: '新来的', role: 'resident', friend: true },
    { id: cast.stranger, name: '路过', role: 'resident', friend: false },
    { id: cast.worker, name: '网格小李', role: 'grid_worker', friend: true },
  ],
  rooms: [
    {
      id: dogs,
      topic: '恒大城养犬群',
      members: [cast.owner, cast.neighbour, cast.unbound, cast.stranger, cast.worker],
    },
  ],
};

/** Binds owner, neighbour and worker as people do it: a code, said in the chat, two digits compared, confirmed. */
export async function bindAll(world: World): Promise<{ neighbour: string }> {
  const { people } = world;
  const neighbour = await people.addResident({ ...residentFields, ...other });
  await bind(world, cast.owner, { resident: people.resident.id });
  await bind(world, cast.neighbour, { resident: neighbour });
  await bind(world, cast.worker, {});
  return { neighbour };
}

const other = {
  name: '赵德柱',
  mobile: '13700137001',
  address: '3-1-201',
  idNumber: '370112198506152011',
  care: '',
};

async function bind(world: World, person: Person, whose: object): Promise<void> {
  const { vault, people } = world;
  const ask = async (path: string, body?: object) => {
    const wire = await vault.send('POST', path, { token: people.worker.token, body });
    if (wire.status >= 300) throw new Error(`${path}: ${wire.status}`);
    return wire.json as Record<string, string>;
  };
  const { id, code } = await ask('/bindings', whose);
  const { seq } = (await world.heard(person)).at(-1) ?? { seq: 0 };
  await world.say(person, null, `绑定 ${code}`);
  const { text } = await world.hear(person, /\d{2}/, { after: seq });
  const { check } = await ask(`/bindings/${id}:read`);
  if (!text.includes(String(check))) throw new Error('the chat shows other digits than the maker sees');
  await ask(`/bindings/${id}:confirm`);
  await world.hear(person, /^绑好了/);
}

export { dogFields, residentFields };

/** A part's process. What it prints goes into the error when it does not come up, and nowhere else. */
class Child {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  readonly #gone: Promise<void>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#process = spawn(process.execPath, args, {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#gone = new Promise((resolve) => void this.#process.once('exit', () => resolve()));
    for (const stream of [this.#process.stdout, this.#process.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#lines.push(line));
  }

  async line(like: RegExp): Promise<RegExpExecArray> {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(20)) {
      for (const line of this.#lines) {
        const found = like.exec(line);
        if (found !== null) return found;
      }
      if (this.#process.exitCode !== null) break;
    }
    throw new Error(`it did not come up:\n${this.#lines.slice(-20).join('\n')}`);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill(signal);
    await Promise.race([this.#gone, sleep(5_000).then(() => this.#process.kill('SIGKILL'))]);
    await this.#gone;
  }
}
