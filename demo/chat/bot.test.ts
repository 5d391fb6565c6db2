import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, rooms, startTrial, type Trial } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await startTrial();
});
afterEach(() => trial.end());

test('the bot and the world need the token', async () => {
  for (const path of ['/bot/events?after=0', '/bot/contacts', '/bot/rooms', '/bot/files/x']) {
    const { status, json } = await trial.ask('GET', path, undefined, { authorization: 'Bearer wrong' });
    expect([status, json]).toMatchObject([401, { code: 'unauthenticated' }]);
  }
  expect((await trial.ask('POST', '/bot/messages', { room: 'r-dogs', text: '我' })).status).toBe(401);
  expect((await trial.ask('PUT', '/world', { people: [], rooms: [] })).status).toBe(401);
  expect(await trial.texts('p-wang')).toEqual([]);
});

test('a stranger and the bot cannot write to each other until the one has asked and the other has said yes', async () => {
  const strange = { status: 409, json: { code: 'not_a_friend' } };
  expect(await trial.say({ from: 'p-li', room: null, text: '你好' })).toMatchObject(strange);
  expect(await trial.asBot('POST', '/bot/messages', { to: 'p-li', text: '您好' })).toMatchObject(strange);
  expect(await trial.asBot('POST', '/bot/friends/p-li:accept')).toMatchObject({
    status: 409,
    json: { code: 'not_asked' },
  });

  expect((await trial.ask('POST', '/friends', { from: 'p-li' })).json).toMatchObject({
    friend: false,
    asked: true,
  });
  await trial.ask('POST', '/friends', { from: 'p-li' });
  expect(await trial.say({ from: 'p-li', room: null, text: '你好' })).toMatchObject(strange);
  expect((await trial.asBot('POST', '/bot/friends/p-li:accept')).status).toBe(200);
  await trial.asBot('POST', '/bot/friends/p-li:accept');
  expect((await trial.say({ from: 'p-li', room: null, text: '你好' })).status).toBe(200);
  expect((await trial.asBot('POST', '/bot/messages', { to: 'p-li', text: '您好' })).status).toBe(200);
  expect((await trial.botEvents()).events.map(({ kind, state, own }) => [kind, state, own])).toEqual([
    ['friend', 'asked', false],
    ['friend', 'accepted', true],
    ['message', undefined, false],
    ['message', undefined, true],
  ]);
});

test('the same world given again keeps friends, history and members who stay', async () => {
  await trial.ask('POST', '/friends', { from: 'p-li' });
  await trial.asBot('POST', '/bot/friends/p-li:accept');
  await trial.say({ from: 'p-li', room: 'r-dogs', text: '早' });
  const fewer = [{ id: 'r-dogs', topic: '养犬群(新)', members: ['p-li'] }];
  expect((await trial.asBot('PUT', '/world', { people, rooms: fewer })).status).toBe(200);
  expect((await trial.asBot('GET', '/bot/contacts')).json).toContainEqual({
    id: 'p-li',
    name: '阿李',
    friend: true,
  });
  expect((await trial.asBot('GET', '/bot/rooms')).json).toContainEqual({
    id: 'r-dogs',
    topic: '养犬群(新)',
    members: ['bot', 'p-li'],
  });
  expect(await trial.texts('p-li')).toEqual(['早']);
  expect(await trial.texts('p-wang')).toEqual([]);
});

test('a world with a wrong line is refused as a whole, and the line is named', async () => {
  const broken = [
    [{ people: [{ ...people[0], friend: 'yes' }], rooms: [] }, 'people[0].friend'],
    [{ people: [{ ...people[0], id: 'bot' }], rooms: [] }, 'people[0].id'],
    [{ people: [{ ...people[0], name: 'a\nb' }], rooms: [] }, 'people[0].name'],
    [{ people: [], rooms: [{ ...rooms[0], members: ['p-new'] }] }, 'rooms[0].members'],
  ] as const;
  for (const [world, field] of broken) {
    expect((await trial.asBot('PUT', '/world', world)).json).toMatchObject({ field });
  }
  const before = (await trial.ask('GET', '/people')).json as unknown[];
  await trial.asBot('PUT', '/world', {
    people: [{ ...people[0], id: 'p-new' }],
    rooms: [{ ...rooms[0], members: ['p-x'] }],
  });
  expect((await trial.ask('GET', '/people')).json).toEqual(before);
});

test('a long poll answers as soon as there is something, and with nothing when its time is over', async () => {
  const waiting = trial.botEvents('after=0&wait=60000');
  await trial.say({ from: 'p-wang', room: 'r-dogs', text: '早' });
  expect((await waiting).events).toMatchObject([{ seq: 1, text: '早' }]);
  expect(await trial.botEvents('after=1&wait=20')).toEqual({ events: [], last: 1 });
  expect((await trial.botEvents('after=99')).last).toBe(1);
  expect((await trial.asBot('GET', '/bot/events?wait=60001')).json).toMatchObject({
    code: 'invalid',
    field: 'wait',
  });
});
