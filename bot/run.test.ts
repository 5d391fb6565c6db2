import { afterEach, expect, test } from 'vitest';
import { Death, TestStore } from '../tests/bot-store.ts';
import { FakeChat } from '../tests/fake-chat.ts';
import { VaultClient } from '../vault/client.ts';
import type { Handle } from './loop.ts';
import { paceOf } from './pacing.ts';
import { type BotParts, runBot } from './run.ts';

const vault = new VaultClient({ url: 'http://localhost:1', community: 'hengda' });
const words = { waiting: '我记着', failed: '没办成' };
const opened: TestStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.end();
});
async function testStore(): Promise<TestStore> {
  const made = await new TestStore().open();
  opened.push(made);
  return made;
}

/** Says back what it heard, with a number that it remembers; twice in a group. */
const echo: Handle = ({ message, session, setSession, reply, replyInPrivate }) => {
  const count = Number(session?.answers['count'] ?? 0) + 1;
  reply(`${message.text}#${count}`);
  reply(`还有${message.text}`);
  if (message.room !== null) replyInPrivate(`私${message.text}`);
  setSession({ form: 'count', step: '', answers: { count: String(count) }, at: message.at });
  return Promise.resolve();
};

const expected = {
  'p-1': ['一#1', '还有一', '私三', '五#3', '还有五'],
  'p-2': ['二#1', '还有二', '私四'],
  'r-1': ['三#2', '还有三', '四#2', '还有四'],
};
function tell(chat: FakeChat): void {
  chat.say('p-1', null, '一');
  chat.say('p-2', null, '二');
  chat.say('p-1', 'r-1', '三');
  chat.say('p-2', 'r-1', '四');
  chat.say('p-1', null, '五');
}

function parts(test: TestStore, chat: FakeChat, more: Partial<BotParts> = {}): BotParts {
  return {
    store: test.store,
    transport: chat,
    vault,
    handle: echo,
    words,
    pace: paceOf(0),
    now: () => 1_800_000_000_000,
    random: () => 0.5,
    log: () => undefined,
    ...more,
  };
}

/** Runs until it ends by itself, or all that was expected has been said. */
async function run(given: BotParts, isDone: () => boolean): Promise<string> {
  const stop = new AbortController();
  const look = setInterval(() => isDone() && stop.abort(), 2);
  try {
    return await runBot(given, stop.signal).catch((error: unknown) => {
      if (error instanceof Death) return 'lost';
      throw error;
    });
  } finally {
    clearInterval(look);
  }
}

const count = (said: Record<string, string[]>): number => Object.values(said).flat().length;

test('each message is answered once, in order, while it runs and when it was said before the start', async () => {
  const store = await testStore();
  const chat = new FakeChat();
  tell(chat);
  expect(await run(parts(store, chat), () => count(chat.said()) >= 12)).toBe('stopped');
  expect(chat.said()).toEqual(expected);
  // Nothing is said again by a next run, which is told everything again.
  chat.say('p-3', null, '完');
  expect(await run(parts(store.again(), chat), () => chat.said()['p-3']?.length === 2)).toBe('stopped');
  expect(chat.said()).toEqual({ ...expected, 'p-3': ['完#1', '还有完'] });
});

test('killed at any statement or on either side of any word, it loses nothing and says nothing twice', async () => {
  for (let kill = 1; ; kill += 1) {
    const store = await testStore();
    const chat = new FakeChat();
    chat.fault = () => store.step();
    tell(chat);
    store.left = kill;
    let ending = await run(parts(store, chat), () => count(chat.said()) >= 12);
    const wasKilled = ending === 'lost';
    for (let again = 0; ending === 'lost' && again < 3; again += 1) {
      ending = await run(parts(store.again(), chat), () => count(chat.said()) >= 12);
    }
    // What may still be under way would be too much.
    await run(parts(store.again(), chat), () => true);
    expect([kill, chat.said()]).toEqual([kill, expected]);
    store.end();
    opened.pop();
    if (!wasKilled) break;
    expect(kill).toBeLessThan(2_000);
  }
}, 240_000);

test('where a transport tells nothing again, what is in doubt is not said a second time', async () => {
  for (const [where, first] of [
    ['before', []],
    ['after', ['一#1']],
  ] as const) {
    const store = await testStore();
    const chat = new FakeChat();
    chat.can = { ...chat.can, recalls: false };
    let faults = 0;
    chat.fault = (at) => {
      if (at === where && (faults += 1) === 1) throw new Death();
    };
    const started = run(parts(store, chat), () => false);
    chat.say('p-1', null, '一');
    expect(await started).toBe('lost');
    expect(chat.said()['p-1'] ?? []).toEqual(first);
    await run(parts(store.again(), chat), () => (chat.said()['p-1'] ?? []).includes('还有一'));
    expect(chat.said()['p-1']).toEqual([...first, '还有一']);
  }
});

test('the same words said before are not taken for those in doubt', async () => {
  const store = await testStore();
  const chat = new FakeChat();
  chat.echoes = false;
  let words = 0;
  chat.fault = (at) => {
    if (at === 'before' && (words += 1) === 2) throw new Death();
  };
  const twice: Handle = ({ reply }) => {
    reply('好');
    reply('好');
    return Promise.resolve();
  };
  chat.say('p-1', null, '一');
  expect(await run(parts(store, chat, { handle: twice }), () => false)).toBe('lost');
  expect(chat.said()).toEqual({ 'p-1': ['好'] });
  await run(parts(store.again(), chat, { handle: twice }), () => chat.said()['p-1']?.length === 2);
  expect(chat.said()).toEqual({ 'p-1': ['好', '好'] });
});

test('told to stop, it finishes the message in hand and begins no other', async () => {
  const store = await testStore();
  const chat = new FakeChat();
  const inHand = Promise.withResolvers<void>();
  const stop = new AbortController();
  const heard: string[] = [];
  const slow: Handle = async ({ message, reply }) => {
    heard.push(message.text);
    stop.abort();
    await inHand.promise;
    reply('好');
  };
  chat.say('p-1', null, '一');
  chat.say('p-1', null, '二');
  const running = runBot(parts(store, chat, { handle: slow }), stop.signal);
  setTimeout(() => inHand.resolve(), 20);
  expect(await running).toBe('stopped');
  expect(heard).toEqual(['一']);
  expect(store.store.inbox.waiting().length).toBe(1);
  expect(store.store.outbox.waiting().length).toBe(1);
});

test('a transport that is gone, one that nobody can sign in to, and a full disk end the run', async () => {
  const store = await testStore();
  class Lost extends FakeChat {
    override async start(...args: Parameters<FakeChat['start']>): Promise<void> {
      await super.start(...args);
      setTimeout(() => args[0].lost('signed out'), 5);
    }
  }
  const lines: string[] = [];
  expect(await run(parts(store, new Lost(), { log: (line) => lines.push(line) }), () => false)).toBe('lost');
  expect(lines).toEqual(['ready', 'signed out']);
  class Closed extends FakeChat {
    override start(): Promise<void> {
      return Promise.reject(new Error('nobody signed in'));
    }
  }
  await expect(run(parts(store, new Closed()), () => false)).rejects.toThrow('nobody signed in');
  const chat = new FakeChat();
  const running = run(parts(store, chat), () => false);
  setTimeout(() => {
    store.left = 0;
    chat.say('p-1', null, '一');
  }, 20);
  expect(await running).toBe('lost');
});
