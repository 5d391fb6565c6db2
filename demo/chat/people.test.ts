import { afterEach, beforeEach, expect, test } from 'vitest';
import { picture, startTrial, type Trial, voice } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.end());

test('a message in a room is seen by its members and the bot, and by nobody else', async () => {
  const { status, json } = await trial.say({
    from: 'p-wang',
    room: 'r-dogs',
    text: '@楼管家 3号楼下有狗没拴绳',
  });
  expect([status, json]).toEqual([200, { id: 'id-1', seq: 1, ids: ['id-1'] }]);
  const message = {
    seq: 1,
    id: 'id-1',
    room: 'r-dogs',
    from: 'p-wang',
    to: null,
    at: trial.now,
    type: 'text',
    text: '@楼管家 3号楼下有狗没拴绳',
    file: null,
    mention: ['bot'],
    quote: null,
    recalled: false,
  };
  expect(await trial.seen('p-wang')).toEqual([message]);
  expect(await trial.seen('p-li')).toEqual([message]);
  expect(await trial.seen('p-liu')).toEqual([]);
  expect(await trial.botEvents()).toEqual({ events: [{ kind: 'message', ...message, own: false }], last: 1 });
});

test('a private chat is seen by its person and the bot, and by nobody else, members of the same rooms included', async () => {
  await trial.say({ from: 'p-wang', room: null, text: '谁看过我' });
  await trial.asBot('POST', '/bot/messages', { to: 'p-wang', text: '最近没有人看过' });
  expect((await trial.seen('p-wang')).map(({ from, to, room }) => [from, to, room])).toEqual([
    ['p-wang', 'bot', null],
    ['bot', 'p-wang', null],
  ]);
  expect(await trial.seen('p-li')).toEqual([]);
  expect(await trial.seen('p-liu')).toEqual([]);
  expect((await trial.botEvents()).events.map(({ text, own }) => [text, own])).toEqual([
    ['谁看过我', false],
    ['最近没有人看过', true],
  ]);
});

test('a room is closed to who is not in it, also for a question about it', async () => {
  expect((await trial.say({ from: 'p-liu', room: 'r-dogs', text: '在吗' })).json).toMatchObject({
    code: 'not_a_member',
  });
  expect((await trial.say({ from: 'p-liu', room: 'r-none', text: '在吗' })).json).toMatchObject({
    code: 'no_such_room',
  });
  expect((await trial.ask('GET', '/messages?as=p-liu&chat=r-dogs')).status).toBe(403);
  expect((await trial.ask('GET', '/rooms?as=p-liu')).json).toEqual([
    { id: 'r-house', topic: '3号楼', members: ['bot', 'p-wang', 'p-liu'] },
  ]);
});

test('a picture and a voice note are had by who sees their message, as what they are', async () => {
  const { json } = await trial.say({ from: 'p-wang', room: null, text: '看', image: picture });
  await trial.say({ from: 'p-wang', room: 'r-dogs', voice });
  expect((json as { ids: string[] }).ids).toHaveLength(2);
  const messages = await trial.seen('p-wang');
  expect(messages.map(({ type, text, file }) => [type, text, file?.type, file?.bytes])).toEqual([
    ['text', '看', undefined, undefined],
    ['image', '', 'image/jpeg', 8],
    ['voice', '', 'audio/ogg', 12],
  ]);
  const [, image, note] = messages.map(({ file }) => file?.id);
  const own = await trial.file(`/files/${image}?as=p-wang`);
  expect(Buffer.from(await own.arrayBuffer()).toString('base64')).toBe(picture);
  expect([own.headers.get('content-type'), own.headers.get('x-content-type-options')]).toEqual([
    'image/jpeg',
    'nosniff',
  ]);
  expect((await trial.file(`/bot/files/${image}`)).status).toBe(200);
  expect((await trial.file(`/files/${note}?as=p-li`)).status).toBe(200);
  const part = await trial.file(`/files/${note}?as=p-li`, { range: 'bytes=0-3' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
    206,
    'bytes 0-3/12',
    'OggS',
  ]);
  expect((await trial.file(`/files/${note}?as=p-li`, { range: 'bytes=12-' })).status).toBe(416);
  for (const path of [`/files/${image}?as=p-li`, `/files/${note}?as=p-liu`, '/files/none?as=p-wang']) {
    expect((await trial.ask('GET', path)).json).toMatchObject({ code: 'no_such_file' });
  }
});

