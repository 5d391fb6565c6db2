import type { Hono } from 'hono';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { type Chat, openChat } from './chat.ts';
import type { Message } from './history.ts';

/** A small world for the tests. */
export const people = [
  { id: 'p-wang', name: '旺财家', role: 'resident', friend: true },
  { id: 'p-li', name: '阿李', role: 'resident', friend: false },
  { id: 'p-liu', name: '阿李的邻居', role: 'resident', friend: true },
] as const;
export const rooms = [
  { id: 'r-dogs', topic: '养犬群', members: ['p-wang', 'p-li'] },
  { id: 'r-house', topic: '3号楼', members: ['p-wang', 'p-liu'] },
] as const;
export const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]).toString('base64');
export const voice = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(8, 5)]).toString('base64');

export interface BotEvents {
  events: { seq: number; kind: string; own: boolean; text?: string; state?: string }[];
  last: number;
}

const token = 'the-bots-token';
const url = 'http://localhost:8788';

/** The stand-in in this process, on a folder of its own, with a clock that stands still. */
export class Trial {
  readonly dir = mkdtempSync(join(tmpdir(), 'lindun-chat-'));
  now = 1_800_000_000_000;
  chat!: Chat;
  app!: Hono;
  #ids = 0;

  /** Opens it, also anew. */
  async open(): Promise<void> {
    const newId = (): string => `id-${(this.#ids += 1)}`;
    this.chat = await openChat(this.dir, { now: () => this.now, newId });
    this.app = createApp(this.chat, token);
  }

  end(): void {
    this.chat.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await this.app.request(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = /^[{[]/.test(text) ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, json };
  }

  asBot(method: string, path: string, body?: unknown) {
    return this.ask(method, path, body, { authorization: `Bearer ${token}` });
  }

  say(body: unknown) {
    return this.ask('POST', '/messages', body);
  }

  /** Says it, and gives the message's id. */
  async said(body: unknown): Promise<string> {
    const { json } = await this.say(body);
    return (json as { id: string }).id;
  }

  async seen(as: string, query = ''): Promise<Message[]> {
    return (await this.ask('GET', `/messages?as=${as}${query}`)).json as Message[];
  }

  async texts(as: string, query = ''): Promise<string[]> {
    return (await this.seen(as, query)).map(({ text }) => text);
  }

  async botEvents(query = 'after=0'): Promise<BotEvents> {
    return (await this.asBot('GET', `/bot/events?${query}`)).json as BotEvents;
  }

  /** A file as it comes, for whoever has the bot's token. */
  async file(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.app.request(url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  }
}

export async function startTrial(): Promise<Trial> {
  const trial = new Trial();
  await trial.open();
  await trial.asBot('PUT', '/world', { people, rooms });
  return trial;
}
