import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BotAndChat, until } from './bot-chat.ts';

// Processes start, and the machine may have much else to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** The bot's machinery through real Wechaty, against the chat stand-in: two processes, killed as it comes. */
const people = [
  { id: 'p-wang', name: '旺财家', role: 'resident', friend: true },
  { id: 'p-li', name: '阿李', role: 'resident', friend: false },
  { id: 'p-liu', name: '阿李的邻居', role: 'resident', friend: true },
];
const rooms = [
  { id: 'r-dogs', topic: '养犬群', members: ['p-wang', 'p-li'] },
  { id: 'r-house', topic: '3号楼', members: ['p-wang', 'p-liu'] },
];

let both: BotAndChat;
beforeEach(async () => {
  both = new BotAndChat();
  await both.startChat();
  await both.world(people, rooms);
});
afterEach(() => both.end());

test('mentions of every form are heard and chatter is not, pictures come, and a quote of the bot is known', async () => {
  await both.say({ from: 'p-wang', room: null, text: '开门前说的' });
  await both.startBot();
  await both.say({ from: 'p-wang', room: 'r-dogs', text: '@楼管家\u2005有狗没拴绳' });
  await both.say({ from: 'p-li', room: 'r-dogs', text: '@楼管家没空格' });
  await both.say({ from: 'p-li', room: 'r-dogs', text: '@所有人 吃饭' });
  await both.say({ from: 'p-wang', room: 'r-dogs', text: '楼管家在吗' });
  await both.say({
    from: 'p-wang',
    room: null,
    image: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]).toString('base64'),
  });
  await until(async () => (await both.told('p-wang', null)).length >= 3, 'three private answers');
  await until(async () => (await both.told('p-wang', 'r-dogs')).length >= 2, 'two answers in the group');
  const [quoted] = (await both.heard('p-li')).filter(({ from }) => from === 'bot');
  await both.say({
    from: 'p-li',
    room: 'r-dogs',
    text: '满意',
    quote: (quoted as unknown as { id: string }).id,
  });
  await until(async () => (await both.told('p-wang', 'r-dogs')).length >= 3, 'an answer to the quote');
  expect(await both.told('p-wang', 'r-dogs')).toEqual(['有狗没拴绳#2', '没空格#1', '满意#2']);
  expect(await both.told('p-wang', null)).toEqual(['开门前说的#1', '私有狗没拴绳', 'image 6#3']);
});

test('a picture and a voice message are fetched from a private chat alone', async () => {
  await both.startBot();
  const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]).toString('base64');
  const voice = Buffer.from('#!AMR\n12').toString('base64');
  await both.say({ from: 'p-wang', room: 'r-dogs', image });
  await both.say({ from: 'p-wang', room: 'r-dogs', voice });
  await both.say({ from: 'p-wang', room: null, voice });
  await both.say({ from: 'p-wang', room: null, image });
  await until(async () => (await both.told('p-wang', null)).length >= 4, 'four private answers');
  expect(await both.told('p-wang', null)).toEqual([
    '私image without',
    '私voice without',
    'voice 8#3',
    'image 6#4',
  ]);
});

test('what is for a stranger comes once they have added the bot', async () => {
  await both.startBot();
  await both.say({ from: 'p-li', room: 'r-dogs', text: '@楼管家 帮助' });
  await until(async () => (await both.told('p-li', 'r-dogs')).length === 1, 'the line in the group');
  expect(await both.told('p-li', null)).toEqual([]);
  await both.killBot();
  await both.send('POST', '/friends', { from: 'p-li' });
  await both.startBot();
  await until(async () => (await both.told('p-li', null)).length === 1, 'what was held');
  expect(await both.told('p-li', null)).toEqual(['私帮助']);
});

test('killed again and again, both of them, nothing is lost, nothing said twice, and the order kept', async () => {
  await both.startBot({ keep: true });
  const rounds = 12;
  for (let round = 1; round <= rounds; round += 1) {
    for (const [from, room] of [
      ['p-wang', null],
      ['p-liu', null],
      ['p-wang', 'r-house'],
      ['p-liu', 'r-house'],
    ] as const) {
      const text = `${room === null ? '' : '@楼管家 '}第${round}句${from}`;
      await both.say({ from, room, text, key: `k-${round}-${from}-${room}` });
    }
    // At another moment of the work each time.
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 200));
    if (round % 4 === 0) {
      await both.killChat();
      await both.startChat();
    } else if (round % 2 === 1) await both.killBot();
  }
  const told = async (): Promise<string[][]> => [
    await both.told('p-wang', null),
    await both.told('p-liu', null),
    await both.told('p-liu', 'r-house'),
  ];
  const numbers = Array.from({ length: rounds }, (_, at) => at + 1);
  const own = (from: string) =>
    numbers.flatMap((round) => [`第${round}句${from}#${2 * round - 1}`, `私第${round}句${from}`]);
  const house = numbers.flatMap((round) =>
    ['p-wang', 'p-liu'].map((from) => `第${round}句${from}#${2 * round}`),
  );
  await until(async () => (await told()).flat().length >= 6 * rounds, 'all answers', 180_000);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // for what would be too much
  expect(await told()).toEqual([own('p-wang'), own('p-liu'), house]);
  expect(both.endings.filter((ending) => ending === 'SIGKILL').length).toBeGreaterThanOrEqual(5);
  expect(both.endings.filter((ending) => ending !== 'SIGKILL' && ending !== 75)).toEqual([]);
});

test('told to stop it ends with 0; without a chat with 75; it prints nothing that was said and keeps nothing open', async () => {
  await both.startBot();
  await both.say({ from: 'p-wang', room: null, text: '旺财的电话13800138000' });
  await until(async () => (await both.told('p-wang', null)).length === 1, 'an answer');
  await both.killBot('SIGTERM');
  await both.killChat();
  await expect(both.startBot()).rejects.toThrow('it never said so');
  expect(both.endings).toEqual([0, 75]);
  expect(both.printed).not.toMatch(/旺财|13800138000|p-wang/);
  const files = readdirSync(both.botDir, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const bytes = Buffer.concat(
    files.filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name))),
  );
  expect(bytes.includes(Buffer.from('13800138000'))).toBe(false);
  expect(bytes.includes(Buffer.from('旺财'))).toBe(false);
  expect(bytes.includes(Buffer.from('friend_request'))).toBe(true);
});
