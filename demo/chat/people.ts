import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Chat } from './chat.ts';
import { fileResponse } from './file-response.ts';
import { bodyOf, idOf, idOrNull, type Json, listOf, numberOf, partsOf } from './form.ts';
import type { Message } from './history.ts';
import { Refused } from './refused.ts';
import { bot, type Person, type Room } from './world.ts';

/** How often a line is sent that nobody reads, so that nothing in between takes the connection for dead. */
const heartbeat = 15_000;

/** The private chat in a query, where a room's id would stand. */
const privately = 'private';

/** What people do, and scripts in their names: whoever asks says who they are. It is a stand-in, not a messenger. */
export function peopleRoutes(chat: Chat): Hono {
  const app = new Hono();
  listings(app, chat);
  messages(app, chat);
  liveEvents(app, chat);
  return app;
}

/** @throws Refused `not_a_person` for the bot, which would see every private chat */
function personOf({ world }: Chat, id: unknown, field: string): Person {
  if (id === bot) throw new Refused('not_a_person', field);
  return world.person(idOf(id, field), field);
}

function listings(app: Hono, chat: Chat): void {
  const { world, history, news } = chat;

  app.get('/people', (c) => c.json(world.people().map(shown)));

  app.get('/rooms', (c) => c.json(world.rooms(personOf(chat, c.req.query('as'), 'as').id)));

  app.get('/chats', (c) => {
    const viewer = personOf(chat, c.req.query('as'), 'as');
    const last = (of: { room: string } | { person: string }): Message | null =>
      history.messages(viewer.id, { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 1, chat: of })[0] ??
      null;
    const rooms = world.rooms(viewer.id).map((room) => ({ room, last: last({ room: room.id }) }));
    return c.json({ rooms, private: { friend: viewer.friend, last: last({ person: viewer.id }) } });
  });

  app.post('/friends', async (c) => {
    const { id } = personOf(chat, (await bodyOf(c.req.raw))['from'], 'from');
    history.ask(id, chat.now());
    news.wake();
    return c.json(shown(world.person(id)));
  });
}

function messages(app: Hono, chat: Chat): void {
  const { world, history, news } = chat;

  app.post('/messages', async (c) => {
    const body = await bodyOf(c.req.raw);
    const from = personOf(chat, body['from'], 'from');
    const room = idOrNull(body['room'], 'room');
    const to = room === null ? { person: from.id } : { room };
    const said = history.say({ from: from.id, chat: to, ...draftOf(body) }, chat.now());
    news.wake();
    return c.json({ ...said[0], ids: said.map(({ id }) => id) });
  });

  app.get('/messages', (c) => {
    const { as, after, before, limit, chat: where } = c.req.query();
    const viewer = personOf(chat, as, 'as');
    const most = numberOf(limit, 'limit', { missing: undefined, max: 1000 });
    const until = numberOf(before, 'before', { missing: undefined });
    return c.json(
      history.messages(viewer.id, {
        after: numberOf(after, 'after', { missing: 0 }),
        ...(until === undefined ? {} : { before: until }),
        ...(most === undefined ? {} : { limit: most }),
        ...(where === undefined ? {} : { chat: chatOf(where, viewer, (id) => world.roomOf(id, viewer.id)) }),
      }),
    );
  });

  app.post('/messages/:id/recall', async (c) => {
    const from = personOf(chat, (await bodyOf(c.req.raw))['from'], 'from');
    history.recall(c.req.param('id'), from.id, chat.now());
    news.wake();
    return c.json({ recalled: true });
  });

  app.get('/files/:id', (c) => {
    const viewer = personOf(chat, c.req.query('as'), 'as');
    return fileResponse(c.req.raw, history.file(viewer.id, c.req.param('id')));
  });
}

function liveEvents(app: Hono, chat: Chat): void {
  const { history, news } = chat;

  app.get('/events', (c) => {
    const viewer = personOf(chat, c.req.query('as'), 'as');
    // A browser that connects anew says with this header how far it came.
    const from = c.req.header('last-event-id') ?? c.req.query('after');
    let after = numberOf(from, 'after', { missing: history.last() });
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      await stream.write(': listening\n\n');
      while (!gone.signal.aborted) {
        const events = history.eventsAfter(viewer.id, after, 100);
        for (const event of events) {
          await stream.writeSSE({ id: String(event.seq), data: JSON.stringify(event) });
          after = event.seq;
        }
        if (events.length > 0) continue;
        await news.next(heartbeat, gone.signal);
        await stream.write(': here\n\n');
      }
    });
  });
}

const shown = ({ friend, ...person }: Person) => ({
  ...person,
  friend: friend === 'yes',
  asked: friend === 'asked',
});

/** What of a message is the same for people and for the bot. */
export function draftOf(body: Json) {
  const { mention, quote, key } = body;
  return {
    parts: partsOf(body),
    mention: mention === undefined || mention === null ? [] : listOf(mention, 'mention', idOf),
    quote: idOrNull(quote, 'quote'),
    key: idOrNull(key, 'key'),
  };
}

function chatOf(where: string, viewer: Person, roomOf: (id: string) => Room) {
  return where === privately ? { person: viewer.id } : { room: roomOf(idOf(where, 'chat')).id };
}
