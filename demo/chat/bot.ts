import { Hono } from 'hono';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Chat } from './chat.ts';
import { fileResponse } from './file-response.ts';
import { bodyOf, idOrNull, numberOf } from './form.ts';
import type { ChatEvent } from './history.ts';
import { draftOf } from './people.ts';
import { Refused } from './refused.ts';
import { bot, worldOf } from './world.ts';

const longestWait = 60_000;
const mostEvents = 100;

/** What the bot's puppet does, and whoever builds the world: with the bot's token. */
export function botRoutes(chat: Chat, token: string): Hono {
  const { world, history, news } = chat;
  const app = new Hono();
  const authenticated = tokenCheck(token);

  app.use('/bot/*', async (c, next) => {
    authenticated(c.req.header('authorization'));
    await next();
  });

  app.put('/world', async (c) => {
    authenticated(c.req.header('authorization'));
    world.put(worldOf(await bodyOf(c.req.raw)));
    news.wake();
    return c.json({ people: world.people().length, rooms: world.rooms().length });
  });

  app.get('/bot/events', async (c) => {
    const after = numberOf(c.req.query('after'), 'after', { missing: 0 });
    const wait = numberOf(c.req.query('wait'), 'wait', { missing: 0, max: longestWait });
    const until = performance.now() + wait;
    let events = history.eventsAfter(bot, after, mostEvents);
    while (events.length === 0 && performance.now() < until && !c.req.raw.signal.aborted) {
      await news.next(until - performance.now(), c.req.raw.signal);
      events = history.eventsAfter(bot, after, mostEvents);
    }
    const last = events.at(-1)?.seq ?? Math.min(after, history.last());
    return c.json({ events: events.map(withOwn), last });
  });

  app.post('/bot/messages', async (c) => {
    const body = await bodyOf(c.req.raw);
    const room = idOrNull(body['room'], 'room');
    const to = idOrNull(body['to'], 'to');
    const where = room === null ? (to === null ? undefined : { person: to }) : { room };
    if (where === undefined || (room !== null && to !== null)) throw new Refused('invalid', 'to');
    const said = history.say({ from: bot, chat: where, ...draftOf(body) }, chat.now());
    news.wake();
    return c.json({ ...said[0], ids: said.map(({ id }) => id) });
  });

  contacts(app, chat);
  return app;
}

function contacts(app: Hono, chat: Chat): void {
  const { world, history, news } = chat;

  // Hono has no pattern for what ends with a colon and a verb, so the whole segment is taken.
  app.post('/bot/friends/:accepting{[A-Za-z0-9_-]+:accept}', (c) => {
    const [person = ''] = c.req.param('accepting').split(':');
    history.accept(person, chat.now());
    news.wake();
    return c.json({ id: person, friend: true });
  });

  app.get('/bot/contacts', (c) => {
    const inRooms = new Set(world.rooms().flatMap(({ members }) => members));
    const known = world.people().filter(({ id, friend }) => friend !== 'no' || inRooms.has(id));
    return c.json(known.map(({ id, name, friend }) => ({ id, name, friend: friend === 'yes' })));
  });

  app.get('/bot/rooms', (c) => c.json(world.rooms()));

  app.get('/bot/files/:id', (c) => fileResponse(c.req.raw, history.file(bot, c.req.param('id'))));
}

const withOwn = (event: ChatEvent) => ({ ...event, own: event.from === bot });

/** Compares digests, so that the time it takes tells nothing about the token. */
function tokenCheck(token: string): (header: string | undefined) => void {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${token}`);
  return (header) => {
    if (!timingSafeEqual(digest(header ?? ''), wanted)) throw new Refused('unauthenticated');
  };
}
