import { expect, test } from 'vitest';
import { BotError, Composer, type Context, run } from './composer.ts';
import type { Intent } from './intents/intent.ts';
import { textsOf } from './texts.ts';
import type { IncomingMessage } from './transport.ts';

const texts = textsOf('zh-CN', { 'zh-CN': 'a: 好', en: 'a: good' });

function context(message: Partial<IncomingMessage> = {}, name: Intent['name'] = 'none') {
  const said: string[] = [];
  const ctx: Context = {
    message: {
      id: 'm1',
      room: null,
      from: 'p-1',
      text: '你好',
      mentionsUs: false,
      quotesUs: false,
      at: 0,
      kind: 'text',
      ...message,
    },
    intent: { name, confidence: 1, command: false, slots: {} },
    session: undefined,
    texts,
    consoleUrl: 'http://localhost:1',
    now: 0,
    vault: () => Promise.resolve(undefined),
    key: (key) => `m1.${key}`,
    reply: (text) => said.push(text),
    replyInPrivate: (text) => said.push(`private: ${text}`),
    setSession: () => undefined,
  };
  return { ctx, said };
}

test('middleware runs in the order it was added, and what comes after next() runs on the way back', async () => {
  const { ctx, said } = context();
  const bot = new Composer();
  bot.use(async ({ reply }, next) => {
    reply('in');
    await next();
    reply('out');
  });
  bot.use(({ reply }) => reply('middle'));
  bot.use(({ reply }) => reply('never reached'));
  await run(bot, ctx);
  expect(said).toEqual(['in', 'middle', 'out']);
});

test('who calls next() twice is told so', async () => {
  const bot = new Composer();
  bot.use(async (_, next) => {
    await next();
    await next();
  });
  bot.use(() => undefined);
  await expect(run(bot, context().ctx)).rejects.toThrow('called twice');
});

test('on() narrows by intent and by kind of message, and lets everything else go on', async () => {
  const bot = new Composer();
  bot.on(['report', 'progress']).use(({ intent, reply }) => reply(`about ${intent.name}`));
  bot.on(':image', ({ message, reply }) => reply(`${message.file.length} bytes`));
  bot.use(({ reply }) => reply('something else'));
  const say = async (...given: Parameters<typeof context>) => {
    const { ctx, said } = context(...given);
    await run(bot, ctx);
    return said;
  };
  expect(await say({}, 'report')).toEqual(['about report']);
  expect(await say({ kind: 'image', file: new Uint8Array(3) })).toEqual(['3 bytes']);
  expect(await say({ kind: 'image' })).toEqual(['something else']);
  expect(await say({ kind: 'voice' })).toEqual(['something else']);
});

test('room() and dm() part what is public from what is not', async () => {
  const bot = new Composer();
  bot.room(({ message, reply }) => reply(`in ${message.room}`));
  bot.dm(({ reply }) => reply('in private'));
  for (const [room, words] of [
    ['r1', 'in r1'],
    [null, 'in private'],
  ] as const) {
    const { ctx, said } = context({ room });
    await run(bot, ctx);
    expect(said).toEqual([words]);
  }
});

test('command() gives what stands behind the word, whether there is a space or not; hears() what it found', async () => {
  const bot = new Composer();
  bot.command(['进度', '进度查询'], ({ match, reply }) => reply(`command ${match}`));
  bot.hears(/^(\d)分$/g, ({ match, reply }) => reply(`heard ${match[1]}`));
  bot.hears('取消', ({ match, reply }) => reply(`heard ${match[0]}`));
  const say = async (text: string) => {
    const { ctx, said } = context({ text });
    await run(bot, ctx);
    return said;
  };
  expect(await say('进度 12')).toEqual(['command 12']);
  expect(await say('进度12')).toEqual(['command 12']);
  expect(await say(' 进度查询 ')).toEqual(['command ']);
  expect(await say('5分')).toEqual(['heard 5']);
  expect(await say('5分')).toEqual(['heard 5']);
  expect(await say('取消')).toEqual(['heard 取消']);
  expect(await say('取消吧')).toEqual([]);
  expect(await say('查进度')).toEqual([]);
});

test('branch() goes one way and not the other', async () => {
  const bot = new Composer();
  bot.branch(
    ({ message }) => Promise.resolve(message.quotesUs),
    ({ reply }) => reply('yes'),
    ({ reply }) => reply('no'),
  );
  for (const quotesUs of [true, false]) {
    const { ctx, said } = context({ quotesUs });
    await run(bot, ctx);
    expect(said).toEqual([quotesUs ? 'yes' : 'no']);
  }
});

test('an error boundary catches what is inside it and nothing else, and repeats nothing that was said', async () => {
  const bot = new Composer();
  const caught: BotError<Context>[] = [];
  const inside = bot.errorBoundary((error, next) => {
    caught.push(error);
    return next();
  });
  inside.use(({ message }) => {
    if (message.quotesUs) throw new Error(`failed on ${message.text}`);
  });
  inside.use(() => undefined);
  bot.use(({ reply }) => reply('goes on'));
  const { ctx, said } = context({ quotesUs: true });
  await run(bot, ctx);
  expect(said).toEqual(['goes on']);
  expect(caught[0]).toBeInstanceOf(BotError);
  expect(caught[0]?.message).not.toContain('你好');
  expect(caught[0]?.ctx).toBe(ctx);

  const outside = new Composer();
  outside.errorBoundary(() => undefined);
  outside.use(() => {
    throw new Error('outside');
  });
  await expect(run(outside, ctx)).rejects.toThrow('outside');
});
