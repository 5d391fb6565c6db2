import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestStore } from '../tests/bot-store.ts';
import { VaultClient } from '../vault/client.ts';
import { type Handle, Loop } from './loop.ts';
import type { IncomingMessage } from './transport.ts';

/** A vault of which only the answers matter: `answer` is what comes back, undefined cuts the line. */
let answer: { status: number; body: object; headers?: Record<string, string> } | undefined;
/** How many requests are answered before the line is cut. */
let cutAfter: number;
let asked: string[];
let server: Server;
let test0: TestStore;
let now: number;
let logged: string[];

beforeEach(async () => {
  now = 1_800_000_000_000;
  asked = [];
  cutAfter = Infinity;
  logged = [];
  answer = exchanged;
  test0 = await new TestStore().open();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    if (answer === undefined || asked.length > cutAfter) {
      response.destroy();
      return;
    }
    const type = answer.status < 300 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  test0.end();
});

const address = 'ab'.repeat(16);
const exchanged = { status: 200, body: { access_token: 't', token_type: 'Bearer', expires_in: 60, address } };
const problem = (status: number, code: string) => ({
  status,
  body: { type: '', code, title: '', detail: '', status, reference: '' },
});

const words = { waiting: '我记着', failed: '没办成' };
function loopOf(handle: Handle): Loop {
  const { port } = server.address() as AddressInfo;
  return new Loop({
    store: test0.store,
    vault: new VaultClient({ url: `http://127.0.0.1:${port}`, community: 'hengda', token: 'bot' }),
    transport: 'fake',
    handle,
    words,
    now: () => now,
    wake: () => undefined,
    broken: (error) => {
      throw error;
    },
    log: (line) => logged.push(line),
  });
}

let ids = 0;
const said = (from: string, room: string | null, text: string): IncomingMessage => {
  const message = { id: `m${(ids += 1)}`, room, from, text, at: now, kind: 'text' as const };
  const whole = { ...message, mentionsUs: room !== null, quotesUs: false };
  test0.store.inbox.take(whole, now);
  return whole;
};

/** Handles all that is due now, and gives what is to be said by then. */
async function round(loop: Loop): Promise<string[]> {
  do {
    loop.step();
    await loop.idle();
  } while (loop.step() === Infinity && test0.store.inbox.waiting().some(({ due }) => due <= now));
  await loop.idle(); // what the last look began
  return outbox();
}
const outbox = (): string[] =>
  test0.store.outbox.waiting().map(({ id }) => {
    const { chat, text } = test0.store.outbox.read(id);
    return `${'room' in chat ? chat.room : chat.to} ${text}`;
  });

/** Asks the vault for something, and says that it is done. */
const asking: Handle = async ({ message, vault, reply, key }) => {
  const client = await vault(message.room === null ? 'private' : 'group');
  reply(client === undefined ? '停了' : `好:${message.text}`);
  await client?.createTicket({ category: 'dog', description: message.text }, key('report'));
};