test('a message is recalled within two minutes, by who sent it, and its text and file are gone then', async () => {
  const { json: first } = await trial.say({ from: 'p-wang', room: 'r-dogs', image: picture });
  const { json: second } = await trial.say({
    from: 'p-li',
    room: 'r-dogs',
    text: '这是谁',
    quote: (first as { id: string }).id,
  });
  const id = (first as { id: string }).id;
  const file = (await trial.seen('p-wang'))[0]?.file?.id;
  const recall = (from: string, of = id) => trial.ask('POST', `/messages/${of}/recall`, { from });
  expect((await trial.seen('p-li'))[1]?.quote).toEqual({
    id,
    from: 'p-wang',
    type: 'image',
    text: '',
    recalled: false,
  });

  expect((await recall('p-li')).json).toMatchObject({ code: 'not_yours' });
  expect((await recall('p-liu')).json).toMatchObject({ code: 'no_such_message' });
  expect((await recall('p-wang', 'id-none')).json).toMatchObject({ code: 'no_such_message' });
  trial.now += 120_000;
  expect((await recall('p-wang')).status).toBe(200);
  expect((await recall('p-wang')).status).toBe(200);
  trial.now += 1;
  expect((await recall('p-li', (second as { id: string }).id)).json).toMatchObject({ code: 'too_late' });

  expect((await trial.seen('p-li'))[0]).toMatchObject({ id, text: '', file: null, recalled: true });
  expect((await trial.seen('p-li'))[1]?.quote).toMatchObject({ id, recalled: true });
  expect((await trial.ask('GET', `/files/${file}?as=p-wang`)).json).toMatchObject({ code: 'no_such_file' });
  expect((await trial.botEvents('after=2')).events).toMatchObject([
    { seq: 3, kind: 'recall', message: id, own: false },
  ]);
});

test('a quote stays in its chat', async () => {
  const { json } = await trial.say({ from: 'p-wang', room: 'r-house', text: '电梯好了' });
  const quote = (json as { id: string }).id;
  expect((await trial.say({ from: 'p-li', room: 'r-dogs', text: '?', quote })).json).toMatchObject({
    field: 'quote',
  });
  expect((await trial.say({ from: 'p-liu', room: 'r-house', text: '好', quote })).status).toBe(200);
});

test('a message sent again under its key is there once', async () => {
  const once = { from: 'p-wang', room: 'r-dogs', text: '电梯坏了', image: picture, key: 'k1' };
  const [first, again] = [await trial.say(once), await trial.say(once)];
  expect(again).toMatchObject({ status: 200, json: first.json });
  expect(await trial.seen('p-wang')).toHaveLength(2);
  expect((await trial.say({ ...once, from: 'p-li' })).json).not.toEqual(first.json);
  expect((await trial.say({ ...once, room: null })).json).toMatchObject({ code: 'key_used' });
});

test('a history is read from the end backwards, one chat at a time', async () => {
  for (const text of ['一', '二', '三', '四']) await trial.say({ from: 'p-wang', room: 'r-dogs', text });
  await trial.say({ from: 'p-wang', room: null, text: '私' });
  const page = async (query: string) => (await trial.seen('p-wang', query)).map(({ text }) => text);
  expect(await page('&chat=r-dogs&before=9999&limit=2')).toEqual(['三', '四']);
  expect(await page('&chat=r-dogs&before=3&limit=2')).toEqual(['一', '二']);
  expect(await page('&chat=private')).toEqual(['私']);
  expect(await page('&after=3')).toEqual(['四', '私']);
  const { json } = await trial.ask('GET', '/chats?as=p-wang');
  expect(json).toMatchObject({
    rooms: [
      { room: { id: 'r-dogs' }, last: { text: '四' } },
      { room: { id: 'r-house' }, last: null },
    ],
    private: { friend: 'yes', last: { text: '私' } },
  });
});

test('a page hears what happens where its person is, and nothing else', async () => {
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: '之前' });
  const gone = new AbortController();
  const response = await trial.app.request('http://localhost:8788/events?as=p-li&after=1', {
    signal: gone.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await trial.say({ from: 'p-wang', room: null, text: '私下' });
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: '之后' });
  let heard = '';
  while (!heard.includes('之后')) heard += (await reader?.read())?.value ?? '之后 never came';
  expect(heard).toContain('id: 3\n');
  expect(heard).not.toMatch(/之前|私下/);
  await reader?.cancel();
});
