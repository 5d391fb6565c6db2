import { vi } from 'vitest';
import { createBot } from '../bot/bot.ts';
import type { Session } from '../bot/composer.ts';
import { type Course, speaker } from '../bot/speaker.ts';
import { type Language, loadTexts } from '../bot/texts.ts';
import type { IncomingMessage } from '../bot/transport.ts';
import { VaultClient } from '../vault/client.ts';
import { nodeCommunity } from './node-community.ts';
import { consoleOf } from './node-console.ts';

/** What came of one message. */
export interface Said {
  /** In the group. */
  group: string[];
  /** To who wrote, alone. */
  private: string[];
  urgent: string[];
}

/** The bot's conversation over a vault in this process, with everything between them but the network. */
export async function nodeTalk(language: Language = 'zh-CN') {
  const community = await nodeCommunity();
  const { vault: node } = community;
  const { fetch } = consoleOf(community);
  let reachable = true;
  const sent: string[] = [];
  vi.stubGlobal('fetch', (input: string, init: RequestInit) => {
    sent.push(`${init.method} ${new URL(input).pathname.replace('/v1/communities/hengda', '')}`);
    return reachable ? fetch(new Request(input, init)) : Promise.reject(new TypeError('fetch failed'));
  });
  const vault = new VaultClient({
    url: 'http://vault',
    community: 'hengda',
    token: community.bot.token,
    language,
  });
  const texts = loadTexts(language);
  const bot = createBot(texts);
  const sessions = new Map<string, Session>();
  const urgent = new Map<string, number>();
  let messages = 0;

  /** @param message what it is beside a text: a room, a mention, a picture; with the `id` of an earlier one it is that one again */
  async function say(from: string, text: string, message: Partial<IncomingMessage> = {}): Promise<Said> {
    messages += 1;
    const { room = null, kind = 'text' } = message;
    const said: Said = { group: [], private: [], urgent: [] };
    let session: { next: Session | undefined } | undefined;
    const course: Course = { unreachable: undefined, failed: false, address: undefined };
    const whole = {
      id: `m${messages}`,
      room,
      from,
      text,
      kind,
      mentionsUs: false,
      quotesUs: false,
      at: node.now,
    };
    const incoming: IncomingMessage = { ...whole, ...message };
    await bot({
      message: incoming,
      session: sessions.get(from),
      consoleUrl: 'http://localhost:8787',
      now: node.now,
      lastUrgent: room === null ? undefined : urgent.get(room),
      vault: speaker(vault, { transport: 'wechat', contact: from }, course),
      key: (name) => `${incoming.id}.${name}`,
      reply: (words, options = {}) => {
        said[room === null ? 'private' : 'group'].push(words);
        if (options.urgent === true) said.urgent.push(words);
      },
      replyInPrivate: (words) => void said.private.push(words),
      setSession: (next) => {
        session = { next };
      },
    });
    if (room !== null && said.urgent.length > 0) urgent.set(room, node.now);
    if (session?.next !== undefined) sessions.set(from, session.next);
    else if (session !== undefined) sessions.delete(from);
    return said;
  }

  return {
    community,
    texts,
    sessions,
    /** `METHOD path` of every request, in order. */
    sent,
    say,
    /** In private; what is answered there, as one text. */
    dm: async (from: string, text: string, message: Partial<IncomingMessage> = {}): Promise<string> =>
      (await say(from, text, message)).private.join('\n---\n'),
    /** In the group, with a mention. */
    mention: (from: string, text: string) => say(from, text, { room: 'dogs', mentionsUs: true }),
    /** Milliseconds later. */
    later: (milliseconds: number) => (node.now += milliseconds),
    reach: (can: boolean) => (reachable = can),
  };
}

export type NodeTalk = Awaited<ReturnType<typeof nodeTalk>>;