test('a vault that cannot be reached keeps the message and those behind it, and the person hears of it once', async () => {
  const loop = loopOf(asking);
  answer = undefined;
  said('p-1', null, '一');
  said('p-1', null, '二');
  expect(await round(loop)).toEqual([]); // it may be back in a second
  const pauses: number[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    const pause = loop.step();
    pauses.push(pause);
    now += pause;
    expect(await round(loop)).toEqual(tries < 2 ? [] : ['p-1 我记着']);
  }
  expect(pauses.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(pauses.at(-1)).toBe(60_000);
  answer = exchanged;
  now += loop.step();
  expect(await round(loop)).toEqual(['p-1 我记着', 'p-1 好:一', 'p-1 好:二']);
  expect(test0.store.inbox.waiting()).toEqual([]);
});

test('somebody else is answered meanwhile, and Retry-After is kept to', async () => {
  const loop = loopOf(asking);
  answer = { ...problem(503, 'unavailable'), headers: { 'retry-after': '30' } };
  said('p-1', null, '一');
  expect(await round(loop)).toEqual(['p-1 我记着']); // it is known to take longer
  expect(loop.step()).toBe(30_000);
  answer = exchanged;
  said('p-2', null, '二');
  expect(await round(loop)).toEqual(['p-1 我记着', 'p-2 好:二']);
});

test('in a group nobody waits for a message of somebody else that is put off; its author’s own stay in order', async () => {
  const evil: Handle = async (given) => {
    const { message, reply } = given;
    if (message.from !== 'p-evil') return reply(`好:${message.text}`);
    answer = problem(503, 'unavailable');
    await asking(given);
    answer = exchanged;
  };
  const loop = loopOf(evil);
  said('p-evil', null, '一');
  said('p-evil', 'r-1', '二');
  said('p-evil', 'r-2', '三');
  said('p-1', 'r-1', '漏气');
  said('p-2', 'r-2', '漏水');
  expect(await round(loop)).toEqual(['r-1 好:漏气', 'r-2 好:漏水']);
  expect(loop.step()).toBe(500);
  said('p-1', 'r-1', '四');
  expect(await round(loop)).toEqual(['r-1 好:漏气', 'r-2 好:漏水', 'r-1 好:四']);
  expect(test0.store.inbox.waiting().map(({ tries }) => tries)).toEqual([1, 0, 0]);
});

test('whoever exchanges too often is told so by the handler, and their message is done with', async () => {
  const statuses: unknown[] = [];
  const loop = loopOf(async ({ vault }) => {
    const client = await vault('group');
    const done = await client?.createTicket({ category: 'dog', description: '' }, 'key');
    statuses.push(done?.ok === false ? [done.status, done.problem.retryAfter] : done);
  });
  answer = { ...problem(429, 'too_many_requests'), headers: { 'retry-after': '1800' } };
  said('p-1', 'r-1', '一');
  expect(await round(loop)).toEqual([]);
  expect(statuses).toEqual([[429, 1800]]);
  expect(test0.store.inbox.waiting()).toEqual([]);
  expect(asked.length).toBe(1);
});

test('a fresh token that is refused again and again is no outage: after some tries the person is told', async () => {
  const loop = loopOf(async ({ vault, key }) => {
    answer = exchanged;
    const client = await vault('private');
    answer = problem(401, 'unauthenticated');
    await client?.createTicket({ category: 'dog', description: '' }, key('report'));
  });
  said('p-1', null, '一');
  await round(loop);
  for (let tries = 1; tries < 4; tries += 1) {
    expect(outbox()).toEqual([]);
    now += loop.step();
    await round(loop);
  }
  expect(outbox()).toEqual(['p-1 没办成']);
  // The bot's own token is renewed from outside: that is waited for.
  answer = problem(401, 'unauthenticated');
  said('p-2', null, '二');
  const own = loopOf(asking);
  for (let tries = 0; tries < 6; tries += 1) {
    await round(own);
    now += own.step();
  }
  expect(outbox()).toEqual(['p-1 没办成', 'p-2 我记着']);
});

test('what a group is told before the vault is asked goes out at once, and once, whatever the vault does', async () => {
  const seen: string[][] = [];
  const loop = loopOf(async ({ vault, reply, replyInPrivate, key }) => {
    reply('群');
    const client = await vault('private');
    seen.push(outbox());
    await client?.createTicket({ category: 'dog', description: '' }, key('report'));
    replyInPrivate('私');
  });
  answer = undefined;
  said('p-1', 'r-1', '一');
  expect(await round(loop)).toEqual(['r-1 群']);
  answer = exchanged;
  now += loop.step();
  expect(await round(loop)).toEqual(['r-1 群', 'p-1 私']);
  expect(seen).toEqual([['r-1 群'], ['r-1 群']]);
});

test('a line that needs the vault’s answer waits for it; handled again, the group does not hear another one', async () => {
  let tries = 0;
  const loop = loopOf(async ({ vault, reply, replyInPrivate }) => {
    await vault('group');
    tries += 1;
    if (tries === 1) reply('编号1');
    else {
      replyInPrivate('过会儿');
      reply('私聊');
    }
    await vault('private');
  });
  said('p-1', 'r-1', '一');
  cutAfter = 1;
  expect(await round(loop)).toEqual(['r-1 编号1']);
  cutAfter = Infinity;
  now += loop.step();
  expect(await round(loop)).toEqual(['r-1 编号1', 'p-1 过会儿']);
});

test('that it takes longer, or was not done, is never said in the group', async () => {
  const loop = loopOf(asking);
  answer = undefined;
  said('p-1', 'r-1', '一');
  await round(loop);
  for (let tries = 0; tries < 4; tries += 1) {
    now += loop.step();
    await round(loop);
  }
  expect(outbox()).toEqual(['p-1 我记着']);
  now += 13 * 3_600_000;
  expect(await round(loop)).toEqual(['p-1 我记着', 'p-1 没办成']);
});

test('a vault that is lost halfway takes what was going to be said with it, and is asked with the same keys again', async () => {
  const keys: string[] = [];
  const loop = loopOf(async (given) => {
    keys.push(given.key('report'));
    await asking(given);
  });
  said('p-1', null, '一');
  cutAfter = 1;
  await round(loop);
  expect(asked.map((path) => path.split('/').pop())).toEqual(['tokens:exchange', 'tickets']);
  expect(outbox()).toEqual([]);
  cutAfter = Infinity;
  now += loop.step();
  expect(await round(loop)).toEqual(['p-1 好:一']);
  expect(keys.length).toBe(2);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

test('who asks too often is told so by the handler; a token that ran out is exchanged anew', async () => {
  const statuses: number[] = [];
  const loop = loopOf(async ({ vault, reply, key }) => {
    const client = await vault('private');
    // The exchange went well; what it was for does not.
    answer = statuses.length === 0 ? problem(401, 'unauthenticated') : problem(429, 'too_many_requests');
    const done = await client?.createTicket({ category: 'dog', description: '' }, key('report'));
    answer = exchanged;
    statuses.push(done?.ok === false ? done.status : 0);
    reply(`${statuses.at(-1)}`);
  });
  said('p-1', null, '一');
  expect(await round(loop)).toEqual([]);
  now += loop.step();
  expect(await round(loop)).toEqual(['p-1 429']);
  expect(statuses).toEqual([401, 429]);
});

test('an officer who stopped the bot is no outage: the handler says so', async () => {
  answer = problem(403, 'denied');
  said('p-1', null, '一');
  expect(await round(loopOf(asking))).toEqual(['p-1 停了']);
});

test('whom the vault calls so is remembered with what was said', async () => {
  said('p-1', null, '一');
  await round(loopOf(asking));
  expect(test0.store.contacts.behind(address)).toBe('p-1');
  expect(test0.store.contacts.behind('cd'.repeat(16))).toBeUndefined();
});

test('a handler that fails is tried again and given up, nothing of the message is logged, and the next one goes on', async () => {
  const loop = loopOf(({ message, reply }) => {
    reply(message.text);
    return message.text === '坏' ? Promise.reject(new TypeError(`坏 13800138000`)) : Promise.resolve();
  });
  said('p-1', null, '坏');
  said('p-1', null, '好');
  await round(loop);
  for (let tries = 1; tries < 4; tries += 1) {
    expect(outbox()).toEqual([]);
    now += loop.step();
    await round(loop);
  }
  expect(outbox()).toEqual(['p-1 没办成', 'p-1 好']);
  expect(logged).toEqual(Array.from({ length: 4 }, () => 'a message was not handled: TypeError'));
});

test('a vault that fails is no vault that is away: after some tries the person is told', async () => {
  const loop = loopOf(asking);
  answer = problem(500, 'internal');
  said('p-1', null, '一');
  await round(loop);
  for (let tries = 1; tries < 4; tries += 1) {
    now += loop.step();
    await round(loop);
  }
  expect(outbox()).toEqual(['p-1 没办成']);
});

test('after half a day without a vault the person is told, and the message goes', async () => {
  const loop = loopOf(asking);
  answer = undefined;
  said('p-1', null, '一');
  await round(loop);
  now += 13 * 3_600_000;
  await round(loop);
  expect(outbox()).toEqual(['p-1 没办成']);
  expect(test0.store.inbox.waiting()).toEqual([]);
});

test('nobody is answered twice at a time, nor a room; others are', async () => {
  const open: string[] = [];
  const gate = new Map<string, () => void>();
  const loop = loopOf(async ({ message }) => {
    open.push(message.text);
    await new Promise<void>((resolve) => gate.set(message.text, resolve));
  });
  said('p-1', 'r-1', '一'); // p-1 in a room
  said('p-1', null, '二'); // waits for p-1
  said('p-2', 'r-1', '三'); // waits for the room
  said('p-2', null, '四'); // waits for p-2, whose third is first
  said('p-3', null, '五');
  loop.step();
  expect(open).toEqual(['一', '五']);
  gate.get('一')?.();
  gate.get('五')?.();
  await loop.idle();
  loop.step();
  expect(open).toEqual(['一', '五', '二', '三']);
  gate.get('三')?.();
  gate.get('二')?.();
  await loop.idle();
  loop.step();
  expect(open.at(-1)).toBe('四');
  gate.get('四')?.();
  await loop.idle();
});

test('urgent words are known to the next message of the room, and a session to the next of the person', async () => {
  const seen: unknown[] = [];
  const loop = loopOf(({ message, session, lastUrgent, reply, setSession }) => {
    seen.push([message.text, session?.step, lastUrgent]);
    if (message.text === '号码') reply('可撤回', { urgent: true });
    setSession(message.text === '完' ? undefined : { form: 'f', step: message.text, answers: {}, at: now });
    return Promise.resolve();
  });
  for (const [from, room, text] of [
    ['p-1', 'r-1', '号码'],
    ['p-2', 'r-1', '别的'],
    ['p-1', null, '完'],
    ['p-1', null, '再来'],
    ['p-1', 'r-2', '那边'],
  ] as const) {
    said(from, room, text);
    await round(loop);
  }
  expect(seen).toEqual([
    ['号码', undefined, undefined],
    ['别的', undefined, now],
    ['完', '号码', undefined],
    ['再来', undefined, undefined],
    ['那边', '再来', undefined],
  ]);
});
